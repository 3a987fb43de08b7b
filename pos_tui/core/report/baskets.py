"""What a customer buys at once: how many lines, for how much."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from pos_tui.core.records import COMPLETED_KINDS
from pos_tui.core.reports import turnover

from .spec import Doc, Fold, Place
from .turnover import SALES, goods, scale_of

if TYPE_CHECKING:
    from .cube import Row

_SIZES: Final = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 15, 20, 30, 50, 100)
_VALUES: Final = (5, 10, 20, 50, 100, 200, 500, 1000, 5000)


def _within(number: int, steps: tuple[int, ...], scale: int = 1) -> str:
    """The step that a number is in: 4 is "4", 12 is "11-15", what is above the last is "101+"."""
    low = 1
    for step in steps:
        if number <= step * scale:
            return f"{low}-{step}" if low < step else str(step)
        low = step + 1
    return f"{low}+"


def _between(amount: int, scale: int) -> str:
    """The range of major units that an amount is in; from 10 to just below 20 is "10-20"."""
    low = 0
    for step in _VALUES:
        if amount < step * scale:
            return f"{low}-{step}"
        low = step
    return f"{low}+"


def _rows(_table: str, sale: Doc, _place: Place) -> Iterator[Row]:
    """Receipts on which something was sold; what only gives back is no basket."""
    if sale["kind"] not in COMPLETED_KINDS or sale["kind"] == "refund":
        return
    lines, amount = len(goods(sale)), turnover(sale)
    if lines:
        yield (sale["currency"], "lines", _within(lines, _SIZES)), (1, lines, amount)
        yield (sale["currency"], "value", _between(amount, scale_of(sale["currency"]))), (1, lines, amount)


BASKETS: Final = Fold("baskets", ("receipts", "lines", "gross"), SALES, _rows)
