"""The row above the prompt: what the last entry came to. A long one takes rows of the ledger for a moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pos_tui.core.display import clean
from pos_tui.styles.palette import PLAIN, REFUSED, WARNING, Style

from .paint import wrapped

if TYPE_CHECKING:
    from .paint import Row

_STYLES: dict[str, Style] = {"unknown": WARNING, "refused": REFUSED}
_MARKS = {"unknown": "?", "refused": "!"}
_LONGEST = 1000


def notice_rows(text: str, sound: str, width: int, most: int) -> list[Row]:
    """Up to `most` rows, with a mark before what went wrong, so that it does not take colour to see it."""
    if not text:
        return [()]
    mark, style = _MARKS.get(sound, " "), _STYLES.get(sound, PLAIN)
    lines = wrapped(clean(text, limit=_LONGEST), width - 4)[: max(most, 1)]
    return [((f" {mark if not place else ' '} {line} ", style),) for place, line in enumerate(lines)]
