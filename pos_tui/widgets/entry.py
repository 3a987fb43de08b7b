"""The prompt. It draws the router's buffer; nothing is typed into a widget."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from pos_tui.core.cards import masked
from pos_tui.core.display import cells, clean, cut
from pos_tui.core.money import plain
from pos_tui.styles.palette import PLAIN, STRONG

if TYPE_CHECKING:
    from .paint import Row


def entry_row(prompt: str, pending: Decimal | None, text: str, width: int, mark: str = ".") -> Row:
    """What waits, what is typed, and a cursor that does not blink; a long text shows its end."""
    waiting = "" if pending is None else f"{plain(pending).replace('.', mark)} x "
    before = f" {prompt}{waiting}"
    shown = clean(masked(text), limit=1000)
    room = max(width - cells(before) - 1, 1)
    while cells(shown) > room:
        shown = shown[max(1, (cells(shown) - room) // 2) :]
    return ((before or " ", STRONG), (cut(shown, room), PLAIN), ("_", PLAIN))
