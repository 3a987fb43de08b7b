"""What the sale comes to, beside the ledger or, on a narrow screen and in large type, under it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pos_tui.core.display import clean, fit
from pos_tui.core.money import plain
from pos_tui.core.words import N_, _, ngettext
from pos_tui.styles.palette import PLAIN, REVERSE, STRONG, TOTAL, WARNING, Style

from .digits import SMALL, TALL, at_right, large
from .paint import BLANK, Row, beside, block, row, wrapped

if TYPE_CHECKING:
    from pos_tui.screens.state import Shown

_MOST: Final = 3
"""Lines for what a printer has to say."""


@dataclass(frozen=True, slots=True)
class Around:
    """What is shown besides the sale itself."""

    printer: str = N_("no printer")
    """Its state in words."""
    waiting: int = 0
    """Scans that are held until a dialog closes."""
    disk: str = ""
    """What is wrong with the room on the disk."""
    fresh: bool = False
    """The sale before is still to be seen: its total stands there until the next entry."""


def headline(shown: Shown, around: Around) -> tuple[str, int]:
    """(label, amount) of the largest figure: what the customer has to be told now."""
    if around.fresh and shown.last_sale is not None:
        return _("LAST TOTAL"), shown.last_sale["total"]
    if shown.tenders:
        return _("STILL TO PAY"), shown.due
    return _("TOTAL"), shown.total


def totals_rows(shown: Shown, around: Around, width: int, height: int) -> list[Row]:
    """The column beside the ledger."""
    inner = width - 3
    foot = _pending(shown, inner) or _last(shown, inner)
    slots = [*_figure(shown, around, inner), BLANK, *_facts(shown, around, inner)]
    room = max(height - len(foot), 0)
    if len(slots) > room:
        slots = [slot for slot in slots if slot]
    rows = block(slots, room) + foot
    return [(("| ", PLAIN), *spans) for spans in rows[:height]]


def _figure(shown: Shown, around: Around, width: int) -> list[Row]:
    label, amount = headline(shown, around)
    figures = at_right(shown.money(amount), width)
    return [row(fit(label, width), REVERSE), *(row(line, TOTAL) for line in figures)]


def _facts(shown: Shown, around: Around, width: int) -> list[Row]:
    """Each has its place, whether there is anything to say or not: what moves has to be sent again.

    The figure is there as text, too: no screen reader makes anything of figures drawn with strokes.
    """
    said = shown.money(headline(shown, around)[1])
    paid = sum(tender.amount for tender in shown.tenders)
    return [
        row(beside(_count(shown, around), said, width)),
        row(beside(_("saved"), shown.money(shown.saved), width)) if shown.saved else BLANK,
        row(beside(_("total"), shown.money(shown.total), width)) if shown.tenders else BLANK,
        row(beside(_("paid"), shown.money(paid), width)) if shown.tenders else BLANK,
        row(_("Customer {group}", group=clean(shown.customer or shown.group) or "-")),
        *_taxed(shown, width),
        *(row(line, WARNING) for line in wrapped(around.disk, width)[:_MOST] if around.disk),
        *(row(line, _printer_style(around)) for line in wrapped(clean(around.printer), width)[:_MOST]),
        row(_held(shown), STRONG) if shown.held else BLANK,
        row(_unknown(shown), WARNING) if shown.unmatched else BLANK,
        row(_wait(around), WARNING) if around.waiting else BLANK,
        row(clean(shown.reference)) if shown.reference else BLANK,
    ]


def _pending(shown: Shown, width: int) -> list[Row]:
    """The quantity that waits for a code, large and right above the prompt."""
    if shown.pending is None:
        return []
    return large(f"{plain(shown.pending).replace('.', shown.mark)} x", width, TOTAL, most=SMALL)


def _last(shown: Shown, width: int) -> list[Row]:
    sale = shown.last_sale
    if sale is None:
        return []
    return [
        row(_("last {number}", number=sale["number"])),
        row(beside(_("total"), shown.money(sale["total"]), width)),
        row(beside(_("change"), shown.money(sale["change"]), width)),
    ]


def _count(shown: Shown, around: Around) -> str:
    if around.fresh:
        return ""
    return ngettext("{count} item", "{count} items", shown.count)


def _held(shown: Shown) -> str:
    return _("held {count}", count=shown.held)


def _unknown(shown: Shown) -> str:
    return _("unknown {count}", count=shown.unmatched)


def _wait(around: Around) -> str:
    return ngettext("{count} scan waits", "{count} scans wait", around.waiting)


def _taxed(shown: Shown, width: int) -> list[Row]:
    """What is taken of no tax, and how the sale is served; most shops need neither."""
    rows = []
    if shown.tax_free:
        relief = sum(line.relief for line in shown.figures)
        rows.append(row(beside(_tax_free(shown), shown.money(-relief) if relief else "", width), STRONG))
    return [*rows, row(said_service(shown.service), STRONG)] if shown.service else rows


def _tax_free(shown: Shown) -> str:
    """Why no tax is taken of the buyer, in capitals; nothing where it is."""
    return {"exempt": _("EXEMPT"), "reverse": _("REV. CHARGE")}.get(shown.tax_free, "")


def said_service(mode: str) -> str:
    """How something is served, in capitals; nothing where it makes no difference."""
    return {"eatin": _("EAT IN"), "takeaway": _("TAKE AWAY")}.get(mode, "")


def _printer_style(around: Around) -> Style:
    calm = (_("no printer"), _("printer ok"), _("printer: sent"))
    return PLAIN if around.printer in calm else WARNING


def under_rows(shown: Shown, around: Around, width: int, *, is_large: bool = False) -> list[Row]:
    """The rows under the ledger: the figure at the right, facts beside it, one for what else there is."""
    label, amount = headline(shown, around)
    figures = at_right(shown.money(amount), width - 1, tall=is_large)
    wide = max(len(line.lstrip()) for line in figures)
    left = width - 1 - wide
    words = _beside(shown, around, label, left - 2, len(figures))
    return [
        *(
            ((fit(f" {text}", left), style), (line[left:], TOTAL))
            for (text, style), line in zip(words, figures, strict=True)
        ),
        _more(shown, around, width),
    ]


def _beside(shown: Shown, around: Around, label: str, room: int, height: int) -> list[tuple[str, Style]]:
    """What stands left of the figure: the pending quantity, or label and facts."""
    if shown.pending is not None:
        waiting = f"{plain(shown.pending).replace('.', shown.mark)} x"
        for font in (TALL, SMALL):
            drawn = font.draw(waiting)
            if drawn is not None and font.height <= height and len(drawn[0]) <= room:
                blank = [("", PLAIN)] * (height - font.height)
                return [*((line, TOTAL) for line in drawn), *blank]
        return [(waiting, TOTAL), *[("", PLAIN)] * (height - 1)]
    amount = shown.money(headline(shown, around)[1])
    facts = [f"{_count(shown, around)} {amount}".lstrip()]
    facts += [_("saved {amount}", amount=shown.money(shown.saved))] if shown.saved else []
    facts += [_("total {amount}", amount=shown.money(shown.total))] if shown.tenders else []
    lines: list[tuple[str, Style]] = [(label, STRONG), *((fact, PLAIN) for fact in facts)]
    return [*lines, *[("", PLAIN)] * height][:height]


def _more(shown: Shown, around: Around, width: int) -> Row:
    """The row for what else has to be seen; trouble comes first, as the end may be cut."""
    trouble = _printer_style(around) is WARNING
    urgent = [around.disk] if around.disk else []
    urgent += [around.printer] if trouble else []
    urgent += [_wait(around)] if around.waiting else []
    urgent += [_unknown(shown)] if shown.unmatched else []
    calm = list(filter(None, [clean(shown.customer), said_service(shown.service), _tax_free(shown)]))
    calm += [_held(shown)] if shown.held else []
    calm += [] if trouble else [around.printer]
    return (
        (" ", PLAIN),
        (" ".join(urgent), WARNING),
        (" " if urgent else "", PLAIN),
        (" ".join(calm), PLAIN),
    )
