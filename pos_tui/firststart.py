"""The first start's screen in Textual. It shows and routes; the questions are the wizard's."""

from __future__ import annotations

from .terminal import environment  # noqa: F401  # sets what Textual reads when it is imported

# isort: split
import os
from typing import TYPE_CHECKING

from .core.words import _
from .screens.alone import AloneScreen
from .screens.view import Notice
from .screens.wizard import WizardView
from .styles.themes import has_colours
from .terminal.routed import Routed

if TYPE_CHECKING:
    from .terminal.router import Router
    from .wizard.engine import Wizard


class FirstStart(Routed):
    """Asks until the wizard has ended."""

    CSS_PATH = "styles/till.tcss"

    def __init__(self, wizard: Wizard, *, colours: bool = True) -> None:
        super().__init__("wizard")
        self.view = WizardView(wizard, self.work, self._sound)
        self.window = AloneScreen(self.view, "first", colours=colours)

    def get_default_screen(self) -> AloneScreen:
        """The only screen there is."""
        return self.window

    @property
    def router(self) -> Router:
        """The view's."""
        return self.view.router

    def show(self) -> None:
        """Draws what changed, or leaves."""
        if self.view.leaving:
            self.leave(0)
        else:
            self.window.show()
            self.paint_now(self.window.parts)

    def say_slow(self) -> None:
        """The disk or the printer takes its time."""
        if self.router.held:
            self.view.notice = Notice(_("one moment..."))
            self.show()

    def _sound(self, sound: str) -> None:
        if sound == "refused":
            self.sound(sound)


def run_first_start(wizard: Wizard) -> int:
    """Runs the first start's screen on this terminal; returns 0 or the exit code of what ended it."""
    app = FirstStart(wizard, colours=has_colours(os.environ))
    return app.run_here()
