"""What a piece contains, and so its price by the kilogram, litre or metre (as Directive 98/6/EC wants it)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Final

from .errors import InvalidValue
from .money import EXACT, plain
from .quantity import Unit
from .words import _

if TYPE_CHECKING:
    from .currency import Currency
    from .item import Item

_TEXT: Final = re.compile(
    r"(?:(\d{1,3})\s*[x×*]\s*)?(\d{1,6}(?:[.,]\d{1,3})?)\s*(kg|g|mg|l|cl|ml|m|cm)", re.ASCII | re.IGNORECASE
)
_MEASURES: Final = {
    "kg": (Unit.KILOGRAM, "1"),
    "g": (Unit.KILOGRAM, "0.001"),
    "mg": (Unit.KILOGRAM, "0.000001"),
    "l": (Unit.LITRE, "1"),
    "cl": (Unit.LITRE, "0.01"),
    "ml": (Unit.LITRE, "0.001"),
    "m": (Unit.METRE, "1"),
    "cm": (Unit.METRE, "0.01"),
}
_OF_SMALL: Final = {Unit.GRAM: Unit.KILOGRAM, Unit.MILLILITRE: Unit.LITRE}
_THOUSAND: Final = Decimal(1000)


@dataclass(frozen=True, slots=True)
class Content:
    """So much of a kilogram, litre or metre; above 0."""

    amount: Decimal
    unit: Unit
    text: str
    """As it is stored and read: 6x330 ml."""


def parse_content(text: str) -> Content:
    """The content of a text such as 330 ml, 0.75 l or 6x330ml. Raises InvalidValue."""
    match = _TEXT.fullmatch(text.strip())
    amount = Decimal(match[2].replace(",", ".")) if match else Decimal(0)
    times = Decimal(match[1] or 1) if match else Decimal(0)
    if match is None or not amount or not times:
        raise InvalidValue(
            _("'{text}' is no content: write a number and kg, g, l, cl, ml, m or cm", text=text[:40])
        )
    unit, factor = _MEASURES[match[3].lower()]
    shown = f"{plain(amount)} {match[3].lower()}"
    return Content(
        EXACT.multiply(EXACT.multiply(times, amount), Decimal(factor)),
        unit,
        f"{plain(times)}x{shown}" if times != 1 else shown,
    )


def parse_per(text: str) -> Content:
    """What unit prices are shown for, such as 100 g where that is usual (98/6/EC, article 2b).

    Raises InvalidValue.
    """
    content = parse_content(text if text[:1].isdigit() else f"1 {text}")
    if content.text.partition(" ")[0] not in ("1", "10", "100", "500"):
        raise InvalidValue(_("'{text}': a unit price is for 1, 10, 100 or 500 of a measure", text=text[:40]))
    return content


def unit_price(item: Item, currency: Currency) -> tuple[Decimal, str] | None:
    """(price, what for): by kilogram, litre or metre, or by what the item says; half up to the currency's
    digits. None where it has none."""
    found = _by_measure(item, currency)
    if found is None or not item.per:
        return None if found is None else (found[0], found[1].value)
    per = parse_per(item.per)
    if per.unit is not found[1]:
        return found[0], found[1].value
    price = item.price or Decimal(0)
    if item.unit in _OF_SMALL:
        price = EXACT.multiply(price, _THOUSAND)
    each = per.amount
    if item.unit is Unit.EACH:
        each = EXACT.divide(each, parse_content(item.content).amount)
    return _rounded(EXACT.multiply(price, each), currency), per.text.removeprefix("1 ")


def _by_measure(item: Item, currency: Currency) -> tuple[Decimal, Unit] | None:
    if item.price is None or item.price <= 0:
        return None
    if item.unit in _OF_SMALL:
        return _rounded(EXACT.multiply(item.price, _THOUSAND), currency), _OF_SMALL[item.unit]
    if item.unit is not Unit.EACH:
        return item.price, item.unit
    if not item.content:
        return None
    content = parse_content(item.content)
    return _rounded(EXACT.divide(item.price, content.amount), currency), content.unit


def _rounded(price: Decimal, currency: Currency) -> Decimal:
    return price.quantize(currency.unit, ROUND_HALF_UP, EXACT)
