"""Changing prices by rule: +5 %, 0.10 more; rounded to steps and endings that have names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Final

from .errors import InvalidValue
from .money import EXACT, decimal, plain
from .words import _

if TYPE_CHECKING:
    from .currency import Currency

_RULE: Final = re.compile(r"([+-])(\d+\.?\d*|\.\d+)(%?)", re.ASCII)
_DIRECTIONS: Final = {"": ROUND_HALF_UP, "up": ROUND_CEILING, "down": ROUND_FLOOR}
_STEPS: Final = {
    "minor": (1, 0),
    "5": (5, 0),
    "10": (10, 0),
    "50": (50, 0),
    "100": (100, 0),
    "9": (10, 9),
    "90": (100, 90),
    "95": (100, 95),
    "99": (100, 99),
}
"""Name: (step, ending) in minor units; 95 is 0.95, 1.95, 2.95."""


@dataclass(frozen=True, slots=True)
class PriceRounding:
    """Where a new price may lie, and to which side it is rounded."""

    step: int = 1
    ending: int = 0
    """Minor units of each step that prices end in."""
    mode: str = ROUND_HALF_UP

    @classmethod
    def parse(cls, text: str) -> PriceRounding:
        """minor, 5, 10, 50, 100; 9, 90, 95, 99 for what prices end in; with -up or -down behind it.

        Raises InvalidValue.
        """
        name, _dash, side = text.strip().partition("-")
        if name not in _STEPS or side not in _DIRECTIONS:
            raise InvalidValue(
                _(
                    "'{text}' is no rounding: {names}; with -up or -down behind it",
                    text=text[:20],
                    names=", ".join(_STEPS),
                )
            )
        return cls(*_STEPS[name], _DIRECTIONS[side])

    def rounded(self, price: Decimal, currency: Currency) -> Decimal:
        """The price of this kind that is nearest (halves up), or on its side; never below zero."""
        steps = (price.scaleb(currency.digits, EXACT) - self.ending) / self.step
        whole = steps.to_integral_value(self.mode, EXACT)
        minor = max(whole * self.step + self.ending, Decimal(0))
        return minor.scaleb(-currency.digits, EXACT)


def is_rule(text: str) -> bool:
    """Whether a text changes a price by rule, and is not one itself."""
    return _RULE.fullmatch(text.strip()) is not None


def changed_price(text: str, rule: str, rounding: PriceRounding, currency: Currency) -> str:
    """A price (plain decimal text) as a rule such as +5%, -0.10 makes it; nothing stays an open price.

    Raises InvalidValue for what is no rule.
    """
    match = _RULE.fullmatch(rule.strip())
    if match is None:
        raise InvalidValue(_("'{rule}' is no rule for prices: +5%, -0.10", rule=rule[:20]))
    if not text:
        return ""
    price, by = Decimal(text), decimal(match[2])
    change = EXACT.multiply(price, by).scaleb(-2, EXACT) if match[3] else by
    return plain(rounding.rounded(price + change if match[1] == "+" else price - change, currency))
