"""Items in and out of the store's price list, for the commands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Literal

from data.exchange import FIELDS, ImportOptions, ImportResult, export_items, import_items
from data.exchange_departments import department_taxes, new_departments
from data.exchange_items import ItemParser, Parsed
from data.exchange_rows import Problem, Row, mapping
from data.exchange_stock import changed_stock, write_stock
from pos_tui.core.errors import InvalidValue, Refused
from pos_tui.core.item_fields import settled
from pos_tui.core.words import _

from .days import today

if TYPE_CHECKING:
    from .front import Shopfront

__all__ = ["FIELDS", "ImportResult", "Reading", "export", "read_in", "set_fields"]


@dataclass(frozen=True, slots=True)
class Reading:
    """How an item file is to be read; `columns` are texts like "sku=code"."""

    columns: Sequence[str] = ()
    format: Literal["csv", "jsonl"] | None = None
    encoding: str | None = None
    tax: str | None = None
    """Of items that name none."""
    skip_bad: bool = False
    dry_run: bool = False
    comma: bool = False
    """Numbers have a decimal comma."""


def read_in(
    front: Shopfront, file: Path, how: Reading, progress: Callable[[int, int], None] | None = None
) -> ImportResult:
    """Imports an item file in one commit. Raises InvalidValue, Refused, StoreError: nothing is stored."""
    columns = mapping(how.columns, FIELDS)
    options = ImportOptions(
        columns, how.format, how.encoding, how.tax, how.comma, how.skip_bad, how.dry_run, today(front)
    )
    return import_items(
        front.store, file, options, operator=front.operator, clock=front.clock, progress=progress
    )


def export(front: Shopfront, target: IO[bytes], format: Literal["csv", "jsonl"]) -> int:
    """Writes all items in the form they are imported in; returns how many."""
    return export_items(front.store, target, format, today(front))


def set_fields(front: Shopfront, sku: str, pairs: Sequence[str], *, new: bool = False) -> Mapping[str, Any]:
    """Changes fields of an item (texts like "price=1.20"), or makes a new one; returns its document.

    Raises:
        InvalidValue: a field or value is wrong. Refused: there is no such item, or there is one already.
    """
    texts = _texts(pairs)
    store = front.store
    taxes = [document["code"] for document in store.documents("taxes", copy=False)]
    usual = taxes[0] if len(taxes) == 1 else "standard" if "standard" in taxes else None
    departments = department_taxes(store)
    parser = ItemParser(taxes, usual, departments=departments)
    parsed = parser.parse(Row(0, {"sku": sku, **texts}))
    if isinstance(parsed, Problem):
        raise InvalidValue(parsed.reason)
    with store.transaction(operator=front.operator) as tx:
        before = tx.find("items", "sku", sku)
        if (before is None) is not new:
            raise Refused(
                _("there is an item {sku} already", sku=sku)
                if new
                else _("there is no item {sku}: --new makes one", sku=sku[:64])
            )
        document = settled(parsed.document(before, parser.usual_tax(parsed, before)), today(front))
        if document["tax"] is None:
            raise InvalidValue(_("say which tax: {taxes}", taxes=", ".join(taxes)))
        for made in new_departments(departments, [document]):
            tx.insert("departments", made)
        if before is None:
            tx.insert("items", document)
        elif document != before:
            tx.put("items", before.doc_id, document)
        changes = changed_stock(store, _stock(parsed))
        write_stock(tx, list(changes.values()), store.count("movements"), front.clock())
    return document


def _texts(pairs: Sequence[str]) -> dict[str, str]:
    """FIELD=VALUE texts as a row; the key cannot be among them."""
    texts: dict[str, str] = {}
    for pair in pairs:
        field, equals, value = pair.partition("=")
        if not equals:
            raise InvalidValue(
                _("'{pair}' sets nothing: write FIELD=VALUE, such as price=1.20", pair=pair[:60])
            )
        mapping([f"{field}=x"], FIELDS)
        if field.strip().lower() == "sku":
            raise InvalidValue(_("the sku names the item and cannot be changed"))
        texts[field.strip().lower()] = value
    return texts


def _stock(parsed: Parsed) -> dict[str, str]:
    return {} if parsed.stock is None else {parsed.sku: parsed.stock}
