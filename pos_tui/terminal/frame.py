"""What the terminal shows, cell by cell, and the fewest bytes that turn it into something else.

Pure: rows of styled text in, control sequences out. Only sequences that a vt100 has are written: CUP, CUF,
CUD, SGR, EL (ECMA-48), BS, CR and LF. A wide character fills its cell and an empty one behind it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from pos_tui.core.display import cells as cells_wide


class Cell(NamedTuple):
    """One cell: a character with its accents, "" behind a wide one; and the SGR parameters, "" for none."""

    text: str
    sgr: str


BLANK = Cell(" ", "")
Spans = Sequence[tuple[str, str]]
"""(text, SGR parameters) from left to right."""

_NEAR = 5
"""Cells between two changes that are cheaper sent again than jumped over."""
_SHORTEST_ERASE = 3
# A blank shows none of these, so it need not be sent with them: bold, dim, italic, foreground colours.
_UNSEEN = frozenset({"1", "2", "3", *map(str, range(30, 38)), *map(str, range(90, 98))})


class Frame:
    """The shadow of a terminal's screen."""

    def __init__(self, width: int, height: int) -> None:
        """A screen that is blank, with the cursor anywhere."""
        self.width, self.height = width, height
        self._rows = [[BLANK] * width for _ in range(height)]
        self._cursor: tuple[int, int] | None = None
        self._sgr = ""

    def draw(self, rows: Iterable[tuple[int, int, Spans]]) -> str:
        """Returns what shows (y, x, spans) on the terminal; parts outside of the screen are cut."""
        out: list[str] = []
        for y, x, spans in rows:
            if 0 <= y < self.height:
                self._draw_row(y, self._with(y, x, spans), out)
        if self._sgr:
            # Between frames the terminal is left plain: what others write there colours nothing.
            out.append("\x1b[m")
            self._sgr = ""
        return "".join(out)

    def _with(self, y: int, x: int, spans: Spans) -> list[Cell]:
        """Row `y` as it will be."""
        row = self._rows[y][:]
        for text, sgr in spans:
            cells = [_cell(char, sgr) for char in text] if text.isascii() else cells_of(text, sgr)
            row[x : x + len(cells)] = cells
            x += len(cells)
        del row[self.width :]
        return row

    def _draw_row(self, y: int, new: list[Cell], out: list[str]) -> None:
        old = self._rows[y]
        if new == old:
            return
        self._rows[y] = new
        end = _length(new)
        erase = max(_length(old) - end, 0)
        if erase <= _SHORTEST_ERASE:
            end, erase = end + erase, 0
        for first, last in _runs(old, new, end):
            self._move(y, first, out)
            self._write(y, first, new[first:last], out)
        if erase:
            self._move(y, end, out)
            self._style("", out)
            out.append("\x1b[K")

    def _write(self, y: int, x: int, cells: list[Cell], out: list[str]) -> None:
        """Writes cells; behind those that terminals measure differently it says anew where it is."""
        sure = True
        for place, (text, sgr) in enumerate(cells, x):
            if not text.isascii():
                sure = sure and _is_sure(text)
            elif not text:
                sure = False
            elif not sure:
                self._cursor = None
                self._move(y, place, out)
                sure = True
            if sgr != self._sgr and not (text == " " and not sgr and _shows_nothing(self._sgr)):
                self._style(sgr, out)
            out.append(text)
        end = x + len(cells)
        self._cursor = (y, end) if sure and end < self.width else None

    def _style(self, sgr: str, out: list[str]) -> None:
        if sgr != self._sgr:
            out.append(f"\x1b[{'0;' if sgr and self._sgr else ''}{sgr}m")
            self._sgr = sgr

    def _move(self, y: int, x: int, out: list[str]) -> None:
        if self._cursor == (y, x):
            return
        ways = [f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H" if y else "\x1b[H"]
        if self._cursor is not None:
            down, right = y - self._cursor[0], x - self._cursor[1]
            forward = f"\x1b[{right}C" if right > 1 else "\x1b[C"
            if down == 0 and right > 0:
                ways.append(forward)
            if 0 <= down <= 2 and not x:
                ways.append("\r" + "\n" * down)
            if 0 <= down <= 2 and 0 <= -right <= 4:
                ways.append("\b" * -right + "\x1b[B" * down)
        out.append(min(ways, key=len))
        self._cursor = (y, x)


def cells_of(text: str, sgr: str) -> list[Cell]:
    """Text of any script as cells; accents go with the character before them."""
    cells: list[Cell] = []
    for char in text:
        width = cells_wide(char)
        if width:
            cells += [_cell(char, sgr), *[Cell("", sgr)] * (width - 1)]
        elif cells:
            place = len(cells) - (2 if not cells[-1].text else 1)
            cells[place] = Cell(cells[place].text + char, sgr)
    return cells


@lru_cache(maxsize=8192)
def _cell(char: str, sgr: str) -> Cell:
    return BLANK if char == " " and _shows_nothing(sgr) else Cell(char, sgr)


@lru_cache(maxsize=1024)
def _shows_nothing(sgr: str) -> bool:
    """Whether a blank looks the same with these parameters as without any."""
    return not sgr or _UNSEEN.issuperset(sgr.split(";"))


@lru_cache(maxsize=8192)
def _is_sure(text: str) -> bool:
    """Whether all terminals agree that it takes one cell: no accents of its own, no spacing vowel sign."""
    return len(text) == 1 and unicodedata.category(text) != "Mc"


def _length(row: list[Cell]) -> int:
    """Cells up to the last that is not blank."""
    end = len(row)
    while end and row[end - 1] == BLANK:
        end -= 1
    return end


def _runs(old: list[Cell], new: list[Cell], end: int) -> Iterable[tuple[int, int]]:
    """(first, last) of what changes before `end`, near ones as one, and no half characters."""
    changed = [x for x in range(end) if old[x] != new[x]]
    while changed:
        first = changed[0]
        last = first
        for x in changed:
            if x - last > _NEAR:
                break
            last = x
        changed = [x for x in changed if x > last]
        while first and not new[first].text:
            first -= 1
        last += 1
        while last < len(new) and not new[last].text:
            last += 1
        yield first, last
