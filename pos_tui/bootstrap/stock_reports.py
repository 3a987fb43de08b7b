"""Stock for reports: as the tables have it now, or as the journal had it when an earlier day ended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from pos_tui.core.report import stocked
from pos_tui.core.report.cube import Cube
from pos_tui.core.stock import Balance, value_of
from pos_tui.services import reordering, stock_history

from . import stockroom
from .counters import without_till

if TYPE_CHECKING:
    from pos_tui.core.report.cube import Row
    from pos_tui.core.report.spec import Fold
    from pos_tui.services.counter import Counter
    from pos_tui.services.stock_history import Past

    from .front import Shopfront

_SOON = timedelta(days=7)
"""Until when what expires is listed."""


def standing(front: Shopfront, fold: Fold, day: date, today: date) -> Cube:
    """What one of `stocked.STANDING` comes to at the end of a day, or now where that has not come.

    Raises StoreError.
    """
    counter = without_till(front)
    past = None
    if day < today:
        past = stock_history.as_of(counter, stockroom.moment_of(front, day.isoformat()))
    if fold is stocked.REORDER:
        return Cube(_reorder(counter, past))
    rows = counter.ledger.documents("stock") if past is None else past.stock
    balances = [Balance.from_document(row) for row in rows]
    if fold is stocked.EXPIRING:
        return Cube(_expiring(balances, min(day, today)))
    if fold is stocked.BELOW_ZERO:
        return Cube(
            (("", "item", one.sku, one.location), (_milli(one.quantity),))
            for one in balances
            if one.quantity < 0
        )
    return Cube(_value(counter, balances, past))


def kept_items(front: Shopfront) -> frozenset[str]:
    """The items that are kept in stock somewhere."""
    return frozenset(row["sku"] for row in front.store.documents("stock", copy=False))


def _value(counter: Counter, balances: list[Balance], past: Past | None) -> Iterator[Row]:
    """What is there at its cost; an item without one is counted as unknown."""
    money = counter.shop.currency
    seen: dict[str, set[str]] = {"all": set(), "department": set(), "location": set()}
    for there in balances:
        if not there.quantity:
            continue
        item = counter.ledger.find("items", "sku", there.sku) if past is None else past.items.get(there.sku)
        cost = (item or {}).get("cost")
        worth = value_of(there.quantity, None if cost is None else Decimal(cost), money)
        department = str((item or {}).get("department") or "")
        for dimension, key in (("all", ""), ("department", department), ("location", there.location)):
            # An item that lies in two places is one.
            new = f"{key}\n{there.sku}" not in seen[dimension]
            seen[dimension].add(f"{key}\n{there.sku}")
            yield (
                (money.code, dimension, key),
                (int(new), _milli(there.quantity), worth, int(new and cost is None)),
            )
        row = (1, _milli(there.quantity), worth, int(cost is None))
        yield (money.code, "item", there.sku, there.location), row


def _reorder(counter: Counter, past: Past | None) -> Iterator[Row]:
    for one in reordering.suggestions(counter, past=past):
        supplier = "" if one.supply is None else one.supply.supplier
        amounts = tuple(map(_milli, (one.here, one.coming, one.low, one.order)))
        yield ("", "item", one.sku, supplier), amounts


def _expiring(balances: list[Balance], day: date) -> Iterator[Row]:
    until = (day + _SOON).isoformat()
    for there in balances:
        for lot in there.lots:
            if lot.expires and lot.expires <= until and lot.quantity:
                left = (date.fromisoformat(lot.expires) - day).days
                key = ("", "lot", lot.expires, there.sku, lot.code, there.location)
                yield key, (left, _milli(lot.quantity))


def _milli(quantity: Decimal) -> int:
    """Whole thousandths; a quantity has no more decimals."""
    return int(quantity.scaleb(3))
