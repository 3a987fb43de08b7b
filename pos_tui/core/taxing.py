"""What a sale is taxed: contained in prices or on top of them, both in one sale, to the minor unit.

Rounding is half up (away from zero), once per rate and sale or once per line, by the shop's setting.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, lru_cache, partial
from itertools import cycle, islice
from typing import TYPE_CHECKING, Final, NamedTuple

from .money import EXACT, divide_half_up, round_half_up
from .tax import AppliedTax, TaxLine

if TYPE_CHECKING:
    from .tax_shares import Share

_HUNDRED = Decimal(100)
_TaxRow = tuple[str, Decimal | None, str]
"""What receipts print a row for: a tax and its rate; or a tax code that no tax falls on, and why."""
_Parts = tuple[tuple[int, ...], ...]


class Treatment(NamedTuple):
    """How an amount is taxed."""

    code: str
    """Of its tax."""
    inclusive: bool
    """Whether it contains the tax."""
    relief: str = ""
    """Why its buyer owes the shop no tax (`EXEMPT`, `REVERSE`): what it contains is taken out of it."""


_NONE: Final[Mapping[int, Treatment]] = {}
_NONE_KINDS: Final[Mapping[str, str]] = {}


@dataclass(frozen=True)
class Taxed:
    """The taxes of a sale in minor units."""

    lines: tuple[TaxLine, ...]
    tax: int
    _split: Callable[[], _Parts] = field(compare=False)
    on_top: int = 0
    """What the amounts come to more, all together: taxes on top of them, less those taken out."""
    relieved: Mapping[int, Treatment] = field(default_factory=dict, compare=False)
    """Amounts whose buyer owes no tax, by their place."""
    shares: Mapping[int, Callable[[], list[Share]]] = field(default_factory=dict, compare=False)
    """What falls under each tax code of amounts that have several, by their place; worked out when asked."""

    @cached_property
    def _all_parts(self) -> _Parts:
        return self._split()

    @cached_property
    def parts(self) -> _Parts:
        """The taxes of each amount given, one for each that its code has; they add up to those of all.

        Worked out when asked: no scan needs it.
        """
        if not self.relieved:
            return self._all_parts
        return tuple(() if i in self.relieved else parts for i, parts in enumerate(self._all_parts))

    @property
    def per_line(self) -> tuple[int, ...]:
        """All taxes of each amount given."""
        return tuple(map(sum, self.parts))

    def relief(self, place: int) -> int:
        """The tax that is taken out of an amount."""
        how = self.relieved.get(place)
        return sum(self._all_parts[place]) if how is not None and how.inclusive else 0


class _Alike(NamedTuple):
    """Amounts that are taxed the same way."""

    how: Treatment
    places: Sequence[int]
    amounts: Sequence[int]
    taxes: Sequence[AppliedTax]


def split(amount: int, taxes: Sequence[AppliedTax], inclusive: bool) -> tuple[int, list[int]]:
    """(net, one tax each) of an amount; for inclusive prices net + taxes is the amount again."""
    of = _whole(taxes, inclusive)
    parts = [round_half_up(_part(amount, tax.share, of)) for tax in taxes]
    return (amount - sum(parts) if inclusive else amount), parts


def tax_amounts(
    amounts: Iterable[tuple[str, int]],
    codes: Mapping[str, tuple[AppliedTax, ...]],
    *,
    inclusive: bool,
    per_line: bool,
    otherwise: Mapping[int, Treatment] = _NONE,
    kinds: Mapping[str, str] | None = None,
) -> Taxed:
    """The taxes of (tax code, amount in minor units) pairs; `codes` are the rates of the business day.

    `otherwise` says how those are taxed, by place, that are not as `inclusive` says; `kinds` why no tax falls
    on a code that has none, where it is not out of scope. The same tax at the same rate under several codes,
    contained or on top, is one row, and rounded once unless `per_line`.
    """
    given = list(amounts)
    sums = _alike(given, codes, inclusive, otherwise)
    owed = None if per_line else _rounded_once(sums)
    rows: dict[_TaxRow, list[int]] = {}
    on_top = 0
    for number, (how, _places, each, taxes) in enumerate(sums):
        for amount in each if owed is None else (sum(each),):
            parts = split(amount, taxes, how.inclusive)[1] if owed is None else owed[number]
            tax = sum(parts)
            net = amount - tax if how.inclusive else amount
            if how.relief or not taxes:
                on_top += net - amount
                key = (how.code, None, how.relief or (kinds or _NONE_KINDS).get(how.code, ""))
                rows.setdefault(key, [0, 0])[0] += net
            else:
                on_top += net + tax - amount
                _add(rows, taxes, net, parts)
    lines = _lines(rows, sums)
    each_part = partial(_per_line, len(given), sums, owed)
    relieved = {place: how for place, how in otherwise.items() if how.relief} if otherwise else _NONE
    return Taxed(lines, sum([line.tax for line in lines]), each_part, on_top, relieved)


def added(rows: Iterable[TaxLine]) -> tuple[TaxLine, ...]:
    """The rows with those of the same tax at the same rate as one."""
    found: dict[_TaxRow, TaxLine] = {}
    for row in rows:
        key = (row.code, row.rate, row.kind)
        before = found.get(key)
        found[key] = (
            row if before is None else replace(row, net=before.net + row.net, tax=before.tax + row.tax)
        )
    return tuple(found.values())


def _alike(
    given: Sequence[tuple[str, int]],
    codes: Mapping[str, tuple[AppliedTax, ...]],
    inclusive: bool,
    otherwise: Mapping[int, Treatment],
) -> list[_Alike]:
    """What is taxed the same way together, in an order that is not that of the amounts."""
    usual: dict[str, list[int]] = {}
    for place, (code, _amount) in enumerate(given):
        if place not in otherwise:
            usual.setdefault(code, []).append(place)
    found = {Treatment(code, inclusive): places for code, places in usual.items()}
    for place, how in otherwise.items():
        found.setdefault(how, []).append(place)
    return [
        _Alike(how, found[how], [given[i][1] for i in found[how]], codes[how.code]) for how in sorted(found)
    ]


def _add(rows: dict[_TaxRow, list[int]], taxes: Sequence[AppliedTax], net: int, parts: Sequence[int]) -> None:
    for tax, part in zip(taxes, parts, strict=True):
        row = rows.setdefault((tax.name, tax.rate, ""), [0, 0])
        row[0] += net
        row[1] += part


def _lines(rows: Mapping[_TaxRow, Sequence[int]], sums: Sequence[_Alike]) -> tuple[TaxLine, ...]:
    compound: dict[_TaxRow, Decimal] = {
        (tax.name, tax.rate, ""): tax.share for one in sums for tax in one.taxes if tax.compound_share
    }
    return tuple(
        [
            TaxLine(code, rate, net, tax, compound.get((code, rate, kind)) if compound else None, kind)
            for (code, rate, kind), (net, tax) in rows.items()
        ]
    )


def _per_line(count: int, sums: Sequence[_Alike], owed: Sequence[Sequence[int]] | None) -> _Parts:
    """What each amount is taxed; `owed` are the taxes of each sum, None where each amount was rounded."""
    shares: list[tuple[int, ...]] = [()] * count
    for number, (how, places, amounts, taxes) in enumerate(sums):
        if owed is None:
            each = [tuple(split(amount, taxes, how.inclusive)[1]) for amount in amounts]
        else:
            each = _apart(owed[number], amounts, taxes, how.inclusive)
        for i, parts in zip(places, each, strict=True):
            shares[i] = parts
    return tuple(shares)


def _apart(
    owed: Sequence[int], amounts: Sequence[int], taxes: Sequence[AppliedTax], inclusive: bool
) -> list[tuple[int, ...]]:
    """Each amount's part of each tax, where `owed` are the taxes of all of them.

    Amounts get their part of all taxes together first, so the last tax is what the others leave of it.
    """
    if not taxes:
        return [()] * len(amounts)
    of = _whole(taxes, inclusive)
    percent = sum((tax.share for tax in taxes), Decimal(0))
    left = _spread(sum(owed), [_part(amount, percent, of) for amount in amounts])
    columns: list[list[int]] = []
    for tax, whole in zip(taxes[:-1], owed[:-1], strict=True):
        column = _spread(whole, [_part(amount, tax.share, of) for amount in amounts])
        left = [rest - part for rest, part in zip(left, column, strict=True)]
        columns.append(column)
    return list(zip(*columns, left, strict=True))


def _whole(taxes: Sequence[AppliedTax], inclusive: bool) -> Decimal:
    """What an amount is in percent of its net."""
    return sum((tax.share for tax in taxes), _HUNDRED) if inclusive else _HUNDRED


@lru_cache(maxsize=4096)  # each scan taxes all the lines before it again
def _part(amount: int, percent: Decimal, of: Decimal) -> Decimal:
    """amount x percent / of, unrounded. Multiplied first: a quotient cut at 50 digits, and multiplied then,
    can fall short of a half that is exact."""
    return EXACT.divide(EXACT.multiply(Decimal(amount), percent), of)


def _rounded_once(sums: Sequence[_Alike]) -> list[list[int]]:
    """The taxes of each sum; what several of them owe of one tax at one rate is rounded together.

    What is taken out of prices is no tax, and is rounded on its own.
    """
    totals = [sum(one.amounts) for one in sums]
    parts = [split(total, one.taxes, one.how.inclusive)[1] for total, one in zip(totals, sums, strict=True)]
    members: dict[tuple[str, Decimal, str], list[tuple[int, int]]] = {}
    for number, one in enumerate(sums):
        for place, tax in enumerate(one.taxes):
            members.setdefault((tax.name, tax.rate, one.how.relief), []).append((number, place))
    for row in (row for row in members.values() if len(row) > 1):
        owed, exact = Fraction(0), []
        for number, place in row:
            how, taxes = sums[number].how, sums[number].taxes
            share, of = taxes[place].share, _whole(taxes, how.inclusive)
            owed += totals[number] * Fraction(share) / Fraction(of)
            exact.append(_part(totals[number], share, of))
        together = _spread(divide_half_up(owed.numerator, owed.denominator), exact)
        for (number, place), part in zip(row, together, strict=True):
            parts[number][place] = part
    return parts


def _spread(tax: int, exact: Sequence[Decimal]) -> list[int]:
    """Whole parts that add up to `tax`, each as near to its exact one as can be; ties go to the smaller one.

    Each part is near its own exact tax, never a share of the sum: in an exchange the sum may be next to
    nothing, and what either side is taxed is not.
    """
    parts = [round_half_up(part) for part in exact]
    left = tax - sum(parts)
    if left:
        step = 1 if left > 0 else -1
        order = sorted(range(len(parts)), key=lambda i: (step * (parts[i] - exact[i]), exact[i], i))
        for i in islice(cycle(order), abs(left)):
            parts[i] += step
    return parts
