"""The latest day of birth that is old enough."""

from __future__ import annotations

from datetime import date

import pytest

from pos_tui.core.age import AgeCheck, latest_birth


@pytest.mark.parametrize(
    ("today", "years", "born"),
    [
        (date(2026, 11, 23), 18, date(2008, 11, 23)),
        (date(2026, 2, 28), 18, date(2008, 2, 28)),
        (date(2026, 3, 1), 18, date(2008, 3, 1)),
        (date(2028, 2, 29), 18, date(2010, 2, 28)),
        (date(2028, 2, 29), 20, date(2008, 2, 29)),
    ],
)
def test_the_latest_day_of_birth(today: date, years: int, born: date) -> None:
    assert latest_birth(today, years) == born


def test_a_check_is_stored_and_read() -> None:
    check = AgeCheck(18, "2008-11-23")
    assert AgeCheck.from_document(check.to_document()) == check
    assert AgeCheck.from_document(None).age == 0
