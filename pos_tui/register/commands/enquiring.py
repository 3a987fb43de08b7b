"""Commands that answer customers' questions."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pos_tui.core.errors import InvalidValue, UnknownCode
from pos_tui.core.words import _
from pos_tui.register.command import Command
from pos_tui.register.entering import matches
from pos_tui.register.outcome import Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pos_tui.register.register import Register


class Check(Command):
    """Say what an item costs, and what is there of it. Nothing is sold.

    Give a code, also with a quantity before it (3*CODE) or a label with a weight or a price. On the screen it
    stays open without a code: each scan is answered until Esc.
    """

    word = "check"
    words = ("enquiry",)
    usage = "[qty*]CODE"
    label = "Check"
    group = "Look"

    def run(self, register: Register, arguments: str) -> Outcome:
        if not arguments:
            raise InvalidValue(_("check which price? /check and a code"))
        try:
            facts = register.looking.check(arguments)
        except UnknownCode as error:
            # Not one of the scans that were to be sold: the list of those is for what is missing on a sale.
            found = None if error.code.isdigit() else matches(register, arguments)
            if found is None:
                return Outcome("refused", error.message, {"reason": error.message}, sound="unknown")
            return found
        return Outcome("info", told(register, facts), {"item": facts}, sound="good")


def told(register: Register, facts: Mapping[str, Any]) -> str:
    """The answer as one line."""
    parts = [facts["name"], price_of(register, facts)]
    if facts["amount"] is not None:
        unit = "" if facts["unit"] == "each" else f" {facts['unit']}"
        quantity = register.number(Decimal(facts["qty"]))
        parts.append(f"{quantity}{unit} = {register.text(facts['amount'])}")
    if facts["department"]:
        parts.append(facts["department"])
    if facts["here"] is not None:
        parts.append(_("{count} in stock", count=register.number(Decimal(facts["here"]))))
    return "  ".join(parts)


def price_of(register: Register, facts: Mapping[str, Any]) -> str:
    """The price of one, with its unit, and with tax where the shelf has it without."""
    if facts["price"] is None:
        return _("open price")
    text = register.price(Decimal(facts["price"]))
    if facts["unit"] != "each":
        text = _("{price} per {unit}", price=text, unit=facts["unit"])
    if facts["with_tax"] is not None:
        text = _("{price} + tax = {amount}", price=text, amount=register.text(facts["with_tax"]))
    return text
