"""The bottom row: what the function keys do now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pos_tui.core.display import cells, clean
from pos_tui.styles.palette import PLAIN, STRONG

if TYPE_CHECKING:
    from .paint import Row


def keybar_row(keys: Sequence[tuple[str, str]], width: int, more: Sequence[tuple[str, str]] = ()) -> Row:
    """As many keys as fit; the last one is always among them.

    `more` is the key that shows all others, named where some have no room.
    """
    shown, rest = list(keys[:-1]), list(keys[-1:])
    if _width([*shown, *rest]) - 1 > width:
        rest = [*more, *rest]
    while shown and _width([*shown, *rest]) - 1 > width:
        shown.pop()
    shown += rest
    row: Row = ()
    for key, label in shown:
        row = (*row, (f" {_name(key)}", STRONG), (f" {clean(label)} ", PLAIN))
    return row


def _name(key: str) -> str:
    return key.upper() if key[:1] == "f" and key[1:].isdigit() else key


def _width(keys: Sequence[tuple[str, str]]) -> int:
    return sum(cells(key) + cells(clean(label)) + 3 for key, label in keys)
