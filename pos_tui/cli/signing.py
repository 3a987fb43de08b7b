"""Signing on and approving at the teletype: a code, then a PIN that the terminal does not show.

What looks like a scan waits, counted, and is entered once somebody has signed on.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from pos_tui.core.errors import PosError
from pos_tui.core.words import _

if TYPE_CHECKING:
    from pos_tui.register.station import Station

    from .teletype import Teletype

_SHORTEST_SCAN: Final = 8
Proof = Callable[[str, str], None]
"""Takes a code and a PIN. Raises PosError."""


class Who:
    """Whose PIN it will be; an empty line asks again, and gives an approval up."""

    def __init__(self, till: Teletype, proof: Proof, waiting: list[str], *, may_leave: bool) -> None:
        self._till, self._proof, self._waiting, self._may_leave = till, proof, waiting, may_leave
        self.prompt = _("who? ")

    def answer(self, text: str) -> bool:
        """Always: nothing else is done before."""
        till = self._till
        if text.casefold() in ("/quit", _("/quit").casefold()):
            till.leaving = True
        elif _is_scan(text):
            self._waiting.append(text)
            till.write(_("{code} waits, {count} in all", code=text, count=len(self._waiting)))
            till.question = self
        elif text:
            till.question = Pin(till, text, self)
        elif not self._may_leave:
            till.question = self
        return True

    def prove(self, code: str, pin: str) -> None:
        """Has the PIN looked at; a wrong one asks again."""
        try:
            self._proof(code, pin)
        except PosError as error:
            self._till.refuse(error.message)
            if not self._may_leave:
                self._till.question = self
            return
        waiting, self._waiting = self._waiting, []
        for text in waiting:
            self._till.enter(text)

    def keep(self, text: str) -> None:
        """Keeps a scan that came for the PIN."""
        self._waiting.append(text)


class Pin:
    """A PIN, typed unseen."""

    def __init__(self, till: Teletype, code: str, who: Who) -> None:
        self._till, self._code, self._who = till, code, who
        self.prompt = _("PIN: ")
        till.unseen(True)

    def answer(self, text: str) -> bool:
        """Always."""
        till = self._till
        if len(text) > _SHORTEST_SCAN + 4:
            self._who.keep(text)
            till.question = self
            return True
        till.unseen(False)
        till.write("")
        self._who.prove(self._code, text)
        return True


def ask_who(till: Teletype) -> None:
    """Has somebody sign on."""
    station = _station(till)

    def prove(code: str, pin: str) -> None:
        operator = station.sign_on(code, pin)
        if station.must_change:
            till.write(_("choose a PIN of your own before you sell: leave, then pos operators pin {code}",
                         code=operator.code))  # fmt: skip
            ask_who(till)
        else:
            till.greet()

    till.write(_("Sign on: {people}", people=", ".join(each.code for each in station.people())))
    till.question = Who(till, prove, [], may_leave=False)


def ask_approval(till: Teletype, entry: str, permission: str) -> None:
    """Asks for somebody else's word for an entry; an empty line gives it up."""
    station = _station(till)
    people = station.approvers(permission)
    if not people:
        return

    def prove(code: str, pin: str) -> None:
        till.run(entry, approval=station.approve(code, pin, permission))

    codes = ", ".join(each.code for each in people)
    till.write(_("Who approves it? {people}; an empty line gives it up", people=codes))
    till.question = Who(till, prove, [], may_leave=True)


def _is_scan(text: str) -> bool:
    return text.isdigit() and len(text) >= _SHORTEST_SCAN


def _station(till: Teletype) -> Station:
    station = till.register.station
    assert station is not None
    return station
