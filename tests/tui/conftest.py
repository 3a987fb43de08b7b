"""A till on an emulated screen of Textual's own, over a real store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pos_tui.app import Till

from .shop import new_shop, open_till

if TYPE_CHECKING:
    from textual.pilot import Pilot


class Driven:
    """A till, its pilot and its screen as text."""

    def __init__(self, till: Till, pilot: Pilot[int]) -> None:
        self.till, self.pilot = till, pilot

    async def press(self, *keys: str) -> None:
        """Presses keys; a text of several characters that is no key name is typed."""
        for key in keys:
            await self.pilot.press(*([key] if _is_key(key) else key))
        await self.settle()

    async def settle(self) -> None:
        """Waits for the worker and the painting."""
        await self.till.workers.wait_for_complete()
        await self.pilot.pause()

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
