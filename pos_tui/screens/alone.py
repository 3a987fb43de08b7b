"""A screen that shows one view."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from pos_tui.styles.themes import choose
from pos_tui.widgets.canvas import CanvasScreen

if TYPE_CHECKING:
    from pos_tui.widgets.paint import Row


class Drawn(Protocol):
    """What it shows."""

    def rows(self, width: int, height: int) -> list[Row]:
        """The whole screen."""


class AloneScreen(CanvasScreen):
    """Shows a view."""

    def __init__(self, view: Drawn, name: str, *, colours: bool) -> None:
        super().__init__(name)
        self._view = view
        self._look = choose("", colours)

    def show(self) -> None:
        """Draws what changed since the last time."""
        self._canvas.show(self._view.rows(*self._shown_for), self._look)
