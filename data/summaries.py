"""Figures per business day, folded from sale documents: the one place that knows the summary type of the
core."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from data.codec import Doc
    from pos_tui.core.reports import DaySummary

Days = dict[str, "DaySummary"]


def fold(documents: Iterable[Doc], days: Days) -> int:
    """Adds sales to the summaries of their days; returns how many were not sales as the core knows them."""
    from pos_tui.core.reports import DaySummary

    odd = 0
    for sale in documents:
        try:
            day = sale["day"]
            summary = days.get(day)
            if summary is None:
                summary = DaySummary.empty(day, sale["currency"])
            days[day] = summary.plus(sale)
        except (KeyError, TypeError, ValueError):
            odd += 1
    return odd


def merge(days: Days, documents: Iterable[Doc]) -> None:
    """Adds stored summaries to the summaries of their days."""
    from pos_tui.core.reports import DaySummary

    for document in documents:
        summary = DaySummary.from_document(document)
        held = days.get(summary.day)
        days[summary.day] = summary if held is None else held.merged(summary)


def documents_of(days: Days) -> dict[str, Doc]:
    """The summaries as documents, by day."""
    return {day: days[day].to_document() for day in sorted(days)}
