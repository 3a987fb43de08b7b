"""Lists of items by what they sold: classes, the most and the least."""

from __future__ import annotations

from typing import Any, Final

from .spec import tenths

Row = dict[str, Any]
_A, _B = 800, 950
"""Tenths of a percent of the turnover up to which items are of class A and B."""
RANKED: Final = 50
"""Items in a list of the most or the least sold."""


def classed(rows: list[Row]) -> list[Row]:
    """Items with their share, the share up to them, and their class; by currency, the most first.

    An item is of the class in which its share begins, so the first is always an A.
    """
    whole: dict[str, int] = {}
    for row in rows:
        whole[row["currency"]] = whole.get(row["currency"], 0) + max(row["gross"], 0)
    running: dict[str, int] = {}
    found = []
    for row in sorted(rows, key=lambda row: (row["currency"], -row["gross"], row["item"])):
        money, of = row["currency"], whole[row["currency"]]
        before = tenths(running.get(money, 0), of) or 0
        running[money] = running.get(money, 0) + max(row["gross"], 0)
        kind = "A" if before < _A else "B" if before < _B else "C"
        share = tenths(max(row["gross"], 0), of)
        found.append({**row, "share": share, "running": tenths(running[money], of), "class": kind})
    return found


def most_sold(rows: list[Row]) -> list[Row]:
    """The items with the largest quantities."""
    return sorted(rows, key=lambda row: (-row["quantity"], row["item"]))[:RANKED]


def least_sold(rows: list[Row]) -> list[Row]:
    """The items with the smallest quantities."""
    return sorted(rows, key=lambda row: (row["quantity"], row["item"]))[:RANKED]


def most_together(rows: list[Row]) -> list[Row]:
    """The pairs that are on most receipts."""
    return sorted(rows, key=lambda row: (-row["receipts"], row["item"], row["other"]))[:RANKED]


def moved_or_open(rows: list[Row]) -> list[Row]:
    """Balances that are open, or moved in the period."""
    return [row for row in rows if any(value for value in row.values() if isinstance(value, int))]
