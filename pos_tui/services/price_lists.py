"""Which price an item has now, for this customer: a list that holds replaces the catalogue's."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from decimal import Decimal

    from pos_tui.core.item import Item
    from pos_tui.core.price_list import PriceList
    from pos_tui.core.sale import Basket, SaleLine

    from .counter import Counter

LISTS: Final = "price_lists"
PRICES: Final = "list_prices"


def price_of(counter: Counter, item: Item, group: str) -> Decimal | None:
    """The unit price that lists in force ask of an item, in major units: the lowest; None where none does."""
    lists = counter.price_lists()
    if not lists or not item.sku:
        return None
    moment = counter.now()
    prices = [_listed(counter, one, item.sku) for one in lists if one.holds(moment, group)]
    return min((price for price in prices if price is not None), default=None)


def _listed(counter: Counter, of: PriceList, sku: str) -> Decimal | None:
    from pos_tui.core.list_price import ListPrice  # loaded where there are lists

    document = counter.ledger.find(PRICES, "code", ListPrice(of.code, sku, None).key)
    return None if document is None else ListPrice.from_document(document).price


def for_group(counter: Counter, basket: Basket, group: str) -> Basket:
    """The basket of a buyer of another group: lines at a price of the shop's own get that group's.

    A price that no list has anything to do with stays as it was when it was entered.
    """
    lines = tuple(_for_group(counter, line, group) for line in basket.lines)
    return replace(basket, lines=lines, group=group)


def _for_group(counter: Counter, line: SaleLine, group: str) -> SaleLine:
    if line.void or line.exact is not None or line.source not in ("catalogue", "list"):
        return line
    item = counter.catalogue.get(line.sku)
    if item is None:
        return line
    listed = price_of(counter, item, group)
    if listed is not None:
        return line if listed == line.unit_price else replace(line, unit_price=listed, source="list")
    if line.source == "list" and item.price is not None:
        return replace(line, unit_price=item.price, source="catalogue")
    return line
