"""The top row: where this is, who sells, the next receipt number, the time."""

from __future__ import annotations

from pos_tui.core.display import cells, clean, fit
from pos_tui.core.words import _
from pos_tui.styles.palette import REVERSE

from .paint import Row, row


def header_row(shop: str, till: str, operator: str, number: str, time: str, width: int) -> Row:
    """One row; on a narrow screen the shop's name gives way first, then number and operator."""
    time = f" {time} "
    parts = [_("Till {till}", till=till), clean(operator), _("next {number}", number=number)]
    while len(parts) > 1 and width - cells("  ".join(parts)) - cells(time) < 14:
        parts.pop()
    middle = "  ".join(parts)
    room = max(width - cells(time), 0)
    left = f" {clean(shop, limit=max(room - cells(middle) - 4, 6))}  {middle}"
    return row(fit(left, room) + time, REVERSE)
