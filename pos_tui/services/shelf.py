"""The shelf: what sales take off the stock, and whether an item may be sold that is not there.

Small, as every sale comes by here; all else that moves stock is the stockroom's.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pos_tui.core.money import plain
from pos_tui.core.stock_lines import moves_stock, parts_of

if TYPE_CHECKING:
    from pos_tui.core.ports import Transaction
    from pos_tui.core.sale import Basket, SaleLine

    from .counter import Counter


def take(counter: Counter, tx: Transaction, document: Mapping[str, Any]) -> None:
    """Takes what was sold off the stock of items that are kept in it: those with a row at this place.

    Absolute values, as replay repeats.
    """
    place = counter.rules.location
    for line in filter(moves_stock, document["lines"]):
        for sku, quantity in parts_of(line):
            row = tx.find("stock", "sku_location", f"{sku}\n{place}")
            if row is None:
                continue
            left = Decimal(row["qty"]) - quantity
            if left < 0 or "lots" in row or "traits" in line:
                from . import stockroom  # loaded where there is more to it

                lot = line.get("traits", {}).get("lot", "") if sku == line["sku"] else ""
                tx.set("stock", row.doc_id, **stockroom.sold(counter, row, quantity, lot))
            else:
                tx.set("stock", row.doc_id, qty=plain(left))


def check(counter: Counter, basket: Basket, line: SaleLine) -> None:
    """Raises Refused where an item that may not go below zero would, sold with what the basket has of it."""
    if line.quantity <= 0 or not counter.ledger.changed("stock"):
        return
    row = counter.ledger.find("stock", "sku_location", f"{line.sku}\n{counter.rules.location}")
    if row is None or (row.get("negative") or counter.rules.negative) == "sell":
        return
    from . import stockroom  # loaded where there is more to it

    wanted = sum(
        (other.quantity for other in basket.lines if other.sku == line.sku and not other.void), line.quantity
    )
    stockroom.sold(counter, row, wanted, "")
