"""What an earlier till turned over beside what this one does: only to compare, it counts nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pos_tui.core.money import format_amount, to_minor
from pos_tui.core.records import COMPLETED_KINDS
from pos_tui.core.sale import APART

if TYPE_CHECKING:
    from .front import Shopfront

_Key = tuple[str, str]
"""Department and tax."""


def compared(front: Shopfront, first: str, last: str, before: str = "") -> list[dict[str, Any]]:
    """By department and tax, gross amounts of some days here and of as many earlier ones; reads the journal.

    The earlier days begin with `before`, else 52 weeks earlier, so that weekdays agree. Raises StoreError.
    """
    begins = date.fromisoformat(before) if before else date.fromisoformat(first) - timedelta(weeks=52)
    ends = begins + (date.fromisoformat(last) - date.fromisoformat(first))
    now = dict(_sold(front, first, last))
    then = dict(_earlier(front, begins.isoformat(), ends.isoformat()))
    rows = []
    for key in sorted(now.keys() | then.keys()):
        here, there = now.get(key, 0), then.get(key, 0)
        change = f"{Decimal(100 * (here - there)) / there:+.1f}" if there > 0 else ""
        rows.append(
            {
                "department": key[0],
                "tax": key[1],
                "earlier": format_amount(there, front.shop.currency),
                "now": format_amount(here, front.shop.currency),
                "percent": change,
            }
        )
    return rows


def _sold(front: Shopfront, first: str, last: str) -> Iterator[tuple[_Key, int]]:
    sums: dict[_Key, int] = {}
    for sale in front.store.documents("sales"):
        if not first <= sale["day"] <= last or sale["kind"] not in COMPLETED_KINDS:
            continue
        for line in sale["lines"]:
            if not line["void"] and line["source"] not in APART:
                key = (line["department"], line["tax"])
                sums[key] = sums.get(key, 0) + line["amount"]
    yield from sums.items()


def _earlier(front: Shopfront, first: str, last: str) -> Iterator[tuple[_Key, int]]:
    sums: dict[_Key, int] = {}
    for row in front.store.documents("earlier", copy=False):
        if first <= row["day"] <= last:
            key = (row["department"], row["tax"])
            sums[key] = sums.get(key, 0) + to_minor(Decimal(row["gross"]), front.shop.currency)
    yield from sums.items()
