"""The files that the keys of persons are in: read again when they change, written so that no crash loses one.

`people/wrapped` in the store has each key wrapped; what wraps them lies on this machine (`data.wrapping`),
and `people/recovery` has that sealed to the recovery code. `people/going` names wrapping keys that are to be
destroyed, until they are.
"""

from __future__ import annotations

import contextlib
import fcntl
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from data.errors import StoreError
from data.oslayer import OsLayer, read_file, replace_file, write_all
from data.peoplefile import (
    BARE,
    FOLDER,
    LINE,
    NAME,
    RECOVERY,
    SECRET,
    Wrapped,
    bare_in,
    file_of,
    places_of,
    wrapped_in,
)
from data.privatefiles import check_mode, make_folder, open_private, sealed, unsealed
from data.wrapping import KEY_BYTES, WrappingKeys
from pos_tui.core.words import _

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE: Final = 12
_GOING: Final = "going"
_State = tuple[int, int, int]
"""Of a file: inode, time of the last change, size."""


class KeyFiles:
    """Those of one store. Used by one thread at a time; several programs may share them."""

    def __init__(self, fs: OsLayer, store: Path, machine: Path, random: Callable[[int], bytes]) -> None:
        self._fs, self._store, self._random = fs, store, random
        self.folder = store / FOLDER
        self._path, self._bare_path = self.folder / NAME, self.folder / BARE
        self.wrapping = WrappingKeys(fs, machine)
        self.kept: dict[str, Wrapped] = {}
        """The keys by person, as they are wrapped."""
        self.bare: dict[str, bytes] = {}
        """Of a file from before keys were wrapped, until it is made one of wrapped keys."""
        self._seen: tuple[_State | None, _State | None] = (None, None)
        """The states of both files as they were read."""
        self._synced: _State | None = None
        """The state of which it is known that it is on the disk."""

    def follow(self) -> None:
        """Reads the keys again where another program changed them, or at first. Raises StoreError."""
        try:
            wants_bare = self._seen[1] is not None or self._seen[0] is None
            seen = _state(self._path), _state(self._bare_path) if wants_bare else None
            if seen == self._seen:
                return
            seen = seen[0], _state(self._bare_path)
            self.kept = wrapped_in(read_file(self._fs, self._path)) if seen[0] else {}
            self.bare = bare_in(read_file(self._fs, self._bare_path)) if seen[1] else {}
        except OSError as error:
            raise failed(error) from error
        self._seen = seen

    def key(self, person: str) -> bytes | None:
        """The key of a person; None where there is none, or what wraps it is not here. Raises StoreError."""
        if person not in self.kept:
            return self.bare.get(person)
        found = self._unwrapped(person)
        if found is None:
            self.follow()  # another program may have wrapped it anew since the last look
            found = self._unwrapped(person)
        return found

    def _unwrapped(self, person: str) -> bytes | None:
        if person not in self.kept:
            return None
        name, key = self.kept[person]
        try:
            cipher = self.wrapping.cipher(name)
        except OSError as error:
            raise failed(error) from error
        return None if cipher is None else opened(cipher, key, bound(person, "key"))

    def here(self) -> set[str]:
        """The names of the wrapping keys that are in use and on this machine. Raises OSError."""
        return {name for name in self.wrappers() if self.wrapping.get(name) is not None}

    def wrappers(self) -> set[str]:
        """The names of the wrapping keys that are in use, here or elsewhere."""
        return {name for name, _key in self.kept.values()}

    def sync(self) -> None:
        """Makes durable what another program may have been killed over, once for each state of the file."""
        state = self._seen[0]
        if state is None or state == self._synced:
            return
        try:
            fd = open_private(self._fs, self._path)
            try:
                self._fs.fsync(fd)
            finally:
                self._fs.close(fd)
        except OSError as error:
            raise failed(error) from error
        self._synced = state

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Alone with the files as they are now; what a crash left of them is put right. Raises StoreError."""
        try:
            is_new = not self.folder.exists()
            make_folder(self._fs, self.folder)
            if is_new:
                self._fs.sync_folder(self._store)
            lock = open_private(self._fs, self.folder / "lock")
            try:
                self._fs.flock(lock, fcntl.LOCK_EX)
                for leftover in self.folder.glob("*.new"):
                    self._shred(leftover)
                self.follow()
                self._finish()
                yield
            finally:
                self._fs.close(lock)
        except OSError as error:
            raise failed(error) from error

    @property
    def is_unfinished(self) -> bool:
        """Whether there is something that a crash, or an older program, has left to be done."""
        return self._seen[1] is not None or (self.folder / _GOING).exists()

    def add(self, keys: Mapping[str, bytes]) -> None:
        """Puts keys behind the others, durably. Raises OSError."""
        if not keys:
            return
        wrapped = self.wrap(keys)
        data = file_of(wrapped)
        is_first = not self._path.exists()
        fd = open_private(self._fs, self._path)
        try:
            # What a power cut left of a line that was not whole is written over.
            end = self._fs.size(fd) // LINE * LINE
            try:
                write_all(self._fs, fd, data, end)
                self._fs.fsync(fd)
            except OSError:
                with contextlib.suppress(OSError):
                    self._fs.ftruncate(fd, end)  # a key that may not be on the disk seals nothing
                raise
        finally:
            self._fs.close(fd)
        if is_first:
            self._fs.sync_folder(self.folder)
        self.kept.update(wrapped)  # not read again: an import adds a thousand at a time
        self._seen = (_state(self._path), self._seen[1])
        self._synced = self._seen[0]

    def wrap(self, keys: Mapping[str, bytes]) -> dict[str, Wrapped]:
        """Keys as they are wrapped here: as the last of all, else by a new wrapping key. Raises OSError."""
        for name in dict.fromkeys(name for name, _key in reversed(self.kept.values())):
            cipher = self.wrapping.cipher(name)
            if cipher is not None:
                return self._wrapped(name, cipher, keys)
        return self._wrapped(*self._fresh(), keys)

    def destroy(self, persons: Collection[str]) -> bool:
        """Overwrites the keys of persons where they lie, then wraps all others anew; whether there were any.

        Raises OSError: what is left to be done then is done by who is next alone with the files.
        """
        if self._seen[0] is None:
            return False
        places = places_of(read_file(self._fs, self._path), set(persons))
        if not places:
            return False
        names = self.here()
        self._announce(names)
        fd = open_private(self._fs, self._path)
        try:
            for place in places:
                write_all(self._fs, fd, b"0" * (SECRET.stop - SECRET.start), place + SECRET.start)
            self._fs.fsync(fd)
        finally:
            self._fs.close(fd)
        self.follow()
        self.rewrap(names)
        return True

    def rewrap(self, gone: Collection[str], without: Collection[str] = ()) -> None:
        """Wraps all keys but those of some persons by a new wrapping key; destroys wrapping keys named.

        Keys that do not open here stay as they are: the recovery code may open them. Raises OSError.
        """
        self._announce(gone)
        name, cipher = self._fresh()
        mine = {who: key for who in self.kept if (key := self.key(who)) is not None}
        keys = {**self.kept, **self._wrapped(name, cipher, mine)}
        self.replace({who: key for who, key in keys.items() if who not in without})
        self._drop(gone)

    def replace(self, keys: Mapping[str, Wrapped]) -> None:
        """Puts wrapped keys in the place of all. Raises OSError."""
        replace_file(self._fs, self._path, file_of(keys))
        self.follow()

    def recovery(self) -> dict[str, Any] | None:
        """What the recovery code opens; None where there is no such code."""
        return unsealed(self._fs, self.folder / RECOVERY)

    def write_recovery(self, recovery: Mapping[str, Any]) -> None:
        """Keeps what the recovery code opens. Raises OSError."""
        replace_file(self._fs, self.folder / RECOVERY, sealed(dict(recovery)))

    def entrust(self, names: Iterable[str]) -> None:
        """Seals wrapping keys to the recovery code, where there is one. Raises OSError."""
        recovery = self.recovery()
        if recovery is None:
            return
        from data.escrow import seal_to

        public = bytes.fromhex(recovery["public"])
        keys = {name: self.wrapping.get(name) for name in names}
        new = {name: seal_to(public, key, name).hex() for name, key in keys.items() if key is not None}
        self.write_recovery({**recovery, "keys": {**recovery["keys"], **new}})

    def _wrapped(self, name: str, cipher: AESGCM, keys: Mapping[str, bytes]) -> dict[str, Wrapped]:
        made = {}
        for who, key in keys.items():
            nonce = self._random(NONCE)
            made[who] = name, nonce + cipher.encrypt(nonce, key, bound(who, "key"))
        return made

    def _fresh(self) -> tuple[str, AESGCM]:
        """A new wrapping key: on this machine's disk, and sealed to the recovery code."""
        name = self.wrapping.add(self._random(KEY_BYTES))
        self.entrust([name])
        cipher = self.wrapping.cipher(name)
        assert cipher is not None, "it was just kept"
        return name, cipher

    def _announce(self, names: Collection[str]) -> None:
        if names:
            replace_file(self._fs, self.folder / _GOING, sealed({"names": sorted(names)}))

    def _drop(self, names: Collection[str]) -> None:
        """Destroys wrapping keys, here and as the recovery code would open them."""
        recovery = self.recovery()
        if recovery is not None and not recovery["keys"].keys().isdisjoint(names):
            left = {name: text for name, text in recovery["keys"].items() if name not in names}
            self.write_recovery({**recovery, "keys": left})
        self.wrapping.destroy(names)
        if (self.folder / _GOING).exists():
            self._fs.unlink(self.folder / _GOING)

    def _finish(self) -> None:
        """Does what a crash has left undone; wraps keys of a file from before."""
        going = unsealed(self._fs, self.folder / _GOING)
        if going is not None and self.here().isdisjoint(going["names"]):
            self._drop(going["names"])
        elif going is not None:
            self.rewrap(going["names"])
        if self._seen[1] is not None:
            self.add({who: key for who, key in self.bare.items() if who not in self.kept})
            self._shred(self._bare_path)
            self._seen = (None, None)
            self.follow()

    def _shred(self, path: Path) -> None:
        """Overwrites a file and removes it."""
        fd = open_private(self._fs, path)
        try:
            write_all(self._fs, fd, b"0" * self._fs.size(fd), 0)
            self._fs.fsync(fd)
        finally:
            self._fs.close(fd)
        self._fs.unlink(path)


def failed(error: OSError) -> StoreError:
    """What is said where the files cannot be used."""
    return StoreError(_("the keys of persons cannot be used: {error}", error=error.strerror or error))


def bound(person: str, what: str) -> bytes:
    """What a sealed text is bound to: it opens nowhere else. The 1 is the version of the form."""
    return f"1\n{person}\n{what}".encode()


def opened(cipher: AESGCM, data: bytes, what: bytes) -> bytes | None:
    """What a nonce and a sealed text hold; None where the key is another one."""
    from cryptography.exceptions import InvalidTag

    try:
        return cipher.decrypt(data[:NONCE], data[NONCE:], what)
    except InvalidTag:
        return None


def _state(path: Path) -> _State | None:
    try:
        found = path.lstat()
    except FileNotFoundError:
        return None
    check_mode(path, found.st_mode)
    return found.st_ino, found.st_mtime_ns, found.st_size
