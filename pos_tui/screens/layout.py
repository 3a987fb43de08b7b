"""Where everything is, by the size of the terminal."""

from __future__ import annotations

from typing import Final, NamedTuple

from pos_tui.widgets.digits import SMALL, TALL

LEAST: Final = (40, 20)
"""Columns and rows below which there is only room to say so."""
BESIDE: Final = 72
"""From this width on the totals stand beside the ledger, else under it."""
PREVIEW: Final = 132
"""From this width on the receipt is to be seen as it will be printed."""
_COLUMN: Final = 22
"""Cells of the totals, which hold the figure 999.99; they widen for a larger one."""
_PAPER: Final = 46
_LEDGER: Final = 42
"""Cells that the ledger keeps however large the total is."""


class Box(NamedTuple):
    """A rectangle in cells; one that is not there has no width and no height."""

    x: int
    y: int
    width: int
    height: int


_NOWHERE: Final = Box(0, 0, 0, 0)


class Layout(NamedTuple):
    """The parts of the screen."""

    header: Box
    body: Box
    totals: Box
    preview: Box
    notice: Box
    entry: Box
    keys: Box

    @property
    def is_under(self) -> bool:
        """Whether the totals stand under the ledger."""
        return self.totals.x == 0

    @property
    def is_too_small(self) -> bool:
        """Whether nothing can be shown but that."""
        return self.keys is _NOWHERE


def arrange(width: int, height: int, *, figures: int = 0, is_large: bool = False) -> Layout:
    """The parts for a terminal of that size; they never overlap, and fill it.

    Args:
        figures: cells that the total takes. is_large: whether it is shown in large type.
    """
    if width < LEAST[0] or height < LEAST[1]:
        return Layout(Box(0, 0, width, height), *[_NOWHERE] * 6)
    header, entry, keys = Box(0, 0, width, 1), Box(0, height - 2, width, 1), Box(0, height - 1, width, 1)
    if width < BESIDE or is_large:
        under = (TALL if is_large else SMALL).height + 1
        body = Box(0, 1, width, height - 4 - under)
        notice, totals = Box(0, height - 3 - under, width, 1), Box(0, height - 2 - under, width, under)
        return Layout(header, body, totals, _NOWHERE, notice, entry, keys)
    room = height - 4
    paper = _PAPER if width >= PREVIEW else 0
    wanted = max(_COLUMN, figures + 3)
    column = wanted if width - paper - wanted >= _LEDGER else _COLUMN
    body = Box(0, 1, width - column - paper, room)
    totals = Box(body.width, 1, column, room)
    preview = Box(width - paper, 1, paper, room) if paper else _NOWHERE
    return Layout(header, body, totals, preview, Box(0, height - 3, width, 1), entry, keys)
