"""Commands for buyers that no tax is taken of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pos_tui import services
from pos_tui.core.errors import Refused
from pos_tui.core.words import _
from pos_tui.register.command import Command
from pos_tui.register.grammar import split_reason
from pos_tui.register.telling import summary

if TYPE_CHECKING:
    from pos_tui.core.buyer_tax import TaxStatus
    from pos_tui.register.outcome import Outcome
    from pos_tui.register.register import Register


class Exempt(Command):
    """Sell without tax to a buyer that is exempt: by the number of a certificate, or for a reason.

    What prices contain of the tax is taken out of them. `/exempt -` takes it back.
    """

    word = "exempt"
    usage = "NUMBER [for REASON] | -"
    label = "Exempt"
    permission = "sale.tax_free"
    names_people = True

    def run(self, register: Register, arguments: str) -> Outcome:
        from pos_tui.core.buyer_tax import TaxStatus
        from pos_tui.core.tax import EXEMPT

        number, _line, why = split_reason(arguments)
        return _put_on(register, None if arguments == "-" else TaxStatus(EXEMPT, number, why))


class Reverse(Command):
    """Sell by reverse charge: a buyer with a tax number owes the tax, and the shop takes none.

    `/reverse -` takes it back.
    """

    word = "reverse"
    usage = "TAXNUMBER | -"
    label = "Reverse charge"
    permission = "sale.tax_free"
    names_people = True

    def run(self, register: Register, arguments: str) -> Outcome:
        from pos_tui.core.buyer_tax import TaxStatus
        from pos_tui.core.tax import REVERSE

        return _put_on(register, None if arguments == "-" else TaxStatus(REVERSE, arguments))


def _put_on(register: Register, status: TaxStatus | None) -> Outcome:
    if status is None and register.basket.tax_status is None:
        raise Refused(_("the buyer pays the tax already"))
    register.change(services.buyer_tax.put_on(register.basket, status))
    return summary(register, "edited", said(register))


def said(register: Register) -> str:
    """What is taken of the buyer of the open sale, for people."""
    status = register.basket.tax_status
    if status is None:
        return _("with tax")
    why = _(services.explaining.KINDS[status.kind])
    number = f" {status.number}" if status.number else ""
    reason = f", {status.reason}" if status.reason else ""
    return _("no tax, {why}", why=f"{why}{number}{reason}")
