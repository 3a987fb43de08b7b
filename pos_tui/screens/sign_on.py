"""Who stands at the till: signing on, a PIN of one's own, and another's word for one action.

A scan is never an answer: it waits, counted, and sells once somebody has signed on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from pos_tui.core.display import clean
from pos_tui.core.errors import PosError
from pos_tui.core.words import _
from pos_tui.styles.palette import STRONG
from pos_tui.terminal.router import Entry, Press
from pos_tui.widgets.paint import BLANK, Row, row

from .asking import Asking, AskList
from .shift import offer_shift

if TYPE_CHECKING:
    from pos_tui.core.operator import Operator

    from .desk import Desk
    from .station_port import StationPort
    from .view import Wish


class SignOnView(AskList):
    """Who is it? Nothing leads past this but a PIN, and `/quit`."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._people = station(desk).people()

    @property
    def title(self) -> str:
        """What the list is of."""
        return _("SIGN ON")

    @property
    def prompt(self) -> str:
        """What is asked for."""
        return _("who? ")

    @property
    def hint(self) -> str:
        """What can be done."""
        return _("a number, a code or arrows, Enter")

    def labels(self) -> Sequence[str]:
        """Names, with their codes."""
        return [f"{clean(each.name)} ({each.code})" for each in self._people]

    def numbers(self) -> Sequence[str]:
        """Codes that are numbers come before numbers of rows."""
        codes = [each.code for each in self._people]
        return codes if any(code.isdigit() for code in codes) else super().numbers()

    def answer(self, entry: Entry) -> None:
        """Takes a row; `/quit` leaves the till."""
        command = self.desk.words.of_text(entry.text.strip())
        if command is not None and command[0].word == "quit":
            self.desk.leaving = True
        else:
            super().answer(entry)

    def take(self, place: int) -> None:
        """Asks for the PIN."""
        who = self._people[place]
        self.desk.say("")
        self.desk.open(
            PinView(self.desk, _("PIN of {name}", name=who.name), lambda pin: self._sign_on(who, pin))
        )

    def back(self) -> None:
        """There is nothing behind it."""
        self.desk.say(_("sign on first: code and PIN"), "refused")

    def keys(self) -> list[tuple[str, str]]:
        """On only."""
        return [("Enter", _("Next"))]

    def _sign_on(self, who: Operator, pin: str) -> None:
        desk, place = self.desk, station(self.desk)
        desk.fetch(lambda: place.sign_on(who.code, pin), lambda _who: self._signed_on(who), hold=True)

    def _signed_on(self, who: Operator) -> None:
        if station(self.desk).must_change:
            self._choose_pin()
        else:
            self._go_on(who.name)

    def _choose_pin(self) -> None:
        title = _("Choose a PIN of your own: nobody else should know it")
        self.desk.open(PinView(self.desk, title, self._repeat_pin, station(self.desk).check_pin))

    def _repeat_pin(self, pin: str) -> None:
        def compare(again: str) -> None:
            if again != pin:
                self.desk.close(release=False)
                self.desk.say(_("these were not the same: type it again"), "refused")
                return
            place = station(self.desk)
            self.desk.fetch(lambda: place.change_pin(pin), lambda _none: self._go_on(""), hold=True)

        self.desk.open(PinView(self.desk, _("The same PIN once more"), compare))

    def _go_on(self, name: str) -> None:
        self.desk.close_all()
        self.desk.heed_settings()  # who signed on may read another language
        self.desk.refresh()
        self.desk.say(_("hello, {name}", name=name) if name else _("your PIN is changed"))
        offer_shift(self.desk)


class PinView(Asking):
    """A PIN: its digits are not shown, and not brought back by the arrows."""

    is_secret = True
    prompt = "PIN: "

    def __init__(
        self,
        desk: Desk,
        title: str,
        then: Callable[[str], None],
        check: Callable[[str], None] = lambda pin: None,
    ) -> None:
        """`then` takes the PIN; `check` raises PosError for one that is no use."""
        self.desk, self._title, self._then, self._check = desk, title, then, check

    def answer(self, entry: Entry) -> None:
        """Hands the PIN on; a bare Enter does nothing."""
        if not entry.text:
            return
        try:
            self._check(entry.text)
        except PosError as error:
            self.desk.say(error.message, "refused")
        else:
            self._then(entry.text)

    def press(self, key: str, text: str) -> Press:
        """No key but Enter and Esc."""
        return Press.ACTED

    def edited(self, text: str) -> None:
        """Stars stand in the prompt."""

    def keys(self) -> list[tuple[str, str]]:
        """On, and back."""
        return [("Enter", _("Next")), ("Esc", _("Back"))]

    def body(self, width: int, height: int) -> list[Row] | None:
        """What is asked for."""
        return [row(f" {clean(self._title)}", STRONG), BLANK, row(f" {_('type it, then Enter; Esc: back')}")]


class ApproveView(AskList):
    """Who else may allow it?"""

    def __init__(self, desk: Desk, wish: Wish, people: Sequence[Operator]) -> None:
        super().__init__(desk)
        self._wish, self._people = wish, people

    @property
    def title(self) -> str:
        """What is to be allowed."""
        return clean(self._wish.why)

    def labels(self) -> Sequence[str]:
        """Their names."""
        return [f"{clean(each.name)} ({each.code})" for each in self._people]

    def take(self, place: int) -> None:
        """Asks for their PIN."""
        who = self._people[place]
        self.desk.open(
            PinView(self.desk, _("PIN of {name}", name=who.name), lambda pin: self._approve(who, pin))
        )

    def _approve(self, who: Operator, pin: str) -> None:
        desk, wish, place = self.desk, self._wish, station(self.desk)

        def approved(approval: Any) -> None:
            desk.close(release=False)
            desk.close(release=False)
            desk.run(wish.text, after=wish.after, approval=approval)
            desk.release()

        desk.fetch(lambda: place.approve(who.code, pin, wish.permission), approved, hold=True)


def ask_approval(desk: Desk, wish: Wish) -> None:
    """Asks for another's word, if there is somebody who could give it."""
    people = station(desk).approvers(wish.permission)
    desk.say(wish.why, "refused")
    if people:
        desk.open(ApproveView(desk, wish, people))


def station(desk: Desk) -> StationPort:
    """Who stands there, of a till that asks."""
    place = desk.register.station
    assert place is not None
    return place
