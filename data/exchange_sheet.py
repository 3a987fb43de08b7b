"""Any table as a file and back: what it is made of is a list of columns.

A row is its cells as texts, in one form only (1.5, never 1.50): what a file says and what the shop has are
compared as such, so that a dry run can show each difference, and what was written is read back as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

from data.exchange_cells import BadCell, Notes, cleaned, number, text_within
from data.exchange_csv import csv_lines
from data.exchange_json import json_lines
from data.exchange_reading import (
    Differences,
    Format,
    ImportOptions,
    ImportResult,
    Problems,
    Progress,
    collector_off,
    read_rows,
)
from data.exchange_rows import Problem
from pos_tui.core.errors import Refused
from pos_tui.core.words import _

if TYPE_CHECKING:
    from pathlib import Path

    from data.exchange_rows import Row
    from data.store import Store

Cells = Mapping[str, str]
Meaning = Callable[[Cells | None, Cells], tuple[Cells | None, Cells]]
"""(the row there is, what a file says) -> the same, once somebody has looked closer."""
_LENGTH = 200


def text(limit: int = _LENGTH) -> Callable[[str], str]:
    """Reads a text of at most so many characters."""
    return lambda cell: text_within(_("the text"), cell, limit)


def decimals(places: int, *, signed: bool = False) -> Callable[[str], str]:
    """Reads a number with at most so many decimals; nothing stays nothing."""
    return lambda cell: number(_("the number"), cell, places, signed=signed) if cell else ""


PLAIN = text()


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a file."""

    name: str
    parse: Callable[[str], str] = PLAIN
    """The cell in its one form. Raises BadCell, InvalidValue."""
    number: bool = False
    """It may have a decimal comma, and is no text to a spreadsheet."""
    needed: bool = False
    """A row that is new must say it."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of a shop as a file has it."""

    name: str
    columns: tuple[Column, ...]
    """Those that name a row first."""
    keys: int
    """How many these are."""
    rows: Callable[[], Iterable[Cells]]
    """All rows there are now, with every column."""
    write: Callable[[Any, Cells | None, Cells], None]
    """Puts a row into a commit, given what it was (None: it is new). Raises Refused: the row cannot be.

    Without a commit it is only checked.
    """
    write_all: Callable[[Any, Sequence[tuple[Cells | None, Cells]]], None] | None = None
    """Puts all rows that differ into a commit at once, as (what it was, what it is); `write` then checks."""

    names_new: bool = False
    """New rows have no key: the shop gives them one."""
    means: Callable[[Mapping[tuple[str, ...], Cells]], Meaning] | None = None
    """Given all rows there are: says what the rows of a file mean that do not say it by their key."""
    table: str = ""
    """The one that rows are held against before the commit begins, and again in it only where it changed:
    other tills wait for the writing alone. Needs `write_all`."""

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of its columns."""
        return tuple(column.name for column in self.columns)

    @property
    def looked_for(self) -> tuple[str, ...]:
        """The same, one first that every file must have: not the key where new rows need none."""
        keys = self.keys if self.names_new else 0
        return (*self.fields[keys:], *self.fields[:keys])

    def key(self, cells: Cells) -> tuple[str, ...]:
        """What names a row."""
        return tuple(cells.get(column.name, "") for column in self.columns[: self.keys])


@dataclass(frozen=True, slots=True)
class _Read:
    line: int
    cells: Cells


def import_sheet(
    store: Store,
    sheet: Sheet,
    file: Path,
    options: ImportOptions,
    *,
    operator: str,
    progress: Progress | None = None,
) -> ImportResult:
    """Reads a file into a table, in one commit: all of it, or nothing where a row is bad.

    Columns that it does not have leave what there was. Raises FileRefused, StoreError: nothing is stored.
    """
    with collector_off():
        store.refresh()
        problems, notes = Problems(), Notes()
        parser = _Parser(sheet, notes, comma=options.comma)
        read, unused = read_rows(file, options, sheet.looked_for, parser.parse, problems, progress)
        plan = _Plan(sheet, problems, Differences(wanted=options.dry_run))
        if options.dry_run or (problems.count and not options.skip_bad):
            plan.make(read, None)
            stored, n = False, 0
        else:
            stored, n = _stored(store, plan, read, options, operator)
    told = notes.texts()
    if unused:
        told.append(_("columns not used: {names}", names=", ".join(unused)))
    return ImportResult(
        plan.new,
        plan.changed,
        plan.same,
        problems.count,
        problems.sorted(),
        tuple(told),
        stored,
        record=n,
        differences=tuple(plan.differences.kept),
    )


def export_sheet(sheet: Sheet, target: IO[bytes], format: Format = "csv") -> int:
    """Writes a table in the form it is imported in (UTF-8), and returns how many rows."""
    count = 0

    def counted() -> Iterator[Cells]:
        nonlocal count
        for row in sheet.rows():
            count += 1
            yield {name: row.get(name, "") for name in sheet.fields}

    numeric = frozenset(column.name for column in sheet.columns if column.number)
    cells = (list(row.values()) for row in counted())
    lines = json_lines(counted()) if format == "jsonl" else csv_lines(sheet.fields, cells, numeric)
    for line in lines:
        target.write(line)
    return count


class _Undone(Exception):
    """Leaves a commit without making it."""


def _stored(
    store: Store, plan: _Plan, read: list[_Read], options: ImportOptions, operator: str
) -> tuple[bool, int]:
    """(whether the rows were stored, the number of the record)."""
    table = plan.sheet.table
    held, moment = bool(table), store.changed(table) if table else 0
    if held:
        plan.make(read, None)
    try:
        with store.transaction(operator=operator) as tx:
            if not held or store.changed(table) != moment:
                plan.make(read, tx)
            if plan.problems.count and not options.skip_bad:
                raise _Undone
            if plan.rows and plan.sheet.write_all is not None:
                plan.sheet.write_all(tx, plan.rows)
    except _Undone:
        return False, 0
    return True, tx.n if plan.new or plan.changed else 0


class _Parser:
    """Turns rows into cells of one form, remembering which keys the file had."""

    def __init__(self, sheet: Sheet, notes: Notes, *, comma: bool) -> None:
        self._sheet, self._notes = sheet, notes
        self._free = [column.name for column in sheet.columns[sheet.keys :] if not column.number]
        self._commas = [column.name for column in sheet.columns if column.number] if comma else []
        self._lines: dict[tuple[str, ...], int] = {}

    def parse(self, row: Row) -> _Read | Problem:
        """What the row says, or why it cannot be taken."""
        try:
            return self._parsed(row)
        except BadCell as bad:
            return Problem(row.line, str(bad))

    def _parsed(self, row: Row) -> _Read:
        texts = cleaned(row.texts, self._free, self._notes, self._commas)
        cells: dict[str, str] = {}
        others = self._sheet.fields[1 : self._sheet.keys]
        for column in self._sheet.columns:
            if column.name in texts or column.name in others:  # what names a row may have a usual value
                try:
                    cells[column.name] = column.parse(texts.get(column.name, ""))
                except (BadCell, Refused) as error:
                    raise BadCell(f"{column.name}: {error}") from None
        key = self._sheet.key(cells)
        if not key[0] and not self._sheet.names_new:
            raise BadCell(_("{field} is empty", field=self._sheet.fields[0]))
        before = self._lines.setdefault(key, row.line) if key[0] else row.line
        if before != row.line:
            raise BadCell(_("'{key}' is on line {line} too", key=" ".join(key), line=before))
        return _Read(row.line, cells)


class _Plan:
    """The rows of a file held against those there are."""

    def __init__(self, sheet: Sheet, problems: Problems, differences: Differences) -> None:
        self.sheet, self.problems, self.differences = sheet, problems, differences
        self.new = self.changed = self.same = 0
        self.rows: list[tuple[Cells | None, Cells]] = []
        """Those that differ, of a table that is stored at once."""
        self._bad = problems.count

    def make(self, read: Iterable[_Read], tx: Any) -> None:
        """Counts what is new and changed, and writes it into a commit, if there is one; anew each time."""
        self.new = self.changed = self.same = 0
        self.rows = []
        self.problems.back_to(self._bad)
        there = {self.sheet.key(cells): cells for cells in self.sheet.rows()}
        meaning = None if self.sheet.means is None else self.sheet.means(there)
        for row in read:
            before, cells = there.get(self.sheet.key(row.cells)), row.cells
            if meaning is not None:
                before, cells = meaning(before, cells)
            after = {**dict.fromkeys(self.sheet.fields, ""), **(before or {}), **cells}
            try:
                self._take(row.line, before, after, tx)
            except Refused as refused:
                self.problems.add(Problem(row.line, refused.message))

    def _take(self, line: int, before: Cells | None, after: Cells, tx: Any) -> None:
        if before is not None and all(before.get(name, "") == cell for name, cell in after.items()):
            self.same += 1
            return
        missing = [column.name for column in self.sheet.columns if column.needed and not after[column.name]]
        if missing:
            raise Refused(_("{field} is empty", field=missing[0]))
        self.sheet.write(tx, before, after)
        if self.sheet.write_all is not None:
            self.rows.append((before, after))
        self.new += before is None
        self.changed += before is not None
        self.differences.add(line, " ".join(self.sheet.key(after)).strip(), before, after)
