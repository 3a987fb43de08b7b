"""Who stands at the till: signing on, locking, the basket of each, and another's word for one action."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pos_tui import services
from pos_tui.core.operator import check_pin
from pos_tui.core.permission import EVERYTHING, Rights
from pos_tui.services import events

from .commands import named
from .grammar import split_command

if TYPE_CHECKING:
    from collections.abc import Callable

    from pos_tui.core.operator import Operator
    from pos_tui.services.counter import Approval
    from pos_tui.services.operators import Staff

    from .register import Register

NOTHING: Final = Rights({})
NOBODY: Final = "nobody"
"""Who stands at a locked till, for the record."""
OWN: Final = "@"
"""Begins the name of a basket that was put aside when somebody else signed on; the code follows."""


class Station:
    """The place at a register. A shop without operators never locks: everybody is the owner there."""

    def __init__(self, register: Register, staff: Staff, most: Rights = EVERYTHING) -> None:
        """Locked until somebody signs on, if the shop has operators; `most` is all that is allowed here."""
        self._register, self.staff, self._most = register, staff, most
        self.is_locked = staff.is_needed
        self.must_change = False
        """Whether who signed on last has to choose another PIN first."""
        self.speak: Callable[[str], None] = lambda language: None
        """Has the till speak a language; "" is the shop's."""
        self._language = ""
        self._basket_of = ""
        """Whose basket is open; "" where that is not known."""
        self._leave(most)

    def people(self) -> list[Operator]:
        """Who can sign on."""
        return self.staff.active()

    def approvers(self, permission: str) -> list[Operator]:
        """Who else may allow something."""
        others = (each for each in self.people() if each.code != self._register.counter.operator)
        return [each for each in others if permission in self.staff.rights(each).granted]

    def sign_on(self, code: str, pin: str) -> Operator:
        """Takes the place; returns who it is. Raises Refused, StoreError: then nobody else stands there."""
        operator = services.sign_on.sign_on(self.staff, self._register.counter.frame(), code, pin)
        self.take(operator)
        return operator

    def take(self, operator: Operator) -> None:
        """Lets somebody who was proved take the place; each one's basket waits for them."""
        register = self._register
        if self._basket_of not in ("", operator.code):
            self._put_aside()
        register.counter.operator = self._basket_of = operator.code
        register.counter.rights = self.staff.rights(operator).narrowed(self._most)
        if operator.language != self._language:
            self._language = operator.language
            self.speak(operator.language)
        self.must_change = operator.must_change
        self.is_locked = self.must_change
        if register.basket.is_empty:
            self._take_up()

    def change_pin(self, pin: str) -> None:
        """Gives who stands here another PIN. Raises InvalidValue, Refused."""
        counter = self._register.counter
        self.staff.set_pin(counter.frame(), counter.operator, pin)
        self.must_change = self.is_locked = False

    def check_pin(self, pin: str) -> None:
        """Raises InvalidValue for what can be no PIN of who stands here."""
        check_pin(pin, self.staff.get(self._register.counter.operator).role)

    def lock(self) -> None:
        """Leaves the place; the open basket stays open for whoever signs on. Raises StoreError."""
        if self.staff.is_needed:
            services.sign_on.sign_off(self.staff, self._register.counter.frame())
            self.is_locked = True
            self._leave(self._most)

    def _leave(self, most: Rights) -> None:
        counter = self._register.counter
        counter.rights = NOTHING if self.is_locked else most
        if self.is_locked:
            counter.operator = NOBODY

    def approve(self, code: str, pin: str, permission: str) -> Approval:
        """Somebody else's word for one action. Raises Refused, StoreError."""
        return services.sign_on.approve(self.staff, self._register.counter.frame(), code, pin, permission)

    def note(self, approval: Approval, entry: str) -> None:
        """Notes what an approval was used for, if it was."""
        if approval.used:
            register = self._register
            fields = {"by": approval.operator, "permissions": approval.used, "entry": _recordable(entry)}
            made = events.event(
                register.counter.frame(), services.sign_on.OVERRIDE, key=register.basket.id, **fields
            )
            register.notes.note(register.basket.id, made)

    def _put_aside(self) -> None:
        """The basket of who stood here waits for them; one that is partly paid stays, to be finished."""
        register = self._register
        if register.basket.lines and not register.basket.tenders:
            own = OWN + self._basket_of
            # Where one waits under that name, as a partly paid one stood in its way: one more held sale.
            name = None if any(held.name == own for held in register.held()) else own
            services.holding.hold(register.counter, register.basket, name)
            register.start_over()

    def _take_up(self) -> None:
        register = self._register
        name = OWN + register.counter.operator
        if any(held.name == name for held in register.held()):
            with register.counter.held.recall(name) as held:
                basket = services.holding.basket_of(held.id, held.document)
                # What was undone before is kept: an emptied basket is the last that knows of it.
                corrections = (*register.basket.corrections, *basket.corrections)
                register.start_over(replace(basket, corrections=corrections))


def _recordable(entry: str) -> str:
    """What of an entry may go on record: of one that may name a person the command alone."""
    command = split_command(entry)
    known = None if command is None else named(command[0])
    if known is not None and known.names_people:
        return f"/{known.word}"
    return entry[:80]
