"""Items in from files and out to files: one import is one commit, all of it or nothing.

Fields are `FIELDS`; a column that a file does not have leaves what an item had, an empty cell empties it (an
empty name becomes the code, an empty tax the department's, else the usual one). Limits: names 200 characters,
codes 64, prices below 10^9 with at most 6 decimals, stock below 10^9 with at most 3, lines 1 MB.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, Literal

from data.exchange_csv import CsvRows, csv_lines
from data.exchange_departments import department_taxes, new_departments
from data.exchange_items import FIELDS, NO_TAX, NUMERIC, WHY, ItemParser, Parsed
from data.exchange_json import JsonRows, json_lines
from data.exchange_out import cells_of, row_of
from data.exchange_rows import Problem
from data.exchange_stock import LOCATION, StockChange, changed_stock, write_stock
from data.exchange_text import FileRefused, opened
from pos_tui.core.item_fields import settled
from pos_tui.core.words import _

if TYPE_CHECKING:
    from data.store import Store
    from data.transaction import Transaction

__all__ = [
    "FIELDS",
    "FileRefused",
    "ImportOptions",
    "ImportResult",
    "Problem",
    "export_items",
    "import_items",
]

Format = Literal["csv", "jsonl"]
Progress = Callable[[int, int], None]
"""Called now and then with the bytes of the file that were read, and how many it has."""

_PROBLEMS_KEPT: Final = 1000
_STEP: Final = 1000
"""Rows between two reports of progress."""
_JSON_NAMES: Final = (".jsonl", ".ndjson", ".json")


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
    """Whether the items of the file are in the store now."""
    departments: tuple[str, ...] = ()
    """Codes of the departments the file names that were not there before."""
    record: int = 0
    """Number of the journal's record; 0 where nothing had to be written."""


def import_items(
    store: Store,
    file: Path,
    options: ImportOptions = ImportOptions(),
    *,
    operator: str,
    clock: Callable[[], datetime],
    progress: Progress | None = None,
) -> ImportResult:
    """Reads an item file (CSV or JSON lines, plain or gzip) into the store, in one commit.

    Raises:
        FileRefused: the file as a whole cannot be read, or names a column it does not have.
        InvalidValue: the default tax is not set up.
        StoreError: as `Store.transaction`; nothing was stored.
    """
    with _collector_off():
        return _imported(store, file, options, operator, clock, progress)


def export_items(store: Store, target: IO[bytes], format: Format = "csv", day: str = "") -> int:
    """Writes all items, with their stock, in the form `import_items` reads (UTF-8), and returns how many.

    Their prices are those of a business day, what begins later is still to come.
    """
    count = 0

    def counted() -> Iterator[dict[str, Any]]:
        nonlocal count
        rows = store.documents("stock", copy=False)
        stock = {row["sku"]: row["qty"] for row in rows if row["location"] == LOCATION}
        for document in store.documents("items", copy=False):
            count += 1
            yield row_of(settled(document, day), stock.get(document["sku"]))

    lines = json_lines(counted()) if format == "jsonl" else csv_lines(FIELDS, _cells(counted()), NUMERIC)
    for line in lines:
        target.write(line)
    return count


def _imported(
    store: Store,
    file: Path,
    options: ImportOptions,
    operator: str,
    clock: Callable[[], datetime],
    progress: Progress | None,
) -> ImportResult:
    store.refresh()
    taxes = [document["code"] for document in store.documents("taxes", copy=False)]
    usual = _default_tax(taxes, options.default_tax)
    parser = ItemParser(taxes, usual, departments=department_taxes(store), comma=options.comma)
    problems = _Problems()
    parsed, unused = _read(file, options, parser, problems, progress)
    quiet = options.dry_run or (problems.count and not options.skip_bad)
    with nullcontext() if quiet else store.transaction(operator=operator) as tx:
        plan = _plan(store, parsed, parser, problems, options.day)
        stored = not quiet and (options.skip_bad or not problems.count)
        if tx is not None and stored:
            _write(tx, plan, store, clock)
    notes = [
        *parser.notes.texts(),
        *([_("columns not used: {names}", names=", ".join(unused))] if unused else []),
    ]
    return ImportResult(
        plan.new,
        plan.changed,
        plan.same,
        problems.count,
        tuple(sorted(problems.kept, key=lambda problem: problem.line)),
        tuple(notes),
        stored,
        tuple(department["code"] for department in plan.departments),
        tx.n if tx is not None and stored and plan.writes else 0,
    )


