"""What is known of persons is sealed: each has a key of their own, and without it their texts are noise.

The journal keeps the sealed texts for ever. The keys lie beside it in one small file, `people/wrapped`, and
each is wrapped by a key that lies outside the store, on this machine alone. To forget a person is to destroy
their key, and to wrap all others anew by a new wrapping key in place of the one before: the journal stays as
it is, verifies, and says nothing of them any more, and a copy of the file that somebody made before opens
nothing. On another machine the recovery code opens the wrapping key.
"""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from data.errors import StoreError
from data.keyfiles import NONCE, KeyFiles, bound, failed, opened
from data.oslayer import OsLayer, read_file, replace_file, write_all
from data.peoplefile import BARE, FOLDER, LINE, NAME, RECOVERY, file_of, packed, unpacked
from data.privatefiles import make_folder, open_private
from data.privatefiles import sealed as private
from data.wrapping import KEY_BYTES
from pos_tui.core.words import _

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

__all__ = ["FOLDER", "LINE", "NAME", "PersonKeys", "put_in"]

_PERSON: Final = re.compile(r"[0-9A-Za-z-]{4,32}", re.ASCII)
_ERASED: Final = "people.erased"
"""On this machine: the ids of who was erased here, so that no copy from before brings them back."""


class PersonKeys:
    """The keys of persons in one store. Used by one thread at a time; programs share the files."""

    def __init__(
        self, fs: OsLayer, folder: Path, machine: Path, random: Callable[[int], bytes] = os.urandom
    ) -> None:
        """`folder` is the store's, `machine` this machine's own about it; both are used at the first key."""
        self._fs, self._machine, self._random = fs, machine, random
        self._files = KeyFiles(fs, folder, machine, random)
        self.after_forgetting: Callable[[], None] = lambda: None
        """Called when keys were destroyed: what else has to follow."""

    def prepare(self, persons: Iterable[str]) -> None:
        """Makes durable keys for those that have none: many at once cost one sync. Raises StoreError."""
        wanted = list(dict.fromkeys(persons))
        for person in wanted:
            if not _PERSON.fullmatch(person):
                raise ValueError(f"{person!r} is no id of a person")
        files = self._files
        files.follow()
        if not files.is_unfinished and all(person in files.kept for person in wanted):
            files.sync()
            return
        with files.locked():
            files.sync()
            files.add({person: self._random(KEY_BYTES) for person in wanted if person not in files.kept})

    def seal(self, person: str, text: str, what: str = "") -> str:
        """A text under the key of a person, made first where there is none; the key is on the disk by then.

        `what` names the text (a table, a field), and has to be said again to open it. Raises StoreError.
        """
        self.prepare([person])
        key = self._files.key(person)
        if key is None:
            raise StoreError(
                _(
                    "what is known of {person} cannot be opened on this machine: pos customers recover",
                    person=person,
                )
            )
        nonce = self._random(NONCE)
        sealed = _cipher(key).encrypt(nonce, text.encode(), bound(person, what))
        return base64.urlsafe_b64encode(nonce + sealed).decode("ascii")

    def open(self, person: str, sealed: str, what: str = "") -> str | None:
        """The text; None where its key is gone, or is another one. Raises StoreError."""
        self._files.follow()
        key = self._files.key(person)
        if key is None:
            return None
        text = opened(_cipher(key), base64.urlsafe_b64decode(sealed), bound(person, what))
        return None if text is None else text.decode()

    def knows(self, person: str) -> bool:
        """Whether there is a key that opens something here. Raises StoreError."""
        self._files.follow()
        return self._files.key(person) is not None

    def forget(self, persons: Iterable[str]) -> None:
        """Destroys keys, once and for all; who has none is passed over. Raises StoreError: some may be left.

        Where the file system or the disk keeps old blocks, these stay until they are used again.
        """
        gone = set(persons)
        with self._files.locked():
            self._remember(gone)
            is_done = self._files.destroy(gone)
        if is_done:
            self.after_forgetting()

    def upgrade(self) -> None:
        """Finishes what a crash has left, and wraps keys of a file from before. Raises StoreError."""
        self._files.follow()
        if self._files.is_unfinished:
            with self._files.locked():
                pass

    def settle_in(self) -> None:
        """Makes a restored copy its own: wrapped by a key of its own, and without who was erased here since.

        What other stores of this machine are wrapped by stays. Raises StoreError.
        """
        with self._files.locked():
            if self._files.kept:
                self._files.rewrap((), self._erased())

    def pack(self, erased: Collection[str], before: bytes = b"") -> bytes:
        """What is to lie beside backups, wrapped: nothing where there are no keys.

        Who is in `before`, what lay there until now, and was lost here without being erased, stays in it.
        Raises StoreError, ValueError.
        """
        lost, _recovery, bare = unpacked(before)
        self._files.follow()
        if not (lost or bare or self._files.kept or self._files.bare):
            return b""
        with self._files.locked():
            keys = {**lost, **self._files.wrap(bare), **self._files.kept}
            left = {who: key for who, key in keys.items() if who not in erased}
            return packed(left, self._files.recovery())

    def is_locked(self) -> bool:
        """Whether some of the keys do not open on this machine, by their wrapping keys. Raises StoreError."""
        self._files.follow()
        try:
            return any(self._files.wrapping.get(name) is None for name in self._files.wrappers())
        except OSError as error:
            raise failed(error) from error

    def locked(self) -> int:
        """Of how many persons the keys do not open on this machine. Raises StoreError."""
        self._files.follow()
        return len(self._files.kept) - self._count()

    @property
    def can_recover(self) -> bool:
        """Whether the recovery code opens on another machine what is wrapped here."""
        return self._files.recovery() is not None

    def set_recovery(self, secret: bytes) -> None:
        """From now on this code opens what is wrapped here. Raises StoreError."""
        from data.escrow import public_of

        with self._files.locked():
            before = self._files.recovery() or {"keys": {}}
            self._files.write_recovery({**before, "v": 1, "public": public_of(secret).hex()})
            self._files.entrust(self._files.here())

    def recover(self, secret: bytes) -> int:
        """Opens by the recovery code what was wrapped on another machine; of how many persons.

        From then on they are wrapped by a key of this one. Raises StoreError.
        """
        from data.escrow import open_with

        files = self._files
        with files.locked():
            before = self._count()
            for name, text in (files.recovery() or {"keys": {}})["keys"].items():
                key = open_with(secret, bytes.fromhex(text), name)
                if key is not None and files.wrapping.get(name) is None:
                    files.wrapping.add(key)
            opened_now = self._count() - before
            if opened_now:
                files.rewrap(files.here(), self._erased())
            return opened_now

    def _count(self) -> int:
        return sum(self._files.key(who) is not None for who in self._files.kept)

    def _erased(self) -> frozenset[str]:
        try:
            return frozenset(read_file(self._fs, self._machine / _ERASED).decode("ascii").split())
        except FileNotFoundError:
            return frozenset()

    def _remember(self, gone: Iterable[str]) -> None:
        """Notes on this machine who was erased: their ids alone. Raises OSError."""
        self._machine.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        make_folder(self._fs, self._machine)
        fd = open_private(self._fs, self._machine / _ERASED)
        try:
            data = "".join(f"{who}\n" for who in sorted(gone)).encode("ascii")
            write_all(self._fs, fd, data, self._fs.size(fd))
            self._fs.fsync(fd)
        finally:
            self._fs.close(fd)


def put_in(fs: OsLayer, store: Path, data: bytes) -> None:
    """Puts what lay beside backups into a store without keys. Raises OSError, ValueError: it is none."""
    kept, recovery, bare = unpacked(data)
    folder = store / FOLDER
    make_folder(fs, folder)
    if recovery is not None:
        replace_file(fs, folder / RECOVERY, private(recovery))
    replace_file(fs, folder / (BARE if bare else NAME), data if bare else file_of(kept))


def _cipher(key: bytes) -> AESGCM:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(key)
