"""Commands that correct: what was there before stays on record."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pos_tui import services
from pos_tui.core.errors import InvalidValue, Refused
from pos_tui.core.money import plain
from pos_tui.core.quantity import check_quantity, parse_quantity
from pos_tui.core.sale import LAYAWAY_TAXED, Correction
from pos_tui.core.weighing import BY_HAND, Weighing
from pos_tui.core.words import _
from pos_tui.register.command import Command
from pos_tui.register.grammar import split_line_number, split_reason
from pos_tui.register.outcome import Outcome
from pos_tui.register.telling import edited, summary
from pos_tui.services.selling import looks_like_barcode
from pos_tui.services.weighing import released

if TYPE_CHECKING:
    from pos_tui.core.sale import Basket, SaleLine
    from pos_tui.register.register import Register

MAX_REASON: Final = 200


class Void(Command):
    """Take a line off the sale.

    It stays to be seen, struck through, and on record, with the reason behind `for`, if you give one.
    """

    word = "void"
    usage = "[#3] [for REASON]"
    key = "f4"
    label = "Void"
    permission = "sale.void_line"

    def run(self, register: Register, arguments: str) -> Outcome:
        rest, number, why = split_reason(arguments)
        if rest:
            raise InvalidValue(_("/void takes a line: /void #3, or the highlighted one without a number"))
        place, line = register.line(number)
        services.charging.refuse_child(register.basket, line)
        if line.source == LAYAWAY_TAXED:
            services.collecting.refuse_paid(line)
        correction = Correction("void", place + 1, plain(line.quantity), why=why[:MAX_REASON])
        register.change(_without(register.basket, place, line, correction))
        return edited(register, place, _("void: {name}", name=line.name))


def _without(basket: Basket, place: int, line: SaleLine, correction: Correction) -> Basket:
    """The basket with a line void, and what stands or falls with it."""
    changed = basket.with_line(place, replace(line, void=True), correction)
    for other in services.refunding.void_with(basket, place) if line.origin is not None else ():
        changed = changed.with_line(other, replace(changed.lines[other], void=True))
    return changed


class Qty(Command):
    """Give a line another quantity."""

    word = "qty"
    usage = "4 [#3]"
    key = "f3"
    label = "Qty"

    def run(self, register: Register, arguments: str) -> Outcome:
        text, number = split_line_number(arguments)
        if looks_like_barcode(text):
            raise InvalidValue(_("that is a bar code, not a quantity"))
        quantity = parse_quantity(register.heard(text))
        place, line = register.line(number)
        services.charging.refuse_child(register.basket, line)
        if line.origin is not None:
            raise Refused(
                _(
                    "this comes back from {number}: void it, then /refund {number} 2*#{line}",
                    number=line.origin.receipt,
                    line=line.origin.line,
                )
            )
        if not line.is_goods:
            raise Refused(_("{name} is no goods: void it and enter it again", name=line.name))
        if line.traits.serial and quantity != 1:
            raise Refused(_("serial {serial} is one piece: scan the next", serial=line.traits.serial))
        if line.exact is not None:
            raise Refused(_("this line's amount was given as a whole: void it and enter it again"))
        rules = register.counter.rules
        check_quantity(quantity, line.unit, limit=rules.quantity_limit, weight_limit=rules.weight_limit)
        signed = -quantity if line.is_return else quantity
        weighing = Weighing(BY_HAND) if line.weighing.by else line.weighing
        correction = Correction("quantity", place + 1, plain(line.quantity), plain(signed))
        changed = replace(line, quantity=signed, weighing=weighing)
        basket = register.basket.with_line(place, changed, correction)
        services.paying_out.permit_returns(register.counter, basket)
        register.change(basket)
        return edited(
            register, place, _("{quantity} x {name}", quantity=register.number(signed), name=line.name)
        )


class Undo(Command):
    """Take the last step back: a line, a correction, a tender.

    That it was undone stays on record.
    """

    word = "undo"
    key = "f8"
    label = "Undo"

    def run(self, register: Register, arguments: str) -> Outcome:
        if arguments:
            raise InvalidValue(_("/undo takes nothing behind it"))
        register.undo()
        return summary(register, "edited", _("undone"))


class Cancel(Command):
    """Drop the whole sale.

    It gets a receipt number of its own and stays on record, with the reason behind `for`. Above an amount
    that the shop sets there has to be one.
    """

    word = "cancel"
    usage = "[for REASON]"
    label = "Cancel"
    permission = "sale.cancel"
    blocks = True

    def run(self, register: Register, arguments: str) -> Outcome:
        rest, number, why = split_reason(arguments)
        if rest or number is not None:
            raise InvalidValue(_("/cancel takes a reason: /cancel for REASON"))
        document = services.tendering.cancel(
            register.counter, register.basket, register.notes.waiting, why[:MAX_REASON]
        )
        register.notes.recorded()
        released(register.counter, register.basket)
        register.start_over()
        data = {"receipt": document["number"], "ref": document["ref"], "total": document["total"]}
        return Outcome("cancelled", _("cancelled as {number}", number=document["number"]), data, sound="good")
