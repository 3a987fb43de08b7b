"""The receipt beside the sale, on screens that are wide enough: as it will be printed, as things stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pos_tui.core.words import _
from pos_tui.styles.palette import PLAIN, STRONG
from pos_tui.widgets.paint import Row, row

if TYPE_CHECKING:
    from .desk import Desk
    from .state import Shown


class Preview:
    """Made anew only when the sale has changed: typing costs nothing."""

    def __init__(self) -> None:
        self._of: Shown | None = None
        self._width = 0
        self._lines: list[str] = []

    def rows(self, desk: Desk, width: int, height: int) -> list[Row]:
        """The end of the receipt, which holds what was sold last and the total."""
        if not width or not height:
            return []
        if self._of is not desk.shown or self._width != width:
            self._of, self._width = desk.shown, width
            self._lines = _receipt(desk, width - 3)
        lines = self._lines[-(height - 1) :]
        rows = [row(_("RECEIPT"), STRONG), *(row(line) for line in lines)]
        rows += [()] * (height - len(rows))
        return [(("| ", PLAIN), *spans) for spans in rows]


def _receipt(desk: Desk, columns: int) -> list[str]:
    if desk.front is None or (desk.shown.is_empty and not desk.fresh):
        return []
    sale = desk.shown.last_sale if desk.fresh else desk.register.document()
    if sale is None:
        return []
    sale = {"number": desk.shown.next_number, **sale}
    return desk.front.receipt_text(sale, columns=columns).splitlines()
