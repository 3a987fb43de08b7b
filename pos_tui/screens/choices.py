"""Answers to choose from, one row each; of the chosen one all is told, however narrow the screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pos_tui.core.display import cells, clean, fit
from pos_tui.styles.palette import PICKED, PLAIN
from pos_tui.widgets.paint import Row, block, row, wrapped

if TYPE_CHECKING:
    from pos_tui.wizard.question import Choice

_MOST_BELOW = 3
"""Rows for what does not fit beside the chosen one."""
_LEAST_DETAIL = 12
"""Columns that a detail needs to be worth a place beside the labels."""


def choice_rows(choices: Sequence[Choice], places: range, chosen: int, width: int) -> list[Row]:
    """The rows of some places, labels and details under each other."""
    left = _label_width(choices, width)
    return [
        row(
            fit(f"{'>' if at == chosen else ' '} {_text(choices[at], left)}", width - 1),
            PICKED if at == chosen else PLAIN,
        )
        for at in places
    ]


def below(choices: Sequence[Choice], chosen: int, width: int) -> list[Row]:
    """What the row of the chosen one has no room for; nothing where all rows fit.

    As many rows for each, so that choosing moves nothing but the mark.
    """
    left = _label_width(choices, width)
    told = [_left_out(choice, left, width) for choice in choices]
    height = min(max(map(len, told), default=0), _MOST_BELOW)
    return block([row(f" {piece}") for piece in told[chosen]], height) if height else []


def _left_out(choice: Choice, left: int, width: int) -> list[str]:
    if cells(_text(choice, left)) <= width - 3 and (left or not choice.detail):
        return []
    is_cut = cells(clean(choice.label)) > width - 3
    text = ": ".join([*([choice.label] if is_cut else []), *([choice.detail] if choice.detail else [])])
    return wrapped(clean(text), width - 2)


def _label_width(choices: Sequence[Choice], width: int) -> int:
    """Columns of the labels; 0 where there is no room for details beside them."""
    most = max((cells(clean(choice.label)) for choice in choices if choice.detail), default=0)
    return most if width - most - 5 >= _LEAST_DETAIL else 0


def _text(choice: Choice, left: int) -> str:
    if not choice.detail or not left:
        return clean(choice.label)
    return f"{fit(clean(choice.label), left)}  {clean(choice.detail)}"
