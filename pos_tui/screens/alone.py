"""A screen that shows one view on one canvas, from edge to edge."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol

from textual.screen import Screen

from pos_tui.styles.themes import choose
from pos_tui.widgets.canvas import Canvas

if TYPE_CHECKING:
    from textual import events

    from pos_tui.widgets.paint import Row


class Drawn(Protocol):
    """What it shows."""

    def rows(self, width: int, height: int) -> list[Row]:
        """The whole screen."""


class AloneScreen(Screen[None]):
    """One canvas."""

    AUTO_FOCUS = ""

    def __init__(self, view: Drawn, name: str, *, colours: bool) -> None:
        super().__init__()
        self._view = view
        self._look = choose("", colours)
        self._canvas = Canvas(name)
        self._shown_for = (80, 24)

    @property
    def parts(self) -> tuple[Canvas, ...]:
        """What it draws on."""
        return (self._canvas,)

    def compose(self) -> Iterator[Canvas]:
        """The canvas."""
        yield self._canvas

    def on_resize(self, event: events.Resize) -> None:
        """Draws for a terminal of another size."""
        self._shown_for = (event.size.width, event.size.height)
        self.show()

    def show(self) -> None:
        """Draws what changed since the last time."""
        self._canvas.show(self._view.rows(*self._shown_for), self._look)
