"""Questions that only a person answers: did the terminal approve, is the same weight right? No scan does, or
gets lost."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pos_tui.core.display import clean
from pos_tui.core.words import _
from pos_tui.styles.palette import STRONG
from pos_tui.terminal.router import Entry, Press
from pos_tui.widgets.digits import large
from pos_tui.widgets.paint import BLANK, Row, row, wrapped

from .pages import PATIENCE

if TYPE_CHECKING:
    from .desk import Desk
    from .view import After

_APPROVED = frozenset({"f1", "f3", "f9"})


class CardDialog:
    """Shows the amount for the card terminal and waits for the cashier's word."""

    @property
    def prompt(self) -> str:
        """The question."""
        return _("approved? ")

    def __init__(self, desk: Desk, arguments: str) -> None:
        """`arguments` are those of `/card`: an amount or nothing, and a reference."""
        self.desk = desk
        self._arguments = arguments
        self._opened = desk.clock()

    def enter(self, entry: Entry) -> None:
        """Enter approves only with nothing collected and after a pause; what was collected is a scan."""
        if entry.text:
            self.desk.keep(entry)
        elif entry.quiet >= PATIENCE and entry.time >= self._opened + PATIENCE:
            self._approve()

    def press(self, key: str, text: str) -> Press:
        """A function key approves: no scanner sends one. What was collected is kept as a scan."""
        if key not in _APPROVED:
            return Press.ACTED
        if text:
            self.desk.keep(Entry(text))
        self._approve()
        return Press.TOOK

    def edited(self, text: str) -> None:
        """What is collected stands in the prompt."""

    def back(self) -> None:
        """Declined."""
        self.desk.say(_("card declined: nothing was recorded"))
        self.desk.close()

    def keys(self) -> list[tuple[str, str]]:
        """Approved or not."""
        return [("F1", _("Approved")), ("Esc", _("Declined"))]

    def body(self, width: int, height: int) -> list[Row] | None:
        """The amount, large, and what to do."""
        amount = self._arguments.partition(" ")[0]
        if not amount or amount == "ref":
            amount = self.desk.shown.money(self.desk.shown.due)
        back = self.desk.shown.due < 0
        told = (
            _("Give it back on the card terminal.") if back else _("Take this amount on the card terminal.")
        )
        return [
            row(f" {_('CARD')}", STRONG),
            BLANK,
            *large(amount, width),
            BLANK,
            row(f" {told}"),
            row(f" {_('F1 or Enter: it was approved.')}"),
            row(f" {_('Esc: it was declined.')}"),
        ]

    def _approve(self) -> None:
        # Scans that waited come after the payment: they belong to what follows it.
        self.desk.close()
        self.desk.run(f"/card {self._arguments}".rstrip())


class _ByHand:
    """A question that F1 answers with yes, Esc with no, and Enter not at all: it may still be a scanner's."""

    desk: Desk

    @abstractmethod
    def yes(self) -> None:
        """What F1 does; the dialog is closed already."""

    def enter(self, entry: Entry) -> None:
        """Enter answers nothing; a scan waits."""
        if entry.text:
            self.desk.keep(entry)

    def press(self, key: str, text: str) -> Press:
        """F1 is a person's: no scanner sends it. What was collected is kept as a scan."""
        if key not in _APPROVED:
            return Press.ACTED
        if text:
            self.desk.keep(Entry(text))
        self.desk.close()
        self.yes()
        return Press.TOOK

    def edited(self, text: str) -> None:
        """What is collected stands in the prompt."""

    def keys(self) -> list[tuple[str, str]]:
        """Sell or not."""
        return [("F1", _("Sell it")), ("Esc", _("Not sold"))]


class SameWeightDialog(_ByHand):
    """The scale shows the same weight as before and was not empty since."""

    @property
    def prompt(self) -> str:
        """The question."""
        return _("the same weight again? ")

    def __init__(self, desk: Desk, command: str) -> None:
        """`command` sells it all the same."""
        self.desk = desk
        self._command = command

    def yes(self) -> None:
        """Sells it."""
        self.desk.run(self._command)

    def back(self) -> None:
        """Nothing is sold."""
        self.desk.say(_("nothing was sold: empty the scale, then weigh again"))
        self.desk.close()

    def body(self, width: int, height: int) -> list[Row] | None:
        """What it is about, and what to do."""
        return [
            row(f" {_('THE SAME WEIGHT AGAIN')}", STRONG),
            BLANK,
            row(f" {_('The scale was not empty since.')}"),
            row(f" {_('Are the goods before still on it?')}"),
            BLANK,
            row(f" {_('Esc: not sold; empty it, weigh anew.')}"),
            row(f" {_('F1: sell it, it is another piece.')}"),
        ]


class AgeDialog(_ByHand):
    """Is the buyer old enough? Asked once a sale, with the latest day of birth that is."""

    @property
    def prompt(self) -> str:
        """The question."""
        return _("old enough? ")

    def __init__(self, desk: Desk, asked: Mapping[str, Any], after: After | None = None) -> None:
        """`asked` is the refusal's `age`: years, day of birth and name; `after` hears of the sale."""
        self.desk = desk
        self._asked, self._after = asked, after

    def yes(self) -> None:
        """Answers for it, and sells."""
        self.desk.run("/age yes", after=self._after)

    def back(self) -> None:
        """Too young, or nothing to show for it: not sold, and on record."""
        self.desk.close()
        self.desk.run("/age no")

    def body(self, width: int, height: int) -> list[Row] | None:
        """What it is about, the date, large, and what to do."""
        asked = self._asked
        return [
            row(f" {_('FOR {age} AND OVER', age=asked['age'])}", STRONG),
            row(f" {clean(asked['name'])}"),
            row(f" {_('Born on {born} or before?', born=asked['born'])}"),
            *large(asked["born"], width),
            BLANK,
            row(f" {_('F1: yes, looked at and old enough.')}"),
            row(f" {_('Esc: no; it is not sold.')}"),
        ]


class SureDialog(_ByHand):
    """What is about to happen, in lines; F1 has it done."""

    def __init__(
        self, desk: Desk, title: str, lines: Sequence[str], label: str, then: Callable[[], None]
    ) -> None:
        """`label` names on the key bar what F1 does."""
        self.desk = desk
        self._title, self._lines, self._label, self._then = title, lines, label, then

    @property
    def prompt(self) -> str:
        """The question."""
        return _("sure? ")

    def yes(self) -> None:
        """Has it done."""
        self._then()

    def back(self) -> None:
        """Nothing happens."""
        self.desk.say(_("nothing was changed"))
        self.desk.close()

    def keys(self) -> list[tuple[str, str]]:
        """Done or not."""
        return [("F1", self._label), ("Esc", _("Back"))]

    def body(self, width: int, height: int) -> list[Row] | None:
        """What happens, and what to do."""
        lines = [piece for line in self._lines for piece in wrapped(clean(line), width - 2, hang="  ")]
        room = max(height - 5, 1)
        return [
            row(f" {self._title}", STRONG),
            BLANK,
            *(row(f" {line}") for line in lines[:room]),
            BLANK,
            row(f" {_('F1: do it. Esc: leave it as it is.')}"),
        ]
