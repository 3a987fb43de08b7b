"""The one Textual screen of the till: six canvases, and from the desk the rows for each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual.screen import Screen

from pos_tui.widgets.canvas import Canvas
from pos_tui.widgets.change import change_rows
from pos_tui.widgets.entry import entry_row
from pos_tui.widgets.header import header_row
from pos_tui.widgets.keybar import keybar_row
from pos_tui.widgets.ledger import Window, ledger_rows
from pos_tui.widgets.notice import notice_row
from pos_tui.widgets.paint import Row, block
from pos_tui.widgets.totals import narrow_rows, totals_rows

from .layout import Layout, arrange

if TYPE_CHECKING:
    from textual import events

    from .desk import Desk


class TillScreen(Screen[None]):
    """Shows a desk. It takes no keys: the router has them."""

    AUTO_FOCUS = ""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.parts = [Canvas(name) for name in Layout._fields]
        self._layout_now = arrange(80, 24)
        self._window = Window()
        self.time = ""
        """The time as the header shows it."""
        self.printer = "no printer"
        """The printer's state, in words."""

    def compose(self) -> Iterator[Canvas]:
        """The six parts."""
        yield from self.parts

    def on_resize(self, event: events.Resize) -> None:
        """Puts the parts where they belong in a terminal of this size."""
        self._layout_now = arrange(event.size.width, event.size.height)
        for part, box in zip(self.parts, self._layout_now, strict=True):
            part.styles.offset = (box.x, box.y)
            part.styles.width, part.styles.height = box.width, box.height
        self.show()

    def show(self) -> None:
        """Draws what changed since the last time."""
        layout = self._layout_now
        header, body, totals, notice, entry, keys = self.parts
        desk, shown = self._desk, self._desk.shown
        width, theme = layout.header.width, desk.theme
        header.show(
            [header_row(shown.shop, shown.till, shown.operator, shown.next_number, self.time, width)], theme
        )
        body.show(self._body(layout.body.width, layout.body.height), theme)
        totals.show(self._totals(layout), theme)
        notice.show([notice_row(desk.notice.text, desk.notice.sound)], theme)
        pending = shown.pending if desk.view is desk.sale else None
        entry.show([entry_row(desk.view.prompt, pending, desk.router.text, width)], theme)
        keys.show([keybar_row(desk.view.keys(), width)], theme)

    def _totals(self, layout: Layout) -> list[Row]:
        shown, waiting = self._desk.shown, len(self._desk.waiting)
        if layout.is_narrow:
            return narrow_rows(shown, waiting, self.printer, layout.totals.width)
        box, fresh = layout.totals, self._desk.fresh
        return totals_rows(shown, waiting, self.printer, box.width, box.height, fresh=fresh)

    def _body(self, width: int, height: int) -> list[Row]:
        desk = self._desk
        rows = desk.view.body(width, height)
        if rows is None and desk.fresh:
            rows = change_rows(desk.shown, width)
        if rows is None:
            rows = ledger_rows(desk.shown, self._window, width, height)
        rows = block(rows, height)
        if desk.view is desk.sale:
            found = desk.sale.finder.rows(width, desk.shown.currency.digits, desk.stock)[: max(height - 1, 0)]
            rows[height - len(found) :] = found
        return rows
