"""The row above the prompt: what the last entry came to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pos_tui.styles.palette import PLAIN, REFUSED, WARNING, Style

if TYPE_CHECKING:
    from .paint import Row

_STYLES: dict[str, Style] = {"unknown": WARNING, "refused": REFUSED}
_MARKS = {"unknown": "?", "refused": "!"}


def notice_row(text: str, sound: str) -> Row:
    """A row with a mark before what went wrong, so that it does not take colour to see it."""
    if not text:
        return ()
    return ((f" {_MARKS.get(sound, ' ')} {text} ", _STYLES.get(sound, PLAIN)),)
