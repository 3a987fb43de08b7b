"""Periods as people name them, and what they are compared with."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_tui.core.errors import InvalidValue
from pos_tui.core.report.period import EVER, Period

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("today", "2026-11-23"),
        ("yesterday", "2026-11-22"),
        ("week", "2026-11-23..2026-11-29"),
        ("last-week", "2026-11-16..2026-11-22"),
        ("month", "2026-11-01..2026-11-30"),
        ("last-month", "2026-10-01..2026-10-31"),
        ("quarter", "2026-10-01..2026-12-31"),
        ("last-quarter", "2026-07-01..2026-09-30"),
        ("year", "2026-01-01..2026-12-31"),
        ("last-year", "2025-01-01..2025-12-31"),
        ("2026", "2026-01-01..2026-12-31"),
        ("2026-q4", "2026-10-01..2026-12-31"),
        ("2024-02", "2024-02-01..2024-02-29"),
        ("2026-W01", "2025-12-29..2026-01-04"),
        ("2026-11-23", "2026-11-23"),
        ("2026-11..2026-12", "2026-11-01..2026-12-31"),
        ("2026-11-20..today", "2026-11-20..2026-11-23"),
        ("..yesterday", "..2026-11-22"),
        ("2026..", "2026-01-01.."),
        ("all", ".."),
        ("FY2026", "2026-04-01..2027-03-31"),
        ("FY2026-Q4", "2027-01-01..2027-03-31"),
    ],
)
def test_names_of_periods(text: str, days: str) -> None:
    assert str(Period.parse(text, MONDAY, fiscal_month=4)) == days


@pytest.mark.parametrize(
    "text", ["", "tomorow", "2026-13", "2026-W54", "2026-02-30", "2026-Q5", "0000", "26", "2026-11-24..today"]
)
def test_what_is_no_period(text: str) -> None:
    with pytest.raises(InvalidValue):
        Period.parse(text, MONDAY)


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("2026-03", "2026-02-01..2026-02-28"),
        ("2026-Q1", "2025-10-01..2025-12-31"),
        ("2026", "2025-01-01..2025-12-31"),
        ("today", "2026-11-22"),
        ("2026-11-02..2026-11-08", "2026-10-26..2026-11-01"),
    ],
)
def test_the_period_before_is_of_the_same_kind(text: str, before: str) -> None:
    assert str(Period.parse(text, MONDAY).before()) == before


@given(st.dates(date(1990, 1, 1), date(2080, 1, 1)), st.integers(0, 400))
def test_the_same_days_last_year_are_the_same_weekdays(first: date, length: int) -> None:
    now = Period(first, first + timedelta(days=length))
    then = now.year_before()
    assert (then.first.weekday(), then.last.weekday()) == (now.first.weekday(), now.last.weekday())
    assert then.last - then.first == now.last - now.first
    assert timedelta(days=363) <= now.first - then.first <= timedelta(days=366)


@given(st.dates(date(1990, 1, 1), date(2080, 1, 1)), st.integers(0, 400))
def test_the_period_before_ends_where_a_period_begins(first: date, length: int) -> None:
    now = Period(first, first + timedelta(days=length))
    assert now.before().last + timedelta(days=1) == now.first


def test_without_ends_nothing_is_before() -> None:
    for compare in (Period.before, Period.year_before):
        with pytest.raises(InvalidValue):
            compare(EVER)
