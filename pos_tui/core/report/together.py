"""Items that are bought together: pairs among those that are on most receipts."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING, Final

from pos_tui.core.records import COMPLETED_KINDS

from .spec import Doc, Fold, Place
from .turnover import ALL, ITEMS, SALES, goods, item_of

if TYPE_CHECKING:
    from .cube import Cube, Row

AMONG: Final = 300
"""How many items are looked at: pairs of more would be rare, and as many as memory."""


def _rows(items: frozenset[str], _table: str, sale: Doc, _place: Place) -> Iterator[Row]:
    if sale["kind"] not in COMPLETED_KINDS:
        return
    sold = {item_of(line) for line in goods(sale) if not line["qty"].startswith("-")}
    if sold:
        yield (sale["currency"], ALL, ""), (1,)
        for one, other in combinations(sorted(sold & items), 2):
            yield (sale["currency"], "pair", one, other), (1,)


TOGETHER: Final = Fold(
    "together", ("receipts",), SALES, partial(_rows, frozenset()), kept=False, named=ITEMS.named, first=ITEMS
)


def among(items: Cube) -> Fold:
    """The fold of pairs of the items that a first reading found on most receipts."""
    from dataclasses import replace

    counts: dict[str, int] = {}
    for key, amounts in items.sums.items():
        if key[1] == "item":
            counts[key[2]] = counts.get(key[2], 0) + amounts[0]
    best = sorted(counts, key=lambda item: (-counts[item], item))[:AMONG]
    return replace(TOGETHER, rows=partial(_rows, frozenset(best)))
