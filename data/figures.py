"""Sums by business day, kept for each sealed segment, so that a report of a year reads no sale.

`figures.jsonl` begins with a line that says by which rules its sums were made; then there is a line for each
sealed segment, `{"c":"<16 hex>",...}` as in `segments.jsonl`. Who seals some makes their lines once the Z is
done or the store is left, who reads a report those that are missing still, and writes the file anew (aside,
sync, rename): selling never waits for it, and it can always be deleted. What is not sealed yet is folded from
memory.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import msgspec

from data.migrations import upgraded
from data.oslayer import read_file, replace_file
from pos_tui.core.report.cube import Cube
from pos_tui.core.report.folding import DayCubes, fold, merge

if TYPE_CHECKING:
    from data.codec import Doc, Record
    from data.segindex import Entry
    from data.store import Store
    from pos_tui.core.report.spec import Fold, Place

NAME: Final = "figures.jsonl"
_START, _SUM_END = b'{"c":"', 22
Tell = Callable[[int, int], None]
"""Hears how many bytes of how many are read."""
Fact = tuple[str, Any]


class _Line(msgspec.Struct):
    segment: int
    h: str
    first: str
    last: str
    """The first and the last business day, empty where there is none."""
    days: msgspec.Raw
    """Rows of cubes by fold, by day."""


class _Moment(NamedTuple):
    """What there is to read: as of one record, whatever is recorded meanwhile."""

    entries: list[Entry]
    tables: frozenset[str]
    first: int
    last: int
    """Numbers of the first and the last record that are not sealed."""


_encode = msgspec.json.Encoder().encode
_line_of = msgspec.json.Decoder(_Line).decode
_days_of = msgspec.json.Decoder(dict[str, dict[str, list[Any]]]).decode


class StoreFigures:
    """What the records of a store add up to, as of its last refresh."""

    def __init__(self, store: Store, place: Place, rules: str) -> None:
        """`rules` names all that the kept sums depend on; where it differs they are made again."""
        self._store, self._place = store, place
        self._header = _encode({"rules": rules}) + b"\n"

    def kept(self, folds: Sequence[Fold], days: tuple[str, str], tell: Tell) -> DayCubes:
        """Sums by day and fold of the business days between two, both included; `folds` is all that is kept.

        Raises StoreError, StoreDamaged.
        """
        now = self._moment(folds)
        lines = self._completed(now, folds, len(now.entries), tell)
        found: DayCubes = {}
        for entry in now.entries:
            _add(found, lines[entry.segment], days)
        active: DayCubes = {}
        fold(self._open(now, days), folds, self._place, active)
        merge(found, active)
        return found

    def keep(self, folds: Sequence[Fold], newest: int, tell: Tell) -> None:
        """Makes the sums that are missing of so many segments, the newest; see `kept`."""
        self._completed(self._moment(folds), folds, newest, tell)

    def _completed(self, now: _Moment, folds: Sequence[Fold], newest: int, tell: Tell) -> dict[int, _Line]:
        """The kept lines by segment, those of the newest segments made and saved where they were missing."""
        held = self._lines()
        lines = {entry.segment: held[entry.segment] for entry in now.entries if _is_of(held, entry)}
        missing = [entry for entry in now.entries[-newest:] if entry.segment not in lines]
        whole, done = sum(entry.bytes for entry in missing), 0
        for entry in missing:
            lines[entry.segment] = self._made(entry, folds)
            done += entry.bytes
            tell(done, whole)
        if missing:
            with contextlib.suppress(OSError):  # made again by whoever asks next
                self._save([lines[segment] for segment in sorted(lines)])
        return lines

    def folded(self, folds: Sequence[Fold], days: tuple[str, str], tell: Tell) -> DayCubes:
        """The sums of the whole period under one day, "", from the records themselves, a segment in memory at
        a time.

        Raises StoreError, StoreDamaged.
        """
        found: DayCubes = {}
        for facts in self.facts(folds, days, tell):
            fold(((table, {**document, "day": ""}) for table, document in facts), folds, self._place, found)
        return found

    def facts(self, folds: Sequence[Fold], days: tuple[str, str], tell: Tell) -> Iterator[Iterator[Fact]]:
        """(table, document) of the period for the tables of some folds, a segment at a time.

        Raises StoreError, StoreDamaged.
        """
        now = self._moment(folds)
        wanted = [entry for entry in now.entries if _may_hold(entry, now.tables, days)]
        whole, done = sum(entry.bytes for entry in wanted), 0
        for entry in wanted:
            yield _between(self._sealed(entry, now.tables), days)
            done += entry.bytes
            tell(done, whole)
        yield self._open(now, days)

    def _moment(self, folds: Sequence[Fold]) -> _Moment:
        storage = self._store.storage
        with storage.mutex:
            core = storage.core
            tables = frozenset().union(*(one.tables for one in folds))
            return _Moment(list(core.sealed.entries), tables, core.active.first_n, core.journal.n)

    def _open(self, now: _Moment, days: tuple[str, str]) -> Iterator[Fact]:
        """What is not sealed, or was not when the reading began."""
        records = self._store.records(now.first, now.last) if now.first <= now.last else iter(())
        return _between((fact for record in records for fact in _facts(record, now.tables)), days)

    def _sealed(self, entry: Entry, tables: frozenset[str]) -> Iterator[Fact]:
        if tables.isdisjoint(entry.tables):
            return  # such as a whole price list, which need not be read for nothing
        for record in self._store.storage.core.sealed.records(entry.segment):
            yield from _facts(record, tables)

    def _made(self, entry: Entry, folds: Sequence[Fold]) -> _Line:
        tables = frozenset().union(*(one.tables for one in folds))
        found: DayCubes = {}
        fold(self._sealed(entry, tables), folds, self._place, found)
        rows = {
            day: {name: cube.to_document() for name, cube in cubes.items()} for day, cubes in found.items()
        }
        first, last = min(found, default=""), max(found, default="")
        return _Line(entry.segment, entry.h, first, last, msgspec.Raw(_encode(rows)))

    def _lines(self) -> dict[int, _Line]:
        storage = self._store.storage
        try:
            lines = read_file(storage.fs, storage.folder / NAME).splitlines(keepends=True)
        except OSError:
            return {}
        if lines[:1] != [self._header]:
            return {}
        found = {}
        for line in lines[1:]:
            if line[:6] == _START and line[6:_SUM_END] == _checksum(line[_SUM_END:]):
                with contextlib.suppress(msgspec.MsgspecError):
                    read = _line_of(line)
                    found[read.segment] = read
        return found

    def _save(self, lines: Sequence[_Line]) -> None:
        packed = [self._header]
        for line in lines:
            rest = b'",' + _encode(line)[1:] + b"\n"
            packed.append(_START + _checksum(rest) + rest)
        storage = self._store.storage
        replace_file(storage.fs, storage.folder / NAME, b"".join(packed))


def _checksum(rest: bytes) -> bytes:
    return sha256(rest).hexdigest()[:16].encode()


def _is_of(lines: dict[int, _Line], entry: Entry) -> bool:
    line = lines.get(entry.segment)
    return line is not None and line.h == entry.h


def _may_hold(entry: Entry, tables: frozenset[str], days: tuple[str, str]) -> bool:
    """Whether a segment may have records of the period: only of sales its entry knows the days."""
    if any(name != "sales" and name in entry.tables for name in tables) or entry.odd_sales:
        return True
    return any(days[0] <= day <= days[1] for day in entry.days)


def _add(found: DayCubes, line: _Line, days: tuple[str, str]) -> None:
    if not (line.first <= days[1] and days[0] <= line.last):
        return
    for day, folds in _days_of(line.days).items():
        if days[0] <= day <= days[1]:
            merge(found, {day: {name: Cube.from_document(rows) for name, rows in folds.items()}})


def _facts(record: Record, tables: frozenset[str]) -> Iterator[Fact]:
    for op in record.ops:
        if op[0] == "put" and op[1] in tables:
            yield op[1], upgraded(op[1], op[3])[0]


def _between(facts: Iterator[Fact], days: tuple[str, str]) -> Iterator[Fact]:
    for table, document in facts:
        day: Doc | str = document.get("day", "")
        if isinstance(day, str) and days[0] <= day <= days[1]:
            yield table, document
