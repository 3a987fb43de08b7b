"""Receipts: any sale found by what is remembered of it, shown as it was printed, printed again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from pos_tui.core.display import clean, fit
from pos_tui.core.receipt_code import parse
from pos_tui.core.records import said_kind
from pos_tui.core.scan import Scan
from pos_tui.core.tender import said_type
from pos_tui.core.words import _, ngettext
from pos_tui.terminal.router import Entry, Press
from pos_tui.widgets.paint import Row, beside, row

from .lists import Labels
from .pages import TextView
from .scans import apart
from .searching import SearchView

if TYPE_CHECKING:
    from pos_tui.register.outcome import Outcome

    from .desk import Desk

Sale = Mapping[str, Any]
_REPRINT, _EXPLAIN, _REFUND, _INVOICE = "f3", "f4", "f5", "f6"
_NUMBER, _TENDERS = 10, 6
_NARROW, _WIDE = 50, 76


class ReceiptsView(SearchView[Sale]):
    """The newest first. A scanned receipt finds itself, a scanned item the receipts that have it."""

    @property
    def prompt(self) -> str:
        """Says that scans are looked for here."""
        return _("receipts: ")

    @property
    def title(self) -> str:
        """What the list is of."""
        looking = _("looking...") if self.is_looking and self.found else ""
        return " ".join(filter(None, (_("RECEIPTS"), self.text, looking)))

    @property
    def hint(self) -> str:
        """What can be typed."""
        return _("number, 12.50, 14:05, yesterday, item...")

    def search(self, text: str) -> Iterator[Sequence[Sale]]:
        """The sales that the words mean."""
        for batch in self.desk.register.looking.sales(text):
            if batch:
                receipt_lines(self.desk, batch[0], _NARROW)  # imports what it takes: here nobody waits for it
            yield batch

    def labels(self) -> Sequence[str]:
        """Number, day and time, total; on a wide screen tenders, and a reference or what was sold."""
        return Labels(len(self.found), self._label)

    def take(self, place: int) -> None:
        """Shows the receipt."""
        sale = self.found[place]
        self.desk.open(ReceiptPage(self.desk, sale))
        self.desk.say("")

    def preview(self, place: int, width: int, height: int) -> list[Row]:
        """The receipt."""
        return [row(f" {line}") for line in receipt_lines(self.desk, self.found[place], width - 2)[:height]]

    def enter(self, entry: Entry) -> None:
        """A scan is looked for: a receipt's own code, or an item's."""
        scan = apart(entry)[1] if entry.scanned and not entry.text.startswith("/") else None
        if scan is None:
            super().enter(entry)
            return
        code = parse(scan.text.strip())
        if code is not None and code.belongs_to(self.desk.register.shop.store_id):
            super().enter(Entry(code.number))
        else:
            self.look_for(Scan.parse(scan.text).code)

    def press(self, key: str, text: str) -> Press:
        """Prints or explains the chosen one."""
        place = self.picked
        if place is not None and act_on(self.desk, key, self.found[place]):
            return Press.ACTED
        return super().press(key, text)

    def keys(self) -> list[tuple[str, str]]:
        """What can be done with one."""
        return [("Enter", _("Show")), *receipt_keys(), ("Esc", _("Back"))]

    def _label(self, place: int) -> str:
        sale = self.found[place]
        zone = ZoneInfo(self.desk.register.shop.timezone)
        moment = datetime.fromisoformat(sale["time"]).astimezone(zone)
        total = self.desk.shown.money(sale["total"])
        number = fit(clean(sale["number"]), _NUMBER)
        stamp = f"{moment:%Y-%m-%d %H:%M}" if self.width >= _WIDE else f"{moment:%m-%d %H:%M}"
        if self.width < _NARROW:
            return beside(f"{number}{stamp}", total, self.width - 3)
        tenders = "+".join(dict.fromkeys(said_type(tender["type"]) for tender in sale["tenders"]))
        return f"{number}{stamp}{total:>9} {fit(clean(tenders), _TENDERS)}{clean(_goods(sale))}"


class ReceiptPage(TextView):
    """One receipt, as it was printed."""

    def __init__(self, desk: Desk, sale: Sale) -> None:
        title = _("RECEIPT {number}", number=sale["number"])
        if later := desk.register.looking.came_after(sale["number"]):
            title = _("{receipt}, see {numbers}", receipt=title, numbers=", ".join(later))
        super().__init__(desk, receipt_lines(desk, sale, 200), title)
        self._sale = sale
        self._columns = 0

    def body(self, width: int, height: int) -> list[Row] | None:
        """The text made for this width, as paper is."""
        if width != self._columns:
            self._columns, self.lines = width, receipt_lines(self.desk, self._sale, width - 2)
        return super().body(width, height)

    def press(self, key: str, text: str) -> Press:
        """Prints or explains it, or scrolls."""
        return Press.ACTED if act_on(self.desk, key, self._sale) else super().press(key, text)

    def keys(self) -> list[tuple[str, str]]:
        """What can be done with it."""
        return [*receipt_keys(), ("Esc", _("Back"))]


def receipt_lines(desk: Desk, sale: Sale, columns: int) -> list[str]:
    """The receipt as text, no wider than so many columns."""
    if desk.front is None:
        return []
    try:
        return desk.front.receipt_text(sale, columns=columns).splitlines()
    except (LookupError, ValueError, TypeError, ArithmeticError):
        return [_("this receipt cannot be shown: it was not recorded as a till does")]


def receipt_keys() -> list[tuple[str, str]]:
    """What can be done with a receipt, for the key bar."""
    keys = (
        (_REPRINT, _("Print")),
        (_EXPLAIN, _("Explain")),
        (_REFUND, _("Refund")),
        (_INVOICE, _("Invoice")),
    )
    return [(key.upper(), label) for key, label in keys]


def act_on(desk: Desk, key: str, sale: Sale) -> bool:
    """Does what a key stands for with a sale, by the register's own commands; False for another key."""
    commands = {_REPRINT: "/reprint", _EXPLAIN: "/explain"}
    if key in (_REFUND, _INVOICE):
        desk.sale_action("refund" if key == _REFUND else "invoice", sale["number"])
        return True
    if key not in commands:
        return False
    desk.run(f"{commands[key]} {sale['number']}", after=lambda outcome: _no_printer(desk, key, outcome))
    return True


def _no_printer(desk: Desk, key: str, outcome: Outcome) -> None:
    if key == _REPRINT and outcome.ok and desk.front is not None and desk.front.printer is None:
        desk.say(_("{told}; nothing was printed: no printer is set", told=outcome.message), "refused")


def open_receipts(desk: Desk, words: str = "") -> None:
    """The list, narrowed to some words."""
    desk.open(ReceiptsView(desk))
    desk.router.put_text(f"{words} " if words else "")
    desk.say("")


def _goods(sale: Sale) -> str:
    """The reference, or what was sold first and how much more."""
    live = [line for line in sale["lines"] if not line["void"]]
    kind = "" if sale["kind"] == "sale" else said_kind(sale["kind"])
    if sale["ref"] or not live:
        return " ".join(filter(None, (kind, sale["ref"])))
    more = ngettext("and {count} more", "and {count} more", len(live) - 1) if len(live) > 1 else ""
    return " ".join(filter(None, (kind, live[0]["name"], more)))
