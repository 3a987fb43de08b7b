"""Price enquiries: what an item costs and what is there of it. Nothing is sold."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pos_tui.core.barcode import short_gtin
from pos_tui.core.money import line_amount, plain
from pos_tui.core.pricing import line_figures
from pos_tui.core.taxing import split

from . import identifying, selling

if TYPE_CHECKING:
    from pos_tui.core.instore import Measured
    from pos_tui.core.item import Item

    from .counter import Counter


def enquire(counter: Counter, code: str, quantity: Decimal | None = None) -> dict[str, Any]:
    """What is known of the item of a code, as values for scripts: amounts in minor units, else decimal text.

    `price` is per `unit`, `with_tax` what the customer pays for one where prices are without tax. A label
    with a price or a weight, or a quantity, is answered by `qty` and `amount` as well. `here` is the stock at
    this place (null: not counted), `elsewhere` that at each other one.

    Raises:
        UnknownCode, Refused, InvalidValue: no or several items have it, or it cannot be sold like that.
    """
    item, measured = identifying.find_item(counter, code)
    taxes = counter.pricing().taxes.get(item.tax, ())
    stock = dict(counter.catalogue.stock(item.sku))
    here = stock.pop(counter.rules.location, None)
    return {
        "sku": item.sku,
        "name": item.name,
        "department": item.department,
        "unit": item.unit.value,
        "weighed": item.weighed,
        "price": None if item.price is None else plain(item.price),
        "with_tax": _with_tax(counter, item),
        "tax": item.tax,
        "rate": "+".join(plain(tax.rate) for tax in taxes),
        "here": None if here is None else plain(here),
        "elsewhere": {
            place: plain(there) for place, there in sorted(stock.items()) if there or place[:1] != ">"
        },
        "codes": list(map(short_gtin, item.gtins)),
        "plu": item.plu,
        **({"allergens": list(item.allergens)} if item.allergens else {}),
        **_amount(counter, code, quantity, measured),
    }


def stock_here(counter: Counter, sku: str) -> Decimal | None:
    """How many (or how much) of an item are at this place; None where it is not counted."""
    return counter.catalogue.stock(sku).get(counter.rules.location)


def _with_tax(counter: Counter, item: Item) -> int | None:
    rules = counter.pricing()
    if rules.inclusive or item.price is None or item.tax not in rules.taxes:
        return None
    net = line_amount(item.price, Decimal(1), rules.currency)
    return net + sum(split(net, rules.taxes[item.tax], inclusive=False)[1])


def _amount(
    counter: Counter, code: str, quantity: Decimal | None, measured: Measured | None
) -> dict[str, Any]:
    if quantity is None and measured is None:
        return {"qty": None, "amount": None}
    line = selling.make_line(counter, selling.Wanted(code, quantity))
    gross, _ = line_figures(line, counter.shop.currency)
    return {"qty": plain(line.quantity), "amount": gross}
