"""Where one is in many rows: which is chosen, which are seen."""

from __future__ import annotations

from dataclasses import dataclass

_PAGES = {"pageup": -1, "pagedown": 1, "ctrl+p": -1, "ctrl+n": 1}
_STEPS = {"up": -1, "down": 1}
KEYS = frozenset((*_PAGES, *_STEPS, "home", "end"))
"""The keys that move."""


@dataclass(slots=True)
class Scroll:
    """A place among rows, and the window around it. It jumps by half a page: a slow line cannot scroll."""

    chosen: int = 0
    top: int = 0
    _room: int = 10

    def move(self, key: str, count: int) -> None:
        """Chooses another of `count` rows, as one of KEYS says."""
        if key in ("home", "end"):
            self.chosen = 0 if key == "home" else count - 1
        else:
            self.chosen += _STEPS.get(key, 0) + _PAGES.get(key, 0) * max(self._room - 1, 1)
        self.chosen = min(max(self.chosen, 0), max(count - 1, 0))

    def window(self, count: int, room: int) -> range:
        """The places that are seen when there is room for so many of `count` rows."""
        self._room = max(room, 1)
        self.chosen = min(max(self.chosen, 0), max(count - 1, 0))
        if not self.top <= self.chosen < self.top + self._room:
            self.top = self.chosen - self._room // 2
        self.top = max(min(self.top, count - self._room), 0)
        return range(self.top, min(self.top + self._room, count))
