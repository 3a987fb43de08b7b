"""Goods whose date has passed: sold all the same, as a person decides, but never unnoticed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pos_tui.core.traits import NO_TRAITS
from pos_tui.core.words import _

if TYPE_CHECKING:
    from pos_tui.core.sale import SaleLine

    from .counter import Counter


def warning(counter: Counter, line: SaleLine) -> str:
    """What to tell of a line whose label has a date that is over; nothing where it has none."""
    traits = line.traits
    if line.is_return or traits is NO_TRAITS:
        return ""
    today = counter.day()
    if traits.use_by and traits.use_by < today:
        return _("its use-by date was {date}: take it off with /void", date=traits.use_by)
    if traits.sell_by and traits.sell_by < today:
        return _("it was to be sold by {date}: look at it", date=traits.sell_by)
    if traits.best_before and traits.best_before < today:
        return _("it was best before {date}: tell the customer", date=traits.best_before)
    if traits.unread:
        return _("the date on its label cannot be read: look at it")
    return ""
