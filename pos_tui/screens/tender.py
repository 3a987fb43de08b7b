"""The tender screen: what is to pay, what was given, and the quickest ways to give it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pos_tui.core.money import format_amount
from pos_tui.core.tender import said_type
from pos_tui.core.words import _
from pos_tui.services.selling import looks_like_barcode
from pos_tui.styles.palette import STRONG
from pos_tui.terminal.router import Entry, Press
from pos_tui.widgets.digits import large
from pos_tui.widgets.paint import BLANK, Row, beside, row

from .scans import apart

if TYPE_CHECKING:
    from pos_tui.core.currency import Currency
    from pos_tui.register.outcome import Outcome

    from .desk import Desk

_QUICK_KEYS = ("f4", "f5", "f6", "f7")
_EXACT, _CARD, _TAKE_BACK, _VOUCHER = "f2", "f3", "f8", "f9"


class TenderView:
    """An amount and Enter is cash. A scan still sells: the total grows before it is paid."""

    @property
    def prompt(self) -> str:
        """What a bare amount means."""
        return _("cash: ")

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._voucher = desk.sale.voucher()
        """The one that was shown while the sale was entered, until it is taken."""

    def enter(self, entry: Entry) -> None:
        """Cash, a command, or a scan. A bare Enter pays nothing: it may be the end of a scan."""
        text = entry.text.strip()
        if not text:
            return
        typed, scan = apart(entry) if entry.scanned and not entry.is_scan else ("", None)
        if scan is not None and typed and not text.startswith("/"):
            self.desk.router.give_back(typed)
            self.desk.enter(scan)
            return
        looking = self.desk.register.looking
        if not text.startswith("/") and looking.is_voucher(text):
            self.desk.run(f"/redeem {text}")
        elif text.split()[-1].casefold() in dict(looking.ways_to_pay()) and len(text.split()) == 2:
            self.desk.run(f"/pay {text}")
        elif text.startswith("/") or looks_like_barcode(text) or (entry.is_scan and not _is_amount(text)):
            self.desk.enter(entry)
        else:
            self.desk.run(f"/cash {text}")

    def press(self, key: str, text: str) -> Press:
        """Exact, card, quick notes, and the last tender taken back."""
        quick = dict(zip(_QUICK_KEYS, self._quick(), strict=False))
        if key == _EXACT:
            self.desk.run(f"/cash {text}".rstrip())
        elif key == _CARD:
            self.desk.sale_action("card", text)
        elif key in quick:
            self.desk.run(f"/cash {format_amount(quick[key], self.desk.shown.currency)}")
            return Press.ACTED
        elif key == _TAKE_BACK and self.desk.shown.tenders:
            self.desk.run("/takeback")
            return Press.ACTED
        elif key == _VOUCHER and self._voucher:
            self.desk.run(f"/redeem {self._voucher}", after=self._redeemed)
            return Press.ACTED
        else:
            return Press.ACTED if key in ("up", "down") else Press.IGNORED
        return Press.TOOK

    def _redeemed(self, outcome: Outcome) -> None:
        if outcome.ok:
            self._voucher = ""

    def edited(self, text: str) -> None:
        """The amount stands in the prompt."""

    def back(self) -> None:
        """Back to the sale; what was paid so far stays."""
        self.desk.say("")
        self.desk.close()

    def keys(self) -> list[tuple[str, str]]:
        """Ways to pay."""
        amounts = map(self.desk.shown.money, self._quick())
        quick = [(key.upper(), amount) for key, amount in zip(_QUICK_KEYS, amounts, strict=False)]
        back = [(_TAKE_BACK.upper(), _("Take back"))] if self.desk.shown.tenders else []
        return [(_EXACT.upper(), _("Exact")), (_CARD.upper(), _("Card")), *quick, *back, ("Esc", _("Back"))]

    def body(self, width: int, height: int) -> list[Row] | None:
        """The rest, large; how it came about; and what to press."""
        shown = self.desk.shown
        due = shown.cash_due if not shown.tenders else shown.due
        rows = [
            row(f" {_('TO PAY') if due >= 0 else _('TO PAY OUT')}", STRONG),
            *large(shown.money(due), width),
            BLANK,
        ]
        rows.append(row(beside(f" {_('Total')}", shown.money(shown.total), width - 2)))
        rows += [
            row(beside(f" {said_type(paid.type)}", shown.money(paid.amount), width - 2))
            for paid in shown.tenders
        ]
        if shown.tenders:
            rows.append(row(beside(f" {_('Still to pay')}", shown.money(shown.due), width - 2), STRONG))
        if shown.cash_due != shown.due:
            rows.append(row(beside(f" {_('In cash, rounded')}", shown.money(shown.cash_due), width - 2)))
        return [*rows, BLANK, *self._what_to_do(due)]

    def _what_to_do(self, due: int) -> list[Row]:
        if due < 0:
            return [
                row(f" {_('F2 cash, F3 card: each gives back')}"),
                row(f" {_('what it took, and the rest.')}"),
            ]
        return [
            row(f" {_('Type what is given, then Enter.')}"),
            row(f" {_('F2 exact cash, F3 card terminal')}"),
            *([row(f" {_('F9 voucher {code}', code=self._voucher)}", STRONG)] if self._voucher else []),
            *(row(f" {how}") for _code, how in self.desk.register.looking.ways_to_pay()),
        ]

    def _quick(self) -> list[int]:
        shown = self.desk.shown
        return quick_amounts(shown.cash_due, shown.currency)


def quick_amounts(due: int, currency: Currency, most: int = 4) -> list[int]:
    """What is likely to be handed over for `due` minor units: rounded up to coins and notes of 1, 2, 5."""
    if due <= 0:
        return []
    amounts: list[int] = []
    unit = 10 ** max(len(str(due)) - 2, min(currency.digits, len(str(due)) - 1), 0)
    while len(amounts) < most:
        for step in (unit, 2 * unit, 5 * unit):
            amount = -(-due // step) * step
            if amount > due and amount not in amounts:
                amounts.append(amount)
        unit *= 10
    return sorted(amounts)[:most]


def _is_amount(text: str) -> bool:
    return "." in text and text.replace(".", "", 1).isdigit()
