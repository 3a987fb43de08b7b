"""A clock that jumps is told apart from time that passes, however long nobody looks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_tui.services.watching import TOLERANCE, ClockWatch, Jump

START = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)


class Clocks:
    """A wall clock and a steady one."""

    def __init__(self) -> None:
        self.wall, self.ticks = START, 1000.0

    def pass_time(self, seconds: float) -> None:
        self.wall += timedelta(seconds=seconds)
        self.ticks += seconds

    def watch(self, latest: datetime | None = None) -> ClockWatch:
        return ClockWatch(lambda: self.wall, lambda: self.ticks, latest)


@given(st.lists(st.floats(0, 10**6), max_size=5))
def test_time_that_passes_is_no_jump(waits: list[float]) -> None:
    clocks = Clocks()
    watch = clocks.watch()
    for seconds in waits:
        clocks.pass_time(seconds)
        assert watch.look() is None


@given(st.integers(-(10**8), 10**8), st.integers(0, 10**6))
def test_a_jump_either_way_is_seen_once(seconds: int, passed: int) -> None:
    clocks = Clocks()
    watch = clocks.watch()
    clocks.pass_time(passed)
    expected = clocks.wall
    clocks.wall += timedelta(seconds=seconds)
    jump = watch.look()
    assert (jump is not None) == (abs(seconds) > TOLERANCE.total_seconds())
    if jump is not None:
        assert jump == Jump(expected, clocks.wall)
    assert watch.look() is None


@pytest.mark.parametrize(("behind", "seen"), [(-3600, False), (0, False), (120, False), (121, True)])
def test_a_start_before_what_is_on_record_already_is_a_jump_back(behind: int, seen: bool) -> None:
    clocks = Clocks()
    latest = START + timedelta(seconds=behind)
    watch = clocks.watch(latest)
    clocks.pass_time(10)
    assert watch.look() == (Jump(latest + timedelta(seconds=10), clocks.wall) if seen else None)
    clocks.pass_time(10)
    assert watch.look() is None
