"""Counting a drawer by its notes and coins: a row each, the sum below; what it should be is not here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pos_tui.core.denominations import Counted, pieces_of
from pos_tui.core.display import fit
from pos_tui.core.errors import InvalidValue
from pos_tui.core.money import format_amount
from pos_tui.core.tender import said_type
from pos_tui.core.words import _
from pos_tui.styles.palette import PICKED, PLAIN, STRONG
from pos_tui.terminal.router import Press
from pos_tui.widgets.paint import BLANK, Row, block, row

from .asking import Asking
from .scroll import KEYS, Scroll

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pos_tui.terminal.router import Entry

    from .desk import Desk

_DONE: Final = frozenset({"f1", "f9"})
_DIGITS: Final = 5
"""Of a number of notes or coins: more is a bar code."""


@dataclass(slots=True)
class _Line:
    """One row: a note or coin and how many, or a sum."""

    label: str
    word: str
    """What stands before the answer in the command: `20x`, `card=`, or nothing for a sum of cash."""
    text: str = ""


class CountView(Asking):
    """Enter takes a number and goes on to the next row; F1 is done."""

    def __init__(self, desk: Desk, title: str, others: Sequence[str], then: Callable[[str], None]) -> None:
        """`others` are ways to pay whose slips are counted; `then` takes the answer, as `/count` does."""
        self.desk, self._title, self._then = desk, title, then
        currency = desk.register.shop.currency
        self._scroll = Scroll()
        self._lines = [
            *(
                _Line(self._money(piece), f"{format_amount(piece, currency)}x")
                for piece in pieces_of(currency)
            ),
            _Line(_("other cash"), ""),
            *(_Line(_("slips: {kind}", kind=said_type(kind)), f"{kind}=") for kind in others),
        ]

    @property
    def prompt(self) -> str:
        """Which row is asked for."""
        line = self._chosen
        return f"{line.label} x " if line.word.endswith("x") else f"{line.label}: "

    def answer(self, entry: Entry) -> None:
        """Takes the number of the row, and goes to the next one; none leaves it as it is."""
        text = entry.text.strip()
        if text:
            objection = self._objection(text)
            if objection:
                self.desk.say(objection, "refused")
                return
            self._chosen.text = text
            self.desk.say("")
        self._scroll.move("down", len(self._lines))

    def press(self, key: str, text: str) -> Press:
        """Arrows choose a row, F1 is done; a number that is being typed is taken with it."""
        if key in KEYS:
            self._scroll.move(key, len(self._lines))
            return Press.ACTED
        if key not in _DONE:
            return Press.ACTED
        if text.strip():
            objection = self._objection(text.strip())
            if objection:
                self.desk.say(objection, "refused")
                return Press.ACTED
            self._chosen.text = text.strip()
        self._then(self.counted)
        return Press.TOOK

    def edited(self, text: str) -> None:
        """What is typed stands in the prompt."""

    def keys(self) -> list[tuple[str, str]]:
        """On, done, and back."""
        return [("Enter", _("Next")), ("F1", _("Counted")), ("Esc", _("Back"))]

    @property
    def counted(self) -> str:
        """What was counted, as `/count` takes it; 0 where nothing was there."""
        return " ".join(f"{line.word}{line.text}" for line in self._lines if line.text) or "0"

    def body(self, width: int, height: int) -> list[Row] | None:
        """The rows around the chosen one, and the sum of the cash."""
        room = max(height - 4, 1)
        rows = [self._row(place, width) for place in self._scroll.window(len(self._lines), room)]
        total = _("counted {amount}", amount=self._money(self._parsed(self.counted).cash))
        return [
            row(f" {self._title}", STRONG),
            *block(rows, room),
            BLANK,
            row(f" {total}", STRONG),
            row(" " + _("type how many, Enter; F1 when all is counted")),
        ]

    @property
    def _chosen(self) -> _Line:
        return self._lines[self._scroll.chosen]

    def _row(self, place: int, width: int) -> Row:
        line, is_chosen = self._lines[place], place == self._scroll.chosen
        parsed = self._parsed(f"{line.word}{line.text}") if line.text else None
        amount = "" if parsed is None else self._money(parsed.cash or sum(parsed.others.values()))
        times = f" x {line.text:>5}" if line.word.endswith("x") else " " * 8
        text = f"{'>' if is_chosen else ' '} {line.label:>12}{times} {amount:>12}"
        return row(fit(text, width - 1), PICKED if is_chosen else PLAIN)

    def _objection(self, text: str) -> str:
        word = self._chosen.word
        if word.endswith("x") and not (text.isascii() and text.isdigit() and len(text) <= _DIGITS):
            return _("'{text}' is not how many there are", text=text)
        try:
            self._parsed(f"{word}{text}")
        except InvalidValue as error:
            return error.message
        return ""

    def _parsed(self, text: str) -> Counted:
        mark, front = self.desk.formats.mark, self.desk.front
        minor = front is not None and front.setting("entry.minor") == "true"
        return Counted.parse(text.replace(mark, "."), self.desk.register.shop.currency, minor=minor)

    def _money(self, minor: int) -> str:
        return self.desk.shown.money(minor)
