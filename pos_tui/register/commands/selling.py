"""Commands that note something on the basket."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pos_tui.core.errors import InvalidValue
from pos_tui.core.words import _
from pos_tui.register.command import Command
from pos_tui.register.outcome import Outcome

if TYPE_CHECKING:
    from pos_tui.register.register import Register

MAX_NOTE = 200


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
