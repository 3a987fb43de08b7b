"""The one Textual screen of the till: it shows the picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pos_tui.core.words import _
from pos_tui.widgets.canvas import CanvasScreen

from .picture import Picture

if TYPE_CHECKING:
    from .desk import Desk


class TillScreen(CanvasScreen):
    """Shows a desk."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("till")
        self._desk = desk
        self._picture = Picture(desk)
        self.time = ""
        """The time as the header shows it."""
        self.printer = _("no printer")
        """The printer's state, in words."""

    def show(self) -> None:
        """Draws what changed since the last time."""
        picture = self._picture
        picture.time, picture.printer = self.time, self.printer
        self._canvas.show(picture.rows(*self._shown_for), self._desk.theme)
