"""The shelf: what sales take off the stock, and whether an item may be sold that is not there.

Small, as every sale comes by here; all else that moves stock is the stockroom's.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pos_tui.core.money import EXACT, plain
from pos_tui.core.stock_lines import moves_stock, parts_of

if TYPE_CHECKING:
    from pos_tui.core.ports import Transaction
    from pos_tui.core.sale import Basket, SaleLine

    from .counter import Counter


def take(counter: Counter, tx: Transaction, document: Mapping[str, Any]) -> None:
    """Takes what was sold off the stock of items that are kept in it: those with a row at this place.

    Absolute values, as replay repeats.
    """
    place = f"\n{counter.rules.location}"
    for line in filter(moves_stock, document["lines"]):
        if "parts" in line or "traits" in line:
            _take_more(counter, tx, line)
            continue
        row = tx.find("stock", "sku_location", line["sku"] + place)
        if row is None:
            continue
        left = Decimal(row["qty"]) - Decimal(line["qty"])
        if left.is_signed() or "lots" in row:
            _take_more(counter, tx, line)
        else:
            tx.set("stock", row.doc_id, qty=plain(left))


def _take_more(counter: Counter, tx: Transaction, line: Mapping[str, Any]) -> None:
    """The same where there is more to it: parts, lots, what may not go below zero."""
    from . import stockroom  # loaded where it is needed

    lot = line.get("traits", {}).get("lot", "")
    for sku, quantity in parts_of(line):
        row = stockroom.find_row(tx, sku, counter.rules.location)
        if row is not None:
            fields = stockroom.sold(counter, row, quantity, lot if sku == line["sku"] else "")
            tx.set("stock", row.doc_id, **fields)


def check(counter: Counter, basket: Basket, line: SaleLine) -> None:
    """Raises Refused where an item that may not go below zero would, sold with what the basket has of it.

    Of a kit each part is looked at, whatever else in the basket takes of it.
    """
    if line.quantity <= 0 or not counter.ledger.changed("stock"):
        return
    for sku, wanted in _taken(line):
        row = counter.ledger.find("stock", "sku_location", f"{sku}\n{counter.rules.location}")
        if row is None or (row.get("negative") or counter.rules.negative) == "sell":
            continue
        from . import stockroom  # loaded where it is needed

        others = (other for other in basket.lines if not other.void)
        held = (count for other in others for part, count in _taken(other) if part == sku)
        stockroom.sold(counter, row, sum(held, wanted), "")


def _taken(line: SaleLine) -> tuple[tuple[str, Decimal], ...]:
    """(SKU, how many) that a line takes from the shelf."""
    if not line.parts:
        return ((line.sku, line.quantity),)
    return tuple((sku, EXACT.multiply(each, line.quantity)) for sku, each in line.parts)
