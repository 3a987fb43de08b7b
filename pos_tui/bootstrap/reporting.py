"""Reports of an open shop: which sums are read, from what is kept by day or from the records."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from data.figures import StoreFigures
from pos_tui.core.records import business_day
from pos_tui.core.report.cube import Cube, total
from pos_tui.core.report.listing import Listed, aligned, by_of, compared, listed, time_of
from pos_tui.core.report.owed import VOUCHERS, opened, with_expired
from pos_tui.core.report.period import FIRST, Period
from pos_tui.core.report.registry import FIGURES, FOLDS, report_of
from pos_tui.core.report.spec import Place
from pos_tui.core.report.stocked import MOVEMENT, STANDING
from pos_tui.core.report.together import among

if TYPE_CHECKING:
    from pos_tui.core.ports import People
    from pos_tui.core.report.cube import Days
    from pos_tui.core.report.folding import DayCubes
    from pos_tui.core.report.spec import By, Fold, Report

    from .front import Shopfront

Tell = Callable[[int, int], None]
"""Hears how much of how much is read."""
COMPARISONS = {"before": Period.before, "year": Period.year_before}
"""What a period can be compared with: the one before, and the same days last year."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A report of a period, as of one record of the journal."""

    report: Report
    by: str
    period: Period
    against: Period | None
    at: int
    """The number of the journal's last record that counts in it."""
    listed: Listed


_PEOPLE = frozenset({"customer", "account"})
"""Key columns that are about persons, whom records name by their ids alone."""


def today(front: Shopfront) -> date:
    """The business day now, by the clock."""
    zone = ZoneInfo(front.shop.timezone)
    return date.fromisoformat(business_day(front.clock(), zone, front.settings.cutoff_minutes))


class ShopReports:
    """Reads reports. All of one answer is as of the same record; no lock is taken, and nothing is written but
    sums that are kept for the next time."""

    def __init__(self, front: Shopfront) -> None:
        self._front = front
        zone = front.shop.timezone
        self._figures = StoreFigures(
            front.store, Place(ZoneInfo(zone), front.shop.currency.code), f"{FIGURES} {zone}"
        )

    def read(self, name: str, period: Period, by: str | None = None, against: str = "", *,
             tell: Tell = lambda done, whole: None) -> Answer:  # fmt: skip
        """A report of a period; `against` is one of `COMPARISONS`, or empty.

        Raises InvalidValue: there is no such report, way to list it, or period to compare. StoreError.
        """
        report = report_of(name)
        by_name, way = by_of(report, by)
        called = self._called if _PEOPLE & set(way.keys) else self._item_name
        found = listed(report, way, self._days(report, way, period, tell), called)
        other = COMPARISONS[against](period) if against else None
        if other is not None:
            then = aligned(self._days(report, way, other, tell), time_of(way), period, other)
            found = compared(report, found, listed(report, way, then, called))
        return Answer(report, by_name, period, other, self._front.store.at(), found)

    def _days(self, report: Report, way: By, period: Period, tell: Tell) -> Days:
        fold, days = way.fold, period.days
        if fold in STANDING:
            from .stock_reports import standing

            return {"": standing(self._front, fold, period.last, today(self._front))}
        if report.running:
            kept = self._of(fold, self._figures.kept(FOLDS, (FIRST.isoformat(), days[1]), tell))
            if fold is VOUCHERS:
                last = min(days[1], today(self._front).isoformat())
                kept = with_expired(kept, self._front.store.documents("vouchers"), last)
            return opened(kept, days[0], fold)
        if fold.kept:
            return self._of(fold, self._figures.kept(FOLDS, days, tell))
        if fold.first is not None:
            before = self._of(fold.first, self._figures.folded((fold.first,), days, tell))
            fold = among(total(before.values()))
        found = self._of(fold, self._figures.folded((fold,), days, tell))
        if report.unsold:
            return self._with_unsold(fold, found)
        return self._stocked(found) if fold is MOVEMENT else found

    def _with_unsold(self, fold: Fold, days: Days) -> Days:
        """With nothing for each item that is kept in stock."""
        from .stock_reports import kept_items

        nothing = [0] * len(fold.measures)
        rows = [((self._front.shop.currency.code, "item", item), nothing) for item in kept_items(self._front)]
        return {**days, "": total((*days.values(), Cube(rows)))}

    def _stocked(self, days: Days) -> Days:
        """Without what is not kept in stock."""
        from .stock_reports import kept_items

        items = kept_items(self._front)
        return {
            day: Cube(row for row in cube.sums.items() if row[0][-1] in items) for day, cube in days.items()
        }

    def keep(self, segments: int, tell: Tell = lambda done, whole: None) -> None:
        """Makes the sums of so many sealed parts of the journal, the newest, where they are missing.

        Raises StoreError.
        """
        self._figures.keep(FOLDS, segments, tell)

    def kept(self, fold: Fold, days: tuple[str, str]) -> Days:
        """The sums of one of the folds that are kept, by business day. Raises StoreError."""
        return self._of(fold, self._figures.kept(FOLDS, days, lambda done, whole: None))

    @cached_property
    def _people(self) -> People:
        from .counters import people, seals

        store = self._front.store
        return people(store, lambda: seals(store))

    def _called(self, code: str) -> str:
        """What a customer is called, for who may know; nothing of those who were erased."""
        if "customers.read" not in self._front.rights.granted:
            return ""
        one = self._people.get(code)
        return "" if one is None else one.label

    def _item_name(self, sku: str) -> str:
        """What an item is called now, where the records that were read do not say."""
        item = self._front.store.find("items", "sku", sku)
        return "" if item is None else str(item["name"])

    @staticmethod
    def _of(fold: Fold, days: DayCubes) -> Days:
        return {day: days[day][fold.name] for day in sorted(days) if fold.name in days[day]}
