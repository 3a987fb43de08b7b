"""Orders that are put aside, for the commands: listed, shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pos_tui.core.currency import Currency
from pos_tui.core.layaway import OPEN, Layaway
from pos_tui.core.money import format_amount
from pos_tui.services import layaways

from .counters import without_till

if TYPE_CHECKING:
    from .front import Shopfront


def listed(front: Shopfront, *, everything: bool = False) -> list[dict[str, Any]]:
    """The orders that wait, oldest first; or all of them. Amounts in major units."""
    counter = without_till(front)
    found = map(Layaway.from_document, front.store.documents(layaways.TABLE, copy=False))
    day = counter.day()
    return [_row(order, day) for order in found if everything or order.state == OPEN]


def shown(front: Shopfront, number: str) -> dict[str, Any]:
    """One order with its goods and each receipt that changed it. Raises Refused."""
    counter = without_till(front)
    order = layaways.find(counter, number)
    money = Currency.parse(order.currency)
    goods = [f"{line['qty']} x {line['name']}" for line in order.basket["lines"] if not line.get("void")]
    moves = [f"{receipt} {format_amount(amount, money)}" for receipt, amount in order.moves]
    return {**_row(order, counter.day()), "goods": "; ".join(goods), "receipts": "; ".join(moves)}


def _row(order: Layaway, day: str) -> dict[str, Any]:
    currency = Currency.parse(order.currency)
    return {
        "number": order.number,
        "name": order.name,
        "state": order.state,
        "total": format_amount(order.total, currency),
        "paid": format_amount(order.paid, currency),
        "owed": format_amount(order.owed, currency),
        "currency": order.currency,
        "since": order.time,
        "until": order.until,
        "late": order.is_late(day),
    }
