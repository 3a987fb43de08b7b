"""The lines of the sale, one row each, amounts under each other on the decimal mark."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pos_tui.core.display import cells, clean, fit
from pos_tui.core.words import _, ngettext
from pos_tui.styles.palette import PLAIN, STRONG, STRUCK

from .columns import Columns, Texts, Widths, columns, more, texts
from .figures import on_mark
from .paint import BLANK, Row, beside, row

if TYPE_CHECKING:
    from pos_tui.screens.state import Shown


@dataclass(slots=True)
class Window:
    """Which part of the sale is seen. It jumps by half a page, as a slow line cannot afford to scroll."""

    top: int = 0
    widths: Widths = field(default_factory=Widths)

    def follow(self, place: int, lines: int, height: int) -> None:
        """Moves so that the line at `place` (0-based) is seen."""
        if height <= 0:
            return
        if place >= self.top + height or place < self.top:
            self.top = max(place - height // 2, 0)
        if lines <= height:
            self.top = 0


def ledger_rows(
    shown: Shown, window: Window, width: int, height: int, *, is_large: bool = False
) -> list[Row]:
    """Column heads and as many lines as fit; in large type with an empty row behind each."""
    spread = 2 if is_large else 1
    savings = _savings(shown, width, (height - 1) // 3)
    room = max(height - 1 - len(savings), 0) // spread
    lines = len(shown.lines)
    target = shown.target
    window.follow((target or lines) - 1, lines, room)
    places = range(window.top, min(window.top + room, lines))
    said = [texts(shown, place) for place in places]
    if not lines:
        window.widths = Widths(behind=shown.currency.digits)
    for line in said:
        window.widths = window.widths.grown(line, shown.mark, lines)
    layout = columns(width, window.widths)
    rows = [_heads(layout)]
    for place, line in zip(places, said, strict=True):
        rows += [_line(shown, place, line, layout, is_target=place + 1 == target), *[BLANK] * (spread - 1)]
    return rows + [BLANK] * (height - len(rows) - len(savings)) + savings


def _savings(shown: Shown, width: int, most: int) -> list[Row]:
    """What promotions take off, at the bottom, where rows stay while lines are added.

    The last row is left to a notice that is longer than its own.
    """
    rows = [
        row(beside(f"  * {_times(one.times)}{clean(one.promotion.name)}", shown.money(-one.off), width))
        for one in shown.savings
    ]
    if not rows or most < 1:
        return []
    if len(rows) <= most:
        return [*rows, BLANK]
    rest = shown.savings[most - 1 :]
    count = len(rest)
    told = ngettext("1 more promotion", "{count} more promotions", count)
    off = shown.money(-sum(one.off for one in rest))
    return [*rows[: most - 1], row(beside(f"  * {told}", off, width)), BLANK]


def _times(times: int) -> str:
    return f"{times} x " if times > 1 else ""


def _heads(layout: Columns) -> Row:
    widths = layout.widths
    parts = [
        "#".rjust(widths.number + 1).ljust(widths.number + 2),
        fit(_("Item"), layout.name),
        fit(f" {_('Code')}", layout.room("code")),
        fit(f" {_('Department')}", layout.room("department")),
        fit(f" {_('Tax')}", layout.room("tax")),
        fit(f" {_('Qty')}", layout.quantity, "right"),
        fit(f" {_('Price')}", layout.price, "right"),
        fit(f" {_('Off')}", layout.room("discount"), "right"),
        fit(f" {_('Amount')}", layout.amount, "right"),
    ]
    return row("".join(parts))


def _line(shown: Shown, place: int, said: Texts, layout: Columns, *, is_target: bool) -> Row:
    """One line. `x` and "void" mark a void one, `>` the one that corrections mean."""
    line, widths = shown.lines[place], layout.widths
    marks = ("x", ">") if line.void and is_target else ("x" if line.void else ">" if is_target else " ", " ")
    number = f"{marks[0]}{place + 1:>{widths.number}}{marks[1]}"
    code, department, tax = more(shown, place)
    price = on_mark(said.price, widths.before, widths.behind, shown.mark)
    rest = [
        fit(f" {code}", layout.room("code")),
        fit(f" {department}", layout.room("department")),
        fit(f" {tax}", layout.room("tax")),
        said.quantity.rjust(layout.quantity),
        price.rjust(layout.price) if layout.price else "",
        said.off.rjust(layout.room("discount"))[: layout.room("discount")],
        said.amount.rjust(layout.amount),
    ]
    off = f" {said.mark}" if said.mark else ""
    off += f" {said.off}" if said.off and not layout.room("discount") else ""
    indent = "  " if line.parent else ""
    name = fit(indent + clean(line.name), layout.name - cells(off)) + off
    return (
        (number, STRONG if shown.current == place + 1 else PLAIN),
        (name, STRUCK if line.void else PLAIN),
        ("".join(rest), PLAIN),
    )
