"""Periods of business days, as people name them, and those they are compared with."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from pos_tui.core.errors import InvalidValue
from pos_tui.core.words import N_, _

_NAMED: Final = re.compile(r"(FY)?(\d{4})(?:-(?:(\d{2})(?:-(\d{2}))?|Q([1-4])|W(\d{2})))?", re.ASCII)
_AGO: Final = {"yesterday": "today", "last-week": "week", "last-month": "month", "last-quarter": "quarter"}
_AGO_YEAR: Final = "last-year"
_DAY, _WEEK, _YEAR = timedelta(days=1), timedelta(days=7), timedelta(days=364)
WORDS: Final = {
    "today": N_("today"),
    "yesterday": N_("yesterday"),
    "week": N_("this week"),
    "last-week": N_("last week"),
    "month": N_("this month"),
    "last-month": N_("last month"),
    "quarter": N_("this quarter"),
    "last-quarter": N_("last quarter"),
    "year": N_("this year"),
    "last-year": N_("last year"),
    "all": N_("all days"),
}
"""The periods that have a word, and what people call them."""
FIRST, LAST = date(1, 1, 1), date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class Period:
    """Business days from the first to the last, both included."""

    first: date
    last: date

    @classmethod
    def parse(cls, text: str, today: date, fiscal_month: int = 1) -> Period:
        """From `today`, `last-month`, 2026, FY2026, 2026-Q4, 2026-11, 2026-W47, 2026-11-23, or two with ..
        between them.

        A week begins on Monday (ISO 8601). FY2026 is the fiscal year that begins in 2026, in `fiscal_month`.

        Raises InvalidValue.
        """
        first, dots, last = text.strip().partition("..")
        if dots:
            start = cls.parse(first, today, fiscal_month).first if first else FIRST
            end = cls.parse(last, today, fiscal_month).last if last else LAST
            return cls.of(start, end)
        word = first.strip().lower()
        if word == "all":
            return EVER
        if word in _AGO:
            return _around(_AGO[word], _around(_AGO[word], today).first - _DAY)
        if word == _AGO_YEAR:
            return cls(date(today.year - 1, 1, 1), date(today.year - 1, 12, 31))
        return _around(word, today) if word in WORDS else _named(text, fiscal_month)

    @classmethod
    def of(cls, first: date, last: date) -> Period:
        """From one day to another. Raises InvalidValue where the last is before the first."""
        if first > last:
            raise InvalidValue(_("{first} is after {last}", first=first, last=last))
        return cls(first, last)

    @property
    def days(self) -> tuple[str, str]:
        """First and last as ISO text, as records have their days."""
        return self.first.isoformat(), self.last.isoformat()

    @property
    def months(self) -> int:
        """How many whole months it is; 0 where it is none."""
        first, last = self.first, self.last
        if first.day != 1 or last == LAST or (last + _DAY).day != 1:
            return 0
        return months_apart(first, last) + 1

    def before(self) -> Period:
        """The period before of the same kind: the month before a month, else as many days."""
        whole = self.months
        if self.first == FIRST:
            raise InvalidValue(_("without a first day there is nothing before it: say --from"))
        if whole:
            first = months_later(self.first, -whole)
            return Period(first, self.first - _DAY)
        length = self.last - self.first + _DAY
        return Period(self.first - length, self.first - _DAY)

    def year_before(self) -> Period:
        """The same days last year by weekday: 52 weeks before, as a Saturday sells like a Saturday."""
        if self.first == FIRST or self.last == LAST:
            raise InvalidValue(_("that needs a first and a last day: say --from and --to"))
        return Period(self.first - _YEAR, self.last - _YEAR)

    def cut(self, day: date) -> Period:
        """The same up to a day at most: what of it is over."""
        return Period(self.first, max(self.first, min(self.last, day)))

    def __str__(self) -> str:
        first, last = self.days
        if self.first == self.last:
            return first
        return f"{'' if self.first == FIRST else first}..{'' if self.last == LAST else last}"


EVER: Final = Period(FIRST, LAST)


def said_period(text: str) -> str:
    """What people call a period that is named so."""
    return _(WORDS[text]) if text in WORDS else text


def _around(word: str, day: date) -> Period:
    """The day, week, month, quarter or year that a day is in."""
    if word == "week":
        monday = day - timedelta(days=day.weekday())
        return Period(monday, monday + 6 * _DAY)
    if word == "month":
        return _month(day.year, day.month)
    if word == "quarter":
        return _months(day.year, (day.month - 1) // 3 * 3 + 1, 3)
    if word == "year":
        return _months(day.year, 1, 12)
    return Period(day, day)


def _named(text: str, fiscal_month: int) -> Period:
    found = _NAMED.fullmatch(text.strip().upper())
    try:
        if found is not None:
            fiscal, year, month, day, quarter, week = found.groups()
            return _of_parts(int(year), month, day, quarter, week, fiscal_month if fiscal else 1)
    except ValueError:
        pass
    raise InvalidValue(
        _(
            "'{text}' is no period: today, yesterday, week, month, quarter, year, last-month, 2026, 2026-Q4, "
            "2026-11, 2026-W47, 2026-11-23, or two of them with .. between",
            text=text[:40],
        )
    )


def _of_parts(
    year: int, month: str | None, day: str | None, quarter: str | None, week: str | None, begins: int
) -> Period:
    if day:
        one = date(year, int(month or 0), int(day))
        return Period(one, one)
    if month:
        return _month(year, int(month))
    if week:
        monday = date.fromisocalendar(year, int(week), 1)
        return Period(monday, monday + 6 * _DAY)
    if quarter:
        first = months_later(date(year, begins, 1), 3 * (int(quarter) - 1))
        return _months(first.year, first.month, 3)
    return _months(year, begins, 12)


def _month(year: int, month: int) -> Period:
    return Period(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))


def _months(year: int, month: int, count: int) -> Period:
    first = date(year, month, 1)
    return Period(first, months_later(first, count) - _DAY)


def months_later(day: date, count: int) -> date:
    """The first day of the month that is so many months after that of a day."""
    at = day.year * 12 + day.month - 1 + count
    return date(at // 12, at % 12 + 1, 1)


def months_apart(first: date, later: date) -> int:
    """How many months there are from the month of a day to that of another."""
    return (later.year - first.year) * 12 + later.month - first.month
