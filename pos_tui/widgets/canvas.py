"""The one widget of the selling path: it draws the rows it is given, and of those only what changed.

And the screen it fills from edge to edge.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from textual.geometry import Region
from textual.screen import Screen
from textual.widget import Widget

from pos_tui.styles.themes import SIXTEEN, Theme

from .paint import BLANK, Row, strip

if TYPE_CHECKING:
    from textual import events
    from textual.strip import Strip


class Canvas(Widget):
    """A rectangle of rows. It takes no focus and no keys."""

    can_focus = False

    def __init__(self, name: str) -> None:
        super().__init__(id=name)
        self.rows: Sequence[Row] = ()
        self._theme = SIXTEEN

    def show(self, rows: Sequence[Row], theme: Theme) -> None:
        """Draws other rows, or the same in another theme."""
        if theme is not self._theme:
            self._theme = theme
            self.refresh()
        old, self.rows = self.rows, rows
        width = self.size.width
        height = max(len(rows), len(old))
        changed = [y for y in range(height) if _at(rows, y) != _at(old, y)]
        if changed and width:
            self.refresh(*(Region(0, y, width, 1) for y in changed))

    def render_line(self, y: int) -> Strip:
        """The strip of one row, for Textual."""
        return strip(_at(self.rows, y), self.size.width, self._theme)


class CanvasScreen(Screen[None]):
    """One canvas. It takes no keys: the router has them."""

    AUTO_FOCUS = ""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._canvas = Canvas(name)
        self._shown_for = (80, 24)

    @property
    def parts(self) -> tuple[Canvas, ...]:
        """What it draws on."""
        return (self._canvas,)

    def compose(self) -> Iterator[Canvas]:
        """The canvas: what is on it has a layout of its own."""
        yield self._canvas

    def on_resize(self, event: events.Resize) -> None:
        """Draws for a terminal of another size."""
        self._shown_for = (event.size.width, event.size.height)
        self.show()

    @abstractmethod
    def show(self) -> None:
        """Draws what changed since the last time."""


def _at(rows: Sequence[Row], y: int) -> Row:
    return rows[y] if y < len(rows) else BLANK
