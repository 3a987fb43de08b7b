"""The quick keys: a grid of items without bar codes. A number or a function key sells; so does a scan."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pos_tui.core.display import clean, fit
from pos_tui.core.errors import PosError
from pos_tui.core.quick import KEYS
from pos_tui.core.words import _
from pos_tui.styles.palette import PLAIN, STRONG
from pos_tui.terminal.router import Entry, Press
from pos_tui.widgets.paint import BLANK, Row, beside, block, row, wrapped

if TYPE_CHECKING:
    from pos_tui.core.quick import QuickKey, QuickPage

    from .desk import Desk

_FUNCTION = [f"f{number}" for number in range(1, KEYS + 1)]
_TURNS = {"pageup": -1, "ctrl+p": -1, "left": -1, "up": -1, "pagedown": 1, "ctrl+n": 1, "right": 1, "down": 1}
_WIDE = 55
"""Columns from which on five keys stand side by side."""
_TALL = 4
"""Rows from which on a key has its name in lines of its own."""


class QuickView:
    """A page at a time; what is taken is sold, and the grid is left."""

    prompt = ""

    def __init__(self, desk: Desk, pages: Sequence[QuickPage]) -> None:
        self.desk = desk
        self._pages = pages
        self._page = 0

    def enter(self, entry: Entry) -> None:
        """A number that is a key's sells by it; anything else is the counter's."""
        text = entry.text.strip()
        if not text:
            return
        self.desk.close()
        number = text.rpartition("*")[2]
        if not entry.is_scan and number.isdigit() and 0 < int(number[:6]) <= len(self._pages) * KEYS:
            self.desk.run(f"/quick {text}")
        else:
            self.desk.view.enter(entry)

    def press(self, key: str, text: str) -> Press:
        """F1 to F10 sell from this page, a typed quantity (3*) with them; arrows turn pages."""
        if key in _TURNS and self._pages:
            self._page = (self._page + _TURNS[key]) % len(self._pages)
            return Press.ACTED
        if key not in _FUNCTION or not self._pages:
            return Press.IGNORED
        times = text.strip()
        if times and not times.endswith("*"):
            self.desk.say(_("type a quantity as 3*, or the key's number and Enter"), "refused")
            return Press.ACTED
        self.desk.close()
        self.desk.run(f"/quick {times}{self._page * KEYS + _FUNCTION.index(key) + 1}")
        return Press.TOOK

    def edited(self, text: str) -> None:
        """What is typed stands in the prompt."""

    def back(self) -> None:
        """Close it."""
        self.desk.close()

    def keys(self) -> list[tuple[str, str]]:
        """How to turn pages, and the way back."""
        turn = [("PgDn", _("Next page"))] if len(self._pages) > 1 else []
        return [("F1-F10", _("Sell")), *turn, ("Esc", _("Back"))]

    def body(self, width: int, height: int) -> list[Row] | None:
        """The page's name, its keys, and what can be done."""
        if not self._pages:
            return [
                row(f" {_('QUICK KEYS')}", STRONG),
                BLANK,
                row(" " + _("There are none yet.")),
                row(" " + _("pos quickkeys set FILE makes some.")),
            ]
        page = self._pages[self._page]
        count = f"  {self._page + 1}/{len(self._pages)}" if len(self._pages) > 1 else ""
        across = 5 if width >= _WIDE else 2
        room = max(height - 2, 1)
        lines = max(room // (KEYS // across), 1)
        rows: list[Row] = []
        for first in range(0, len(page.keys), across):
            cells = [
                self._cell(first + place, key, width // across - 1, min(lines, _TALL + 2))
                for place, key in enumerate(page.keys[first : first + across])
            ]
            rows += [tuple(part for cell in cells for part in cell[line]) for line in range(len(cells[0]))]
        hint = _("a number or F1 to F10 sells")
        return [row(f" {clean(page.name)}{count}", STRONG), *block(rows, room), row(f" {hint}")]

    def _cell(self, place: int, key: QuickKey, width: int, lines: int) -> list[Row]:
        """One key as `lines` rows of `width` + 1 cells."""
        name, number = f"F{place + 1}", str(self._page * KEYS + place + 1)
        if not key.code:
            return [row(" " * (width + 1))] * lines
        if lines < _TALL:
            head = f" {name} "
            text = beside(f"{number} {key.label}", key.price if lines == 1 else "", width - len(head))
            rows: list[Row] = [((head, STRONG), (text + " ", PLAIN))]
            rest = [key.price] if lines > 1 else []
        else:
            rows = [((f" {fit(f'{name}  {number}', width)}", STRONG),)]
            rest = [*[*wrapped(clean(key.label), width - 1), ""][:2], key.price]
        rows += [row(f" {fit(text, width)}") for text in rest]
        return (rows + [row(" " * (width + 1))] * lines)[:lines]


def open_quick(desk: Desk, _: str) -> None:
    """Opens the quick keys; what cannot be read is told."""
    try:
        desk.open(QuickView(desk, desk.register.looking.quick_keys()))
    except PosError as error:
        desk.say(error.message, "refused")
    else:
        desk.say("")
