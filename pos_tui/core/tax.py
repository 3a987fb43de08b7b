"""Sales taxes: rates by date, several on one line, contained in the price or on top of it.

Rounding is half up (away from zero), once per rate and sale or once per line, by the shop's setting.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from .errors import InvalidValue
from .money import EXACT, allocate, plain, round_half_up

_HUNDRED = Decimal(100)


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
            raise InvalidValue(f"the tax {self.name} has no rate on {day}")
        return valid[-1]


@dataclass(frozen=True, slots=True)
class TaxCode:
    """What an item carries: the taxes that fall on it."""

    code: str
    name: str
    components: tuple[TaxComponent, ...]

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


@dataclass(frozen=True, slots=True)
class TaxLine:
    """What a sale owes of one tax, in minor units."""

    code: str
    rate: Decimal
    net: int
    tax: int


@dataclass(frozen=True, slots=True)
class Taxed:
    """The taxes of a sale, and each line's part of them; all in minor units."""

    lines: tuple[TaxLine, ...]
    per_line: tuple[int, ...]
    """Tax of each amount given, adding up to the tax of all."""
    tax: int


def split(amount: int, taxes: Sequence[AppliedTax], inclusive: bool) -> tuple[int, list[int]]:
    """(net, one tax each) of an amount; for inclusive prices net + taxes is the amount again."""
    shares = sum((tax.share for tax in taxes), Decimal(0))
    base = EXACT.divide(Decimal(amount), _HUNDRED + shares if inclusive else _HUNDRED)
    parts = [round_half_up(EXACT.multiply(base, tax.share)) for tax in taxes]
    return (amount - sum(parts) if inclusive else amount), parts


def tax_amounts(
    amounts: Iterable[tuple[str, int]],
    codes: Mapping[str, tuple[AppliedTax, ...]],
    *,
    inclusive: bool,
    per_line: bool,
) -> Taxed:
    """The taxes of (tax code, amount in minor units) pairs; `codes` are the rates of the business day."""
    given = list(amounts)
    groups: dict[str, list[int]] = {}
    for place, (code, _) in enumerate(given):
        groups.setdefault(code, []).append(place)
    rows: dict[tuple[str, Decimal], list[int]] = {}
    shares = [0] * len(given)
    for code in sorted(groups):
        places, taxes = groups[code], codes[code]
        if per_line:
            pieces = [[given[i][1]] for i in places]
        else:
            pieces = [[given[i][1] for i in places]]
        each: list[int] = []
        for piece in pieces:
            net, parts = split(sum(piece), taxes, inclusive)
            each.append(sum(parts))
            for tax, part in zip(taxes, parts, strict=True):
                row = rows.setdefault((tax.name, tax.rate), [0, 0])
                row[0] += net
                row[1] += part
        if not per_line:
            each = _spread(each[0], [given[i] for i in places])
        for i, part in zip(places, each, strict=True):
            shares[i] = part
    lines = tuple(TaxLine(name, rate, net, tax) for (name, rate), (net, tax) in rows.items())
    return Taxed(lines, tuple(shares), sum(line.tax for line in lines))


def _spread(tax: int, amounts: Sequence[tuple[str, int]]) -> list[int]:
    """Each line's part of a tax rounded once; lines of the other sign than the sum carry none of the remainder."""
    total = sum(amount for _, amount in amounts)
    if not total or not tax:
        return _balanced(tax, [amount for _, amount in amounts])
    exact = [tax * amount for _, amount in amounts]
    parts = [round_half_up(EXACT.divide(Decimal(value), Decimal(total))) for value in exact]
    left = tax - sum(parts)
    step = 1 if left > 0 else -1
    order = sorted(range(len(parts)), key=lambda i: (-step * (exact[i] - parts[i] * total) * (1 if total > 0 else -1), i))
    for i in (order * (abs(left) // len(order) + 1))[: abs(left)]:
        parts[i] += step
    return parts


def _balanced(tax: int, amounts: Sequence[int]) -> list[int]:
    if not tax:
        return [0] * len(amounts)
    return allocate(tax, [abs(amount) for amount in amounts])
