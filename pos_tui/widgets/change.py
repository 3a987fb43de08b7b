"""The end of a sale: change due, the largest thing on the screen, until the next entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pos_tui.core.tender import said_type
from pos_tui.core.words import _
from pos_tui.styles.palette import CHANGE, STRONG

from .digits import large
from .paint import BLANK, Row, beside, row

if TYPE_CHECKING:
    from pos_tui.screens.state import Shown


def change_rows(shown: Shown, width: int) -> list[Row]:
    """The last sale: its change, large, then its number, total and tenders."""
    sale = shown.last_sale
    if sale is None:
        return []
    rounding = [(_("rounding"), sale["rounding"])] if sale["rounding"] else []
    parts = [*rounding, *((said_type(tender["type"]), tender["amount"]) for tender in sale["tenders"])]
    return [
        row(f" {_('CHANGE DUE') if sale['change'] else _('PAID, NO CHANGE')}", STRONG),
        BLANK,
        *large(shown.money(sale["change"]), width, CHANGE),
        BLANK,
        row(f" {_('sale {number}', number=sale['number'])}"),
        row(beside(f" {_('total')}", shown.money(sale["total"]), width - 2), STRONG),
        *(row(beside(f" {what}", shown.money(amount), width - 2)) for what, amount in parts),
    ]
