"""Commands that print papers beside the receipt: for a present, and before it is paid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pos_tui import services
from pos_tui.core.errors import Refused
from pos_tui.core.words import _
from pos_tui.register.command import Command
from pos_tui.register.outcome import Outcome

if TYPE_CHECKING:
    from pos_tui.register.register import Register


class Gift(Command):
    """Print a gift receipt: what was sold, without prices, with the receipt's own bar code.

    Without a number of the last sale. It is on record.
    """

    word = "gift"
    usage = "[NUMBER]"
    label = "Gift receipt"
    group = "Look"
    permission = "receipt.reprint"
    blocks = True

    def run(self, register: Register, arguments: str) -> Outcome:
        sale = services.papers.gift(register.counter, arguments or None)
        return Outcome(
            "info",
            _("gift receipt of {number}", number=sale["number"]),
            {"receipt": sale["number"]},
            sound="good",
        )


class Bill(Command):
    """Print what the open sale comes to, marked as not a receipt.

    Nothing is paid or recorded as sold by it; that it was printed is on record with the sale.
    """

    word = "bill"
    label = "Bill"
    group = "Look"

    def run(self, register: Register, arguments: str) -> Outcome:
        if register.basket.is_empty:
            raise Refused(_("there is nothing to make a bill of"))
        document = register.document()
        register.notes.note(register.basket.id, services.papers.bill(register.counter, document))
        return Outcome(
            "info",
            _("bill: {total}, not paid yet", total=register.text(document["total"])),
            {"total": document["total"]},
            sound="good",
        )
