"""A line of several taxes: a kit's price is shared over the taxes of its parts by what these cost."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from .money import EXACT, allocate
from .refund import TaxPart, TaxShare

if TYPE_CHECKING:
    from .sale import SaleLine
    from .tax import AppliedTax
    from .taxing import Taxed

_WHOLE: Final = 9
"""Decimals of a weight: those of a price and of a quantity together."""
Weights = tuple[tuple[str, Decimal], ...]
"""(tax code, what the parts of it cost in major units), by code."""
Compute = Callable[[list["SaleLine"], list[int]], tuple["Taxed", list[int]]]


class Share(NamedTuple):
    """What of a line falls under one tax code."""

    code: str
    amount: int
    """Minor units; without what was taken out of it where its buyer owes no tax."""
    taxes: tuple[int, ...]
    """One for each tax of the code; none where the buyer owes none."""


def shared(amount: int, weights: Weights) -> list[int]:
    """The part of an amount, in minor units, under each tax code; they add up to it."""
    return allocate(amount, [int(weight.scaleb(_WHOLE, EXACT)) for _code, weight in weights])


def each_apart(
    lines: Sequence[SaleLine], amounts: Sequence[int], compute: Compute
) -> tuple[Taxed, list[int]]:
    """What `compute` says of lines of one tax each, for lines some of which have several."""
    places, singles, parts = _singles(lines, amounts)
    taxed, finals = compute(singles, parts)
    together = [0] * len(lines)
    for place, final in zip(places, finals, strict=True):
        together[place] += final

    def gathered() -> tuple[tuple[int, ...], ...]:
        found: list[tuple[int, ...]] = [()] * len(lines)
        for place, each in zip(places, taxed.parts, strict=True):
            found[place] += each
        return tuple(found)

    shares = {
        place: partial(_shares_at, place, places, singles, finals, taxed)
        for place, line in enumerate(lines)
        if line.weights
    }
    return replace(taxed, _split=gathered, relieved={}, shares=shares), together


def _singles(
    lines: Sequence[SaleLine], amounts: Sequence[int]
) -> tuple[list[int], list[SaleLine], list[int]]:
    """(place, a line of one tax, its amount) for each tax that a line has, column by column."""
    places: list[int] = []
    singles: list[SaleLine] = []
    parts: list[int] = []
    for place, (line, amount) in enumerate(zip(lines, amounts, strict=True)):
        weights = line.weights
        one = [replace(line, tax=code, taxed=()) for code, _weight in weights] or [line]
        singles += one
        parts += shared(amount, weights) if weights else [amount]
        places += [place] * len(one)
    return places, singles, parts


def _shares_at(
    wanted: int, places: Sequence[int], lines: Sequence[SaleLine], amounts: Sequence[int], taxed: Taxed
) -> list[Share]:
    rows = zip(places, lines, amounts, taxed.parts, strict=True)
    return [Share(line.tax, amount, parts) for place, line, amount, parts in rows if place == wanted]


def recorded(
    shares: Sequence[Share], taxes: Mapping[str, tuple[AppliedTax, ...]], kind_of: Callable[[str], str]
) -> tuple[TaxShare, ...]:
    """Shares as a record keeps them; `kind_of` says why no tax falls on a code that has none here."""
    found = []
    for code, amount, parts in shares:
        applied = taxes[code] if parts else ()
        found.append(
            TaxShare(code, amount, tuple(map(TaxPart, applied, parts)), "" if parts else kind_of(code))
        )
    return tuple(found)
