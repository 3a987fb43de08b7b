"""The same arithmetic once more, in fractions, sharing no code with what it judges."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import floor

from hypothesis import strategies as st

amounts = st.integers(-10_000_000, 10_000_000)
prices = st.decimals(0, 20_000, places=2, allow_nan=False, allow_infinity=False)
_RATES = ("0", "2.1", "3", "5", "5.5", "7", "8", "8.875", "9.975", "10", "17.5", "19", "20", "21", "25", "27")
rates = st.sampled_from([Decimal(text) for text in _RATES])


def half_away(value: Fraction) -> int:
    """The nearest integer; a half goes away from zero."""
    nearest = floor(abs(value) + Fraction(1, 2))
    return nearest if value >= 0 else -nearest


def tax_in(amount: int, rate: Decimal, others: Sequence[Decimal] = ()) -> Fraction:
    """The tax contained in an amount, unrounded, besides other taxes on the same net."""
    return Fraction(amount) * Fraction(rate) / (100 + Fraction(rate) + sum(map(Fraction, others)))


def tax_on(amount: int, rate: Decimal) -> Fraction:
    """The tax on top of an amount, unrounded."""
    return Fraction(amount) * Fraction(rate) / 100
