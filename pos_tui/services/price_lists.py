"""Which price an item has now, for this customer: a list that holds replaces the catalogue's."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final, NamedTuple

from pos_tui.core.money import EXACT, PRICE_DECIMALS
from pos_tui.core.pricing import INCLUSIVE

if TYPE_CHECKING:
    from pos_tui.core.item import Item
    from pos_tui.core.price_list import PriceList
    from pos_tui.core.sale import Basket, SaleLine

    from .counter import Counter

LISTS: Final = "price_lists"
PRICES: Final = "list_prices"


class Listed(NamedTuple):
    """What a list asks."""

    price: Decimal
    """Per unit, in major units."""
    prices: str
    """inclusive or exclusive of tax, where it is not as the shop's prices are."""


def price_of(counter: Counter, item: Item, group: str) -> Listed | None:
    """The unit price that lists in force ask of an item: the lowest, taxes and all; None where none does."""
    lists = counter.price_lists()
    if not lists or not item.sku:
        return None
    moment = counter.now()
    found: list[Listed] = []
    for one in lists:
        price = _listed(counter, one, item.sku) if one.holds(moment, group) else None
        if price is not None:
            found.append(Listed(price, one.prices))
    return min(found, key=lambda one: _with_tax(counter, item, one), default=None)


def in_shops_terms(counter: Counter, item: Item, listed: Listed) -> Decimal:
    """A list's price with its tax or without, as the shop's prices are; to the last decimal a price has."""
    if not listed.prices:
        return listed.price
    taxes = counter.pricing().taxes.get(item.tax, ())
    whole = sum((tax.share for tax in taxes), Decimal(100))
    if counter.shop.inclusive:
        turned = EXACT.divide(EXACT.multiply(listed.price, whole), Decimal(100))
    else:
        turned = EXACT.divide(EXACT.multiply(listed.price, Decimal(100)), whole)
    return EXACT.quantize(turned, Decimal(1).scaleb(-PRICE_DECIMALS))


def _with_tax(counter: Counter, item: Item, listed: Listed) -> Fraction:
    """What is paid for one, taxes and all, not rounded."""
    price = Fraction(listed.price)
    if (listed.prices or counter.shop.prices) == INCLUSIVE:
        return price
    taxes = counter.pricing().taxes.get(item.tax, ())
    return price * (100 + sum((Fraction(tax.share) for tax in taxes), Fraction(0))) / 100


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
        price, prices = listed
        if (price, prices) == (line.unit_price, line.prices):
            return line
        return replace(line, unit_price=price, prices=prices, source="list")
    if line.source == "list" and item.price is not None:
        return replace(line, unit_price=item.price, prices="", source="catalogue")
    return line
