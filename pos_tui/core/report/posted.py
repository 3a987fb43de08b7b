"""What the accounts need of goods: what they sold for without tax, and cost, by shift and tax code."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from .spec import Doc, Fold, Place
from .turnover import MEASURES, SALES, goods, is_counted, line_amounts, scale_of

if TYPE_CHECKING:
    from .cube import Row

SHIFT: Final = "shift"
NO_SHIFT: Final = "0"
WASTE: Final = "waste"
_GROSS, _TAX, _COST = (MEASURES.index(name) for name in ("gross", "tax", "cost"))


def _rows(_table: str, sale: Doc, _place: Place) -> Iterator[Row]:
    if not is_counted(sale):
        return
    exclusive, scale = sale["prices"] == "exclusive", scale_of(sale["currency"])
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for line in goods(sale):
        amounts = line_amounts(line, exclusive, scale)
        rate = line.get("rate")
        how = line["tax"], f"{rate}%" if rate else line.get("kind", "")
        net, cost = found.get(how, (0, 0))
        back = 0 if line.get("condition") == WASTE else amounts[_COST]
        found[how] = net + amounts[_GROSS] - amounts[_TAX], cost + back
    for (code, taxed), sums in found.items():
        yield (sale["currency"], SHIFT, sale["till"], str(sale.get("shift", NO_SHIFT)), code, taxed), sums


POSTED: Final = Fold("posted", ("net", "cost"), SALES, _rows)
"""A line's taxes stand together under its tax code, so its net counts once however many there are. What comes
back as waste has no cost that is taken back: it is not there to be sold again."""