@contextmanager
def _collector_off() -> Iterator[None]:
    """Nothing that an import makes is garbage, and looking for some doubles its time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _Problems:
    """Bad rows: all are counted, the first are kept."""

    def __init__(self) -> None:
        self.count = 0
        self.kept: list[Problem] = []

    def add(self, problem: Problem) -> None:
        self.count += 1
        if len(self.kept) < _PROBLEMS_KEPT:
            self.kept.append(problem)


@dataclass(slots=True)
class _Plan:
    """What has to be written."""

    new: int = 0
    changed: int = 0
    same: int = 0
    puts: list[tuple[int | None, dict[str, Any]]] = field(default_factory=list)
    stock: list[StockChange] = field(default_factory=list)
    departments: list[dict[str, Any]] = field(default_factory=list)

    @property
    def writes(self) -> bool:
        return bool(self.puts or self.stock or self.departments)


def _default_tax(taxes: list[str], wanted: str | None) -> str | None:
    if wanted is not None:
        if wanted not in taxes:
            raise FileRefused(
                _(
                    "tax '{wanted}' is not set up in this shop: {taxes}",
                    wanted=wanted,
                    taxes=", ".join(taxes) or _("none is"),
                )
            )
        return wanted
    return taxes[0] if len(taxes) == 1 else "standard" if "standard" in taxes else None


def _read(
    file: Path, options: ImportOptions, parser: ItemParser, problems: _Problems, progress: Progress | None
) -> tuple[list[Parsed], list[str]]:
    """The good rows of a file, and the columns nothing was read from."""
    kind = options.format or _format_of(file)
    good: list[Parsed] = []
    with opened(file, options.encoding) as (lines, position):
        size = file.stat().st_size
        reader = JsonRows if kind == "jsonl" else CsvRows
        rows = reader(lines, FIELDS, options.columns)
        for number, row in enumerate(rows):
            outcome = row if isinstance(row, Problem) else parser.parse(row)
            if isinstance(outcome, Problem):
                problems.add(outcome)
            else:
                good.append(outcome)
            if progress is not None and number % _STEP == 0:
                progress(position(), size)
        if progress is not None:
            progress(size, size)
        return good, rows.unused


def _format_of(file: Path) -> Format:
    return "jsonl" if file.name.lower().removesuffix(".gz").endswith(_JSON_NAMES) else "csv"


def _plan(store: Store, parsed: list[Parsed], parser: ItemParser, problems: _Problems, day: str) -> _Plan:
    """Compares the rows with the items there are."""
    plan = _Plan()
    named: list[dict[str, Any]] = []
    items = {document["sku"]: document for document in store.documents("items", copy=False)}
    quantities = changed_stock(store, {row.sku: row.stock for row in parsed if row.stock is not None})
    for row in parsed:
        before = items.get(row.sku)
        document = row.document(before, parser.usual_tax(row, before))
        if "coming" in document:
            document = settled(document, day)
        if document["tax"] is None:
            problems.add(Problem(row.line, NO_TAX))
            continue
        named.append(document)
        stock = quantities.get(row.sku)
        if stock is not None:
            plan.stock.append(stock)
        if before is None:
            plan.new += 1
            plan.puts.append((None, document))
        elif document != _without_reason(before):
            plan.changed += 1
            plan.puts.append((before.doc_id, document))
        elif stock is not None:
            plan.changed += 1
        else:
            plan.same += 1
    plan.departments = new_departments(department_taxes(store), named)
    return plan


def _without_reason(document: Mapping[str, Any]) -> Mapping[str, Any]:
    return {name: value for name, value in document.items() if name != WHY} if WHY in document else document


def _write(tx: Transaction, plan: _Plan, store: Store, clock: Callable[[], datetime]) -> None:
    for department in plan.departments:
        tx.insert("departments", department)
    for doc_id, document in plan.puts:
        if doc_id is None:
            tx.insert("items", document)
        else:
            tx.put("items", doc_id, document)
    write_stock(tx, plan.stock, store.count("movements"), clock())


def _cells(rows: Iterable[Mapping[str, Any]]) -> Iterator[list[str]]:
    return (list(cells_of(row).values()) for row in rows)
