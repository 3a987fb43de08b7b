"""Commands for orders that are put aside for a deposit, paid in parts and collected."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from pos_tui import services
from pos_tui.core.errors import InvalidValue, Refused
from pos_tui.core.words import N_, _
from pos_tui.register.amounts import amount_of
from pos_tui.register.command import Command
from pos_tui.register.grammar import split_reason
from pos_tui.register.outcome import Outcome
from pos_tui.register.telling import summary

if TYPE_CHECKING:
    from pos_tui.core.layaway import Layaway
    from pos_tui.register.register import Register

_CANCEL: Final = "cancel"


class PutAside(Command):
    """Put the sale aside as an order, for a deposit; or take a further part of its price.

    `/layaway 20% Ada` puts aside what is entered, at its prices, and asks for the deposit, which any way to
    pay takes. `/layaway 1-L000012 50` takes 50.00 more, without an amount it says how the order stands.
    `/layaway cancel 1-L000012` pays back what is paid, less the shop's fee.
    """

    word = "layaway"
    usage = "[20% | AMOUNT] [NAME] | NUMBER [AMOUNT] | cancel NUMBER"
    label = "Put aside"
    blocks = True

    def run(self, register: Register, arguments: str) -> Outcome:
        from pos_tui.core.layaway import number_of

        rest, _line, why = split_reason(arguments)
        first, _space, more = rest.partition(" ")
        orders = services.layaways
        if first.casefold() == _CANCEL and number_of(more, register.till) is not None:
            return self._cancel(register, orders.find(register.counter, more), why)
        if number_of(first, register.till) is not None:
            return self._part(register, orders.find(register.counter, first), more.strip())
        return self._put_aside(register, rest)

    def _put_aside(self, register: Register, text: str) -> Outcome:
        from pos_tui.core.layaway import deposit_of

        counter, total, name = register.counter, register.priced.total, text
        services.layaways.check_basket(register.basket)
        first, _space, more = text.partition(" ")
        if first.lstrip("+-.,")[:1].isdigit():
            due, name = deposit_of(register.heard(first), total, register.shop.currency), more
        else:
            due = min(deposit_of(counter.rules.layaway_deposit, total, register.shop.currency), total)
        if due > max(total, 0):
            raise Refused(_("a deposit is at most what the order costs: {total}", total=register.text(total)))
        order = services.layaways.put_aside(counter, register.basket, name.strip())
        register.start_over()
        told = _("put aside as {number}, {total}", number=order.number, total=register.text(order.total))
        if not due:
            return Outcome("held", told, order_row(order), sound="good")
        register.change(services.collecting.deposit(counter, register.basket, order, due))
        outcome = summary(register, "held", told)
        deposit = _("{told}: take the deposit of {amount} now", told=told, amount=register.text(due))
        return replace(outcome, message=deposit, data={**outcome.data, **order_row(order)})

    def _part(self, register: Register, order: Layaway, text: str) -> Outcome:
        if not text:
            return Outcome("info", said(register, order), order_row(order))
        amount = amount_of(register, text)
        register.change(services.collecting.deposit(register.counter, register.basket, order, amount))
        register.current = None
        return summary(register, "line", _("for order {number}", number=order.number))

    def _cancel(self, register: Register, order: Layaway, why: str) -> Outcome:
        if not register.basket.is_empty:
            raise Refused(_("a basket is open: pay it, hold it or cancel it first"))
        basket = services.collecting.cancel(register.counter, order)
        if basket is None:
            told = _("order {number} is cancelled", number=order.number)
            return Outcome("cancelled", told, order_row(order), sound="good")
        register.start_over(replace(basket, reference=why[:200] or None))
        return summary(
            register, "line", _("order {number} is cancelled when this is paid out", number=order.number)
        )


class Collect(Command):
    """Sell an order that was put aside: its goods at the agreed prices, less what is paid.

    The rest is tendered as in any sale; `/cancel` leaves the order as it was.
    """

    word = "collect"
    usage = "NUMBER"
    label = "Collect"
    blocks = True

    def run(self, register: Register, arguments: str) -> Outcome:
        if not arguments:
            raise InvalidValue(_("which order? /collect and its number; /layaways lists them"))
        if not register.basket.is_empty:
            raise Refused(_("a basket is open: pay it, hold it or cancel it first"))
        order = services.layaways.find(register.counter, arguments)
        basket = services.collecting.collect(register.counter, order)
        corrections = (*register.basket.corrections, *basket.corrections)
        register.start_over(replace(basket, corrections=corrections))
        due = register.text(register.settlement.due)
        return summary(register, "recalled", _("order {number}, {due} to pay", number=order.number, due=due))


class ListLayaways(Command):
    """List the orders that are put aside: number, name, paid, still to pay, since when, until when.

    On the screen it opens them.
    """

    word = "layaways"
    label = "Put aside"
    blocks = True

    def run(self, register: Register, arguments: str) -> Outcome:
        orders = services.layaways.listed(register.counter)
        lines = [said(register, order) for order in orders]
        told = "\n".join(lines) or _("nothing is put aside")
        return Outcome("info", told, {"layaways": list(map(order_row, orders))})


_SAID: Final = N_("{number}  {name}  {total}, paid {paid}, to pay {owed}  {days} d")


def said(register: Register, order: Layaway) -> str:
    """An order on one line, for people."""
    text = _(
        _SAID,
        number=order.number,
        name=order.whose,
        total=register.text(order.total),
        paid=register.text(order.paid),
        owed=register.text(order.owed),
        days=days_of(register, order),
    )
    if order.is_late(register.counter.day()):
        return _("{order}  LATE: was until {day}", order=text, day=order.until)
    return _("{order}  until {day}", order=text, day=order.until) if order.until else text


def days_of(register: Register, order: Layaway) -> int:
    """For how many days it waits."""
    return max((register.counter.clock() - datetime.fromisoformat(order.time)).days, 0)


def order_row(order: Layaway) -> dict[str, Any]:
    """An order for scripts; minor units."""
    names = ("number", "name", "state", "total", "paid", "owed", "time", "until")
    return {name: getattr(order, name) for name in names}
