"""Watching the clock: a wall clock that jumps is told apart from time that passes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pos_tui.core.ports import Clock

TOLERANCE: Final = timedelta(seconds=120)
"""What a clock may be set by without a word, either way: network time corrects by less."""

Steady = Callable[[], float]
"""Seconds of a clock that nobody can set, and that goes on while the machine sleeps."""


@dataclass(frozen=True, slots=True)
class Jump:
    """A wall clock that shows another time than has passed."""

    expected: datetime
    """What it would have shown; aware, UTC."""
    shown: datetime


class ClockWatch:
    """Compares the wall clock with a steady one, each time from the look before."""

    def __init__(self, clock: Clock, steady: Steady, latest: datetime | None = None) -> None:
        """`latest` is the time of something that is on record: the clock can never be before it."""
        self._clock, self._steady = clock, steady
        self._wall, self._ticks = clock(), steady()
        if latest is not None and latest - self._wall > TOLERANCE:
            self._wall = latest

    def look(self) -> Jump | None:
        """The jump since the last look, if there was one."""
        wall, ticks = self._clock(), self._steady()
        expected = self._wall + timedelta(seconds=ticks - self._ticks)
        self._wall, self._ticks = wall, ticks
        return Jump(expected, wall) if abs(wall - expected) > TOLERANCE else None
