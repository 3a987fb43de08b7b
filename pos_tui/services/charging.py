"""Charges that come with what is sold, such as the deposit on a bottle: lines of their own under it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from pos_tui import services
from pos_tui.core.charge import charges_of, child_quantity
from pos_tui.core.errors import Refused
from pos_tui.core.sale import CHARGE, Basket, SaleLine
from pos_tui.core.words import _

from .selling import MAX_LINES

if TYPE_CHECKING:
    from pos_tui.core.item import Item

    from .counter import Counter


def with_charges(counter: Counter, basket: Basket, item: Item, place: int) -> tuple[Basket, list[str]]:
    """The basket with what comes with an item under its line, which is the last one; and what is missing.

    What comes with it has its own price, whatever was typed for the item. One that has none is left out, and
    named: goods in a customer's hand are sold. Raises Refused where the sale is full.
    """
    children, missing = [], []
    for sku, count in _brought(counter, item):
        child = _child(counter, sku, count, basket.lines[place], place + 1)
        if child is None:
            missing.append(sku)
        else:
            children.append(services.eating.served(counter, basket, child))
    if len(basket.lines) + len(children) > MAX_LINES:
        raise Refused(
            _("a sale has at most {most} lines: pay this one and go on with the next", most=MAX_LINES)
        )
    return replace(basket, lines=(*basket.lines, *children)), missing


def _brought(counter: Counter, item: Item) -> Iterable[tuple[str, Decimal]]:
    """(SKU, how many) of what comes with one of an item."""
    if not item.parts:
        return [(charge.sku, Decimal(charge.count)) for charge in charges_of(item.comes_with)]
    from . import kits  # loaded where there are any

    return kits.charges(counter, item)


def _child(counter: Counter, sku: str, count: Decimal, parent: SaleLine, number: int) -> SaleLine | None:
    item = counter.catalogue.get(sku)
    if item is None or item.price is None or item.tax not in counter.pricing().taxes:
        return None
    child = SaleLine.of(
        item,
        item.sku,
        Decimal(1),
        item.price,
        source=CHARGE,
        entered=parent.entered,
        parent=number,
        per=count,
    )
    return replace(child, quantity=child_quantity(parent, child))


def refuse_child(basket: Basket, line: SaleLine) -> None:
    """Raises Refused for a line that follows another: that one is changed, and it goes with it."""
    if line.parent:
        parent = basket.lines[line.parent - 1].name
        raise Refused(
            _(
                "{name} goes with {parent}: change #{number}, and it follows",
                name=line.name,
                parent=parent,
                number=line.parent,
            )
        )


def of_line(basket: Basket, place: int) -> list[int]:
    """The places of what goes with a line."""
    return [at for at, line in enumerate(basket.lines) if line.parent == place + 1]
