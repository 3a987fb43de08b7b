"""Today at a glance: what was sold by hour beside what is usual, and what asks for somebody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .finding import Finding, Level
from .money import divide_half_up


@dataclass(frozen=True, slots=True)
class Hour:
    """One hour of the shop's clock. Amounts are minor units."""

    hour: str
    """Two digits, as in 09."""
    sold: int
    usual: int | None
    """None where no earlier day is known."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A till: whether its shift is open, and since when."""

    till: str
    owner: str = ""
    """Of the open shift; empty where none is open."""
    opened: datetime | None = None


@dataclass(frozen=True, slots=True)
class Board:
    """All that is shown, as of one record of the journal. Amounts are minor units of `currency`."""

    shop: str
    day: str
    """Business day, ISO text."""
    at: int
    """The number of the journal's last record that counts in it."""
    currency: str
    sold: int
    receipts: int
    usual: int | None
    """What is usually sold until this moment; None where no earlier day is known."""
    days: int
    """From how many earlier days of the same weekday that is."""
    hours: tuple[Hour, ...]
    tenders: tuple[tuple[str, str, int], ...]
    """(tender type, currency, amount), the largest first."""
    tills: tuple[Standing, ...] = ()
    stock: tuple[tuple[str, int], ...] = ()
    """(low, below_zero or expiring, how many items); none where there are none."""
    findings: tuple[Finding, ...] = ()
    """What is wrong with store, disk, clock, devices and backups, the worst first."""
    lines: int = 0
    """On all receipts."""
    health: tuple[Finding, ...] = ()
    """How those do that nothing is wrong with, one each."""

    @property
    def average(self) -> int | None:
        """What a receipt comes to, half up; None before the first."""
        return divide_half_up(self.sold, self.receipts) if self.receipts else None

    @property
    def basket(self) -> int | None:
        """Lines on a receipt, in tenths, half up; None before the first."""
        return divide_half_up(10 * self.lines, self.receipts) if self.receipts else None

    @property
    def change(self) -> int | None:
        """How much more than usual was sold, in tenths of a percent, half up; None beside nothing."""
        if not self.usual:
            return None
        return divide_half_up((self.sold - self.usual) * 1000, self.usual)

    def to_document(self) -> dict[str, Any]:
        """As data for scripts."""
        return {
            "shop": self.shop,
            "day": self.day,
            "record": self.at,
            "currency": self.currency,
            "sold": self.sold,
            "receipts": self.receipts,
            "average": self.average,
            "lines": self.lines,
            "usual": self.usual,
            "usual_days": self.days,
            "change": self.change,
            "hours": [{"hour": one.hour, "sold": one.sold, "usual": one.usual} for one in self.hours],
            "tenders": [
                {"tender": tender, "currency": money, "amount": amount}
                for tender, money, amount in self.tenders
            ],
            "tills": [
                {
                    "till": one.till,
                    "owner": one.owner,
                    "opened": None if one.opened is None else one.opened.isoformat(),
                }
                for one in self.tills
            ],
            "stock": dict(self.stock),
            "findings": [
                {"area": one.area, "level": one.level.value, "found": one.text, "do": one.do}
                for one in self.findings
            ],
            "health": [
                {"area": one.area, "level": one.level.value, "found": one.text} for one in self.health
            ],
        }


def usual_hours(days: Sequence[Mapping[str, int]]) -> dict[str, int]:
    """What each hour usually sells: the mean, half up, of the days on which anything was sold."""
    sold = [day for day in days if day]
    hours = sorted({hour for day in sold for hour in day})
    return {hour: divide_half_up(sum(day.get(hour, 0) for day in sold), len(sold)) for hour in hours}


def usual_until(hours: Mapping[str, int], order: Sequence[str], now: str, minute: int) -> int:
    """What is usually sold from the first hour of a business day to a minute of the hour `now`.

    `order` is the hours of a business day, which may begin at 04. Of the hour that runs its share counts,
    half up.
    """
    over = order[: order.index(now)] if now in order else order
    running = divide_half_up(hours.get(now, 0) * minute, 60) if now in order else 0
    return sum(hours.get(hour, 0) for hour in over) + running


def hour_order(cutoff: int) -> list[str]:
    """The hours of a business day that ends `cutoff` minutes after midnight, in their order."""
    first = cutoff // 60
    return [f"{(first + place) % 24:02d}" for place in range(24)]


def hours_of(sold: Mapping[str, int], usual: Mapping[str, int], order: Sequence[str]) -> tuple[Hour, ...]:
    """The hours from the first to the last that anything is said of."""
    said = [place for place, hour in enumerate(order) if hour in sold or hour in usual]
    if not said:
        return ()
    shown = order[said[0] : said[-1] + 1]
    return tuple(Hour(hour, sold.get(hour, 0), usual.get(hour, 0) if usual else None) for hour in shown)


def worth_saying(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Those that somebody has to do something about, the worst first."""
    levels = (Level.BAD, Level.DO)
    return tuple(
        sorted((one for one in findings if one.level in levels), key=lambda one: levels.index(one.level))
    )


def as_it_should_be(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The first of each area that nothing has to be done about, as it stands."""
    found: dict[str, Finding] = {}
    wrong = set()
    for one in findings:
        if one.level in (Level.BAD, Level.DO):
            wrong.add(one.area)
        found.setdefault(one.area, one)
    return tuple(one for area, one in found.items() if area not in wrong)
