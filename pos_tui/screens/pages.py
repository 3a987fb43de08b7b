"""Pages in place of the ledger: text to scroll, lists to choose from. What is scanned there sells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pos_tui.core.display import clean
from pos_tui.styles.palette import PICKED, PLAIN, STRONG
from pos_tui.terminal.router import Entry, Press
from pos_tui.widgets.paint import Row, block, row

if TYPE_CHECKING:
    from .desk import Desk

PATIENCE = 0.3
"""Seconds since the last key before an Enter counts as a person's answer and not as a scanner's end mark."""

_STEPS = {"up": -1, "down": 1, "pageup": -10, "pagedown": 10, "ctrl+p": -10, "ctrl+n": 10}


class ListView:
    """Rows to choose from. Enter takes the chosen one; an entry closes the list and sells."""

    prompt = ""
    title = ""
    hint = "arrows choose, Enter takes, Esc goes back"

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.chosen = 0
        self._opened = desk.clock()
        self._top = 0

    def labels(self) -> Sequence[str]:
        """The rows as text."""
        raise NotImplementedError

    def take(self, place: int) -> None:
        """Does what the chosen row stands for; the list is closed already."""
        raise NotImplementedError

    def enter(self, entry: Entry) -> None:
        """A bare Enter chooses, unless it may be the end of a scan."""
        if entry.text:
            self.desk.close()
            self.desk.view.enter(entry)
        elif self.labels() and entry.quiet >= PATIENCE and entry.time >= self._opened + PATIENCE:
            place = self.chosen
            self.desk.close()
            self.take(place)

    def press(self, key: str, text: str) -> Press:
        """Arrows move; every other key closes the list and does what it does."""
        if key in _STEPS:
            self.chosen = min(max(self.chosen + _STEPS[key], 0), max(len(self.labels()) - 1, 0))
            return Press.ACTED
        return Press.IGNORED

    def edited(self, text: str) -> None:
        """What is typed stands in the prompt."""

    def back(self) -> None:
        """Close it."""
        self.desk.close()

    def keys(self) -> list[tuple[str, str]]:
        """Only the way back, and how to choose."""
        return [("Enter", "Take"), ("Esc", "Back")]

    def body(self, width: int, height: int) -> list[Row] | None:
        """Title, the rows around the chosen one, and the hint."""
        labels, room = self.labels(), max(height - 3, 1)
        if not self._top <= self.chosen < self._top + room:
            self._top = max(0, self.chosen - room // 2)
        rows = [
            row(f"{'>' if place == self.chosen else ' '} {label}", PICKED if place == self.chosen else PLAIN)
            for place, label in enumerate(labels[self._top : self._top + room], self._top)
        ]
        more = f"  ({self._top + 1}-{self._top + len(rows)} of {len(labels)})" if len(labels) > room else ""
        return [row(f" {self.title}{more}", STRONG), *block(rows, room), row(f" {self.hint}")]


class TextView(ListView):
    """Text to read."""

    hint = "arrows scroll, Esc goes back"

    def __init__(self, desk: Desk, lines: Sequence[str], title: str = "") -> None:
        super().__init__(desk)
        self._lines = list(lines)
        self.title = title

    def labels(self) -> Sequence[str]:
        """The lines."""
        return self._lines

    def enter(self, entry: Entry) -> None:
        """A bare Enter does nothing; an entry closes the page and sells."""
        if entry.text:
            super().enter(entry)

    def take(self, place: int) -> None:
        """There is nothing to take."""

    def keys(self) -> list[tuple[str, str]]:
        """Only the way back."""
        return [("Esc", "Back")]

    def press(self, key: str, text: str) -> Press:
        """Arrows scroll by lines and pages."""
        if key not in _STEPS:
            return Press.IGNORED
        self._top = min(max(self._top + _STEPS[key], 0), max(len(self._lines) - 5, 0))
        return Press.ACTED

    def body(self, width: int, height: int) -> list[Row] | None:
        """Title, as much of the text as fits, and the hint."""
        lines = [piece for line in self._lines for piece in _wrap(line, width - 2)]
        rows = [row(f" {line}") for line in lines[self._top : self._top + height - 2]]
        return [row(f" {self.title}", STRONG), *block(rows, max(height - 2, 0)), row(f" {self.hint}")]


def _wrap(line: str, width: int) -> list[str]:
    """A line in pieces of at most `width` characters, broken at spaces where there are any."""
    line, pieces = clean(line, limit=1000), []
    while len(line) > width > 0:
        place = line.rfind(" ", 1, width + 1)
        place = place if place > 0 else width
        pieces.append(line[:place])
        line = "  " + line[place:].lstrip()
        if place <= 2:
            break
    return [*pieces, line]
