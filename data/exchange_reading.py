"""Reading a file of rows, whatever table they are for, and what came of it."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, Protocol, TypeVar

from data.exchange_csv import CsvRows
from data.exchange_json import JsonRows
from data.exchange_rows import Problem
from data.exchange_text import opened

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from data.exchange_rows import Row

Format = Literal["csv", "jsonl"]
Progress = Callable[[int, int], None]
"""Called now and then with the bytes of the file that were read, and how many it has."""
T = TypeVar("T")

_PROBLEMS_KEPT: Final = 1000
_DIFFERENCES_KEPT: Final = 10_000
_STEP: Final = 1000
"""Rows between two reports of progress."""
_JSON_NAMES: Final = (".jsonl", ".ndjson", ".json")


class Arranging(Protocol):
    """Makes the rows of a table of what another program wrote."""

    def columns(self, header: Sequence[str]) -> Mapping[str, str]:
        """The column of each field it reads, those of its own included; one that every file has first."""

    def rows(self, rows: Iterable[Row | Problem]) -> Iterator[Row | Problem]:
        """The rows of the table."""


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How a file is read and what happens with its bad rows."""

    columns: Mapping[str, str] = field(default_factory=dict)
    """The column of a field that is not named as the field is (see `data.exchange_rows.mapping`)."""
    format: Format | None = None
    """As the file's name says, if None."""
    encoding: str | None = None
    """UTF-8, or UTF-16 by its byte order mark, if None."""
    default_tax: str | None = None
    """The tax code of items that name none; if None, the only one there is, or the one named standard."""
    comma: bool = False
    """Prices, costs and stock have a decimal comma."""
    skip_bad: bool = False
    """Store the good rows although there are bad ones; else nothing is stored."""
    dry_run: bool = False
    day: str = ""
    """The business day: prices that begin with it or before are the items' own by now."""
    arranging: Arranging | None = None
    """What another program's file means; None for one of our own form."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What a row makes different, for who looks before it is stored."""

    line: int
    key: str
    fields: tuple[tuple[str, str, str], ...]
    """(field, before, after); all that is said of a new one."""
    is_new: bool


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did, or would have done."""

    new: int
    changed: int
    same: int
    skipped: int
    """Rows that could not be taken; `errors` has the first 1,000 of them."""
    errors: tuple[Problem, ...]
    notes: tuple[str, ...]
    stored: bool
    """Whether the rows of the file are in the store now."""
    departments: tuple[str, ...] = ()
    """Codes of the departments the file names that were not there before."""
    record: int = 0
    """Number of the journal's record; 0 where nothing had to be written."""
    differences: tuple[Difference, ...] = ()
    """Of a dry run: the first 10,000."""


class Problems:
    """Bad rows: all are counted, the first are kept."""

    def __init__(self) -> None:
        self.count = 0
        self.kept: list[Problem] = []

    def add(self, problem: Problem) -> None:
        """Counts one."""
        self.count += 1
        if len(self.kept) < _PROBLEMS_KEPT:
            self.kept.append(problem)

    def back_to(self, count: int) -> None:
        """Forgets those behind the first so many."""
        self.count = count
        del self.kept[count:]

    def sorted(self) -> tuple[Problem, ...]:
        """Those that are kept, by their lines."""
        return tuple(sorted(self.kept, key=lambda problem: problem.line))


class Differences:
    """What rows make different; kept only where somebody wants to look."""

    def __init__(self, *, wanted: bool) -> None:
        self._wanted = wanted
        self.kept: list[Difference] = []

    def add(self, line: int, key: str, before: Mapping[str, str] | None, after: Mapping[str, str]) -> None:
        """Notes what is different between two forms of a row; of a new one all that is said."""
        if not self._wanted or len(self.kept) >= _DIFFERENCES_KEPT:
            return
        there = before or {}
        pairs = ((name, there.get(name, ""), text) for name, text in after.items())
        fields = tuple(pair for pair in pairs if pair[1] != pair[2])
        self.kept.append(Difference(line, key, fields, before is None))


class FileRows:
    """The rows of a file, as often as somebody goes through them."""

    def __init__(
        self, file: Path, options: ImportOptions, fields: Sequence[str], progress: Progress | None = None
    ) -> None:
        self._file, self._options, self._fields, self._progress = file, options, fields, progress
        self.unused: list[str] = []
        """The columns nothing was read from; known once the rows were read."""

    def parsed(self, parse: Callable[[Row], T | Problem]) -> Iterator[T | Problem]:
        """What each row comes to. Raises FileRefused."""
        file, options, progress = self._file, self._options, self._progress
        with opened(file, options.encoding) as (lines, position):
            size, arranging = file.stat().st_size, options.arranging
            if format_of(file, options) == "jsonl":
                rows: CsvRows | JsonRows = JsonRows(lines, self._fields, options.columns)
            elif arranging is None:
                rows = CsvRows(lines, self._fields, options.columns)
            else:
                rows = CsvRows(lines, self._fields, arranging.columns)
            found: Iterable[Row | Problem] = rows if arranging is None else arranging.rows(rows)
            for number, row in enumerate(found):
                yield row if isinstance(row, Problem) else parse(row)
                if progress is not None and number % _STEP == 0:
                    progress(position(), size)
            if progress is not None:
                progress(size, size)
            self.unused = rows.unused


def read_rows(
    file: Path,
    options: ImportOptions,
    fields: Sequence[str],
    parse: Callable[[Row], T | Problem],
    problems: Problems,
    progress: Progress | None = None,
) -> tuple[list[T], list[str]]:
    """The good rows of a file, and the columns nothing was read from. Raises FileRefused."""
    good: list[T] = []
    rows = FileRows(file, options, fields, progress)
    for outcome in rows.parsed(parse):
        if isinstance(outcome, Problem):
            problems.add(outcome)
        else:
            good.append(outcome)
    return good, rows.unused


def format_of(file: Path, options: ImportOptions) -> Format:
    """What kind of a file it is: as was said, else as its name says."""
    if options.format is not None:
        return options.format
    return "jsonl" if file.name.lower().removesuffix(".gz").endswith(_JSON_NAMES) else "csv"


@contextmanager
def collector_off() -> Iterator[None]:
    """Nothing that an import makes is garbage, and looking for some doubles its time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
