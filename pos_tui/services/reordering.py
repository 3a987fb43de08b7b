"""What runs low, and what would fill it up again."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import TYPE_CHECKING, Any

from pos_tui.core.money import EXACT
from pos_tui.core.stock import transit_to

from . import purchasing, stockroom, suppliers

if TYPE_CHECKING:
    from .counter import Counter
    from .stock_history import Past


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An item that runs low, and what would fill it up."""

    sku: str
    location: str
    here: Decimal
    coming: Decimal
    """Ordered, or on its way from another place."""
    low: Decimal
    order: Decimal
    """In whole packs."""
    supply: suppliers.Supply | None
    """From whom; None where nobody is known to have it."""


def suggestions(
    counter: Counter, location: str = "", supplier: str = "", past: Past | None = None
) -> list[Suggestion]:
    """What is at its reorder point or below with what comes counted in, by supplier; now, or as it was.

    Raises InvalidValue.
    """
    place = stockroom.place_of(counter, location)
    rows = list(counter.ledger.documents("stock")) if past is None else past.stock
    coming = purchasing.on_order(counter, place) if past is None else purchasing.coming(past.orders, place)
    moving = {row["sku"]: Decimal(row["qty"]) for row in rows if row["location"] == transit_to(place)}
    found = []
    for row in rows:
        if row["location"] != place or row.get("low") is None:
            continue
        sku, here, low = row["sku"], Decimal(row["qty"]), Decimal(row["low"])
        way = moving.get(sku, Decimal(0)) + coming.get(sku, Decimal(0))
        if here + way > low:
            continue
        known = suppliers.supplies_of(counter, sku)
        supply = next((one for one in known if supplier in ("", one.supplier)), None)
        if supplier and supply is None:
            continue
        full = Decimal(row["full"]) if row.get("full") is not None else max(2 * low, low + 1)
        packs = _packs(full - here - way, supply)
        found.append(Suggestion(sku, place, here, way, low, packs, supply))
    return sorted(found, key=lambda one: ("" if one.supply is None else one.supply.supplier, one.sku))


def make_drafts(counter: Counter, location: str = "", supplier: str = "") -> list[dict[str, Any]]:
    """Makes a draft of an order for each supplier of what runs low; returns them. Raises Refused."""
    by_supplier: dict[str, list[purchasing.Wanted]] = {}
    for one in suggestions(counter, location, supplier):
        if one.supply is not None:
            wanted = purchasing.Wanted(one.sku, one.order, one.supply.cost)
            by_supplier.setdefault(one.supply.supplier, []).append(wanted)
    return [purchasing.make(counter, who, lines, location) for who, lines in by_supplier.items()]


def _packs(missing: Decimal, supply: suppliers.Supply | None) -> Decimal:
    """In whole packs, at least one."""
    pack = Decimal(1) if supply is None else supply.pack
    count = max((missing / pack).to_integral_value(ROUND_CEILING), Decimal(1))
    return EXACT.multiply(count, pack)
