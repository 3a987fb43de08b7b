"""What the accounts need of goods: what they sold for without tax, and cost, by shift and tax code."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from .spec import Doc, Fold, Place
from .turnover import SALES, goods, is_counted, line_amounts, scale_of

if TYPE_CHECKING:
    from .cube import Row

SHIFT: Final = "shift"
NO_SHIFT: Final = "0"
WASTE: Final = "waste"


def _rows(_table: str, sale: Doc, _place: Place) -> Iterator[Row]:
    if not is_counted(sale):
        return
    currency, exclusive, scale = sale["currency"], sale["prices"] == "exclusive", scale_of(sale["currency"])
    frame = (currency, SHIFT, sale["till"], str(sale.get("shift", NO_SHIFT)))
    for line in goods(sale):
        _none, _lines, gross, tax, _sold, _refunds, _discount, cost, *_rest = line_amounts(
            line, exclusive, scale
        )
        rate = line.get("rate")
        taxed = f"{rate}%" if rate else line.get("kind", "")
        yield (*frame, line["tax"], taxed), (gross - tax, 0 if line.get("condition") == WASTE else cost)


POSTED: Final = Fold("posted", ("net", "cost"), SALES, _rows)
"""A line's taxes stand together under its tax code, so its net counts once however many there are. What comes
back as waste has no cost that is taken back: it is not there to be sold again."""
