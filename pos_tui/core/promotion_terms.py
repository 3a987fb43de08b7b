"""A promotion's terms in minor units: what a piece gains in it, and how its sets are made."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from .money import line_amount, to_minor
from .promotion import EACH_KINDS, Kind, Promotion
from .promotion_sets import SCALE, Offer
from .quantity import Unit

if TYPE_CHECKING:
    from .currency import Currency
    from .sale import SaleLine

_PERCENT = SCALE // 100
_HUNDRED = Decimal(100)
TAKING_SOURCES = frozenset({"catalogue", "list", "sticker", "open"})
"""Prices that a promotion may lower; one that a person gave in the place of the shop's own stays."""


@dataclass(frozen=True, slots=True)
class Terms:
    """A promotion as this sale can have it."""

    promotion: Promotion
    currency: Currency
    limit: int | None
    """Times in this sale."""

    @property
    def is_each(self) -> bool:
        """Whether each piece counts for itself."""
        return self.promotion.kind in EACH_KINDS

    @property
    def is_free(self) -> bool:
        """Whether any number of pieces may have it, whatever the others do."""
        return self.is_each and self.limit is None

    @property
    def is_conditional(self) -> bool:
        """Whether so many, or so much, of its goods has to be in the sale."""
        return self.promotion.least is not None or self.promotion.spend is not None

    def offer(self) -> Offer:
        """How its sets are made."""
        promotion = self.promotion
        counts = tuple(part.count for part in promotion.parts)
        if promotion.kind is Kind.CHEAPEST:
            return Offer(counts, late=counts[0] - promotion.free, limit=self.limit)
        bonus = 0
        if promotion.kind is Kind.SET and promotion.price is not None:
            bonus = -to_minor(promotion.price, self.currency) * SCALE
        elif promotion.kind is Kind.SET and promotion.amount is not None:
            bonus = to_minor(promotion.amount, self.currency) * SCALE
        return Offer(counts, bonus, limit=self.limit)

    def is_for(self, line: SaleLine) -> bool:
        """Whether it is for goods with such a price: money off is off prices of its own kind, with their tax
        or without; a percentage, or a piece that is free, is off any."""
        promotion = self.promotion
        return line.prices == promotion.prices or (
            promotion.price is None and promotion.amount is None and not promotion.steps
        )

    def gain(self, part: int, line: SaleLine, amount: int) -> int | None:
        """What a piece of a line that costs `amount` gains in a part of a set; None where it has no place.

        Scaled by `SCALE`. What is weighed is one piece, and has a place only where each piece counts for
        itself.
        """
        promotion, last = self.promotion, len(self.promotion.parts) - 1
        if not self.is_for(line):
            return None
        if self.is_each:
            return self._reward(line, amount) or None
        if line.unit is not Unit.EACH:
            return None
        if promotion.kind is Kind.BUY_GET:
            return self._reward(line, amount) if part == last else 0
        if promotion.kind is Kind.CHEAPEST:
            return amount * _scaled(_HUNDRED if promotion.percent is None else promotion.percent)
        if promotion.price is not None:
            return amount * SCALE
        if promotion.percent is not None:
            return amount * _scaled(promotion.percent)
        # A piece that costs less than its part of the amount would make a set cost less than nothing.
        pieces = sum(one.count for one in promotion.parts)
        return 0 if amount * pieces >= to_minor(promotion.amount or Decimal(0), self.currency) else None

    def _reward(self, line: SaleLine, amount: int) -> int:
        promotion = self.promotion
        weight = Decimal(1) if line.unit is Unit.EACH else line.quantity
        if promotion.price is not None:
            return max(amount - line_amount(promotion.price, weight, self.currency), 0) * SCALE
        if promotion.amount is not None:
            return min(line_amount(promotion.amount, weight, self.currency), amount) * SCALE
        return amount * _scaled(_HUNDRED if promotion.percent is None else promotion.percent)


def _scaled(percent: Decimal) -> int:
    """A percentage in `SCALE`-ths of the whole."""
    return int(percent * _PERCENT)
