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
        back = 0 if line.get("condition") == WASTE else amounts[_COST]
        for code, taxed, more in _by_code(line, amounts[_GROSS] - amounts[_TAX]):
            net, cost = found.get((code, taxed), (0, 0))
            found[code, taxed] = net + more, cost + back
            back = 0  # of several taxes the first has it
    for (code, taxed), sums in found.items():
        yield (sale["currency"], SHIFT, sale["till"], str(sale.get("shift", NO_SHIFT)), code, taxed), sums


def _by_code(line: Doc, net: int) -> Iterator[tuple[str, str, int]]:
    """(tax code, how it is taxed, net) of a line: once, unless it is of several taxes."""
    shares = line.get("shares")
    if not shares:
        rate = line.get("rate")
        yield line["tax"], f"{rate}%" if rate else line.get("kind", ""), net
        return
    rest = net
    on_top = sum(share["amount"] for share in shares) == net
    for place, share in enumerate(shares, 1):
        rates = "+".join(part["rate"] for part in share["taxes"])
        own = share["amount"] - (0 if on_top else sum(part["tax"] for part in share["taxes"]))
        own = rest if place == len(shares) else own
        yield share["tax"], f"{rates}%" if rates else share.get("kind", ""), own
        rest -= own


POSTED: Final = Fold("posted", ("net", "cost"), SALES, _rows)
"""A line's taxes stand together under its tax code, so its net counts once however many there are. What comes
back as waste has no cost that is taken back: it is not there to be sold again."""
