"""Items in from files and out to files.

Fields are `FIELDS`; a column that a file does not have leaves what an item had, an empty cell empties it (an
empty name becomes the code, an empty tax the department's, else the usual one). Limits: names 200 characters,
codes 64, prices below 10^9 with at most 6 decimals, stock below 10^9 with at most 3, lines 1 MB.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from data.exchange_csv import csv_lines
from data.exchange_departments import department_taxes, new_departments
from data.exchange_items import FIELDS, NO_TAX, NUMERIC, WHY, ItemParser, Parsed
from data.exchange_json import json_lines
from data.exchange_out import cells_of, row_of
from data.exchange_reading import (
    Differences,
    FileRows,
    Format,
    ImportOptions,
    ImportResult,
    Problems,
    Progress,
    collector_off,
)
from data.exchange_rows import Problem
from data.exchange_stock import LOCATION, StockChange, changed_stock, write_stock
from data.exchange_text import FileRefused
from pos_tui.core.item_fields import settled
from pos_tui.core.words import _

if TYPE_CHECKING:
    from data.store import Store
    from data.transaction import Transaction

_PART: Final = 5000
"""Rows that are stored in one commit; while a file of more is stored, tills sell between its parts."""

__all__ = [
    "FIELDS",
    "FileRefused",
    "ImportOptions",
    "ImportResult",
    "Problem",
    "export_items",
    "import_items",
]


def import_items(
    store: Store,
    file: Path,
    options: ImportOptions = ImportOptions(),
    *,
    operator: str,
    clock: Callable[[], datetime],
    progress: Progress | None = None,
) -> ImportResult:
    """Reads an item file (CSV or JSON lines, plain or gzip) into the store.

    All rows are looked at before any is stored. Up to 5,000 are one commit; more are stored in parts, which
    takes no more memory however many they are, and stops no till. The same file again brings the rest.

    Raises:
        FileRefused: the file as a whole cannot be read, or names a column it does not have.
        InvalidValue: the default tax is not set up.
        StoreError: as `Store.transaction`; nothing was stored.
    """
    with collector_off():
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
    rows = FileRows(file, options, FIELDS, progress)
    looked = _looked(store, rows, options)
    problems = looked.problems
    quiet = options.dry_run or bool(problems.count and not options.skip_bad)
    total = _Total(Differences(wanted=options.dry_run))
    for part in looked.parts(lambda: _good(store, rows, options)):
        with nullcontext() if quiet else store.transaction(operator=operator) as tx:
            plan = _plan(store, part, looked.parser, options, total.differences)
            if tx is not None:
                _write(tx, plan, store, clock)
        total.add(plan, 0 if tx is None else tx.n)
    notes = looked.parser.notes.texts()
    if rows.unused:
        notes.append(_("columns not used: {names}", names=", ".join(rows.unused)))
    return ImportResult(
        total.new,
        total.changed,
        total.same,
        problems.count,
        problems.sorted(),
        tuple(notes),
        not quiet,
        tuple(total.departments),
        0 if quiet else total.record,
        tuple(total.differences.kept),
    )


@dataclass(slots=True)
class _Looked:
    """What going through a file once has shown."""

    parser: ItemParser
    problems: Problems
    good: list[Parsed] | None
    """The good rows; None where they are more than one part."""

    def parts(self, again: Callable[[], Iterator[Parsed]]) -> Iterator[list[Parsed]]:
        """The good rows in parts that are stored one by one; many are read `again`, not kept."""
        if self.good is not None:
            yield self.good
            return
        rest = again()
        while part := list(islice(rest, _PART)):
            yield part


def _parser(store: Store, options: ImportOptions) -> ItemParser:
    taxes = [document["code"] for document in store.documents("taxes", copy=False)]
    usual = _default_tax(taxes, options.default_tax)
    return ItemParser(taxes, usual, departments=department_taxes(store), comma=options.comma)


def _looked(store: Store, rows: FileRows, options: ImportOptions) -> _Looked:
    """Goes through all rows before any is stored: one bad one may keep all of them out."""
    looked = _Looked(_parser(store, options), Problems(), [])
    for outcome in _rows(store, rows, looked.parser):
        if isinstance(outcome, Problem):
            looked.problems.add(outcome)
        elif looked.good is not None:
            looked.good.append(outcome)
            if len(looked.good) > _PART:
                looked.good = None
    return looked


def _good(store: Store, rows: FileRows, options: ImportOptions) -> Iterator[Parsed]:
    outcomes = _rows(store, rows, _parser(store, options))
    return (outcome for outcome in outcomes if not isinstance(outcome, Problem))


def _rows(store: Store, rows: FileRows, parser: ItemParser) -> Iterator[Parsed | Problem]:
    """What each row comes to; one is bad, too, whose item would be without a tax."""
    for outcome in rows.parsed(parser.parse):
        if not isinstance(outcome, Problem) and outcome.fields.get("tax") is None:
            before = store.find("items", "sku", outcome.sku)
            if (before is None or before["tax"] is None) and parser.usual_tax(outcome, before) is None:
                yield Problem(outcome.line, _(NO_TAX))
                continue
        yield outcome


@dataclass(slots=True)
class _Total:
    """What all parts came to."""

    differences: Differences
    new: int = 0
    changed: int = 0
    same: int = 0
    record: int = 0
    departments: list[str] = field(default_factory=list)

    def add(self, plan: _Plan, n: int) -> None:
        """Adds a part, recorded under that number."""
        self.new += plan.new
        self.changed += plan.changed
        self.same += plan.same
        known = self.departments
        known += [one["code"] for one in plan.departments if one["code"] not in known]
        if plan.writes:
            self.record = n


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


def _plan(
    store: Store,
    parsed: list[Parsed],
    parser: ItemParser,
    options: ImportOptions,
    differences: Differences,
) -> _Plan:
    """Compares the rows with the items there are."""
    plan = _Plan()
    quantities = changed_stock(store, {row.sku: row.stock for row in parsed if row.stock is not None})
    for row in parsed:
        before = store.find("items", "sku", row.sku)
        document = row.document(before, parser.usual_tax(row, before))
        if "coming" in document:
            document = settled(document, options.day)
        stock = quantities.get(row.sku)
        if stock is not None:
            plan.stock.append(stock)
        if options.dry_run:
            _show(differences, row, before, document, stock)
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
    put = (document for _doc_id, document in plan.puts)
    plan.departments = new_departments(department_taxes(store), put)
    return plan


def _show(
    differences: Differences,
    row: Parsed,
    before: Mapping[str, Any] | None,
    document: Mapping[str, Any],
    stock: StockChange | None,
) -> None:
    was, now = (None, "") if stock is None else (stock.before, stock.qty)
    there = None if before is None else cells_of(row_of(before, was))
    after = cells_of(row_of(document, now))
    if there is None:
        differences.add(row.line, row.sku, None, {name: text for name, text in after.items() if text})
    elif there != after:
        differences.add(row.line, row.sku, there, after)


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
