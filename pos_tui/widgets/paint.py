"""Rows of styled text, and the one place where they become what Textual draws.

Painters make rows; `strip` cleans every text in them, so that no name can steer the terminal whatever a
painter forgets. Markup is never parsed.
"""

from __future__ import annotations

from rich.segment import Segment
from textual.strip import Strip

from pos_tui.core.display import cells, clean, cut, fit
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
    segments: list[Segment] = []
    room = width
    for text, style in spans:
        shown = cut(clean(text, limit=room), room)
        if shown:
            segments.append(Segment(shown, theme.look(style)))
            room -= cells(shown)
    if room:
        segments.append(Segment(" " * room, theme.look(PLAIN)))
    return Strip(segments, width)


def beside(left: str, right: str, width: int) -> str:
    """`left` and `right` at the two ends of `width` cells; the left one is cut when there is no room."""
    right = cut(clean(right), width)
    room = width - cells(right)
    return fit(clean(left), room) + right


def block(rows: list[Row], height: int) -> list[Row]:
    """Exactly `height` rows: cut at the end or filled with blank ones."""
    return rows[:height] + [BLANK] * (height - len(rows))
