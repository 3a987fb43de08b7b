"""What is known of persons is sealed: each has a key of their own, and without it their texts are noise.

The journal keeps the sealed texts for ever. The keys lie beside it in one small file, `people/keys`, a line
of fixed length each. To forget a person is to destroy that one key: the journal stays as it is, verifies, and
says nothing of them any more. A copy of the keys that somebody made before still opens what it did, so copies
of this file are not to be kept for longer than a month.
"""

from __future__ import annotations

import base64
import contextlib
import fcntl
import hashlib
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from data.errors import StoreError
from data.oslayer import OsLayer, read_file, replace_file, write_all
from data.privatefiles import check_mode, make_folder, open_private
from pos_tui.core.words import _

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

FOLDER: Final = "people"
NAME: Final = "keys"
_PERSON: Final = re.compile(r"[0-9A-Za-z-]{4,32}", re.ASCII)
_ID, _KEY, _CHECK = 32, 64, 8
LINE: Final = _ID + 1 + _KEY + 1 + _CHECK + 1
"""Bytes of a line: who, padded; the key in hex digits; the first digits of SHA-256 over both."""
_NONCE: Final = 12


class PersonKeys:
    """The keys of persons in one store. Used by one thread at a time; several programs may share the file."""

    def __init__(self, fs: OsLayer, folder: Path, random: Callable[[int], bytes] = os.urandom) -> None:
        """`folder` is the store's; nothing is made there before the first key."""
        self._fs, self._store, self._folder, self._random = fs, folder, folder / FOLDER, random
        self._path = self._folder / NAME
        self._kept: dict[str, bytes] = {}
        self._seen: tuple[int, int, int] | None = None
        """The state of the file that was read: inode, time of the last change, size."""
        self._synced: tuple[int, int, int] | None = None
        """The state of which it is known that it is on the disk."""

    def prepare(self, persons: Iterable[str]) -> None:
        """Makes durable keys for those that have none: many at once cost one sync. Raises StoreError."""
        wanted = list(dict.fromkeys(persons))
        for person in wanted:
            if not _PERSON.fullmatch(person):
                raise ValueError(f"{person!r} is no id of a person")
        self._follow()
        if all(person in self._kept for person in wanted):
            self._sync()
            return
        with self._locked():
            self._follow()
            self._sync()
            new = {person: self._random(_KEY // 2) for person in wanted if person not in self._kept}
            self._append(new)

    def seal(self, person: str, text: str, what: str = "") -> str:
        """A text under the key of a person, made first where there is none; the key is on the disk by then.

        `what` names the text (a table, a field), and has to be said again to open it. Raises StoreError.
        """
        self.prepare([person])
        nonce = self._random(_NONCE)
        sealed = _cipher(self._kept[person]).encrypt(nonce, text.encode(), _bound(person, what))
        return base64.urlsafe_b64encode(nonce + sealed).decode("ascii")

    def open(self, person: str, sealed: str, what: str = "") -> str | None:
        """The text; None where its key is gone, or is another one. Raises StoreError."""
        from cryptography.exceptions import InvalidTag

        self._follow()
        key = self._kept.get(person)
        if key is None:
            return None
        data = base64.urlsafe_b64decode(sealed)
        try:
            return _cipher(key).decrypt(data[:_NONCE], data[_NONCE:], _bound(person, what)).decode()
        except InvalidTag:
            return None

    def knows(self, person: str) -> bool:
        """Whether there is a key. Raises StoreError."""
        self._follow()
        return person in self._kept

    def forget(self, persons: Iterable[str]) -> None:
        """Destroys keys, once and for all; who has none is passed over. Raises StoreError: some may be left.

        Each is overwritten where it lies, and synced; then the file is written anew without them. Where the
        file system or the disk keeps old blocks, these stay until they are used again.
        """
        gone = set(persons)
        with self._locked():
            self._follow()
            if self._seen is None or not self._overwrite(gone):
                return
            kept = {person: key for person, key in self._kept.items() if person not in gone}
            replace_file(self._fs, self._path, file_of(kept))
            self._follow()

    def _follow(self) -> None:
        """Reads the keys again where another program changed the file, or it is read for the first time."""
        try:
            found = self._path.lstat()
        except FileNotFoundError:
            self._kept, self._seen = {}, None
            return
        except OSError as error:
            raise self._failed(error) from error
        check_mode(self._path, found.st_mode)
        seen = (found.st_ino, found.st_mtime_ns, found.st_size)
        if seen == self._seen:
            return
        try:
            data = read_file(self._fs, self._path)
        except OSError as error:
            raise self._failed(error) from error
        self._kept = keys_in(data)
        self._seen = seen

    def _append(self, new: dict[str, bytes]) -> None:
        if not new:
            return
        is_first = not self._path.exists()
        fd = open_private(self._fs, self._path)
        try:
            # What a power cut left of a line that was not whole is written over.
            end = self._fs.size(fd) // LINE * LINE
            try:
                write_all(self._fs, fd, file_of(new), end)
                self._fs.fsync(fd)
            except OSError:
                with contextlib.suppress(OSError):
                    self._fs.ftruncate(fd, end)  # a key that may not be on the disk seals nothing
                raise
        finally:
            self._fs.close(fd)
        if is_first:
            self._fs.sync_folder(self._folder)
        self._follow()
        self._synced = self._seen

    def _sync(self) -> None:
        """Makes durable what another program may have been killed over, once for each state of the file."""
        if self._seen is None or self._seen == self._synced:
            return
        try:
            fd = open_private(self._fs, self._path)
            try:
                self._fs.fsync(fd)
            finally:
                self._fs.close(fd)
        except OSError as error:
            raise self._failed(error) from error
        self._synced = self._seen

    def _overwrite(self, gone: set[str]) -> bool:
        """Writes noughts over the keys, and over what a failure has left of one; whether there were any."""
        fd = open_private(self._fs, self._path)
        try:
            data = read_file(self._fs, self._path)
            places = [
                place
                for place in range(0, len(data), LINE)
                if data[place : place + _ID].decode("ascii", "replace").strip() in gone
            ]
            for place in places:
                write_all(self._fs, fd, b"0" * (_KEY + 1 + _CHECK), place + _ID + 1)
            self._fs.fsync(fd)
        finally:
            self._fs.close(fd)
        return bool(places)

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        """Alone with the file; what a crash left aside of it is put out of the way. Raises StoreError."""
        try:
            is_new = not self._folder.exists()
            make_folder(self._fs, self._folder)
            if is_new:
                self._fs.sync_folder(self._store)
            lock = open_private(self._fs, self._folder / "lock")
            try:
                self._fs.flock(lock, fcntl.LOCK_EX)
                for leftover in self._folder.glob("*.new"):
                    fd = open_private(self._fs, leftover)
                    write_all(self._fs, fd, b"0" * self._fs.size(fd), 0)
                    self._fs.fsync(fd)
                    self._fs.close(fd)
                    self._fs.unlink(leftover)
                yield
            finally:
                self._fs.close(lock)
        except OSError as error:
            raise self._failed(error) from error

    def _failed(self, error: OSError) -> StoreError:
        return StoreError(_("the keys of persons cannot be used: {error}", error=error.strerror or error))


def keys_in(data: bytes) -> dict[str, bytes]:
    """The keys by person that a file of them holds; torn and overwritten lines are passed over."""
    lines = (data[place : place + LINE] for place in range(0, len(data), LINE))
    return dict(pair for line in lines if (pair := _parsed(line)) is not None)


def file_of(keys: Mapping[str, bytes]) -> bytes:
    """The content of such a file."""
    return b"".join(_line(*pair) for pair in keys.items())


def _line(person: str, key: bytes) -> bytes:
    text = f"{person:<{_ID}} {key.hex()}"
    return f"{text} {_check(text)}\n".encode("ascii")


def _parsed(line: bytes) -> tuple[str, bytes] | None:
    """(who, key) of a line; None where it is torn or was overwritten."""
    text = line[: _ID + 1 + _KEY].decode("ascii", "replace")
    if len(line) != LINE or line[-1 - _CHECK : -1].decode("ascii", "replace") != _check(text):
        return None
    return text[:_ID].strip(), bytes.fromhex(text[_ID + 1 :])


def _check(text: str) -> str:
    return hashlib.sha256(text.encode("ascii", "replace")).hexdigest()[:_CHECK]


def _bound(person: str, what: str) -> bytes:
    """What a sealed text is bound to: it opens nowhere else. The 1 is the version of the form."""
    return f"1\n{person}\n{what}".encode()


def _cipher(key: bytes) -> AESGCM:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(key)
