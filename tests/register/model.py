"""A till made of lists and fractions, sharing no code with the one it judges."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor
from typing import Any

PRICES = {"COLA": "1.19", "TISSUE": "2.00", "BOOK": "9.99", "BAN": "1.99"}
RATES = {"COLA": 20, "TISSUE": 20, "BOOK": 0, "BAN": 0}
COIN = 5


def half_away(value: Fraction) -> int:
    """The nearest integer; a half goes away from zero."""
    size = floor(abs(value) + Fraction(1, 2))
    return size if value >= 0 else -size


@dataclass
class Line:
    """Thousandths sold, price in minor units, percent off."""

    sku: str
    thousandths: int
    price: Fraction
    percent: int = 0
    void: bool = False

    def amount(self) -> int:
        """In minor units, before any discount on the whole basket."""
        if self.void:
            return 0
        gross = half_away(self.price * Fraction(self.thousandths, 1000))
        return gross - half_away(Fraction(gross * self.percent, 100))


@dataclass
class Model:
    """An open basket, with all it was before."""

    lines: list[Line] = field(default_factory=list)
    paid: list[tuple[str, int]] = field(default_factory=list)
    note: str | None = None
    percent: int | None = None
    """Off the whole basket."""
    off: int | None = None
    """The same as an amount in minor units."""
    past: list[Any] = field(default_factory=list)

    def step(self) -> None:
        """Keeps what there is for an undo."""
        self.past.append((deepcopy(self.lines), list(self.paid), self.note, self.percent, self.off))

    def undo(self) -> None:
        """Takes the last step back."""
        self.lines, self.paid, self.note, self.percent, self.off = self.past.pop()

    def base(self) -> int:
        """What a discount on the basket is taken off: what sells."""
        return sum(max(line.amount(), 0) for line in self.lines)

    def discount(self) -> int:
        """Off the whole basket, in minor units."""
        if self.percent is not None:
            return half_away(Fraction(self.base() * self.percent, 100))
        return min(self.off or 0, self.base())

    def share(self, line: Line) -> Fraction:
        """A line's part of that discount, not yet a whole number."""
        return Fraction(self.discount() * max(line.amount(), 0), self.base() or 1)

    def total(self) -> int:
        """To pay."""
        return sum(line.amount() for line in self.lines) - self.discount()

    def tax(self, amounts: list[int]) -> int:
        """Contained in the amounts of the lines, rounded once for each rate."""
        due = 0
        for rate in set(RATES.values()):
            amount = sum(a for a, line in zip(amounts, self.lines, strict=True) if RATES[line.sku] == rate)
            due += half_away(Fraction(amount * rate, 100 + rate))
        return due

    def rest(self) -> int:
        """Still to pay."""
        return self.total() - sum(amount for _, amount in self.paid)

    def live(self) -> list[int]:
        """The places of lines that are not void."""
        return [place for place, line in enumerate(self.lines) if not line.void]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was entered."""
        return not (self.lines or self.paid or self.note or self.percent is not None or self.off is not None)
