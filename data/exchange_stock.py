"""Stock that an item file counts: the new quantities, and the movements that lead to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from pos_tui.core.money import plain
from pos_tui.core.stock_lines import SHOP

if TYPE_CHECKING:
    from data.store import Store
    from data.transaction import Transaction

LOCATION: Final = SHOP
_LINES: Final = 4000
"""Lines of one movement: a document has its limit in the journal."""


@dataclass(frozen=True, slots=True)
class StockChange:
    """What a count found to be different."""

    sku: str
    qty: str
    """What there is now."""
    before: str
    doc_id: int | None
    """The row in the table of stock; None where there is none yet."""


def changed_stock(store: Store, counted: Mapping[str, str]) -> dict[str, StockChange]:
    """By SKU, the counted quantities that are not what the store has."""
    changes: dict[str, StockChange] = {}
    for sku, qty in counted.items():
        row = store.find("stock", "sku_location", f"{sku}\n{LOCATION}")
        if row is None:
            changes[sku] = StockChange(sku, qty, "0", None)
        elif row["qty"] != qty:
            changes[sku] = StockChange(sku, qty, row["qty"], row.doc_id)
    return changes


def write_stock(tx: Transaction, changes: Sequence[StockChange], movements: int, now: datetime) -> None:
    """Writes the quantities and, numbered after the `movements` there are, what moved."""
    for change in changes:
        if change.doc_id is None:
            row = {"v": 1, "sku": change.sku, "location": LOCATION, "qty": change.qty}
            tx.insert("stock", row)
        else:
            tx.set("stock", change.doc_id, qty=change.qty)
    for start in range(0, len(changes), _LINES):
        movements += 1
        while tx.find("movements", "number", str(movements)) is not None:
            movements += 1
        tx.insert(
            "movements",
            {
                "v": 1,
                "number": str(movements),
                "kind": "count",
                "reason": "import",
                "location": LOCATION,
                "time": now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
                "lines": [_line(change) for change in changes[start : start + _LINES]],
            },
        )


def _line(change: StockChange) -> dict[str, str]:
    moved = plain(Decimal(change.qty) - Decimal(change.before))
    return {"sku": change.sku, "qty": moved, "counted": change.qty}
