"""Points and tiers by the shop's rule: what a sale earns, what points are worth, when they are gone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING, Any, Final

from .errors import InvalidValue
from .money import EXACT, decimal, to_major
from .sale import BESIDE, REDEEMED
from .words import _

if TYPE_CHECKING:
    from .currency import Currency

_MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Tier:
    """What who spends enough becomes."""

    name: str
    spend: Decimal
    """Major units within the months that count."""
    factor: Decimal = Decimal(1)
    """So many times the points."""

    @classmethod
    def parse(cls, text: str) -> Tier:
        """From `gold=1000` or `gold=1000*1.5`. Raises InvalidValue."""
        name, equals, rest = text.partition("=")
        amount, star, factor = rest.partition("*")
        name = name.strip()
        if not equals or not name or not name.isprintable():
            raise InvalidValue(_("'{text}' is no tier: gold=1000, or gold=1000*1.5", text=text[:40]))
        spend = decimal(amount.strip(), _("sum of money"), decimals=4)
        times = decimal(factor.strip(), _("factor"), decimals=3) if star else Decimal(1)
        if spend <= 0 or times <= 0:
            raise InvalidValue(_("'{text}' is no tier: gold=1000, or gold=1000*1.5", text=text[:40]))
        return cls(name, spend, times)


@dataclass(frozen=True, slots=True)
class LoyaltyRules:
    """The shop's rule."""

    rate: Decimal
    """Points for 1.00 that is paid."""
    value: Decimal = Decimal(0)
    """What a point pays, in major units; 0: points pay nothing."""
    excluded: frozenset[str] = frozenset()
    """Departments that earn nothing."""
    tiers: tuple[Tier, ...] = ()
    months: int = _MONTHS
    """For tiers, what was spent in this month and so many before it less one counts."""
    expiry: int = 0
    """Days without a purchase after which points are gone; 0: never."""

    def tier(self, spent: Mapping[str, int], month: str, currency: Currency) -> Tier | None:
        """The highest one that is reached."""
        total = to_major(sum(spent.get(each, 0) for each in months_to(month, self.months)), currency)
        return max((tier for tier in self.tiers if tier.spend <= total), key=_spend, default=None)

    def factor(self, name: str) -> Decimal:
        """How many times the points a tier of that name earns."""
        return next((tier.factor for tier in self.tiers if tier.name == name), Decimal(1))

    def earned(self, paid: int, factor: Decimal, currency: Currency) -> int:
        """Whole points for minor units, rounded down."""
        if paid <= 0:
            return 0
        points = EXACT.multiply(EXACT.multiply(to_major(paid, currency), self.rate), factor)
        return int(points.to_integral_value(ROUND_FLOOR))

    def worth(self, points: int, currency: Currency) -> int:
        """What points pay, in minor units, rounded down."""
        minor = EXACT.multiply(self.value, Decimal(points)).scaleb(currency.digits, EXACT)
        return int(minor.to_integral_value(ROUND_FLOOR))

    def needed(self, amount: int, currency: Currency) -> int:
        """The points that pay so many minor units, rounded up; towards none where it goes back."""
        if not self.value:
            return 0
        points = EXACT.divide(to_major(amount, currency), self.value)
        return int(points.to_integral_value(ROUND_CEILING))

    def is_over(self, points_day: str, day: str) -> bool:
        """Whether points that were last moved on a business day are gone on another."""
        if not self.expiry or not points_day:
            return False
        return date.fromisoformat(day) > date.fromisoformat(points_day) + timedelta(days=self.expiry)


def _spend(tier: Tier) -> Decimal:
    return tier.spend


def months_to(month: str, count: int) -> list[str]:
    """A month (2026-11) and those before it, so many in all."""
    year, number = int(month[:4]), int(month[5:7])
    return [
        f"{year + (number - 1 - back) // _MONTHS:04}-{(number - 1 - back) % _MONTHS + 1:02}"
        for back in range(count)
    ]


def base(sale: Mapping[str, Any], excluded: Iterable[str], receipt: str | None = None) -> int:
    """What the goods of a sale document cost that points are for, taxes included, in minor units.

    Those that are sold; with a receipt's number those that come back from it, then below zero.
    """
    left_out, found = frozenset(excluded), 0
    for line in sale["lines"]:
        if line["void"] or line["department"] in left_out or line["source"] in BESIDE - {REDEEMED}:
            continue
        if line.get("origin", {}).get("receipt") != receipt:
            continue
        on_top = line.get("prices", sale["prices"]) == "exclusive"
        found += line["amount"] + (line["tax_amount"] if on_top else 0)
    return found


def taken_back(earned: int, whole: int, back: int) -> int:
    """Of the points that goods worth `whole` earned, those that go when `back` of it came back, in all."""
    if whole <= 0:
        return 0
    kept = max(whole - back, 0)
    return earned - earned * kept // whole
