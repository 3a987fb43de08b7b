"""Which columns the ledger has, and how wide: by the room there is, and by what has to go into them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pos_tui.core.display import clean
from pos_tui.core.sale import REDEEMED, TAXED_VOUCHER
from pos_tui.core.words import _

from .figures import price_text, quantity_text, sides

if TYPE_CHECKING:
    from pos_tui.core.sale import SaleLine
    from pos_tui.screens.state import Shown

NARROW = 50
"""Below it there is no column for the price."""
_ROOMY = 28
"""Cells the name keeps before a further column is worth its place."""
_LEAST = 8
"""Cells the name always keeps, as far as the amounts let it."""
FURTHER = {"discount": 9, "code": 15, "department": 13, "tax": 10}
"""More columns for wide screens, in the order in which they come, with their widths."""


@dataclass(frozen=True, slots=True)
class Texts:
    """The figures of one line as they are shown."""

    quantity: str
    price: str
    amount: str
    off: str
    """What is taken off besides promotions, which have rows of their own; empty for nothing."""
    mark: str = ""
    """What else has to be seen of the line, behind its name."""


def texts(shown: Shown, place: int) -> Texts:
    """What the line at `place` (0-based) says."""
    line, figures = shown.lines[place], shown.figures[place]
    off = figures.discount - figures.promotion
    shelf = figures.amount + figures.promotion + figures.relief
    is_voucher = line.source in (REDEEMED, TAXED_VOUCHER)  # a part of one is no quantity
    return Texts(
        "" if is_voucher else quantity_text(line.quantity, line.unit, shown.mark),
        price_text(line.unit_price, shown.currency.digits, shown.mark),
        _("void") if line.void else shown.money(shelf),
        shown.money(-off) if off and not line.void else "",
        _mark(shown, line),
    )


def _mark(shown: Shown, line: SaleLine) -> str:
    """Whether its price is of another kind, and how it is served where the sale is not."""
    if not (line.prices or line.service):
        return ""
    prices = {"exclusive": _("+ tax"), "inclusive": _("with tax")}.get(line.prices, "")
    service = line.service if line.service != shown.service else ""
    served = {"eatin": _("eat in"), "takeaway": _("take away")}.get(service, "")
    return " ".join(filter(None, (prices, served)))


@dataclass(frozen=True, slots=True)
class Widths:
    """Cells that the figures take. They only grow during a sale, as what moves has to be sent again."""

    number: int = 3
    quantity: int = 8
    before: int = 4
    """Of a price, before its mark."""
    behind: int = 0
    amount: int = 8

    def grown(self, line: Texts, mark: str, lines: int) -> Widths:
        """Wide enough for this line, too."""
        before, behind = sides(line.price, mark)
        wide = Widths(
            max(self.number, len(str(lines))),
            max(self.quantity, len(line.quantity)),
            max(self.before, before),
            max(self.behind, behind),
            max(self.amount, len(line.amount)),
        )
        return self if wide == self else wide

    @property
    def price(self) -> int:
        """Cells of the price's column, with the gap before it."""
        return 1 + self.before + (1 + self.behind if self.behind else 0)


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a ledger of some width; 0 for one that is not there. Each counts the gap before it."""

    widths: Widths
    name: int
    price: int = 0
    further: frozenset[str] = frozenset()
    """Those of wide screens that there is room for."""

    @property
    def quantity(self) -> int:
        """Cells of the quantity's column, with the gap before it."""
        return 1 + self.widths.quantity

    @property
    def amount(self) -> int:
        """Cells of the amount's column, with the gap before it."""
        return 1 + self.widths.amount

    def room(self, column: str) -> int:
        """Cells of one of the further columns: code, department, tax, discount."""
        return FURTHER[column] if column in self.further else 0


def columns(width: int, widths: Widths) -> Columns:
    """The columns for a ledger of `width` cells; together they are exactly as wide."""
    found = Columns(widths, 0)
    name, price = width - (widths.number + 2) - found.quantity - found.amount, 0
    further: list[str] = []
    if width >= NARROW and name - widths.price >= _LEAST:
        price = widths.price
        name -= price
        for column, cells in FURTHER.items():
            if name - cells < _ROOMY:
                break
            further.append(column)
            name -= cells
    return Columns(widths, max(name, 0), price, frozenset(further))


def more(shown: Shown, place: int) -> tuple[str, str, str]:
    """(code, department, tax) of a line, for the columns of wide screens."""
    line = shown.lines[place]
    return clean(line.sku), clean(line.department), clean(line.tax)
