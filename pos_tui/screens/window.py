"""The one Textual screen of the till: one canvas that shows the picture."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual.screen import Screen

from pos_tui.core.words import _
from pos_tui.widgets.canvas import Canvas

from .picture import Picture

if TYPE_CHECKING:
    from textual import events

    from .desk import Desk


class TillScreen(Screen[None]):
    """Shows a desk. It takes no keys: the router has them."""

    AUTO_FOCUS = ""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._picture = Picture(desk)
        self._canvas = Canvas("till")
        self._shown_for = (80, 24)
        self.time = ""
        """The time as the header shows it."""
        self.printer = _("no printer")
        """The printer's state, in words."""

    @property
    def parts(self) -> tuple[Canvas, ...]:
        """What it draws on."""
        return (self._canvas,)

    def compose(self) -> Iterator[Canvas]:
        """One canvas: the picture has a layout of its own, which changes while selling."""
        yield self._canvas

    def on_resize(self, event: events.Resize) -> None:
        """Draws for a terminal of another size."""
        self._shown_for = (event.size.width, event.size.height)
        self.show()

    def show(self) -> None:
        """Draws what changed since the last time."""
        picture = self._picture
        picture.time, picture.printer = self.time, self.printer
        self._canvas.show(picture.rows(*self._shown_for), self._desk.theme)
