"""The command for tax invoices."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pos_tui import services
from pos_tui.core.errors import Refused
from pos_tui.core.words import _
from pos_tui.register.command import Command
from pos_tui.register.outcome import Outcome
from pos_tui.register.telling import summary

if TYPE_CHECKING:
    from pos_tui.core.invoice import Buyer
    from pos_tui.register.register import Register

_NUMBER: Final = re.compile(r"[\w.]{1,20}-\d{1,12}", re.ASCII)


class Invoice(Command):
    """Print a tax invoice with the buyer's name, address and tax number.

    Of the open sale with its receipt, else of a finished one; for its customer, unless a buyer is said. A
    second time it is a copy. `/invoice -` takes it back while the sale is open. What comes back of an
    invoiced sale gets a credit note.
    """

    word = "invoice"
    usage = "[NUMBER] [NAME; STREET; TOWN; tax NUMBER | -]"
    label = "Invoice"
    group = "Look"
    permission = "receipt.invoice"
    blocks = True
    names_people = True

    def run(self, register: Register, arguments: str) -> Outcome:
        first, _space, rest = arguments.partition(" ")
        number = first if _NUMBER.fullmatch(first) else None
        text = (rest if number else arguments).strip()
        if number is None and not register.basket.is_empty:
            return _ask(register, text)
        made, copy = services.invoicing.issue(register.counter, number, _buyer(text))
        facts = services.invoicing.facts(register.counter, made)
        data = {name: value for name, value in facts.items() if name != "about"} | {"copy": copy}
        names = {"number": made["number"], "sale": made["sale"], "copy": copy}
        if copy:
            message = _("{number} of {sale}, copy {copy}", **names)
        else:
            message = _("invoice {number} of {sale}", **names)
        return Outcome("info", message, data, sound="good")


def _ask(register: Register, text: str) -> Outcome:
    counter, basket = register.counter, register.basket
    if text == "-":
        if basket.invoice is None:
            raise Refused(_("the sale has no invoice to take back"))
        register.change(replace(basket, invoice=None))
        return summary(register, "edited", _("no invoice"))
    buyer = _buyer(text) or services.invoicing.known_buyer(counter, basket)
    if buyer is None:
        raise Refused(_("who buys? {usage}", usage="/invoice NAME; STREET; TOWN; tax NUMBER"))
    register.change(services.invoicing.ask(counter, basket, buyer))
    return summary(register, "edited", _("invoice for {name}", name=buyer.name))


def _buyer(text: str) -> Buyer | None:
    from pos_tui.core.invoice import Buyer

    return Buyer.parse(text) if text else None
