"""What is known of stock now: lists of it, and everything about one item on one page.

Rows are values for scripts: quantities and costs as decimal text, worth in minor units. Costs and what
follows from them are left out for who may not see them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from pos_tui.core.barcode import short_gtin
from pos_tui.core.item import BLOCKED
from pos_tui.core.money import plain
from pos_tui.core.stock import BLOCKS, Balance, is_transit, margin, value_of
from pos_tui.core.taxing import split

from . import purchasing, suppliers

if TYPE_CHECKING:
    from pos_tui.core.item import Item

    from .counter import Counter

_UNIT: Final = 10**9
"""Minor units whose tax is worked out to find the net part of a price."""


def sees_costs(counter: Counter) -> bool:
    """Whether who is at the counter may see costs and margins."""
    return "costs.read" in counter.rights.granted


def rows(
    counter: Counter, words: str = "", location: str = "", *, below_zero: bool = False
) -> Iterator[dict[str, Any]]:
    """What is kept in stock and holds all of some words, by item and place."""
    wanted = words.casefold().split()
    coming = purchasing.on_order(counter)
    with_costs = sees_costs(counter)
    for row in counter.ledger.documents("stock"):
        if location not in ("", row["location"]) or (below_zero and not row["qty"].startswith("-")):
            continue
        there = Balance.from_document(row)
        if not _is_somewhere(there):
            continue
        item = counter.catalogue.get(row["sku"])
        told = _row(counter, there, item, with_costs=with_costs)
        text = f"{told['sku']} {told['name']} {told['department']} {told['location']}".casefold()
        if all(word in text for word in wanted):
            on_order = coming.get(row["sku"])
            yield {**told, "on_order": None if on_order is None else plain(on_order)}


def _row(counter: Counter, there: Balance, item: Item | None, *, with_costs: bool) -> dict[str, Any]:
    cost = item.cost if item is not None and with_costs else None
    return {
        "sku": there.sku,
        "name": "" if item is None else item.name,
        "department": "" if item is None else item.department,
        "location": there.location,
        "qty": plain(there.quantity),
        "low": _text(there.low),
        "full": _text(there.full),
        "negative": there.negative,
        "price": None if item is None else _text(item.price),
        "cost": _text(cost),
        "value": value_of(there.quantity, cost, counter.shop.currency) if with_costs else None,
    }


def below_zero(counter: Counter) -> list[dict[str, Any]]:
    """What was sold or moved that nobody booked in: to be counted, or booked in."""
    return list(rows(counter, below_zero=True))


def blocked(counter: Counter) -> list[dict[str, Any]]:
    """What is not sold: items that are blocked, and what may not go below zero, with what is left of it."""
    found = [
        {"sku": item["sku"], "name": item["name"], "location": "", "qty": "", "always": True}
        for item in counter.ledger.documents("items", copy=False)
        if item.get("status") == BLOCKED
    ]
    for row in counter.ledger.documents("stock", copy=False):
        if (row.get("negative") or counter.rules.negative) != BLOCKS or is_transit(row["location"]):
            continue
        item = counter.catalogue.get(row["sku"])
        named = {"sku": row["sku"], "name": "" if item is None else item.name}
        found.append({**named, "location": row["location"], "qty": row["qty"], "always": False})
    return sorted(found, key=lambda row: (not row["always"], str(row["name"]).casefold()))


def expiring(counter: Counter, days: int) -> list[dict[str, Any]]:
    """The lots that expire within so many days, or have, those first that are sold first."""
    today = counter.today()
    until = (today + timedelta(days=days)).isoformat()
    found = []
    for row in counter.ledger.documents("stock"):
        if not row.get("lots"):
            continue
        item = counter.catalogue.get(row["sku"])
        for lot in Balance.from_document(row).lots:
            if lot.expires and lot.expires <= until:
                left = (date.fromisoformat(lot.expires) - today).days
                found.append(
                    {
                        "expires": lot.expires,
                        "days": left,
                        "sku": row["sku"],
                        "name": "" if item is None else item.name,
                        "lot": lot.code,
                        "qty": plain(lot.quantity),
                        "location": row["location"],
                    }
                )
    return sorted(found, key=lambda row: (row["expires"], row["sku"], row["lot"]))


def values(
    counter: Counter, balances: Iterable[Balance], items: Mapping[str, Mapping[str, Any]] | None = None
) -> list[dict[str, Any]]:
    """What stock is worth at its cost, by department; of `items` as they were, or as they are now.

    `unknown` is how many items have no cost, and count nothing.
    """
    found: dict[str, dict[str, Any]] = {}
    for there in balances:
        document = _document(counter, there.sku) if items is None else items.get(there.sku)
        known = document or {}
        cost = known.get("cost")
        name = str(known.get("department") or "")
        row = found.setdefault(name, {"department": name, "items": 0, "value": 0, "unknown": 0})
        if not there.quantity:
            continue
        row["items"] += 1
        row["unknown"] += cost is None
        worth = value_of(there.quantity, None if cost is None else Decimal(cost), counter.shop.currency)
        row["value"] += worth
    return sorted(found.values(), key=lambda row: -int(row["value"]))


def _document(counter: Counter, sku: str) -> Mapping[str, Any] | None:
    item: Mapping[str, Any] | None = counter.ledger.find("items", "sku", sku)
    return item


def card(counter: Counter, item: Item) -> dict[str, Any]:
    """Everything about one item but what moved: price, cost, margin, places, lots, orders, suppliers."""
    with_costs = sees_costs(counter)
    cost = item.cost if with_costs else None
    balances = sorted(
        filter(_is_somewhere, map(Balance.from_document, counter.ledger.find_all("stock", "sku", item.sku))),
        key=lambda one: (one.location != counter.rules.location, is_transit(one.location), one.location),
    )
    last = next((one.last for one in balances if one.last is not None), None)
    gain = margin(item.price, cost, _net_part(counter, item))
    return {
        "sku": item.sku,
        "name": item.name,
        "department": item.department,
        "unit": item.unit.value,
        "codes": [*map(short_gtin, item.gtins), *([item.plu] if item.plu else [])],
        "price": _text(item.price),
        "cost": _text(cost),
        "last": _text(last if with_costs else None),
        "margin": _text(gain),
        "places": [_row(counter, one, item, with_costs=with_costs) for one in balances],
        "lots": [
            {"lot": lot.code, "expires": lot.expires, "qty": plain(lot.quantity), "location": one.location}
            for one in balances
            for lot in one.lots
        ],
        "orders": _orders(counter, item.sku),
        "suppliers": [
            one.to_document() | ({} if with_costs else {"cost": None})
            for one in suppliers.supplies_of(counter, item.sku)
        ],
    }


def _is_somewhere(there: Balance) -> bool:
    """Not a way that everything has arrived on."""
    return bool(there.quantity) or not is_transit(there.location)


def _orders(counter: Counter, sku: str) -> list[dict[str, Any]]:
    """The orders an item is to come with."""
    found = []
    for order in counter.ledger.documents(purchasing.TABLE):
        if order["state"] == purchasing.SENT:
            left = purchasing.missing(order).get(sku)
            if left is not None:
                found.append({"order": order["code"], "supplier": order["supplier"], "qty": plain(left)})
    return found


def _net_part(counter: Counter, item: Item) -> Decimal:
    """What part of a price is no tax."""
    rules = counter.pricing()
    applied = rules.taxes.get(item.tax, ())
    if not rules.inclusive or not applied:
        return Decimal(1)
    return Decimal(split(_UNIT, applied, inclusive=True)[0]) / _UNIT


def _text(number: Decimal | None) -> str | None:
    return None if number is None else plain(number)
