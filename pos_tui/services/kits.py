"""Kits, recipes and packs: what an item is made of, what it costs then, and whose stock it moves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from pos_tui.core.charge import charges_of
from pos_tui.core.errors import Refused
from pos_tui.core.item import BLOCKED, ENDED
from pos_tui.core.money import EXACT
from pos_tui.core.quantity import Unit
from pos_tui.core.words import _

from . import price_lists

if TYPE_CHECKING:
    from pos_tui.core.item import Item
    from pos_tui.core.tax_shares import Weights

    from .counter import Counter

_DEPTH: Final = 5
"""Parts of parts that are looked at: what goes deeper is made of itself."""
Leaves = tuple[tuple[str, Decimal], ...]
"""(SKU, how many) whose stock one of an item moves."""


def pack_of(counter: Counter, item: Item) -> tuple[Item, Decimal] | None:
    """(what is in it, how many) of a pack that has no price of its own: it sells as so many of them.

    Raises Refused where what is in it is no item.
    """
    if item.price is not None or len(item.parts) != 1:
        return None
    sku, quantity = item.parts[0]
    return _part(counter, item, sku), quantity


def check_parts(counter: Counter, item: Item) -> None:
    """Raises Refused where a part is not for sale any more, however deep. A pack may sell what is left."""
    for part in _all_parts(counter, item, _DEPTH):
        if part.status == BLOCKED or (part.status == ENDED and len(item.parts) > 1):
            raise Refused(
                _(
                    "{name} is not for sale: its part {part} is {state}",
                    name=item.name,
                    part=part.name,
                    state=_("blocked") if part.status == BLOCKED else _("ended"),
                )
            )


def least_age(counter: Counter, item: Item) -> int:
    """How old a kit's buyer has to be: as for the part that asks for most."""
    return max((part.age for part in _all_parts(counter, item, _DEPTH)), default=0)


def charges(counter: Counter, item: Item) -> list[tuple[str, Decimal]]:
    """(SKU, how many) of what one of an item brings: what it names itself, else what a kit's parts bring."""
    found: dict[str, Decimal] = {}
    _charge(counter, item, Decimal(1), found, _DEPTH)
    return list(found.items())


def tax_weights(counter: Counter, item: Item, group: str) -> Weights:
    """How a kit's price is shared over the taxes of its parts: by what these cost for a group of customers.

    Nothing where they have one tax, or one of them has no price and so is an ingredient, not sold by itself:
    then the whole has the item's own tax.
    """
    found: dict[str, Decimal] = {}
    for sku, count in leaves(counter, item):
        part = _part(counter, item, sku)
        price = _price(counter, part, group, _DEPTH - 1)
        if price is None:
            return ()
        found[part.tax] = found.get(part.tax, Decimal(0)) + EXACT.multiply(price, count)
    return tuple(sorted(found.items())) if len(found) > 1 and not item.whole else ()


def _charge(counter: Counter, item: Item, times: Decimal, found: dict[str, Decimal], depth: int) -> None:
    for charge in charges_of(item.comes_with):
        found[charge.sku] = found.get(charge.sku, Decimal(0)) + EXACT.multiply(Decimal(charge.count), times)
    for sku, quantity in () if item.comes_with else item.parts:
        part = _part(counter, item, sku, depth)
        count = quantity if part.unit is Unit.EACH else Decimal(1)  # as with what is weighed by itself
        _charge(counter, part, EXACT.multiply(count, times), found, depth - 1)


def _all_parts(counter: Counter, item: Item, depth: int) -> Iterator[Item]:
    for sku, _quantity in item.parts:
        part = _part(counter, item, sku, depth)
        yield part
        yield from _all_parts(counter, part, depth - 1)


def priced(counter: Counter, item: Item, group: str) -> Item:
    """A kit with a price and a cost: its own, else what its parts come to. Raises Refused."""
    price = _price(counter, item, group, _DEPTH)
    cost = item.cost if item.cost is not None else _cost(counter, item, _DEPTH)
    return replace(item, price=price, cost=cost)


def leaves(counter: Counter, item: Item) -> Leaves:
    """What one of a kit takes from the stock: its parts, and the parts of these. Raises Refused."""
    found: dict[str, Decimal] = {}
    _gather(counter, item, Decimal(1), found, _DEPTH)
    return tuple(found.items())


def _gather(counter: Counter, item: Item, times: Decimal, found: dict[str, Decimal], depth: int) -> None:
    for sku, quantity in item.parts:
        count = EXACT.multiply(quantity, times)
        part = _part(counter, item, sku, depth)
        if part.parts:
            _gather(counter, part, count, found, depth - 1)
        else:
            found[sku] = found.get(sku, Decimal(0)) + count


def _price(counter: Counter, item: Item, group: str, depth: int) -> Decimal | None:
    own = price_lists.price_of(counter, item, group) if depth < _DEPTH else None
    if own is not None or item.price is not None or not item.parts:
        return item.price if own is None else price_lists.in_shops_terms(counter, item, own)
    total = Decimal(0)
    for sku, quantity in item.parts:
        part = _part(counter, item, sku, depth)
        price = _price(counter, part, group, depth - 1)
        if price is None:
            raise Refused(
                _(
                    "{name} has no price, and neither has its part {part}: enter {sku}@ and the price",
                    name=item.name,
                    part=part.name,
                    sku=item.sku,
                )
            )
        total += EXACT.multiply(price, quantity)
    return total


def _cost(counter: Counter, item: Item, depth: int) -> Decimal | None:
    if item.cost is not None or not item.parts:
        return item.cost
    total = Decimal(0)
    for sku, quantity in item.parts:
        cost = _cost(counter, _part(counter, item, sku, depth), depth - 1)
        if cost is None:
            return None
        total += EXACT.multiply(cost, quantity)
    return total


def _part(counter: Counter, item: Item, sku: str, depth: int = 1) -> Item:
    part = counter.catalogue.get(sku) if depth > 0 else None
    if part is None:
        raise Refused(
            _("{name} has the part {sku}, which is no item", name=item.name, sku=sku)
            if depth > 0
            else _("{name} is made of itself: pos items check says where", name=item.name)
        )
    return part
