"""What is usual, and what a board says of it."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from pos_tui.core.dashboard import (
    Board,
    as_it_should_be,
    hour_order,
    hours_of,
    usual_hours,
    usual_until,
    worth_saying,
)
from pos_tui.core.finding import Finding, Level

HOURS = hour_order(0)
DAYS = st.lists(st.dictionaries(st.sampled_from(HOURS), st.integers(-(10**6), 10**6)), max_size=5)


def board(**facts: object) -> Board:
    return replace(Board("S", "2026-11-23", 1, "GBP", 0, 0, None, 0, (), ()), **facts)  # type: ignore[arg-type]


def test_a_day_on_which_nothing_was_sold_does_not_make_the_others_smaller() -> None:
    assert usual_hours([{"09": 100}, {}, {"09": 201, "10": 10}]) == {"09": 151, "10": 5}
    assert usual_hours([{}, {}]) == {}


@given(DAYS, st.randoms())
def test_the_order_of_days_does_not_matter(days: list[dict[str, int]], random: object) -> None:
    mixed = list(days)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert usual_hours(mixed) == usual_hours(days)


@given(st.dictionaries(st.sampled_from(HOURS), st.integers(0, 10**6)), st.integers(0, 1439))
def test_what_is_usual_grows_with_the_day_up_to_the_whole(hours: dict[str, int], minute: int) -> None:
    def until(at: int) -> int:
        return usual_until(hours, HOURS, f"{at // 60:02d}", at % 60)

    assert until(0) == 0
    assert until(max(minute - 1, 0)) <= until(minute) <= sum(hours.values())
    assert until(minute // 60 * 60) == sum(sold for hour, sold in hours.items() if int(hour) < minute // 60)


def test_a_business_day_may_begin_at_four() -> None:
    order = hour_order(4 * 60)
    assert (order[0], order[-1]) == ("04", "03")
    hours = {"23": 100, "01": 60}
    assert usual_until(hours, order, "01", 30) == 130
    assert [one.hour for one in hours_of({"23": 5}, hours, order)] == ["23", "00", "01"]


def test_hours_without_earlier_days_say_nothing_of_what_is_usual() -> None:
    assert [(one.sold, one.usual) for one in hours_of({"09": 5, "11": 6}, {}, HOURS)] == [
        (5, None), (0, None), (6, None),
    ]  # fmt: skip
    assert hours_of({}, {}, HOURS) == ()


def test_average_and_change_are_half_up_and_of_nothing_there_is_none() -> None:
    assert (board().average, board().change) == (None, None)
    assert board(sold=101, receipts=2).average == 51
    assert board(sold=-101, receipts=2).average == -51
    assert board(sold=110, usual=100).change == 100
    assert board(sold=0, usual=3).change == -1000


def test_only_what_somebody_has_to_do_is_said_the_worst_first() -> None:
    levels = (Level.OK, Level.DO, Level.NOTE, Level.BAD)
    found = worth_saying(Finding("disk", level, level.value) for level in levels)
    assert [one.level for one in found] == [Level.BAD, Level.DO]


def test_how_the_rest_does_is_said_once_an_area() -> None:
    levels = (("backups", Level.OK), ("backups", Level.NOTE), ("disk", Level.OK), ("disk", Level.DO))
    findings = [Finding(area, level, level.value) for area, level in levels]
    assert as_it_should_be(findings) == (findings[0],), "what is wrong with the disk is said elsewhere"


def test_lines_on_a_receipt_are_in_tenths() -> None:
    assert board().basket is None
    assert board(lines=5, receipts=3).basket == 17
