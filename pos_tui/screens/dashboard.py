"""The dashboard as rows: figures and hours at the left, what else there is at the right or below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from pos_tui.core.display import cells, clean, fit
from pos_tui.core.tender import said_type
from pos_tui.core.words import N_, _, ngettext
from pos_tui.locale import Formats, money
from pos_tui.styles.palette import PLAIN, REVERSE, STRONG, TOTAL, WARNING
from pos_tui.terminal.router import Entry, Press, Router
from pos_tui.widgets.keybar import keybar_row
from pos_tui.widgets.paint import BLANK, Row, beside, block, row, wrapped

if TYPE_CHECKING:
    from datetime import datetime

    from pos_tui.core.currency import Currency
    from pos_tui.core.dashboard import Board, Hour

_WIDE: Final = 72
"""Cells from which on there are two columns."""
_LEFT: Final = 44
_STOCK: Final = {"low": N_("run low"), "below_zero": N_("below zero"), "expiring": N_("expire soon")}
_AMOUNT: Final = 11


class BoardView:
    """The one route there is: Esc or q leaves, F5 reads at once. Nothing here changes anything."""

    def __init__(self, currency: Currency, formats: Formats, zone: str) -> None:
        self.router = Router(self)
        self.board: Board | None = None
        self.trouble = ""
        """Why it could not be read the last time; what is shown then is older."""
        self.now: datetime | None = None
        self.leaving = False
        self.wanted = False
        """Somebody wants it read at once."""
        self.zone = ZoneInfo(zone)
        self._currency, self._formats = currency, formats

    # Keys

    def enter(self, entry: Entry) -> None:
        """q leaves; there is nothing else to enter."""
        if entry.text.strip().casefold() in ("q", "/quit"):
            self.leaving = True

    def press(self, key: str, text: str) -> Press:
        """F5 reads."""
        if key != "f5":
            return Press.IGNORED
        self.wanted = True
        return Press.ACTED

    def edited(self, text: str) -> None:
        """A q leaves without Enter."""
        if text.casefold() == "q":
            self.leaving = True

    def back(self) -> None:
        """Leaves."""
        self.leaving = True

    # Looks

    def rows(self, width: int, height: int) -> list[Row]:
        """The whole screen."""
        room = max(height - 2, 1)
        board = self.board
        if board is None:
            shown = [row(f" {self.trouble or _('one moment...')}")]
        elif width >= _WIDE:
            shown = self._in_two(board, width, room)
        else:
            shown = [*self._warnings(board, width), *self._figures(board, width), *self._aside(board, width)]
            shown += [BLANK, *self._hours(board, width, room - len(shown) - 1)]
            shown += self._health(board, width)
        keys = [("F5", _("Read now")), ("Esc", _("Leave"))]
        return [row(self._head(width), REVERSE), *block(shown, room), keybar_row(keys, width)][:height]

    def _head(self, width: int) -> str:
        right = f"{self._formats.day_and_time(self.now)} " if self.now is not None else ""
        name = clean(self.board.shop) if self.board is not None else "pos-tui"
        return fit(f" {name}  {_('dashboard')}", max(width - cells(right) - 1, 0)) + f" {right}"

    def _in_two(self, board: Board, width: int, height: int) -> list[Row]:
        left = [*self._figures(board, _LEFT), *self._hours(board, _LEFT, height - 4)]
        right = [*self._warnings(board, width - _LEFT - 3), *self._aside(board, width - _LEFT - 3)]
        right += self._health(board, width - _LEFT - 3)
        rows = []
        for place in range(height):
            one = left[place] if place < len(left) else BLANK
            other = right[place] if place < len(right) else BLANK
            text = "".join(part for part, _style in one)
            rows.append((*one, (" " * max(_LEFT - cells(text), 0), PLAIN), (" | ", PLAIN), *other))
        return rows

    def _money(self, minor: int) -> str:
        return money(minor, self._currency.digits, self._formats.mark)

    def _figures(self, board: Board, width: int) -> list[Row]:
        receipts = ngettext("1 receipt", "{count} receipts", board.receipts)
        if board.basket is not None:
            lines = f"{board.basket // 10}{self._formats.mark}{board.basket % 10}"
            receipts = _("{receipts} of {lines} lines", receipts=receipts, lines=lines)
        rows = [
            row(beside(f" {_('SOLD TODAY')}", self._money(board.sold), width), TOTAL),
            row(beside(f" {receipts}", self._each(board), width)),
        ]
        if board.usual is not None:
            days = ngettext("1 day", "{count} days", board.days)
            usual = _("usual until now ({days})", days=days)
            rows.append(row(beside(f" {usual}", f"{self._money(board.usual)}{self._change(board)}", width)))
        return [*rows, BLANK]

    def _each(self, board: Board) -> str:
        return "" if board.average is None else _("{amount} each", amount=self._money(board.average))

    def _change(self, board: Board) -> str:
        if board.change is None:
            return ""
        tenths = f"{abs(board.change) // 10}{self._formats.mark}{abs(board.change) % 10}"
        return f" {'-' if board.change < 0 else '+'}{tenths} %"

    def _hours(self, board: Board, width: int, room: int) -> list[Row]:
        """A bar an hour: # is sold, | what is usual."""
        if not board.hours or room < 2:
            return []
        shown = board.hours[-(room - 1) :]
        most = max(max(hour.sold, hour.usual or 0) for hour in shown)
        bar = width - 5 - _AMOUNT
        legend = _("hour") if board.usual is None else _("hour (| is usual)")
        head = row(beside(f" {legend}", _("sold"), 4 + _AMOUNT), STRONG)
        if cells(legend) > 3 + _AMOUNT - cells(_("sold")):
            head = row(f" {legend}", STRONG)
        return [head, *(row(self._hour(hour, most, bar)) for hour in shown)]

    def _hour(self, hour: Hour, most: int, room: int) -> str:
        sold = round_down(hour.sold, most, room)
        usual = None if hour.usual is None else round_down(hour.usual, most, room - 1)
        marks = ["#" if place < sold else " " for place in range(room)]
        if usual is not None and hour.usual:
            marks[usual] = "|"
        return f" {hour.hour} {self._money(hour.sold):>{_AMOUNT}} {''.join(marks)}".rstrip()

    def _warnings(self, board: Board, width: int) -> list[Row]:
        rows = [
            row(f" {piece}", WARNING)
            for finding in board.findings
            for piece in wrapped(f"! {clean(finding.text)}", width - 1, hang="  ")[:2]
        ]
        if self.trouble:
            rows.insert(0, row(f" ! {clean(self.trouble)}", WARNING))
        return [*rows, BLANK] if rows else []

    def _aside(self, board: Board, width: int) -> list[Row]:
        rows = [row(f" {_('Ways to pay')}", STRONG)]
        rows += [
            row(beside(f" {clean(_name(tender, currency, board))}", self._money(amount), width))
            for tender, currency, amount in board.tenders
        ]
        rows += [BLANK, row(f" {_('Tills')}", STRONG)]
        for till in board.tills:
            if till.opened is None:
                rows.append(row(f" {clean(till.till)}  {_('no shift open')}"))
            else:
                since = till.opened.astimezone(self.zone).strftime("%H:%M")
                who = f" {clean(till.till)}  {clean(till.owner)}"
                rows.append(row(beside(who, _("since {time}", time=since), width)))
        if board.stock:
            rows += [BLANK, row(f" {_('Stock')}", STRONG)]
            rows += [
                row(beside(f" {_(_STOCK[kind])}", str(count), width), WARNING) for kind, count in board.stock
            ]
        return rows

    def _health(self, board: Board, width: int) -> list[Row]:
        rows = [BLANK, row(f" {_('Health')}", STRONG)] if board.health else []
        for one in board.health:
            rows += [row(f" {piece}") for piece in wrapped(clean(one.text), width - 1, hang="  ")[:2]]
        return rows


def _name(tender: str, currency: str, board: Board) -> str:
    return said_type(tender) if currency == board.currency else f"{said_type(tender)} {currency}"


def round_down(part: int, whole: int, room: int) -> int:
    """How many of `room` cells a part fills, rounded down; nothing below zero fills any."""
    return max(part, 0) * room // whole if whole > 0 else 0
