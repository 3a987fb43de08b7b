"""Text in place of the ledger, to be read. What is scanned there sells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pos_tui.core.display import clean
from pos_tui.core.words import _
from pos_tui.styles.palette import STRONG
from pos_tui.terminal.router import Entry, Press
from pos_tui.widgets.paint import Row, block, row, wrapped

from .lists import PATIENCE, ListView
from .scroll import KEYS

_LONGEST = 10_000

if TYPE_CHECKING:
    from .desk import Desk

__all__ = ["PATIENCE", "ListView", "TextView"]

_STEPS = {"up": -1, "down": 1}


class TextView:
    """Lines to scroll."""

    prompt = ""

    def __init__(self, desk: Desk, lines: Sequence[str], title: str = "") -> None:
        self.desk = desk
        self.title = title
        self.lines = list(lines)
        self._top = 0
        self._most = 0
        self._room = 1

    def enter(self, entry: Entry) -> None:
        """A bare Enter does nothing; an entry closes the page and is the counter's."""
        if entry.text:
            self.desk.close()
            self.desk.view.enter(entry)

    def press(self, key: str, text: str) -> Press:
        """Arrows scroll by lines, Page Up and Down by pages."""
        if key not in KEYS:
            return Press.IGNORED
        if key in ("home", "end"):
            self._top = 0 if key == "home" else self._most
        else:
            page = self._room - 1 if key in ("pagedown", "ctrl+n") else 1 - self._room
            self._top = min(max(self._top + _STEPS.get(key, page), 0), self._most)
        return Press.ACTED

    def edited(self, text: str) -> None:
        """What is typed stands in the prompt."""

    def back(self) -> None:
        """Close it."""
        self.desk.close()

    def keys(self) -> list[tuple[str, str]]:
        """Only the way back."""
        return [("Esc", _("Back"))]

    def hint(self) -> str:
        """What can be done, under the text."""
        return _("arrows scroll, Esc goes back") if self._most else _("Esc goes back")

    def body(self, width: int, height: int) -> list[Row] | None:
        """Title, as much of the text as fits, and the hint."""
        lines = [piece for line in self.lines for piece in paragraph(line, width - 2)]
        self._room = max(height - 2, 1)
        self._most = max(len(lines) - self._room, 0)
        self._top = min(self._top, self._most)
        rows = [row(f" {line}") for line in lines[self._top : self._top + self._room]]
        return [row(f" {self.title}", STRONG), *block(rows, self._room), row(f" {self.hint()}")]


def paragraph(line: str, width: int) -> list[str]:
    """A line in pieces of at most `width` cells, those after the first indented."""
    return wrapped(clean(line, limit=_LONGEST), width, hang="  ")
