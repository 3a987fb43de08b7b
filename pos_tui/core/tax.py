"""Sales taxes: rates by date, several on one line, contained in the price or on top of it.

Rounding is half up (away from zero), once per rate and sale or once per line, by the shop's setting.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, lru_cache, partial
from itertools import cycle, islice
from typing import Any

from pos_tui.core.words import _

from .errors import InvalidValue
from .money import EXACT, divide_half_up, plain, round_half_up

_HUNDRED = Decimal(100)
TaxRow = tuple[str, Decimal | None]
"""What receipts print a row for: a tax and its rate, or a tax code that no tax falls on."""


@dataclass(frozen=True, slots=True)
class TaxComponent:
    """One tax within a tax code, with what it was and will be, by business day."""

    name: str
    rates: tuple[tuple[str, Decimal], ...]
    """(first business day as ISO text, or "" for ever; percent), in order of the days."""
    compound: bool = False
    """Levied on the net and on the taxes before it, as Quebec's QST once was."""

    def rate_on(self, day: str) -> Decimal:
        """The percentage on a business day. Raises InvalidValue before the first one."""
        valid = [rate for start, rate in self.rates if start <= day]
        if not valid:
            raise InvalidValue(_("the tax {name} has no rate on {day}", name=self.name, day=day))
        return valid[-1]


@dataclass(frozen=True, slots=True)
class TaxCode:
    """What an item carries: the taxes that fall on it."""

    code: str
    name: str
    components: tuple[TaxComponent, ...]
    """None: outside the scope of any tax, which is not the same as a rate of zero."""

    @classmethod
    def simple(cls, code: str, rate: Decimal) -> TaxCode:
        """A code with one tax at one rate."""
        return cls(code, code, (TaxComponent(code, (("", rate),)),))

    def effective(self, day: str) -> tuple[AppliedTax, ...]:
        """Its taxes on a business day, each as a percentage of the net amount."""
        applied: list[AppliedTax] = []
        for component in self.components:
            rate = component.rate_on(day)
            share = rate
            if component.compound:
                before = sum((tax.share for tax in applied), Decimal(0))
                share = EXACT.divide(EXACT.multiply(rate, _HUNDRED + before), _HUNDRED)
            applied.append(AppliedTax(component.name, rate, share))
        return tuple(applied)

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> TaxCode:
        """The tax code of a stored document."""
        return cls(
            document["code"],
            document["name"],
            tuple(
                TaxComponent(
                    part["name"],
                    tuple(sorted((rate["from"] or "", Decimal(rate["rate"])) for rate in part["rates"])),
                    bool(part.get("compound")),
                )
                for part in document["components"]
            ),
        )

    def to_document(self) -> dict[str, Any]:
        """The stored form."""
        parts = [
            {
                "name": part.name,
                "rates": [{"from": start or None, "rate": plain(rate)} for start, rate in part.rates],
                "compound": part.compound,
            }
            for part in self.components
        ]
        return {"v": 1, "code": self.code, "name": self.name, "components": parts}


@dataclass(frozen=True, slots=True)
class AppliedTax:
    """One tax at the rate of the day."""

    name: str
    rate: Decimal
    """Percent, as the law states it."""
    share: Decimal
    """Percent of the net amount: differs from the rate only where a tax is compound."""

    @property
    def compound_share(self) -> Decimal | None:
        """The share, where that is not the rate."""
        return None if self.share == self.rate else self.share


@dataclass(frozen=True, slots=True)
class TaxLine:
    """What a sale owes of one tax, in minor units."""

    code: str
    rate: Decimal | None
    """Percent; None for what is outside the scope of any tax."""
    net: int
    tax: int
    share: Decimal | None = None
    """Percent of the net, where that is not the rate: the tax falls on the taxes before it, too."""


