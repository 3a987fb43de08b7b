"""The bell: a pattern for each kind of outcome, one at a time, and which of them a shop wants."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pos_tui.terminal.bells import PATTERNS, Bells

from .pty_till import PtyTill
from .shop import ean, new_shop


class Clockwork:
    """Timers that go off when a test lets the time pass."""

    def __init__(self) -> None:
        self.now = 0.0
        self.struck: list[float] = []
        self._timers: list[Timer] = []
        self.bells = Bells(self.strike, self.later)

    def strike(self) -> None:
        self.struck.append(round(self.now, 2))

    def later(self, seconds: float, do: Callable[[], object]) -> Timer:
        self._timers.append(Timer(self.now + seconds, do))
        return self._timers[-1]

    def wait(self, seconds: float) -> None:
        end = self.now + seconds
        due = sorted((t for t in self._timers if self.now < t.when <= end), key=lambda timer: timer.when)
        for timer in due:
            self.now = timer.when
            if not timer.stopped:
                timer.do()
        self.now = end


class Timer:
    """One of them."""

    def __init__(self, when: float, do: Callable[[], object]) -> None:
        self.when, self.do, self.stopped = when, do, False

    def stop(self) -> None:
        self.stopped = True


@pytest.mark.parametrize(
    ("sound", "struck"),
    [("good", [0.0]), ("unknown", [0.0, 0.35]), ("refused", [0.0, 0.15, 0.3]), ("nothing", []), ("", [])],
)
def test_each_sound_has_its_pattern(sound: str, struck: list[float]) -> None:
    works = Clockwork()
    works.bells.play(sound)
    works.wait(5)
    assert works.struck == struck


def test_no_two_patterns_are_alike() -> None:
    assert len(set(PATTERNS.values())) == len(PATTERNS)


def test_a_sound_takes_the_place_of_what_is_left_of_another() -> None:
    works = Clockwork()
    works.bells.play("refused")
    works.wait(0.2)
    works.bells.play("unknown")
    works.wait(5)
    assert works.struck == [0.0, 0.15, 0.2, 0.55]


@pytest.mark.parametrize(
    ("settings", "struck"),
    [
        ({}, (0, 2, 3)),
        ({"POS_SOUNDS_GOOD": "on"}, (1, 2, 3)),
        ({"POS_SOUNDS": "off", "POS_SOUNDS_GOOD": "on"}, (0, 0, 0)),
    ],
)
def test_b05_b06_good_unknown_and_refused_sound_apart(
    tmp_path: Path, settings: dict[str, str], struck: tuple[int, int, int]
) -> None:
    with PtyTill(new_shop(tmp_path), environ=settings) as till:
        till.start()
        for keys, seen, times in zip(
            (f"{ean(1)}\r", "5449000000996\r", "/void #9\r"),
            ("Item 00001", "5449000000996", "no line #9"),
            struck,
            strict=True,
        ):
            till.raw = b""
            till.send(keys)
            till.wait(seen)
            end = time.monotonic() + 1
            while time.monotonic() < end:
                till.pump(0.1)
            assert till.raw.count(b"\x07") == times, seen
        assert till.quit() == 0
