"""The catalogue at the counter: an item that nobody knew is made where it is needed, and recorded."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from pos_tui.core.barcode import gtin14
from pos_tui.core.department import LONGEST_CODE, LONGEST_NAME, Department, is_name
from pos_tui.core.errors import InvalidValue, Refused, UnknownCode
from pos_tui.core.item import Item
from pos_tui.core.quantity import Unit
from pos_tui.core.scan import Scan
from pos_tui.core.words import _

from .identifying import find_item
from .selling import looks_like_barcode

if TYPE_CHECKING:
    from pos_tui.core.instore import Measured

    from .counter import Counter

TABLE = "items"


@dataclass(frozen=True, slots=True)
class Made:
    """An item that is not recorded yet."""

    item: Item
    measured: Measured | None = None
    """What the label it was found by says of price or weight."""


def check_code(counter: Counter, code: str) -> None:
    """Refuses what cannot be the code of a new item. Raises InvalidValue, Refused naming what has it."""
    if not is_name(code, LONGEST_CODE):
        raise InvalidValue(_("a code has 1 to {limit} printable characters", limit=LONGEST_CODE))
    try:
        item, _measured = find_item(counter, code)
    except UnknownCode as error:
        if error.misread:
            raise Refused(
                _(
                    "{code}: the check digit is wrong, so it was misread: scan it again. "
                    "If it is printed so, pos items set makes the item",
                    code=code,
                )
            ) from None
        return
    raise Refused(_("{code} is {name} already: nothing was made", code=code, name=item.name))


def check_name(name: str) -> None:
    """Refuses what cannot be the name of an item. Raises InvalidValue."""
    if looks_like_barcode(name):
        raise InvalidValue(_("{code} is a bar code, not a name", code=name))
    if not is_name(name):
        raise InvalidValue(_("a name has 1 to {limit} printable characters", limit=LONGEST_NAME))


def check_price(price: Decimal) -> None:
    """Refuses what cannot be the price of a new item. Raises InvalidValue."""
    if price <= 0:
        raise InvalidValue(_("a new item needs a price above zero"))


def make(counter: Counter, code: str, name: str, price: Decimal, department: Department) -> Made:
    """The item of a code that nothing has, with the department's tax; `price` is in major units.

    A shop's own label (`scan.masks`) makes the item whose number it holds, sold by weight if it has one.

    Raises InvalidValue, Refused: it cannot be made like that.
    """
    code = Scan.parse(code).code
    check_code(counter, code)
    check_name(name)
    check_price(price)
    for mask in counter.rules.masks:
        measured = mask.read(code)
        if measured is not None:
            weighed = measured.weight is not None
            unit = Unit.KILOGRAM if weighed else Unit.EACH
            item = Item(measured.item, name, price, department.tax, department.code, unit, weighed)
            return Made(item, measured)
    gtin = gtin14(code)
    gtins = (gtin,) if gtin else ()
    return Made(Item(code, name, price, department.tax, department.code, gtins=gtins))


def record(counter: Counter, item: Item) -> None:
    """Makes a new item durable. Raises Refused where somebody else was quicker, StoreError."""
    with counter.ledger.transaction(operator=counter.operator) as tx:
        there = tx.find(TABLE, "sku", item.sku)
        if there is not None:
            raise Refused(_("{code} is {name} already: nothing was made", code=item.sku, name=there["name"]))
        tx.insert(TABLE, item.to_document())
