"""The first start's screen in Textual. It shows and routes; the questions are the wizard's."""

from __future__ import annotations

from .terminal import environment  # noqa: F401  # sets what Textual reads when it is imported

# isort: split
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual.screen import Screen

from .core.words import _
from .screens.desk import Notice
from .screens.layout import arrange
from .screens.wizard import WizardView
from .styles.palette import REVERSE
from .styles.themes import choose, has_colours
from .terminal.routed import Routed
from .widgets.canvas import Canvas
from .widgets.entry import entry_row
from .widgets.keybar import keybar_row
from .widgets.paint import row

if TYPE_CHECKING:
    from textual import events

    from .terminal.router import Router
    from .wizard.engine import Wizard

_PARTS = ("header", "body", "notice", "entry", "keys")


class FirstScreen(Screen[None]):
    """Five canvases, and from the view the rows for each."""

    AUTO_FOCUS = ""

    def __init__(self, view: WizardView, *, colours: bool) -> None:
        super().__init__()
        self._view = view
        self._look = choose("", colours)
        self.parts = [Canvas(name) for name in _PARTS]
        self._layout_now = arrange(80, 24)

    def compose(self) -> Iterator[Canvas]:
        """The parts."""
        yield from self.parts

    def on_resize(self, event: events.Resize) -> None:
        """Puts the parts where the till has them, over the whole width."""
        width, height = event.size
        self._layout_now = layout = arrange(width, height)
        boxes = (layout.header, layout.body, layout.notice, layout.entry, layout.keys)
        for part, box in zip(self.parts, boxes, strict=True):
            part.styles.offset = (box.x, box.y)
            part.styles.width, part.styles.height = width, box.height
        body = self.parts[1]
        body.styles.height = max(height - 4, 1)
        self.show()

    def show(self) -> None:
        """Draws what changed since the last time."""
        view, look, layout = self._view, self._look, self._layout_now
        header, body, notice, entry, keys = self.parts
        width, height = layout.header.width, max(layout.notice.y - 1, 1)
        header.show([row(view.head(width), REVERSE)], look)
        body.show(view.body(width, height), look)
        notice.show(view.told(width)[-1:], look)
        entry.show([entry_row(view.prompt, None, view.router.text, width)], look)
        keys.show([keybar_row(view.keys(), width)], look)


class FirstStart(Routed):
    """Asks until the wizard has ended."""

    CSS_PATH = "styles/till.tcss"

    def __init__(self, wizard: Wizard, *, colours: bool = True) -> None:
        super().__init__("wizard")
        self.view = WizardView(wizard, self.work, self._sound)
        self.window = FirstScreen(self.view, colours=colours)

    def get_default_screen(self) -> FirstScreen:
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
        self.ring(1 if sound == "refused" else 0)


def run_first_start(wizard: Wizard) -> int:
    """Runs the first start's screen on this terminal; returns 0 or the exit code of what ended it."""
    app = FirstStart(wizard, colours=has_colours(os.environ))
    code = app.run(mouse=False)
    return app.return_code or 0 if code is None else code
