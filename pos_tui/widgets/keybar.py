"""The bottom row: what the function keys do now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pos_tui.core.display import cells, clean
from pos_tui.styles.palette import PLAIN, STRONG

if TYPE_CHECKING:
    from .paint import Row


def keybar_row(keys: Sequence[tuple[str, str]], width: int) -> Row:
    """As many keys as fit; the last one, which is the way to all others, is always among them."""
    shown = list(keys)
    while len(shown) > 1 and _width(shown) - 1 > width:
        shown.pop(-2)
    row: Row = ()
    for key, label in shown:
        row = (*row, (f" {_name(key)}", STRONG), (f" {clean(label)} ", PLAIN))
    return row


def _name(key: str) -> str:
    return key.upper() if key[:1] == "f" and key[1:].isdigit() else key


def _width(keys: Sequence[tuple[str, str]]) -> int:
    return sum(cells(key) + cells(clean(label)) + 3 for key, label in keys)
