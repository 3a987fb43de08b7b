"""The lines of the sale, one row each, amounts under each other on the decimal mark."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pos_tui.core.display import cells, clean, fit
from pos_tui.core.money import format_amount
from pos_tui.styles.palette import PLAIN, STRONG, STRUCK

from .figures import on_mark, price_text, quantity_text
from .paint import BLANK, Row, row

if TYPE_CHECKING:
    from pos_tui.core.pricing import PricedLine
    from pos_tui.core.sale import SaleLine
    from pos_tui.screens.state import Shown

_NUMBER, _QUANTITY, _PRICE, _AMOUNT = 5, 10, 12, 10
_SPARE = 2
_NARROW = 50


@dataclass(slots=True)
class Window:
    """Which part of the sale is seen. It jumps by half a page, as a slow line cannot afford to scroll."""

    top: int = 0

    def follow(self, place: int, lines: int, height: int) -> None:
        """Moves so that the line at `place` (0-based) is seen."""
        if height <= 0:
            return
        if place >= self.top + height or place < self.top:
            self.top = max(place - height // 2, 0)
        if lines <= height:
            self.top = 0


def ledger_rows(shown: Shown, window: Window, width: int, height: int) -> list[Row]:
    """Column heads and as many lines as fit."""
    room = height - 1
    lines = len(shown.lines)
    current = shown.current or lines
    window.follow(current - 1, lines, room)
    places = range(window.top, min(window.top + room, lines))
    rows = [_heads(width), *(_line(shown, place, place == current - 1, width) for place in places)]
    return rows + [BLANK] * (height - len(rows))


def _heads(width: int) -> Row:
    if width < _NARROW:
        return row(fit("   #  Item", width - 18) + "Qty".rjust(8) + "Amount".rjust(10))
    name = width - _NUMBER - _QUANTITY - _PRICE - _AMOUNT - 1
    columns = [
        "#".rjust(_NUMBER - 1).ljust(_NUMBER + 1),
        fit("Item", name - 1),
        "Qty".rjust(_QUANTITY),
        ("Price" + " " * _SPARE).rjust(_PRICE),
        "Amount".rjust(_AMOUNT),
    ]
    return row("".join(columns))


def _line(shown: Shown, place: int, is_current: bool, width: int) -> Row:
    line, figures = shown.lines[place], shown.figures[place]
    mark = "x" if line.void else ">" if is_current and shown.current else " "
    number = f"{mark}{place + 1:>{_NUMBER - 2}} "
    style = STRUCK if line.void else PLAIN
    quantity = quantity_text(line.quantity, line.unit)
    amount = "void" if line.void else shown.money(figures.amount)
    if width < _NARROW:
        room = width - _NUMBER - 18
        return (
            (f"{number} ", PLAIN),
            (_name(line, figures, room - 1, shown), style),
            (f" {quantity:>8}{amount:>9}", PLAIN),
        )
    digits = shown.currency.digits
    price = on_mark(price_text(line.unit_price, digits), _PRICE, digits, _SPARE)
    room = width - _NUMBER - _QUANTITY - _PRICE - _AMOUNT - 1
    rest = f"{quantity:>{_QUANTITY}}{price}{amount:>{_AMOUNT}}"
    name = _name(line, figures, room - 1, shown)
    return ((f"{number} ", STRONG if is_current and shown.current else PLAIN), (name, style), (rest, PLAIN))


def _name(line: SaleLine, figures: PricedLine, width: int, shown: Shown) -> str:
    """The name, and behind it what is taken off."""
    off = f" -{format_amount(figures.discount, shown.currency)}" if figures.discount and not line.void else ""
    return fit(clean(line.name), width - cells(off)) + off
