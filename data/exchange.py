"""Items in from files and out to files: one import is one commit, all of it or nothing.

Fields are `FIELDS`; a column that a file does not have leaves what an item had, an empty cell empties it (an
empty name becomes the code, an empty tax the department's, else the usual one). Limits: names 200 characters,
codes 64, prices below 10^9 with at most 6 decimals, stock below 10^9 with at most 3, lines 1 MB.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from data.exchange_csv import csv_lines
from data.exchange_departments import department_taxes, new_departments
from data.exchange_items import FIELDS, NO_TAX, NUMERIC, WHY, ItemParser, Parsed
from data.exchange_json import json_lines
from data.exchange_out import cells_of, row_of
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
from data.exchange_stock import LOCATION, StockChange, changed_stock, write_stock
from data.exchange_text import FileRefused
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
    taxes = [document["code"] for document in store.documents("taxes", copy=False)]
    usual = _default_tax(taxes, options.default_tax)
    parser = ItemParser(taxes, usual, departments=department_taxes(store), comma=options.comma)
    problems = Problems()
    parsed, unused = read_rows(file, options, FIELDS, parser.parse, problems, progress)
    quiet = options.dry_run or (problems.count and not options.skip_bad)
    with nullcontext() if quiet else store.transaction(operator=operator) as tx:
        plan = _plan(store, parsed, parser, problems, options)
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
        problems.sorted(),
        tuple(notes),
        stored,
        tuple(department["code"] for department in plan.departments),
        tx.n if tx is not None and stored and plan.writes else 0,
        tuple(plan.differences.kept),
    )


@dataclass(slots=True)
class _Plan:
    """What has to be written."""

    differences: Differences
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
    store: Store, parsed: list[Parsed], parser: ItemParser, problems: Problems, options: ImportOptions
) -> _Plan:
    """Compares the rows with the items there are."""
    plan = _Plan(Differences(wanted=options.dry_run))
    named: list[dict[str, Any]] = []
    items = {document["sku"]: document for document in store.documents("items", copy=False)}
    quantities = changed_stock(store, {row.sku: row.stock for row in parsed if row.stock is not None})
    for row in parsed:
        before = items.get(row.sku)
        document = row.document(before, parser.usual_tax(row, before))
        if "coming" in document:
            document = settled(document, options.day)
        if document["tax"] is None:
            problems.add(Problem(row.line, NO_TAX))
            continue
        named.append(document)
        stock = quantities.get(row.sku)
        if stock is not None:
            plan.stock.append(stock)
        if options.dry_run:
            _show(plan.differences, row, before, document, stock)
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
