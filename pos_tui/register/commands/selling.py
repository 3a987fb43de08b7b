"""Commands that put lines and notes on the basket."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pos_tui.core.errors import InvalidValue
from pos_tui.core.words import _
from pos_tui.register.command import Command
from pos_tui.register.entering import sell
from pos_tui.register.outcome import Outcome

if TYPE_CHECKING:
    from pos_tui.register.register import Register

MAX_NOTE = 200


class Return(Command):
    """Take goods back without a receipt.

    The line counts against the sale; a total below zero is paid out by the tender.
    """

    word = "return"
    usage = "[qty*]CODE[@price | =total]"
    label = "Return"
    permission = "return.without_receipt"
    weighs = True

    def run(self, register: Register, arguments: str) -> Outcome:
        if not arguments:
            raise InvalidValue(_("what comes back? /return 2*CODE@price"))
        return sell(register, arguments, returned=True)


class Note(Command):
    """Keep a reference with the sale.

    An order number, a table, a name: it is printed on the receipt, and the sale is found by it.
    """

    word = "note"
    usage = "TEXT"
    label = "Note"

    def run(self, register: Register, arguments: str) -> Outcome:
        if not arguments:
            raise InvalidValue(_("what should be noted? /note TEXT"))
        if len(arguments) > MAX_NOTE:
            raise InvalidValue(_("a note has at most {most} characters", most=MAX_NOTE))
        register.change(replace(register.basket, reference=arguments))
        return Outcome("edited", _("noted: {text}", text=arguments), {"ref": arguments}, sound="good")
