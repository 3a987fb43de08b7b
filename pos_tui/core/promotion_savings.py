"""What a promotion saves, in money: rounded once, and shared out over the lines so that the parts add up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from .money import allocate, divide_half_up, to_minor
from .promotion_sets import SCALE

if TYPE_CHECKING:
    from .promotion import Promotion
    from .promotion_terms import Terms
    from .sale import SaleLine


@dataclass(frozen=True, slots=True)
class Saving:
    """What one promotion takes off, in minor units."""

    promotion: Promotion
    times: int
    """Sets, or pieces where each counts for itself."""
    off: int
    shares: Mapping[int, int]
    """By the place of the line; they add up to all of it."""
    is_exact: bool = True
    """Whether no other use of the goods could save more; else the basket was too absurd to tell."""


@dataclass(slots=True)
class Gathered:
    """What one promotion has gathered so far."""

    gain: int = 0
    """Scaled by `SCALE`, not rounded yet."""
    times: int = 0
    is_exact: bool = True
    amounts: dict[int, int] = field(default_factory=dict)
    """Minor units of the pieces it took, by line."""

    def take(self, place: int, amount: int) -> None:
        """Counts a piece of a line."""
        self.amounts[place] = self.amounts.get(place, 0) + amount

    def rounded(self, promotion: Promotion, lines: Sequence[SaleLine]) -> Saving | None:
        """As money, half up, shared out by what the pieces cost; None where it is nothing."""
        off = divide_half_up(self.gain, SCALE)
        if off <= 0:
            return None
        return Saving(promotion, self.times, off, _shared(off, self.amounts, lines), self.is_exact)


def is_met(terms: Terms, count: Decimal, spent: int) -> bool:
    """Whether a sale has the quantity and the amount that a promotion asks for, before any promotion."""
    promotion = terms.promotion
    if promotion.least is not None and count < promotion.least:
        return False
    return promotion.spend is None or spent >= to_minor(promotion.spend, terms.currency)


def spent_enough(
    terms: Terms, lines: Sequence[SaleLine], amounts: Sequence[int], left: list[int]
) -> list[Saving]:
    """The step a sale has reached, off what other promotions leave of its goods; `left` is lowered."""
    promotion, currency = terms.promotion, terms.currency
    [part] = promotion.parts
    places = [
        place
        for place, line in enumerate(lines)
        if part.goods.has(line.sku, line.department) and terms.is_for(line)
    ]
    spent = sum(amounts[place] for place in places)
    reached = [step for step in promotion.steps if to_minor(step[0], currency) <= spent]
    weights = {place: left[place] for place in places if left[place] > 0}
    if not reached or not weights:
        return []
    step, each = (to_minor(value, currency) for value in reached[-1])
    times = min(terms.limit or 1, spent // step) if step else terms.limit or 1
    off = min(each * times, sum(weights.values()))
    shares = _shared(off, weights, lines)
    for place, share in shares.items():
        left[place] -= share
    return [Saving(promotion, times, off, shares)]


def _shared(off: int, weights: Mapping[int, int], lines: Sequence[SaleLine]) -> dict[int, int]:
    places = sorted(weights)
    keys = [
        (lines[i].tax, lines[i].sku, str(lines[i].unit_price), str(lines[i].quantity), weights[i], i)
        for i in places
    ]
    parts = allocate(off, [weights[place] for place in places], keys)
    return {place: part for place, part in zip(places, parts, strict=True) if part}
