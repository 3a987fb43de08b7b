"""Epochs: telling a restored copy of the store from the store.

A small file outside the store, and so outside its backups, remembers epoch, number and hash of the last
record this machine saw. It is rewritten within a second of a commit. A journal that is behind it, that does
not hold the record it
names, or that this machine has never seen, is another branch of the history: at its next *write* it starts a
new epoch, and from then on receipt numbers carry the epoch. Reading starts none.

What this cannot see: a whole disk that was set back, this file included.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import msgspec

from data.oslayer import OsLayer, read_file, replace_file

NAME = "last-seen.json"


class Seen(msgspec.Struct, frozen=True):
    """The last record this machine saw of a store."""

    epoch: int
    n: int
    h: str


class StateFile(msgspec.Struct):
    """The file: `Seen` and a checksum of it."""

    epoch: int
    n: int
    h: str
    c: str


def _checksum(seen: Seen) -> str:
    return sha256(f"{seen.epoch} {seen.n} {seen.h}".encode()).hexdigest()[:16]


class EpochMemory:
    """What this machine remembers of one store."""

    def __init__(self, fs: OsLayer, folder: Path, position: Callable[[], Seen]) -> None:
        """`folder` is the store's own folder in the state folder; `position` says what the last record is."""
        self._fs = fs
        self.folder = folder
        self._position = position

    def read(self) -> Seen | None:
        """What was remembered; None where there is nothing, or nothing that can be read."""
        try:
            found = msgspec.json.decode(read_file(self._fs, self.folder / NAME), type=StateFile)
        except (OSError, msgspec.MsgspecError):
            return None
        seen = Seen(found.epoch, found.n, found.h)
        return seen if found.c == _checksum(seen) else None

    def write(self) -> None:
        """Remembers the last record.

        Raises:
            OSError: the file cannot be written.
        """
        seen = self._position()
        document = StateFile(seen.epoch, seen.n, seen.h, _checksum(seen))
        replace_file(self._fs, self.folder / NAME, msgspec.json.encode(document) + b"\n")

    def can_write(self) -> bool:
        """The state folder exists or can be made; without one no epoch is started, as each start would begin
        one."""
        with contextlib.suppress(OSError):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            probe = self.folder / "probe"
            self._fs.close(self._fs.open(probe, 0o101))  # O_WRONLY | O_CREAT
            self._fs.unlink(probe)
            return True
        return False

    def next_epoch(
        self, epoch: int, n: int, hash_at: Callable[[int], str | None]
    ) -> tuple[int, Seen | None] | None:
        """The epoch that the next write must start and what was remembered; None to stay in `epoch`.

        Args:
            epoch, n: the journal's. hash_at: the hash of a record of the journal.
        """
        seen = self.read()
        if seen is None:
            return (epoch + 1, None) if self.can_write() else None
        if seen.epoch == epoch and seen.n <= n and hash_at(seen.n) == seen.h:
            return None
        if seen.epoch < epoch and seen.n <= n and hash_at(seen.n) == seen.h:
            return None  # a crash came between the commit that started this epoch and the remembering
        return max(seen.epoch, epoch) + 1, seen
