"""Items as rows of a list: name, department, stock here, price."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from pos_tui.core.display import clean, fit
from pos_tui.core.money import plain
from pos_tui.core.words import _

from .figures import price_text
from .paint import beside

if TYPE_CHECKING:
    from pos_tui.core.item import Item

_CODE, _DEPARTMENT, _STOCK, _PRICE = 14, 11, 6, 11
_WITH_STOCK, _WITH_DEPARTMENT, _WITH_CODE = 36, 50, 80
"""Columns from which on a row has room for them."""


def heads(width: int) -> str:
    """The heads of the columns for rows of that width."""
    return beside(_("Item"), _columns(_("Code"), _("Department"), _("Stock"), _("Price"), width), width)


def found_row(item: Item, stock: Decimal | None, width: int, digits: int) -> str:
    """One item; `stock` is None where it is not counted, `digits` are the currency's."""
    price = _("open price") if item.price is None else price_text(item.price, digits)
    per = "" if item.unit.value == "each" else f"/{item.unit.value}"
    there = "-" if stock is None else plain(stock)
    right = _columns(clean(item.sku), clean(item.department), there, price + per, width)
    return beside(clean(item.name), right, width)


def _columns(code: str, department: str, stock: str, price: str, width: int) -> str:
    text = price.rjust(_PRICE if width >= _WITH_DEPARTMENT else 0)
    if width >= _WITH_STOCK:
        text = f"{stock:>{_STOCK}}{price:>{_PRICE if width >= _WITH_DEPARTMENT else _PRICE - 2}}"
    if width >= _WITH_DEPARTMENT:
        text = f"{fit(department, _DEPARTMENT)}{text}"
    if width >= _WITH_CODE:
        text = f"{fit(code, _CODE)} {text}"
    return f" {text}"
