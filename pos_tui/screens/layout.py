"""Where everything is, by the size of the terminal."""

from __future__ import annotations

from typing import NamedTuple

NARROWEST_WITH_COLUMN = 64
"""From this width on the totals stand beside the ledger, else under it."""


class Box(NamedTuple):
    """A rectangle in cells."""

    x: int
    y: int
    width: int
    height: int


class Layout(NamedTuple):
    """The six parts of the screen."""

    header: Box
    body: Box
    totals: Box
    notice: Box
    entry: Box
    keys: Box

    @property
    def is_narrow(self) -> bool:
        """Whether the totals stand under the ledger."""
        return self.totals.x == 0


def arrange(width: int, height: int) -> Layout:
    """The parts for a terminal of that size; they never overlap, and fill it."""
    notice, entry, keys = (Box(0, max(height - up, 1), width, 1) for up in (3, 2, 1))
    room = max(height - 4, 1)
    if width >= NARROWEST_WITH_COLUMN:
        column = 18 if width < 100 else 26
        body = Box(0, 1, width - column, room)
        totals = Box(width - column, 1, column, room)
    else:
        body = Box(0, 1, width, max(room - 2, 1))
        totals = Box(0, 1 + body.height, width, 2)
    return Layout(Box(0, 0, width, 1), body, totals, notice, entry, keys)
