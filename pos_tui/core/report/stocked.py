"""Stock in reports: what moved in a period, and what stood on the shelves when it ended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from pos_tui.core.reports import CANCELLED
from pos_tui.core.stock_lines import SHOP, moves_stock, parts_of

from .spec import Doc, Fold, Place

if TYPE_CHECKING:
    from .cube import Row

WHY: Final = ("received", "sold", "came_back", "wasted", "returned", "counted", "placed")
"""Why stock moves; in thousandths, below zero where it goes. `placed` is from place to place, which comes to
nothing once all has arrived, and what was lost on the way."""
_OF_KIND: Final = {
    "receive": "received",
    "waste": "wasted",
    "returned": "returned",
    "adjust": "counted",
    "count": "counted",
    "sent": "placed",
    "arrived": "placed",
    "lost": "placed",
}
_AT: Final = {name: place for place, name in enumerate(WHY)}


def _rows(table: str, document: Doc, _place: Place) -> Iterator[Row]:
    moves = _moved(document) if table == "movements" else _sold(document)
    for sku, location, why, quantity in moves:
        amounts = [0] * len(WHY)
        amounts[_AT[why]] = int(quantity.scaleb(3))
        yield ("", "item", sku), amounts
        yield ("", "location", location, sku), amounts


_Move = tuple[str, str, str, Decimal]
"""Item, place, why and how much."""


def _moved(movement: Doc) -> Iterator[_Move]:
    why = _OF_KIND.get(movement["kind"])
    for line in movement.get("lines") or ():
        if why is not None and "sku" in line and "qty" in line:
            place = line.get("location") or movement.get("location", SHOP)
            yield line["sku"], place, why, Decimal(line["qty"])


def _sold(sale: Doc) -> Iterator[_Move]:
    """A sale says its place where the shop keeps stock."""
    if sale["kind"] == CANCELLED:
        return
    place = sale.get("location", SHOP)
    for line in filter(moves_stock, sale["lines"]):
        for sku, quantity in parts_of(line):
            if sku and quantity:
                yield sku, place, "sold" if quantity > 0 else "came_back", -quantity


MOVEMENT: Final = Fold("movement", WHY, frozenset({"movements", "sales"}), _rows, kept=False)
"""What is not kept in stock moves as well when it is sold: whoever reads this leaves it out."""


def _nothing(_table: str, _document: Doc, _place: Place) -> Iterable[Row]:
    return ()


def _standing(name: str, *measures: str) -> Fold:
    return Fold(name, measures, frozenset(), _nothing, kept=False)


VALUE: Final = _standing("stock", "items", "quantity", "value", "unknown")
REORDER: Final = _standing("reorder", "here", "coming", "low", "order")
EXPIRING: Final = _standing("expiring", "days", "quantity")
BELOW_ZERO: Final = _standing("below-zero", "quantity")
STANDING: Final = (VALUE, REORDER, EXPIRING, BELOW_ZERO)
"""What is no sum of records, but what the tables say, or said when the period ended."""
