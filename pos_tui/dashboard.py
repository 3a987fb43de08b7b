"""The dashboard's screen in Textual: reads the board again every few seconds, in its worker."""

from __future__ import annotations

from .terminal import environment  # noqa: F401  # sets what Textual reads when it is imported

# isort: split
import os
from typing import TYPE_CHECKING

from .core.errors import PosError
from .locale import formats
from .screens.alone import AloneScreen
from .screens.dashboard import BoardView
from .styles.themes import has_colours
from .terminal.routed import Routed

if TYPE_CHECKING:
    from collections.abc import Callable

    from .core.dashboard import Board
    from .core.ports import Clock
    from .core.shop import Shop
    from .terminal.router import Router

EVERY = 5.0
"""Seconds between two readings, unless somebody says another number."""


class Dashboard(Routed):
    """Shows what `read` gives until it is left. Leaves with 0."""

    CSS_PATH = "styles/till.tcss"

    def __init__(
        self,
        view: BoardView,
        read: Callable[[], Board],
        clock: Clock,
        *,
        every: float = EVERY,
        colours: bool = True,
    ) -> None:
        super().__init__("board")
        self.view = view
        self.window = AloneScreen(view, "board", colours=colours)
        self._read, self._clock, self._every = read, clock, every
        self._reading = False

    def get_default_screen(self) -> AloneScreen:
        """The only screen there is."""
        return self.window

    @property
    def router(self) -> Router:
        """The view's."""
        return self.view.router

    def started(self) -> None:
        """Reads at once, and from then on again and again."""
        self._look()
        self.set_interval(self._every, self._look)

    def show(self) -> None:
        """Draws what changed, or leaves."""
        if self.view.leaving:
            self.leave(0)
            return
        if self.view.wanted:
            self._look()
        self.view.now = self._clock().astimezone(self.view.zone)
        self.window.show()
        self.paint_now(self.window.parts)

    def _look(self) -> None:
        """Has the worker read, unless it does already."""
        self.view.wanted = False
        if not self._reading:
            self._reading = True
            self.work(self._board, self._took)

    def _board(self) -> Board | str:
        try:
            return self._read()
        except PosError as error:
            return error.message

    def _took(self, found: Board | str) -> None:
        self._reading = False
        if isinstance(found, str):
            self.view.trouble = found
        else:
            self.view.board, self.view.trouble = found, ""


def run_dashboard(
    shop: Shop, locale: str, read: Callable[[], Board], clock: Clock, *, every: float = EVERY
) -> int:
    """Runs it on this terminal, with numbers as the locale has them; returns the exit code."""
    view = BoardView(shop.currency, formats(locale), shop.timezone)
    return Dashboard(view, read, clock, every=every, colours=has_colours(os.environ)).run_here()