@dataclass(frozen=True)
class Taxed:
    """The taxes of a sale in minor units."""

    lines: tuple[TaxLine, ...]
    tax: int
    _split: Callable[[], tuple[tuple[int, ...], ...]] = field(compare=False)

    @cached_property
    def parts(self) -> tuple[tuple[int, ...], ...]:
        """The taxes of each amount given, one for each that its code has; they add up to those of all.

        Worked out when asked: no scan needs it.
        """
        return self._split()

    @property
    def per_line(self) -> tuple[int, ...]:
        """All taxes of each amount given."""
        return tuple(map(sum, self.parts))


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
) -> Taxed:
    """The taxes of (tax code, amount in minor units) pairs; `codes` are the rates of the business day.

    The same tax at the same rate under several codes is one row, and rounded once unless `per_line`.
    """
    given = list(amounts)
    groups: dict[str, list[int]] = {}
    for place, (code, _amount) in enumerate(given):
        groups.setdefault(code, []).append(place)
    sums = {code: sum(given[i][1] for i in groups[code]) for code in sorted(groups)}
    owed = {} if per_line else _rounded_once(sums, codes, inclusive)
    rows: dict[TaxRow, list[int]] = {}
    for code in sums:
        for amount in [given[i][1] for i in groups[code]] if per_line else [sums[code]]:
            parts = split(amount, codes[code], inclusive)[1] if per_line else owed[code]
            _add(rows, code, codes[code], amount - (sum(parts) if inclusive else 0), parts)
    compound: dict[TaxRow, Decimal] = {
        (tax.name, tax.rate): tax.share for code in sums for tax in codes[code] if tax.compound_share
    }
    lines = tuple(TaxLine(*row, net, tax, compound.get(row)) for row, (net, tax) in rows.items())
    each = partial(_per_line, given, groups, codes, inclusive, None if per_line else owed)
    return Taxed(lines, sum(line.tax for line in lines), each)


def added(rows: Iterable[TaxLine]) -> tuple[TaxLine, ...]:
    """The rows with those of the same tax at the same rate as one."""
    found: dict[TaxRow, TaxLine] = {}
    for row in rows:
        key = (row.code, row.rate)
        before = found.get(key)
        found[key] = (
            row if before is None else replace(row, net=before.net + row.net, tax=before.tax + row.tax)
        )
    return tuple(found.values())


def _per_line(
    given: Sequence[tuple[str, int]],
    groups: Mapping[str, Sequence[int]],
    codes: Mapping[str, tuple[AppliedTax, ...]],
    inclusive: bool,
    owed: Mapping[str, Sequence[int]] | None,
) -> tuple[tuple[int, ...], ...]:
    """What each amount is taxed; `owed` are the taxes of each code, None where each amount was rounded."""
    shares: list[tuple[int, ...]] = [()] * len(given)
    for code, places in groups.items():
        amounts = [given[i][1] for i in places]
        if owed is None:
            each = [tuple(split(amount, codes[code], inclusive)[1]) for amount in amounts]
        else:
            each = _apart(owed[code], amounts, codes[code], inclusive)
        for i, taxes in zip(places, each, strict=True):
            shares[i] = taxes
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


def _add(
    rows: dict[TaxRow, list[int]], code: str, taxes: Sequence[AppliedTax], net: int, parts: Sequence[int]
) -> None:
    if not taxes:
        rows.setdefault((code, None), [0, 0])[0] += net
    for tax, part in zip(taxes, parts, strict=True):
        row = rows.setdefault((tax.name, tax.rate), [0, 0])
        row[0] += net
        row[1] += part


def _rounded_once(
    sums: Mapping[str, int], codes: Mapping[str, tuple[AppliedTax, ...]], inclusive: bool
) -> dict[str, list[int]]:
    """The taxes of each code's sum; what several codes owe of one tax at one rate is rounded together."""
    parts = {code: split(amount, codes[code], inclusive)[1] for code, amount in sums.items()}
    members: dict[TaxRow, list[tuple[str, int]]] = {}
    for code in sums:
        for place, tax in enumerate(codes[code]):
            members.setdefault((tax.name, tax.rate), []).append((code, place))
    for row in (row for row in members.values() if len(row) > 1):
        owed, exact = Fraction(0), []
        for code, place in row:
            share, of = codes[code][place].share, _whole(codes[code], inclusive)
            owed += sums[code] * Fraction(share) / Fraction(of)
            exact.append(_part(sums[code], share, of))
        together = _spread(divide_half_up(owed.numerator, owed.denominator), exact)
        for (code, place), part in zip(row, together, strict=True):
            parts[code][place] = part
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
