"""The picture: from a desk, the rows of each part of the screen. Pure; a window only shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pos_tui.core.words import _
from pos_tui.styles.palette import REFUSED, STRONG
from pos_tui.widgets.change import change_rows
from pos_tui.widgets.digits import SMALL, TALL
from pos_tui.widgets.entry import entry_row
from pos_tui.widgets.header import header_row
from pos_tui.widgets.keybar import keybar_row
from pos_tui.widgets.ledger import Window, ledger_rows
from pos_tui.widgets.notice import notice_rows
from pos_tui.widgets.paint import Row, block, fitted, row
from pos_tui.widgets.totals import Around, headline, totals_rows, under_rows

from .layout import LEAST, Layout, arrange
from .preview import Preview

if TYPE_CHECKING:
    from .desk import Desk


class Parts(NamedTuple):
    """The rows of each part, in the order of `Layout`."""

    header: list[Row]
    body: list[Row]
    totals: list[Row]
    preview: list[Row]
    notice: list[Row]
    entry: list[Row]
    keys: list[Row]


class Picture:
    """Draws one desk; remembers which part of the sale is seen."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.printer = _("no printer")
        """The printer's state, in words."""
        self.time = ""
        """The time as the header shows it."""
        self._window = Window()
        self._preview = Preview()

    @property
    def around(self) -> Around:
        """What is shown besides the sale itself."""
        return Around(self.printer, len(self.desk.waiting), self.desk.room.state, self.desk.fresh)

    def layout(self, width: int, height: int) -> Layout:
        """Where the parts are on a terminal of that size, as things stand."""
        shown, is_large = self.desk.shown, self.desk.theme.is_large
        drawn = (TALL if is_large else SMALL).draw(shown.money(headline(shown, self.around)[1]))
        return arrange(width, height, figures=len(drawn[0]) if drawn else 0, is_large=is_large)

    def rows(self, width: int, height: int) -> list[Row]:
        """The rows of the whole screen."""
        layout = self.layout(width, height)
        screen: list[Row] = [()] * height
        # Boxes are in reading order: those in one row come from left to right.
        for box, rows in zip(layout, self.draw(layout), strict=True):
            for y in range(box.height):
                spans = rows[y] if y < len(rows) else ()
                screen[box.y + y] += spans if box.x + box.width == width else fitted(spans, box.width)
        return screen

    def draw(self, layout: Layout) -> Parts:
        """The rows of each part of a layout."""
        desk, shown, width = self.desk, self.desk.shown, layout.header.width
        if layout.is_too_small:
            return Parts(self._too_small(layout), *[[]] * 6)
        notice = self._notice(layout)
        header = header_row(shown.shop, shown.till, shown.operator, shown.next_number, self.time, width)
        pending = shown.pending if desk.view is desk.sale else None
        return Parts(
            [header],
            self._body(layout, notice[:-1]),
            self._totals(layout),
            self._preview.rows(desk, layout.preview.width, layout.preview.height),
            notice[-1:],
            [entry_row(desk.view.prompt, pending, desk.typed, width, shown.mark)],
            [keybar_row(desk.view.keys(), width, self._more_keys())],
        )

    def _notice(self, layout: Layout) -> list[Row]:
        """One row, or as many as the ledger can lend, no wider than it."""
        said, width, height = self.desk.notice, layout.body.width, layout.body.height
        rows = notice_rows(said.text, said.sound, layout.notice.width, 2)
        return rows if len(rows) == 1 else notice_rows(said.text, said.sound, width, height // 2)

    def _more_keys(self) -> list[tuple[str, str]]:
        """The key that shows all keys of a page; in the sale and the menu it is the menu's."""
        desk = self.desk
        if desk.view is desk.sale or getattr(desk.view, "explains_keys", False):
            return []
        keys = [word.key for word in desk.words.words if word.word == "help" and word.key]
        return [(key, _("Keys")) for key in keys]

    def _totals(self, layout: Layout) -> list[Row]:
        box, shown = layout.totals, self.desk.shown
        if layout.is_under:
            return under_rows(shown, self.around, box.width, is_large=self.desk.theme.is_large)
        return totals_rows(shown, self.around, box.width, box.height)

    def _body(self, layout: Layout, above_notice: list[Row]) -> list[Row]:
        """The view's page, else the change due or the ledger; lists and long notices cover its last rows."""
        desk, (width, height) = self.desk, layout.body[2:]
        rows = desk.view.body(width, height)
        if rows is None and desk.fresh:
            rows = change_rows(desk.shown, width)
        if rows is None:
            gap = 0 if layout.is_under else 1
            rows = ledger_rows(desk.shown, self._window, width - gap, height, is_large=desk.theme.is_large)
        cover = [*above_notice]
        if desk.view is desk.sale:
            room = max(height - 1 - len(cover), 0)
            cover = [*desk.sale.finder.rows(width, desk.shown.currency.digits, desk.stock)[:room], *cover]
        return [*block(rows, height)[: height - len(cover)], *cover]

    def _too_small(self, layout: Layout) -> list[Row]:
        """What a terminal says that is too small: scans sell all the same."""
        width, height = layout.header[2:]
        said = _("too small, make it at least {columns}x{rows}", columns=LEAST[0], rows=LEAST[1])
        label, amount = headline(self.desk.shown, self.around)
        rows = [row(said[place : place + width], REFUSED) for place in range(0, len(said), max(width, 1))]
        return block([*rows, row(f"{label} {self.desk.shown.money(amount)}", STRONG)], height)
