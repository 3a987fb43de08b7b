"""A till that paints on an emulated terminal in the test, and the same screen painted whole."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from itertools import count
from typing import TYPE_CHECKING, Any

import pyte
from textual import events
from textual.drivers.headless_driver import HeadlessDriver
from textual.geometry import Size

from pos_tui.terminal.router import Stroke

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from pos_tui.app import Till

Look = tuple[str, ...]
_ROUNDS = 200
"""After so many nothing is left to do: a change of size takes a few."""
_AUTOWRAP = 7


class Terminal(pyte.Screen):
    """Does not wrap, and as terminals do loses a wide character when half of it is overwritten."""

    def __init__(self, width: int, height: int) -> None:
        super().__init__(width, height)
        self.reset_mode(_AUTOWRAP, private=True)

    def draw(self, data: str) -> None:
        """Shows text at the cursor."""
        for char in data:
            row = self.buffer[self.cursor.y]
            if not row[self.cursor.x].data and self.cursor.x:
                row[self.cursor.x - 1] = self.cursor.attrs._replace(data=" ")
            super().draw(char)
            if not row[self.cursor.x].data:
                row[self.cursor.x] = self.cursor.attrs._replace(data=" ")


class Recorder(HeadlessDriver):
    """Takes the place of the terminal's driver: what is written is shown on `screen`."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.screen, self._stream = _terminal(*self._size)
        self.is_busy = False
        """As on a slow line that still has an older frame."""
        self.written = ""

    @property
    def is_headless(self) -> bool:
        """Painted for, unlike Textual's own."""
        return False

    def write(self, data: str) -> None:
        """Shows it."""
        self.written += data
        self._stream.feed(data)

    write_frame = write

    def resize(self, width: int, height: int) -> None:
        """Another size; the terminal cuts what it showed."""
        self._size = Size(width, height)
        self.screen.resize(height, width)
        self._app.post_message(events.Resize(self._size, self._size))


class RecordedTill:
    """A till, what its terminal shows, and what it ought to show."""

    def __init__(self, till: Till, pilot: Pilot[int]) -> None:
        driver = till._driver
        assert isinstance(driver, Recorder)
        self.till, self._pilot, self.driver = till, pilot, driver
        self._times = count(1.0)

    async def type(self, *keys: str) -> None:
        """Gives keys, by name, as one read of the terminal, and lets the till paint."""
        now = next(self._times)
        self.till.take_strokes([Stroke(key, key if len(key) == 1 else None, now) for key in keys])
        await self._paint()

    async def differing_rows(self) -> list[int]:
        """Waits for the worker and the painting; returns what stays different from what is meant."""
        rows: list[int] = []
        for _ in range(_ROUNDS):
            await self.till.workers.wait_for_complete()
            await self._paint()
            shown, meant = self._shown(), self._meant()
            rows = [y for y, row in enumerate(meant) if row != shown[y]]
            if not rows and self._fills_the_terminal:
                break
            await asyncio.sleep(0.002)
        return rows

    @property
    def _fills_the_terminal(self) -> bool:
        """Whether a change of size has come through."""
        width, height = self.till.size
        return (self.driver.screen.columns, self.driver.screen.lines) == (width, height) and (
            self.till.window.query("Canvas").last().region.bottom_right == (width, height)
        )

    async def _paint(self) -> None:
        # As Pilot.pause, which waits for an idle CPU besides, and that takes as long as others are busy.
        await self._pilot._wait_for_screen()
        self.till.screen._on_timer_update()

    def free(self) -> None:
        """The slow line has taken all."""
        self.driver.is_busy = False
        self.till.line_is_free()

    def _shown(self) -> list[list[Look]]:
        """The terminal's cells, with what is seen of them."""
        return list(_cells(self.driver.screen))

    def _meant(self) -> list[list[Look]]:
        """The cells of the same screen sent whole to another terminal, by Textual's own means."""
        update = self.till.screen._compositor.render_update(full=True)
        screen, stream = _terminal(*self.till.size)
        stream.feed(update.render_segments(self.till.console))  # type: ignore[union-attr]
        return list(_cells(screen))


def _terminal(width: int, height: int) -> tuple[Terminal, pyte.Stream]:
    screen = Terminal(width, height)
    return screen, pyte.Stream(screen)


def _cells(screen: pyte.Screen) -> Iterator[list[Look]]:
    for y in range(screen.lines):
        row = screen.buffer[y]
        yield [_look(row[x]) for x in range(screen.columns)]


def _look(cell: Any) -> Look:
    """A character and its attributes; a blank shows only its background, unless it is reversed or lined."""
    lined = [name for name in ("reverse", "underscore", "strikethrough", "blink") if getattr(cell, name)]
    if cell.data == " " and not lined:
        return (" ", cell.bg)
    return (cell.data, cell.bg, cell.fg, *lined, *(["bold"] if cell.bold else []))
