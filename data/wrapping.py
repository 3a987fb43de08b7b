"""The keys that wrap the keys of persons: this machine's own, outside the store and so in no copy of it.

Each store, and each restored copy, has one of its own at a time. They lie in one file, a line of fixed length
each, and are overwritten where they lie when they are destroyed.
"""

from __future__ import annotations

import fcntl
import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from data.oslayer import OsLayer, read_file, write_all
from data.privatefiles import make_folder, open_private

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NAME: Final = "people.key"
KEY_BYTES: Final = 32
_NAME, _CHECK = 8, 8
LINE: Final = KEY_BYTES * 2 + 1 + _CHECK + 1
"""Bytes of a line: the key in hex digits and the first digits of SHA-256 over them."""


def name_of(key: bytes) -> str:
    """What a wrapping key is called beside what it wraps; says nothing of it."""
    return hashlib.sha256(b"pos-tui wrapping key\n" + key).hexdigest()[:_NAME]


class WrappingKeys:
    """Those of one store on this machine. Used by one thread at a time; programs share the file."""

    def __init__(self, fs: OsLayer, folder: Path) -> None:
        """`folder` is this machine's own about the store; nothing is made there before the first key."""
        self._fs, self._folder, self._path = fs, folder, folder / NAME
        self._keys: dict[str, bytes] = {}
        self._ciphers: dict[str, AESGCM] = {}
        self._seen: tuple[int, int, int] | None = None

    def get(self, name: str) -> bytes | None:
        """The key of a name; None where it is not on this machine. Raises OSError, UnsafeFile."""
        if name not in self._keys:
            self._follow()
        return self._keys.get(name)

    def cipher(self, name: str) -> AESGCM | None:
        """What wraps with it. Raises OSError, UnsafeFile."""
        if name not in self._ciphers:
            from cryptography.hazmat.primitives.ciphers.aead import AESGCM

            key = self.get(name)
            if key is None:
                return None
            self._ciphers[name] = AESGCM(key)
        return self._ciphers[name]

    def add(self, key: bytes) -> str:
        """Keeps a key, durably, and returns its name. Raises OSError, UnsafeFile."""
        is_first = not self._path.exists()
        with self._alone() as fd:
            data = read_file(self._fs, self._path)
            if name_of(key) not in _parsed(data):
                write_all(self._fs, fd, _line(key), _free(data))
            self._fs.fsync(fd)
        if is_first:
            self._fs.sync_folder(self._folder)
            self._fs.sync_folder(self._folder.parent)
        self._follow()
        return name_of(key)

    def destroy(self, names: Iterable[str]) -> None:
        """Overwrites keys where they lie; what is not there is passed over. Raises OSError, UnsafeFile."""
        gone = set(names)
        if not gone or not self._path.exists():
            return
        with self._alone() as fd:
            data = read_file(self._fs, self._path)
            for place in range(0, len(data), LINE):
                if gone & _parsed(data[place : place + LINE]).keys():
                    write_all(self._fs, fd, b"0" * (LINE - 1), place)
            self._fs.fsync(fd)
        for name in gone:
            self._ciphers.pop(name, None)
        self._follow()

    def _follow(self) -> None:
        """Reads the file again where it changed."""
        with suppress(FileNotFoundError):
            found = self._path.lstat()
            seen = (found.st_ino, found.st_mtime_ns, found.st_size)
            if seen != self._seen:
                self._fs.close(open_private(self._fs, self._path))  # refuses links, and what others can read
                self._keys, self._seen = _parsed(read_file(self._fs, self._path)), seen
            return
        self._keys, self._seen = {}, None

    @contextmanager
    def _alone(self) -> Iterator[int]:
        self._folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        make_folder(self._fs, self._folder)
        fd = open_private(self._fs, self._path)
        try:
            self._fs.flock(fd, fcntl.LOCK_EX)
            yield fd
        finally:
            self._fs.close(fd)


def _line(key: bytes) -> bytes:
    text = key.hex().encode("ascii")
    return text + b" " + _check(text) + b"\n"


def _check(text: bytes) -> bytes:
    return hashlib.sha256(text).hexdigest()[:_CHECK].encode("ascii")


def _parsed(data: bytes) -> dict[str, bytes]:
    """The keys by name; torn and overwritten lines are passed over."""
    found: dict[str, bytes] = {}
    for place in range(0, len(data) // LINE * LINE, LINE):
        text, check = data[place : place + KEY_BYTES * 2], data[place + KEY_BYTES * 2 + 1 : place + LINE - 1]
        if check == _check(text):
            key = bytes.fromhex(text.decode("ascii"))
            found[name_of(key)] = key
    return found


def _free(data: bytes) -> int:
    """Where a line can be written: over one that was destroyed or torn, else at the end."""
    places = range(0, len(data), LINE)
    return next((place for place in places if not _parsed(data[place : place + LINE])), len(places) * LINE)
