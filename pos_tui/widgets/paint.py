"""Rows of styled text, and the one place where they become what Textual draws.

Painters make rows; `strip` cleans every text in them, so that no name can steer the terminal whatever a
painter forgets. Markup is never parsed.
"""

from __future__ import annotations

from functools import lru_cache

from rich.segment import Segment
from textual.strip import Strip

from pos_tui.core.display import cells, clean, cut, directed, fit
from pos_tui.styles.palette import PLAIN, Style
from pos_tui.styles.themes import SIXTEEN, Theme

Span = tuple[str, Style]
Row = tuple[Span, ...]

BLANK: Row = ()


def row(text: str, style: Style = PLAIN) -> Row:
    """A row of one style."""
    return ((text, style),)


def strip(spans: Row, width: int, theme: Theme = SIXTEEN) -> Strip:
    """A row as exactly `width` cells in a theme: cleaned, cut, and filled with plain spaces."""
    look = theme.look
    return Strip([Segment(directed(text), look(style)) for text, style in fitted(spans, width)], width)


@lru_cache(maxsize=1024)
def fitted(spans: Row, width: int) -> Row:
    """A row as exactly `width` cells: cleaned, cut, and filled with plain spaces."""
    shown: list[Span] = []
    room = width
    for text, style in spans:
        part = cut(clean(text, limit=room), room)
        if part:
            shown.append((part, style))
            room -= cells(part)
    return (*shown, (" " * room, PLAIN)) if room else tuple(shown)


def beside(left: str, right: str, width: int) -> str:
    """`left` and `right` at the two ends of `width` cells; the left one is cut when there is no room."""
    right = cut(clean(right), width)
    room = width - cells(right)
    return fit(clean(left), room) + right


def wrapped(text: str, width: int, *, hang: str = "") -> list[str]:
    """Cleaned text as lines of at most `width` cells, broken at spaces where there are any; at least one.

    `hang` stands before each line but the first.
    """
    lines: list[str] = []
    rest = text
    while cells(rest) > width > len(hang):
        line = cut(rest, width)
        space = line.rfind(" ") if rest[len(line)] != " " else len(line)
        line = line[:space] if line[: max(space, 0)].strip() else line or rest[:1]
        lines.append(line)
        rest = hang + rest[len(line) :].lstrip()
    return [*lines, rest]


def block(rows: list[Row], height: int) -> list[Row]:
    """Exactly `height` rows: cut at the end or filled with blank ones."""
    return rows[:height] + [BLANK] * (height - len(rows))
