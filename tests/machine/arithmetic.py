"""The model's own arithmetic: fractions, and trying everything. Nothing here comes from the till."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import combinations
from math import floor

Piece = tuple[str, int]
"""(SKU, what it costs in minor units)."""


def half_away(value: Fraction | int) -> int:
    """The nearest integer; a half goes away from zero."""
    size = floor(abs(Fraction(value)) + Fraction(1, 2))
    return size if value >= 0 else -size


def to_step(amount: int, step: int) -> int:
    """The nearest multiple of a coin; a half goes away from zero."""
    return half_away(Fraction(amount, step)) * step


def major(minor: int) -> str:
    """Minor units as people type them."""
    return f"{'-' if minor < 0 else ''}{abs(minor) // 100}.{abs(minor) % 100:02d}"


def decimals(thousandths: int) -> str:
    """A quantity as people type it."""
    return (
        f"{thousandths // 1000}.{thousandths % 1000:03d}" if thousandths % 1000 else str(thousandths // 1000)
    )


@dataclass(frozen=True)
class Deal:
    """A promotion: sets of so many pieces of some goods, and what a set saves."""

    parts: tuple[tuple[frozenset[str], int], ...]
    price: int | None = None
    """Minor units that a whole set costs."""
    cheapest: bool = False
    """The cheapest piece is free."""
    percent: int = 0
    amount: int = 0
    """Minor units off a piece."""
    limit: int | None = None

    def worth(self, pieces: Sequence[Piece]) -> Fraction:
        """What a set saves."""
        costs = [cost for _sku, cost in pieces]
        if self.price is not None:
            return Fraction(sum(costs) - self.price)
        if self.cheapest:
            return Fraction(min(costs))
        if self.percent:
            return Fraction(sum(costs) * self.percent, 100)
        return Fraction(min(self.amount, sum(costs)))

    def is_set(self, pieces: Sequence[Piece]) -> bool:
        """Whether these pieces make one set."""
        if len(self.parts) == 1:
            return all(sku in self.parts[0][0] for sku, _cost in pieces)
        [(first, _one), (second, _other)] = self.parts
        (one, _), (other, _) = pieces
        return (one in first and other in second) or (one in second and other in first)

    @property
    def size(self) -> int:
        """Pieces of a set."""
        return sum(count for _skus, count in self.parts)


def most_saved(deals: Sequence[Deal], pieces: Iterable[Piece]) -> Fraction:
    """The most that any use of the deals saves: each piece is in one set at most."""

    @cache
    def best(left: tuple[Piece, ...], limits: tuple[int, ...]) -> Fraction:
        if not left:
            return Fraction(0)
        found = best(left[1:], limits)
        for number, deal in enumerate(deals):
            if limits[number]:
                rest = tuple(limit - (n == number) for n, limit in enumerate(limits))
                for chosen, others in _with_first(left, deal.size):
                    if deal.is_set(chosen):
                        found = max(found, deal.worth(chosen) + best(others, rest))
        return found

    return best(tuple(sorted(pieces)), tuple(-1 if deal.limit is None else deal.limit for deal in deals))


def _with_first(left: tuple[Piece, ...], size: int) -> Iterator[tuple[tuple[Piece, ...], tuple[Piece, ...]]]:
    """(set, what is left) of each set of that size that the first piece is in; equal ones once."""
    seen = set()
    for places in combinations(range(1, len(left)), size - 1):
        chosen = (left[0], *(left[place] for place in places))
        if chosen not in seen:
            seen.add(chosen)
            yield chosen, tuple(piece for place, piece in enumerate(left) if place and place not in places)


@dataclass(frozen=True)
class Tax:
    """A part of a tax code: percent as the law says it, and as a share of the net amount."""

    name: str
    rate: str
    share: Fraction


def tax_rows(
    sums: Mapping[str, int], codes: Mapping[str, Sequence[Tax]], inclusive: bool
) -> dict[tuple[str, str], tuple[int, int]]:
    """(net, tax) by name and rate, of what was sold by tax code; each tax is rounded once."""
    rows = {}
    for code, amount in sums.items():
        whole = 100 + sum(tax.share for tax in codes[code]) if inclusive else Fraction(100)
        parts = [half_away(amount * tax.share / whole) for tax in codes[code]]
        net = amount - sum(parts) if inclusive else amount
        for tax, part in zip(codes[code], parts, strict=True):
            rows[tax.name, tax.rate] = (net, part)
    return rows


def part_of(whole: int, before: int, now: int, of: int) -> int:
    """What `now` of `of` brings back of a whole amount after `before`: running totals are rounded."""
    return half_away(Fraction(whole * (before + now), of)) - half_away(Fraction(whole * before, of))
