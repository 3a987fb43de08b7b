"""Quantities: Decimal with a unit, at most three decimals."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from pos_tui.core.words import _

from .errors import InvalidValue
from .money import decimal, plain

DECIMALS = 3


class Unit(StrEnum):
    """What one of an item is: a piece, or a measure."""

    EACH = "each"
    KILOGRAM = "kg"
    GRAM = "g"
    LITRE = "l"
    MILLILITRE = "ml"
    METRE = "m"

    @classmethod
    def of(cls, text: str) -> Unit:
        """The unit of that name. Raises InvalidValue."""
        try:
            return cls(text.strip().lower())
        except ValueError:
            raise InvalidValue(
                _("'{text}' is not a unit: use {units}", text=text, units=", ".join(cls))
            ) from None


def parse_quantity(text: str) -> Decimal:
    """A quantity from typed text, not negative, at most three decimals. Raises InvalidValue."""
    value = decimal(text, _("quantity"), decimals=DECIMALS)
    if value < 0:
        raise InvalidValue(_("a quantity is never negative: /void takes away, /return takes back"))
    return value


_MINOR_UNITS = (Unit.GRAM, Unit.MILLILITRE)
_MINOR_PER_UNIT = 1000


def most_of_any(limit: Decimal, weight_limit: Decimal) -> Decimal:
    """The largest quantity that `check_quantity` takes of any unit, by the same limits."""
    return max(limit, weight_limit * _MINOR_PER_UNIT)


def check_quantity(quantity: Decimal, unit: Unit, *, limit: Decimal, weight_limit: Decimal) -> None:
    """Refuse what cannot be sold: zero, half a piece, more than its limit. Raises InvalidValue.

    `limit` is of pieces, `weight_limit` of kilograms, litres or metres.
    """
    if quantity == 0:
        raise InvalidValue(_("a quantity of zero sells nothing"))
    if unit is Unit.EACH:
        if quantity != quantity.to_integral_value():
            raise InvalidValue(
                _(
                    "{quantity} is not a whole number, and this item is sold by the piece",
                    quantity=plain(quantity),
                )
            )
        if abs(quantity) > limit:
            raise InvalidValue(
                _(
                    "{quantity} is more than the limit, {limit} (limits.quantity)",
                    quantity=plain(quantity),
                    limit=plain(limit),
                )
            )
        return
    most = weight_limit * _MINOR_PER_UNIT if unit in _MINOR_UNITS else weight_limit
    if abs(quantity) > most:
        raise InvalidValue(
            _(
                "{quantity} {unit} is more than the limit of {most} {unit} (limits.weight): is a "
                "decimal point missing?",
                quantity=plain(quantity),
                unit=unit,
                most=plain(most),
            )
        )
