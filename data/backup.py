"""A consistent copy of a store that is in use, by reading alone.

`head` says where the last durable record ends. All before it is final: sealed segments are never written
again, and of the active one the bytes up to there are never changed. So a copy takes no lock, and a till
that sells meanwhile is not held up.

Not in it: what can be made from the journal (indexes, snapshots, sums), open baskets, and what is the
machine's own (the pepper of PINs, the key that signs closings, what wraps the keys of persons, print jobs).
The wrapped keys of persons are only in it where that was asked for, as who is erased must not come back from
a copy.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from data import archive
from data import peoplefile as people
from data.archive import Entry, Manifest
from data.errors import StoreError
from data.head import Head, read_head
from data.journal import segment_path
from data.migrations import FORMAT, newer_message
from data.oslayer import OsLayer, read_file
from data.segments import segment_numbers
from data.storefile import read_store_file
from pos_tui.core.words import _

if TYPE_CHECKING:
    from data.envelope import Sealing

_PIECE: Final = 1 << 20
_SMALL: Final = ("store.json", "config.toml")
_PEOPLE: Final = (f"{people.FOLDER}/{people.NAME}", f"{people.FOLDER}/{people.RECOVERY}")
_FOLDERS: Final = {"held": "[Hc]*", "quarantine": "[A-Za-z0-9]*"}


class Copying:
    """The files of one moment of a store, read as they are wanted."""

    def __init__(self, folder: Path, made: datetime, *, with_people: bool, fs: OsLayer | None = None) -> None:
        """`made` is the time now. Raises StoreError: there is no store, or its head cannot be read."""
        self._fs, self._folder = fs if fs is not None else OsLayer(), folder
        facts = read_store_file(self._fs, folder)
        # Before the journal: what was held and is paid meanwhile is known by its record.
        self._kept = dict(self._small(with_people))
        head = self._head()
        sizes = [*map(self._entry, self._sealed(head.segment)), _active(head.segment, head.offset)]
        files = [Entry(name, len(data)) for name, data in self._kept.items()]
        self.manifest = Manifest(
            archive.VERSION,
            facts.id,
            facts.format,
            made.isoformat(timespec="seconds").replace("+00:00", "Z"),
            head.epoch,
            head.n,
            head.h,
            tuple(files + sizes),
        )

    def write(self, target: BinaryIO | Sealing, progress: archive.Progress | None = None) -> None:
        """Writes the archive. Raises OSError, StoreError."""
        archive.write(target, self.manifest, self._content, progress)

    def _small(self, with_people: bool) -> Iterator[tuple[str, bytes]]:
        names = [*_SMALL, *(_PEOPLE if with_people else ())]
        names += [
            f"{name}/{path.name}"
            for name, pattern in _FOLDERS.items()
            for path in sorted((self._folder / name).glob(pattern))
        ]
        for name in names:
            try:
                yield name, read_file(self._fs, self._folder / name)
            except FileNotFoundError:
                continue  # recalled meanwhile, or never there

    def _head(self) -> Head:
        fd = self._fs.open(self._folder / "head", os.O_RDONLY)
        try:
            head = read_head(self._fs, fd)[1]
        finally:
            self._fs.close(fd)
        if head is None:
            raise StoreError(_("the store's head cannot be read: pos journal rebuild makes it again"))
        if head.format > FORMAT:
            raise StoreError(newer_message(head.format))
        return head

    def _sealed(self, active: int) -> list[Path]:
        numbers = [number for number in segment_numbers(self._folder) if number < active]
        return [segment_path(self._folder, number) for number in numbers]

    def _entry(self, path: Path) -> Entry:
        return Entry(f"journal/{path.name}", path.stat().st_size)

    def _content(self, entry: Entry) -> Iterator[bytes]:
        if entry.name in self._kept:
            yield self._kept[entry.name]
            return
        fd = self._fs.open(self._folder / entry.name, os.O_RDONLY)
        try:
            place = 0
            while place < entry.size:
                piece = self._fs.pread(fd, min(_PIECE, entry.size - place), place)
                if not piece:
                    return
                place += len(piece)
                yield piece
        finally:
            self._fs.close(fd)


def _active(segment: int, offset: int) -> Entry:
    return Entry(f"journal/{segment:06}.jsonl", offset)
