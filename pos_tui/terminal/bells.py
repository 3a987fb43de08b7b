"""What the terminal's bell says: each kind of outcome has a pattern of its own, told apart without looking.

A scanner beeps when it has read something; only the till knows whether it sold.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, Protocol

PATTERNS: Final[Mapping[str, tuple[float, ...]]] = {
    "good": (0.0,),
    "unknown": (0.0, 0.35),
    "refused": (0.0, 0.15, 0.3),
}
"""When the bell strikes, in seconds. A console's bell lasts 0.125 s: one, two apart, three in a row."""


class Timer(Protocol):
    """What was put off."""

    def stop(self) -> None:
        """Not to be done any more."""


class Bells:
    """Strikes the patterns, one at a time."""

    def __init__(
        self, strike: Callable[[], object], later: Callable[[float, Callable[[], object]], Timer]
    ) -> None:
        """`strike` sounds the bell once; `later` does something after so many seconds."""
        self._strike, self._later = strike, later
        self._waiting: list[Timer] = []

    def play(self, sound: str) -> None:
        """Strikes the pattern of a sound in place of what is left of the one before; others are silent."""
        pattern = PATTERNS.get(sound)
        if pattern is None:
            return
        for timer in self._waiting:
            timer.stop()
        self._waiting = [self._later(when, self._strike) for when in pattern if when]
        self._strike()
