"""Commands about a finished sale: it stays as it was recorded, and a further record says what was wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pos_tui import services
from pos_tui.core.errors import InvalidValue
from pos_tui.core.tender import said_type
from pos_tui.core.words import _
from pos_tui.register.amounts import amount_of
from pos_tui.register.command import Command
from pos_tui.register.grammar import split_reason, split_reference
from pos_tui.register.outcome import Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pos_tui.core.tender import TenderType
    from pos_tui.register.register import Register


class PostVoid(Command):
    """Void a finished sale, all of it: the money goes back as it came.

    Without a number the last one. Only in the shift it was sold in, and for a reason; later it is a refund.
    What a card paid has to be voided on its terminal, too.
    """

    word = "postvoid"
    usage = "[NUMBER] for REASON"
    label = "Post-void"
    group = "Tender"
    permission = "sale.post_void"
    blocks = True

    def run(self, register: Register, arguments: str) -> Outcome:
        rest, _number, why = split_reason(arguments)
        document = services.reversing.post_void(register.counter, rest or None, why)
        original = document["originals"][0]
        paid = ", ".join(
            f"{said_type(row['type'])} {register.text(abs(row['amount']))}" for row in document["tenders"]
        )
        facts = {"original": original, "number": document["number"], "paid": paid or register.text(0)}
        if document["total"] > 0:
            return _recorded(register, document, _("{original} is void, by {number}: take {paid}", **facts))
        return _recorded(register, document, _("{original} is void, by {number}: give back {paid}", **facts))


class CorrectTender(Command):
    """Say that a finished sale was paid another way: /correct 1-000142 cash card for wrong key.

    First the type it was recorded as, then the right one, and an amount if it is not all of it. The cash
    that has to be in the drawer changes with it.
    """

    word = "correct"
    usage = "NUMBER FROM TO [AMOUNT] for REASON"
    label = "Tender was"
    group = "Tender"
    permission = "sale.correct_tender"
    blocks = True

    def run(self, register: Register, arguments: str) -> Outcome:
        rest, _number, why = split_reason(arguments)
        text, reference = split_reference(rest)
        words = text.split()
        if len(words) not in (3, 4):
            raise InvalidValue(_("enter it so: /correct 1-000142 cash card for REASON"))
        kinds = (_kind(register, words[1]), _kind(register, words[2]))
        amount = amount_of(register, words[3]) if len(words) == 4 else None
        document = services.reversing.correct_tender(
            register.counter, words[0], kinds, amount, why, reference
        )
        told = _(
            "{original}: {amount} was {right}, not {wrong}; recorded as {number}",
            original=document["originals"][0],
            amount=register.text(document["tenders"][1]["amount"]),
            right=said_type(kinds[1].code),
            wrong=said_type(kinds[0].code),
            number=document["number"],
        )
        return _recorded(register, document, told)


def _kind(register: Register, word: str) -> TenderType:
    kinds = register.counter.tender_types
    for kind in kinds.values():
        if word.casefold() in (kind.code, said_type(kind.code).casefold()):
            return kind
    raise InvalidValue(_("pay with what? The tender types are {kinds}", kinds=", ".join(kinds)))


def _recorded(register: Register, document: Mapping[str, Any], told: str) -> Outcome:
    register.reversed(document)
    names = ("kind", "total", "tenders", "originals", "reason", "hash")
    data = {"receipt": document["number"], **{name: document[name] for name in names}}
    return Outcome("info", told, data, sound="good")
