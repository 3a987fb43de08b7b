"""Operators on the screen: list and form of the back office, and PINs, which a hidden prompt takes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pos_tui.core.display import clean
from pos_tui.core.errors import PosError
from pos_tui.core.words import _
from pos_tui.terminal.router import Press

from .asking import AskText, Question
from .office import RulesView
from .office_form import RuleForm
from .pages import TextView
from .sign_on import PinView

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pos_tui.core.office import Book, Rule, Texts
    from pos_tui.register.outcome import Outcome

    from .desk import Desk
    from .staff_port import StaffPort

_PIN = "f7"


def open_operators(desk: Desk, arguments: str) -> bool:
    """Opens the list, or the page of one; False where the register answers."""
    if desk.front is None or " " in arguments.strip():
        return False
    staff, code = desk.front.staff_board, arguments.strip()
    try:
        book = desk.register.looking.book("operators")
    except PosError as error:
        desk.say(error.message, "refused")
        return True
    if not staff.has_people:
        _make_owner(desk, staff)
    elif code:
        _open_one(desk, book, code, lambda: None)
    else:
        desk.fetch(book.rules, lambda rules: desk.open(OperatorsView(desk, book, rules)), hold=True)
    return True


class OperatorsView(RulesView):
    """Who there is: role, last sign-on, and whether they are locked or have left."""

    def __init__(self, desk: Desk, book: Book, rules: Sequence[Rule]) -> None:
        super().__init__(desk, book, rules)
        desk.say("")

    def take(self, place: int) -> None:
        """Opens the page of one."""
        _open_one(self.desk, self._book, self._rules[place].code, self.reload)

    def _make(self, texts: Texts) -> None:
        kept = {name: text for name, text in texts.items() if name in ("role", "language")}
        self.desk.open(OperatorForm(self.desk, self._book, "", kept, self.reload))
        self.desk.say("")


class OperatorForm(RuleForm):
    """The page of one; F7 gives a PIN. Somebody new gets one as soon as they are recorded."""

    def press(self, key: str, text: str) -> Press:
        """F7 asks for a PIN to give."""
        if key == _PIN and self._code:
            ask_pin(self.desk, self._code, self._changed)
            return Press.TOOK
        return super().press(key, text)

    def keys(self) -> list[tuple[str, str]]:
        """What can be done."""
        *others, back = super().keys()
        return [*others, *([("F7", _("PIN"))] if self._code else []), back]

    def _over(self, outcome: Outcome) -> None:
        super()._over(outcome)
        if outcome.ok and not self._code:
            ask_pin(self.desk, str(outcome.data["code"]), self._changed)


def ask_pin(desk: Desk, code: str, done: Callable[[], None]) -> None:
    """Asks for a PIN twice and gives it; `done` is called then."""
    assert desk.front is not None
    staff = desk.front.staff_board

    def give(pin: str) -> None:
        def given(_none: None) -> None:
            desk.say(_("{code} has a PIN, and chooses another at the next sign-on", code=code), "good")
            done()

        desk.fetch(lambda: staff.give_pin(code, pin), given, hold=True)

    title = _("A PIN for {code}, to be told to them", code=clean(code))
    _ask_twice(desk, title, lambda pin: staff.check_pin(code, pin), give)


def _ask_twice(desk: Desk, title: str, check: Callable[[str], None], then: Callable[[str], None]) -> None:
    """`then` gets the PIN once both prompts are closed."""

    def repeat(pin: str) -> None:
        def compare(again: str) -> None:
            desk.close(release=False)
            if again != pin:
                desk.say(_("these were not the same: type it again"), "refused")
                return
            desk.drop(first)
            then(pin)

        desk.open(PinView(desk, _("The same PIN once more"), compare))

    first = PinView(desk, title, repeat, check)
    desk.open(first)
    desk.say("")


def _make_owner(desk: Desk, staff: StaffPort) -> None:
    """The first operator owns the shop; from then on everybody signs on."""

    def ask(code: str) -> None:
        def made(recovery: str) -> None:
            lines = (
                _("RECOVERY CODE, shown once; write it down and lock it away:"),
                "",
                f"  {recovery}",
                "",
                _("Whoever forgets the owner's PIN needs it: pos operators recover"),
                _("Tills ask who stands there from their next start on."),
            )
            desk.open(TextView(desk, lines, _("{code} OWNS THE SHOP", code=code)))
            desk.say("")

        def make(pin: str) -> None:
            desk.drop(question)
            desk.fetch(lambda: staff.make_owner(code, pin), made, hold=True)

        title = _("A PIN of 6 digits or more for {code}", code=clean(code))
        _ask_twice(desk, title, lambda pin: staff.check_pin("", pin), make)

    known = ((_("now"), _("everybody is the owner: nobody signs on")),)
    question = AskText(
        desk, Question(_("THE FIRST OPERATOR OWNS THE SHOP"), _("code"), ask, _not_a_code, known)
    )
    desk.open(question)
    desk.say("")


def _not_a_code(text: str) -> str:
    from pos_tui.core.operator import check_code

    try:
        check_code(text)
    except PosError as error:
        return error.message
    return ""


def _open_one(desk: Desk, book: Book, code: str, changed: Callable[[], None]) -> None:
    def show(texts: Mapping[str, str]) -> None:
        desk.open(OperatorForm(desk, book, code.casefold(), texts, changed))
        desk.say("")

    desk.fetch(lambda: book.texts(code), show, hold=True)
