"""Commands that take money."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pos_tui import services
from pos_tui.core.errors import Refused
from pos_tui.core.words import _
from pos_tui.register.amounts import amount_of
from pos_tui.register.command import Command
from pos_tui.register.grammar import split_reference
from pos_tui.register.outcome import Outcome
from pos_tui.register.telling import warned

if TYPE_CHECKING:
    from pos_tui.core.tender import TenderType
    from pos_tui.register.register import Register


def tendered_by(
    register: Register, kind: TenderType, text: str, reference: str | None
) -> services.tendering.Tendered:
    """What one tender of a type would come to; nothing is recorded yet. Raises PosError."""
    amount = amount_of(register, text, kind.currency) if text else None
    return services.tendering.tender(register.counter, register.basket, kind, amount, reference)


def card_charge(register: Register, arguments: str) -> int:
    """The minor units that `/card` with these arguments means, before a card is charged. Raises PosError."""
    services.room.check(register.counter)
    text, reference = split_reference(arguments)
    kind = register.counter.tender_types["card"]
    return tendered_by(register, kind, text, reference).basket.tenders[-1].amount


def take(register: Register, kind: TenderType, text: str, reference: str | None) -> Outcome:
    """One tender of a type: a part of the total, or what completes the sale."""
    tendered = tendered_by(register, kind, text, reference)
    if tendered.settlement.complete:
        return register.complete(tendered)
    warning = services.room.check(register.counter)
    register.change(tendered.basket)
    due = tendered.settlement.due
    taken = tendered.basket.tenders[-1]
    message = _(
        "{tender} {amount}, still due {due}",
        tender=_(kind.name),
        amount=register.text(taken.amount),
        due=register.text(due),
    )
    data = {"type": kind.code, "amount": taken.amount, "ref": reference, "due": due}
    outcome = Outcome("tender", message, data, sound="good")
    return warned(outcome, warning) if warning else outcome


class Pay(Command):
    """Pay the rest in cash, an amount, or with another type.

    On the screen its key opens the tender screen, where nothing is paid without an amount or another key.
    """

    word = "pay"
    usage = "[AMOUNT] [TYPE] [ref TEXT]"
    key = "f1"
    label = "Pay"
    group = "Tender"
    blocks = True

    def run(self, register: Register, arguments: str) -> Outcome:
        text, reference = split_reference(arguments)
        words = text.split()
        kinds = register.counter.tender_types
        code = "cash"
        if words and words[-1].casefold() in kinds:
            code = words.pop().casefold()
        if len(words) > 1 or (words and not any(character.isdigit() for character in words[0])):
            raise Refused(_("pay with what? The tender types are {kinds}", kinds=", ".join(kinds)))
        return take(register, kinds[code], words[0] if words else "", reference)


class Cash(Command):
    """Take cash: the amount given, or the rest without one.

    The change due stays to be seen until the next entry.
    """

    word = "cash"
    usage = "[20]"
    label = "Cash"
    group = "Tender"
    blocks = True

    def run(self, register: Register, arguments: str) -> Outcome:
        text, reference = split_reference(arguments)
        return take(register, register.counter.tender_types["cash"], text, reference)


class Card(Command):
    """Take a card: the amount, or the rest without one.

    It is charged on a terminal of its own first, and entered here once that approved.
    """

    word = "card"
    usage = "[12.50] [ref TEXT]"
    label = "Card"
    group = "Tender"
    blocks = True

    def run(self, register: Register, arguments: str) -> Outcome:
        text, reference = split_reference(arguments)
        return take(register, register.counter.tender_types["card"], text, reference)


class TakeBack(Command):
    """Take a tender back: the last one, or the one of that number.

    The money goes back to the customer; that it was there stays on record.
    """

    word = "takeback"
    usage = "[NUMBER]"
    label = "Take back"
    group = "Tender"

    def run(self, register: Register, arguments: str) -> Outcome:
        number = arguments.removeprefix("#").strip()
        if number and not (number.isascii() and number.isdigit()):
            raise Refused(_("which one? /takeback 1 takes the first tender back, /takeback the last"))
        basket, taken = services.tendering.take_back(register.basket, int(number) if number else None)
        register.change(basket)
        due = register.settlement.due
        message = _(
            "{tender} {amount} taken back, still due {due}",
            tender=_(register.counter.tender_types[taken.type].name),
            amount=register.text(taken.amount),
            due=register.text(due),
        )
        data = {"type": taken.type, "amount": taken.amount, "ref": taken.reference, "due": due}
        return Outcome("edited", message, data, sound="good")
