"""A till on an emulated screen of Textual's own, over a real store."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic, process_time
from typing import TYPE_CHECKING

import pytest
from textual import events

from pos_tui.app import Till

from .shop import new_shop, open_till

if TYPE_CHECKING:
    from textual.pilot import Pilot

_HAND = 0.2
"""Seconds between two keys."""


class Driven:
    """A till, its pilot and its screen as text."""

    def __init__(self, till: Till, pilot: Pilot[int]) -> None:
        self.till, self.pilot = till, pilot
        self._time = monotonic()

    async def press(self, *keys: str) -> None:
        """Presses keys at a hand's pace; a text of several characters that is no key name is typed."""
        for key in keys:
            for one in [key] if _is_key(key) else key:
                self._send(one)
            await self.settle()

    def _send(self, key: str) -> None:
        # Pilot.press waits two times for an idle CPU at each key; the router's order needs no waiting.
        event = events.Key(key, key if len(key) == 1 else None)
        self._time = max(self._time + _HAND, monotonic())
        event.time = self._time
        event.set_sender(self.till)
        self.till.post_message(event)

    async def until(self, what: Callable[[], bool], seconds: float = 20.0) -> None:
        """Waits for what comes from another thread; longer where the machine has no time for this process."""
        end, spent = monotonic() + seconds, process_time() + seconds / 10
        while not what():
            assert monotonic() < end or process_time() < spent, self.text
            await asyncio.sleep(0.02)
            await self.settle()

    async def settle(self) -> None:
        """Waits for the worker and the painting."""
        for _ in range(2):
            await self.till.workers.wait_for_complete()
            await self.pilot._wait_for_screen()
            self.till.screen._on_timer_update()

    @property
    def rows(self) -> list[str]:
        """What stands on the screen."""
        parts = list(self.till.window.query("Canvas"))
        width, height = self.till.size
        grid = [" " * width for _ in range(height)]
        for part in parts:
            x, y = part.region.offset
            for row in range(part.size.height):
                text = part.render_line(row).text  # type: ignore[attr-defined]
                grid[y + row] = grid[y + row][:x] + text + grid[y + row][x + len(text) :]
        return grid

    @property
    def text(self) -> str:
        """The same as one text."""
        return "\n".join(self.rows)


def _is_key(key: str) -> bool:
    return key in ("enter", "escape", "up", "down", "pageup", "pagedown", "backspace") or (
        key[0] == "f" and key[1:].isdigit()
    )


@pytest.fixture
def till(tmp_path: Path) -> Iterator[Till]:
    """A till of a fresh shop."""
    with open_till(new_shop(tmp_path)) as (front, register):
        yield Till(register, front)
