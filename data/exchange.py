"""Items in from files and out to files.

Fields are `FIELDS`; a column that a file does not have leaves what an item had, an empty cell empties it (an
empty name becomes the code, an empty tax the department's, else the usual one). Limits: names 200 characters,
codes 64, prices below 10^9 with at most 6 decimals, stock below 10^9 with at most 3, lines 1 MB.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

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
from data.exchange_stock import Counted
from data.exchange_text import FileRefused
from pos_tui.core.errors import InvalidValue
from pos_tui.core.item_fields import settled
from pos_tui.core.stock_lines import SHOP
from pos_tui.core.words import _

if TYPE_CHECKING:
    from data.exchange_stock import StockBook
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
    stock: StockBook,
    progress: Progress | None = None,
) -> ImportResult:
    """Reads an item file (CSV or JSON lines, plain or gzip) into the store, as one commit however long it is.

    It is held against the catalogue before the commit begins: other tills wait for its writing only.

    Raises:
        FileRefused: the file as a whole cannot be read, or names a column it does not have.
        InvalidValue: the default tax is not set up.
        Refused: what the file counts cannot be. StoreError: as `Store.transaction`. Nothing was stored.
    """
    with collector_off():
        return _imported(store, FileRows(file, options, FIELDS, progress), options, operator, stock)


def export_items(
    store: Store, target: IO[bytes], format: Format = "csv", day: str = "", location: str = SHOP
) -> int:
    """Writes all items, with their stock at a place, in the form `import_items` reads (UTF-8).

    Their prices are those of a business day, what begins later is still to come. Returns how many.
    """
    count = 0

    def counted() -> Iterator[dict[str, Any]]:
        nonlocal count
        rows = store.documents("stock", copy=False)
        stock = {row["sku"]: row["qty"] for row in rows if row["location"] == location}
        for document in store.documents("items", copy=False):
            count += 1
            yield row_of(settled(document, day), stock.get(document["sku"]))

    lines = json_lines(counted()) if format == "jsonl" else csv_lines(FIELDS, _cells(counted()), NUMERIC)
    for line in lines:
        target.write(line)
    return count


def _imported(
    store: Store, rows: FileRows, options: ImportOptions, operator: str, stock: StockBook
) -> ImportResult:
    store.refresh()
    moment = _moment(store)
    plan, record = _planned(store, rows, options, stock), 0
    stored = not options.dry_run and plan.fits(options)
    if stored and plan.writes:
        with store.transaction(operator=operator) as tx:
            if _moment(store) != moment:  # somebody changed what it was held against
                plan = _planned(store, rows, options, stock)
                stored = plan.fits(options)
            if stored:
                plan.write(tx, stock)
        record = tx.n if stored else 0
    notes = plan.parser.notes.texts()
    if rows.unused:
        notes.append(_("columns not used: {names}", names=", ".join(rows.unused)))
    return ImportResult(
        plan.new,
        plan.changed,
        plan.same,
        plan.problems.count,
        plan.problems.sorted(),
        tuple(notes),
        stored,
        tuple(one["code"] for one in plan.departments),
        record,
        tuple(plan.differences.kept),
    )


def _moment(store: Store) -> tuple[int, ...]:
    """What items are held against, as of the last change of each table."""
    return tuple(map(store.changed, ("items", "departments", "taxes")))


def _planned(store: Store, rows: FileRows, options: ImportOptions, stock: StockBook) -> _Plan:
    """Holds each row against the item there is. Raises FileRefused, InvalidValue."""
    taxes = [document["code"] for document in store.documents("taxes", copy=False)]
    usual = _default_tax(taxes, options.default_tax)
    known = department_taxes(store)
    parser = ItemParser(taxes, usual, departments=known, comma=options.comma)
    plan = _Plan(parser, Differences(wanted=options.dry_run))
    for outcome in rows.parsed(parser.parse):
        problem = outcome if isinstance(outcome, Problem) else plan.take(store, outcome, options, stock)
        if problem is not None:
            plan.problems.add(problem)
    plan.departments = new_departments(known, (document for _doc_id, document in plan.puts))
    return plan


@dataclass(slots=True)
class _Plan:
    """What a file says, and of it what has to be written: nothing is kept of rows that change nothing."""

    parser: ItemParser
    differences: Differences
    problems: Problems = field(default_factory=Problems)
    new: int = 0
    changed: int = 0
    same: int = 0
    puts: list[tuple[int | None, dict[str, Any]]] = field(default_factory=list)
    counted: list[Counted] = field(default_factory=list)
    departments: list[dict[str, Any]] = field(default_factory=list)

    @property
    def writes(self) -> bool:
        """Whether there is anything to be written."""
        return bool(self.puts or self.counted)

    def fits(self, options: ImportOptions) -> bool:
        """Whether it may be stored: no row is bad, or bad ones are left out."""
        return options.skip_bad or not self.problems.count

    def take(self, store: Store, row: Parsed, options: ImportOptions, stock: StockBook) -> Problem | None:
        """Adds a row, or says why it cannot be taken."""
        before = store.find("items", "sku", row.sku)
        document = row.document(before, self.parser.usual_tax(row, before))
        if document["tax"] is None:
            return Problem(row.line, _(NO_TAX))
        if "coming" in document:
            document = settled(document, options.day)
        was, counted = None, None
        if row.stock is not None:
            try:
                place = stock.place(row.location)
            except InvalidValue as refused:
                return Problem(row.line, refused.message)
            was = stock.there(row.sku, place)
            if was != row.stock:
                cost = document["cost"] if "cost" in row.fields else None
                counted = Counted(row.sku, row.stock, place, cost)
                self.counted.append(counted)
        if options.dry_run:
            self._show(row, before, document, was)
        self._put(before, document, is_counted=counted is not None)
        return None

    def _put(self, before: Any, document: dict[str, Any], *, is_counted: bool) -> None:
        if before is None:
            self.new += 1
            self.puts.append((None, document))
        elif document != _without_reason(before):
            self.changed += 1
            self.puts.append((before.doc_id, document))
        elif is_counted:
            self.changed += 1
        else:
            self.same += 1

    def _show(
        self, row: Parsed, before: Mapping[str, Any] | None, document: Mapping[str, Any], was: str | None
    ) -> None:
        """Notes for a dry run what is different; `was` is how many there were."""
        there = None if before is None else cells_of(row_of(before, was))
        after = cells_of(row_of(document, row.stock if row.stock is not None else was))
        if there is None:
            said = {name: text for name, text in after.items() if text}
            self.differences.add(row.line, row.sku, None, said)
        elif there != after:
            self.differences.add(row.line, row.sku, there, after)

    def write(self, tx: Transaction, stock: StockBook) -> None:
        """Puts it all into a commit, which then is the only one to hold the documents. Raises Refused."""
        for department in self.departments:
            tx.insert("departments", department)
        self.puts.reverse()
        while self.puts:
            doc_id, document = self.puts.pop()
            if doc_id is None:
                tx.insert("items", document)
            else:
                tx.put("items", doc_id, document)
        if self.counted:
            stock.write(tx, self.counted)


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


def _without_reason(document: Mapping[str, Any]) -> Mapping[str, Any]:
    return {name: value for name, value in document.items() if name != WHY} if WHY in document else document


def _cells(rows: Iterable[Mapping[str, Any]]) -> Iterator[list[str]]:
    return (list(cells_of(row).values()) for row in rows)
