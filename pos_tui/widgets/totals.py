"""What the sale comes to, beside the ledger or, on a narrow screen, under it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pos_tui.core.display import clean, fit
from pos_tui.core.money import plain
from pos_tui.styles.palette import PLAIN, STRONG, TOTAL, WARNING

from .paint import BLANK, Row, beside, block, row

if TYPE_CHECKING:
    from pos_tui.screens.state import Shown


def totals_rows(
    shown: Shown, waiting: int, printer: str, width: int, height: int, *, fresh: bool = False
) -> list[Row]:
    """The column beside the ledger; `waiting` scans are held, `printer` is its state in words.

    A `fresh` screen still shows the sale before: its total stands there until the next entry.
    """
    inner = width - 2
    rows: list[Row] = [
        *_total_block(shown, inner, fresh),
        BLANK,
        row(f" {_lines(shown.count)}"),
        row(f" saved {shown.money(shown.saved)}") if shown.saved else BLANK,
        *_paid(shown, inner),
        *_pending(shown, inner),
        row(" Customer -"),
        row(f" {printer}", WARNING if printer.startswith("PRINTER") else PLAIN),
        row(f" held {shown.held}", STRONG) if shown.held else BLANK,
        row(f" unknown {shown.unmatched}", WARNING) if shown.unmatched else BLANK,
        row(f" {waiting} scans wait", WARNING) if waiting else BLANK,
        row(f" {clean(shown.reference)}") if shown.reference else BLANK,
    ]
    last = _last(shown, inner)
    rows = block(rows, height - len(last)) + last
    return [(("|", PLAIN), *((text, style) for text, style in spans)) for spans in rows]


def _total_block(shown: Shown, width: int, fresh: bool) -> list[Row]:
    label, amount = ("TOTAL", shown.total)
    if fresh and shown.last_sale is not None:
        label, amount = ("LAST TOTAL", shown.last_sale["total"])
    return [
        ((" ", PLAIN), (fit(f" {label}", width), TOTAL)),
        ((" ", PLAIN), (shown.money(amount).rjust(width - 1) + " ", TOTAL)),
        ((" ", PLAIN), (" " * width, TOTAL)),
    ]


def _paid(shown: Shown, width: int) -> list[Row]:
    if not shown.tenders:
        return [BLANK]
    paid = sum(tender.amount for tender in shown.tenders)
    return [
        row(beside(" paid", shown.money(paid), width)),
        row(beside(" due", shown.money(shown.due), width), STRONG),
    ]


def _pending(shown: Shown, width: int) -> list[Row]:
    if shown.pending is None:
        return [BLANK]
    text = fit(f"{plain(shown.pending)} x", width, "center")
    return [((" ", PLAIN), (text, TOTAL)), BLANK]


def _last(shown: Shown, width: int) -> list[Row]:
    sale = shown.last_sale
    if sale is None:
        return []
    return [
        row(f" last {sale['number']}"),
        row(beside(" total", shown.money(sale["total"]), width)),
        row(beside(" change", shown.money(sale["change"]), width)),
    ]


def _lines(count: int) -> str:
    return f"{count} item{'' if count == 1 else 's'}"


def narrow_rows(shown: Shown, waiting: int, printer: str, width: int) -> list[Row]:
    """Two rows for a narrow screen: the total, and what else must be seen."""
    pending = f"{plain(shown.pending)} x   " if shown.pending is not None else ""
    facts = [_lines(shown.count)]
    facts += [f"held {shown.held}"] if shown.held else []
    facts += [f"unknown {shown.unmatched}"] if shown.unmatched else []
    facts += [f"{waiting} wait"] if waiting else []
    facts += [f"saved {shown.money(shown.saved)}"] if shown.saved else []
    label, amount = ("DUE", shown.due) if shown.tenders else ("TOTAL", shown.total)
    return [
        row(beside(f" {label}", f"{pending}{shown.money(amount)} ", width), TOTAL),
        row(beside(f" {' '.join(facts)}", f"{printer} ", width)),
    ]
