"""The best that promotions can come to, found by trying everything: shares no code with what it judges."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import combinations

from pos_tui.core.promotion import Kind, Promotion


@dataclass(frozen=True)
class Piece:
    """One piece of goods and what it costs in minor units."""

    sku: str
    amount: int


def worth(promotion: Promotion, chosen: Sequence[Sequence[Piece]]) -> Fraction:
    """What one set (the pieces of each part) saves, in minor units and not rounded."""
    every = [piece.amount for part in chosen for piece in part]
    percent = Fraction(promotion.percent or 0) / 100
    if promotion.kind is Kind.CHEAPEST:
        return sum(sorted(every)[: promotion.free]) * percent
    if promotion.kind in (Kind.BUY_GET, Kind.PRICE, Kind.PERCENT, Kind.AMOUNT):
        return sum((_piece(promotion, piece.amount) for piece in chosen[-1]), Fraction(0))
    if promotion.price is not None:
        return sum(every) - Fraction(promotion.price) * 100
    if promotion.amount is not None:
        return Fraction(promotion.amount) * 100
    return sum(every) * percent


def _piece(promotion: Promotion, amount: int) -> Fraction:
    if promotion.price is not None:
        return max(amount - Fraction(promotion.price) * 100, Fraction(0))
    if promotion.amount is not None:
        return min(Fraction(promotion.amount) * 100, Fraction(amount))
    return amount * Fraction(promotion.percent or 0) / 100


def sets_with(
    promotion: Promotion, first: int, left: frozenset[int], pieces: Sequence[Piece]
) -> Iterator[list[tuple[int, ...]]]:
    """Every set that the first piece can be in with others that are left: places of each part's pieces."""

    def fill(
        part: int, free: frozenset[int], chosen: list[tuple[int, ...]]
    ) -> Iterator[list[tuple[int, ...]]]:
        if part == len(promotion.parts):
            if any(first in places for places in chosen):
                yield chosen
            return
        wanted = promotion.parts[part]
        fitting = [place for place in sorted(free) if fits(promotion, part, pieces[place])]
        for places in combinations(fitting, wanted.count):
            yield from fill(part + 1, free.difference(places), [*chosen, places])

    yield from fill(0, left, [])


def fits(promotion: Promotion, part: int, piece: Piece) -> bool:
    """Whether a piece may be there at all."""
    goods = promotion.parts[part].goods
    if goods.skus and piece.sku not in goods.skus:
        return False
    if promotion.kind is Kind.SET and promotion.amount is not None:
        return piece.amount * sum(one.count for one in promotion.parts) >= promotion.amount * 100
    return True


def most(promotions: Sequence[Promotion], pieces: Sequence[Piece]) -> Fraction:
    """The most that all of them together can save."""

    @cache
    def saved(left: frozenset[int], limits: tuple[int, ...]) -> Fraction:
        if not left:
            return Fraction(0)
        first = min(left)
        found = saved(left - {first}, limits)
        for number, promotion in enumerate(promotions):
            if limits[number] == 0:
                continue
            rest = tuple(limit - (n == number) for n, limit in enumerate(limits))
            for places in sets_with(promotion, first, left, pieces):
                chosen = [[pieces[place] for place in part] for part in places]
                used = {place for part in places for place in part}
                found = max(found, worth(promotion, chosen) + saved(left.difference(used), rest))
        return found

    limits = tuple(-1 if promotion.limit is None else promotion.limit for promotion in promotions)
    return saved(frozenset(range(len(pieces))), limits)
