"""Sealed segments, read when somebody asks for what they hold."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from data.chain import ChainReader
from data.codec import GENESIS, Doc, Record
from data.errors import StoreDamaged
from data.journal import segment_path
from data.oslayer import OsLayer, read_file
from data.schemas import spec_of
from data.segindex import Entry, split_number
from data.state import State
from pos_tui.core.words import _

KEPT: Final = 4
"""Segments kept in memory after use."""


@dataclass(slots=True)
class SealedSegment:
    """The append-only documents of one sealed segment."""

    state: State
    hashes: list[str] = field(default_factory=list)
    """The hash of each record, the first record's first."""
    keys: dict[str, int] = field(default_factory=dict)
    """Idempotency key to record number."""


def records_of(fs: OsLayer, folder: Path, segment: int, n: int, h: str) -> Iterator[Record]:
    """The records of a sealed segment that follows record `n` with hash `h`.

    Raises:
        StoreDamaged: it is not wholly a run of valid records (padding at its end is allowed).
    """
    path = segment_path(folder, segment)
    try:
        reader = ChainReader(read_file(fs, path), n, h)
    except OSError as error:
        raise StoreDamaged(path, 0, n + 1, _("it cannot be read ({error})", error=error)) from error
    yield from reader
    if not reader.only_padding_left():
        raise StoreDamaged(path, reader.position, reader.n + 1, _("this is not the record that follows"))


class SealedSegments:
    """The entries of all sealed segments, and the last few segments that were read."""

    def __init__(self, fs: OsLayer, folder: Path) -> None:
        self._fs = fs
        self._folder = folder
        self.entries: list[Entry] = []
        self._read: OrderedDict[int, SealedSegment] = OrderedDict()
        self._highest: dict[str, dict[str, int]] = {}
        self._highest_of = 0

    def last(self) -> tuple[int, str]:
        """Number and hash of the last sealed record."""
        return (self.entries[-1].last_n, self.entries[-1].h) if self.entries else (0, GENESIS)

    def before(self, segment: int) -> tuple[int, str]:
        """Number and hash of the record before a segment's first."""
        return (
            (self.entries[segment - 2].last_n, self.entries[segment - 2].h) if segment > 1 else (0, GENESIS)
        )

    def records(self, segment: int) -> Iterator[Record]:
        """The records of a sealed segment.

        Raises:
            StoreDamaged: the segment is damaged.
        """
        return records_of(self._fs, self._folder, segment, *self.before(segment))

    def load(self, segment: int, *, keep: bool = True) -> SealedSegment:
        """A sealed segment's documents, from memory where it was read lately.

        Raises:
            StoreDamaged: the segment is damaged.
        """
        held = self._read.get(segment)
        if held is not None:
            self._read.move_to_end(segment)
            return held
        held = SealedSegment(State())
        for record in self.records(segment):
            record.ops = [op for op in record.ops if op[0] == "put" and spec_of(op[1]).append_only]
            held.state.apply(record)
            held.hashes.append(record.h)
            if record.k is not None:
                held.keys[record.k] = record.n
        entry = self.entries[segment - 1]
        if entry.first_n + len(held.hashes) - 1 != entry.last_n or (
            held.hashes and held.hashes[-1] != entry.h
        ):
            path = segment_path(self._folder, segment)
            raise StoreDamaged(path, 0, entry.first_n, _("it does not end as the index of segments says"))
        if keep:
            self._read[segment] = held
            if len(self._read) > KEPT:
                self._read.popitem(last=False)
        return held

    def count(self, table: str) -> int:
        """How many documents of an append-only table are sealed."""
        return sum(entry.tables[table].count for entry in self.entries if table in entry.tables)

    def documents(self, table: str) -> Iterator[tuple[int, Doc]]:
        """Every sealed document of a table, oldest first, a segment in memory at a time."""
        for entry in list(self.entries):
            if table in entry.tables:
                yield from self.load(entry.segment, keep=False).state.rows(table).docs.items()

    def segment_of(self, table: str, doc_id: int) -> int | None:
        """The sealed segment that holds a document."""
        for entry in reversed(self.entries):
            span = entry.tables.get(table)
            if span is not None and span.first <= doc_id <= span.last:
                rows = self.load(entry.segment).state.rows(table)
                if doc_id in rows.docs:
                    return entry.segment
        return None

    def find(self, table: str, field_name: str, value: Any) -> tuple[int, Doc] | None:
        """The first sealed document with this value: by the index for a number, else by reading
        everything."""
        by_number = field_name == "number"
        for entry in reversed(self.entries) if by_number else list(self.entries):
            span = entry.tables.get(table)
            if span is None or (by_number and not span.may_hold(value)):
                continue
            rows = self.load(entry.segment, keep=by_number).state.rows(table)
            for doc_id in rows.find_ids(field_name, value):
                return doc_id, rows.docs[doc_id]
        return None

    def holds_number(self, table: str, number: object) -> bool:
        """A sealed document of the table has this number; a number above all sealed ones costs no search."""
        if self._highest_of != len(self.entries):
            self._note_highest()
        prefix, at = split_number(number)
        if at >= 0 and at > self._highest.get(table, {}).get(prefix, -1):
            return False
        return self.find(table, "number", number) is not None

    def _note_highest(self) -> None:
        if self._highest_of > len(self.entries):
            self._highest, self._highest_of = {}, 0
        for entry in self.entries[self._highest_of :]:
            for name, span in entry.tables.items():
                highest = self._highest.setdefault(name, {})
                for prefix, (_low, high) in span.numbers.items():
                    highest[prefix] = max(high, highest.get(prefix, 0))
        self._highest_of = len(self.entries)

    def hash_at(self, n: int) -> str | None:
        """The hash of a sealed record."""
        for entry in self.entries:
            if entry.last_n == n:
                return entry.h
            if entry.first_n <= n < entry.last_n:
                return self.load(entry.segment).hashes[n - entry.first_n]
        return None
