"""What is done about one customer from their page: payment, consent, merging, handing out, erasing.

What cannot be taken back is told first, and F1 alone has it done: no scanner sends that.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from pos_tui.core.customer import CONSENTS, LABELS
from pos_tui.core.words import N_, _
from pos_tui.terminal.router import Press

from .asking import AskText, Question
from .confirm import SureDialog
from .customers import CustomersView
from .pages import TextView
from .pick import PickView

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pos_tui.core.customer import Customer

    from .desk import Desk

_PRINT: Final = "f3"
_WAYS: Final = {"email": LABELS["email"], "phone": LABELS["phone"], "post": N_("Post")}


def take_payment(desk: Desk, one: Customer) -> None:
    """Asks how much they pay of what they owe; the sale screen takes the money."""
    if one.balance <= 0:
        desk.say(_("{name} owes nothing", name=one.label), "refused")
        return

    def pay(amount: str) -> None:
        desk.close_all()
        desk.run(f"/account {one.id} {amount}")

    def objection(text: str) -> str:
        return desk.register.looking.customers.objection("limit", text)

    owed, title = desk.shown.money(one.balance), _("PAYMENT of {name}", name=one.label)
    desk.open(AskText(desk, Question(title, _("Amount"), pay, objection, ((_("Owes"), owed),), owed)))
    desk.say("")


def ask_consent(desk: Desk, one: Customer, changed: Callable[[], None]) -> None:
    """Asks by which way they agree to hear of offers, or no longer do, and how they said so."""
    title = _("CONSENT of {name}", name=one.label)

    def then(said: str) -> None:
        def record(how: str) -> None:
            _run(desk, f"/consent {one.id} {said} {how}", changed)

        question = Question(title, _("How they said so"), record, lambda how: "", value=_("at the till"))
        desk.open(AskText(desk, question))

    answers = [(way, answer) for way in CONSENTS for answer in ("yes", "no")]
    choices = [(f"{way} {answer}", _told_choice(one, way, answer)) for way, answer in answers]
    desk.open(PickView(desk, title, choices, then))
    desk.say("")


def _told_choice(one: Customer, way: str, answer: str) -> str:
    said = one.consents.get(way)
    is_now = said is not None and said.given == (answer == "yes")
    label = f"{_(_WAYS[way])}: {_('agrees') if answer == 'yes' else _('does not agree')}"
    return f"{label} ({_('as now')})" if is_now else label


def merge(desk: Desk, one: Customer, changed: Callable[[], None]) -> None:
    """Asks who is the same person, says what making them one does, and does it by F1."""
    desk.open(SameView(desk, one, changed))
    desk.say("")


class SameView(CustomersView):
    """Customers, of whom the one that is taken becomes part of another."""

    def __init__(self, desk: Desk, one: Customer, changed: Callable[[], None]) -> None:
        self._one, self._merged = one, changed
        super().__init__(desk)

    @property
    def title(self) -> str:
        """Whose other entry is looked for."""
        return _("WHO IS {name}, TOO?", name=self._one.label)

    @property
    def hint(self) -> str:
        """What can be done."""
        return _("name, phone, card; Enter: becomes part of {name}", name=self._one.label)

    def take(self, place: int) -> None:
        """Shows what would be."""
        other, ask = self.found[place], self.desk.register.looking.customers
        self.desk.fetch(
            lambda: ask.joined(self._one.id, other.id), lambda lines: self._sure(other, lines), hold=True
        )

    def press(self, key: str, text: str) -> Press:
        """Arrows choose; no page opens from here."""
        return Press.ACTED if key in ("f2", "f3", "f4") else super().press(key, text)

    def keys(self) -> list[tuple[str, str]]:
        """Only to choose."""
        return [("Enter", _("Choose")), ("Esc", _("Back"))]

    def _sure(self, other: Customer, lines: Sequence[str]) -> None:
        def done() -> None:
            _run(self.desk, f"/mergecustomer {self._one.id} {other.id} yes", self._merged)

        self.desk.open(SureDialog(self.desk, _("ONE CUSTOMER OF TWO"), lines, _("Merge"), done))
        self.desk.say("")


def erase(desk: Desk, one: Customer, gone: Callable[[], None]) -> None:
    """Asks why, says what erasing does, and does it by F1."""
    title = _("ERASE {name}", name=one.label)

    def sure(why: str, told: tuple[list[str], bool]) -> None:
        lines, is_open = told
        command = f"/erasecustomer {one.id} {'settle' if is_open else 'yes'} {why}"
        lines = [*lines, "", _("Why: {why}", why=why)]
        desk.open(SureDialog(desk, title, lines, _("Erase"), lambda: _run(desk, command, gone)))

    def why_known(why: str) -> None:
        ask = desk.register.looking.customers
        desk.fetch(lambda: ask.erased(one.id), lambda told: sure(why, told), hold=True)

    desk.open(
        AskText(desk, Question(title, _("Why"), why_known, lambda why: "", value=_("they asked for it")))
    )
    desk.say("")


def show_data(desk: Desk, one: Customer) -> None:
    """All that the shop has of them, to be handed out; it goes on record."""
    desk.run(f"/exportcustomer {one.id}")


class DataView(TextView):
    """What the shop knows of one person; it can be printed."""

    def __init__(self, desk: Desk, person: Mapping[str, Any], lines: Sequence[str]) -> None:
        """`person` and `lines` are those of `/exportcustomer`."""
        super().__init__(desk, lines, _("ALL ABOUT {name}", name=person["name"] or person["id"]))
        self._id = str(person["id"])

    def press(self, key: str, text: str) -> Press:
        """Prints it, or scrolls."""
        if key != _PRINT:
            return super().press(key, text)
        self.desk.run(f"/exportcustomer {self._id} print")
        return Press.ACTED

    def keys(self) -> list[tuple[str, str]]:
        """What can be done with it."""
        return [(_PRINT.upper(), _("Print")), ("Esc", _("Back"))]

    def hint(self) -> str:
        """How it becomes a file."""
        return _("as a file: pos customers export {id}", id=self._id)


def _run(desk: Desk, command: str, then: Callable[[], None]) -> None:
    """Runs a command; what follows is for one that was done."""

    def done(outcome: Any) -> None:
        if outcome.ok:
            then()

    desk.run(command, after=done)
