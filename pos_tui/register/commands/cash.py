"""Commands for cash that moves without a sale."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pos_tui import services
from pos_tui.core.errors import Refused
from pos_tui.core.words import N_, _
from pos_tui.register.amounts import amount_of
from pos_tui.register.command import Command
from pos_tui.register.outcome import Outcome

if TYPE_CHECKING:
    from pos_tui.register.register import Register


class NoSale(Command):
    """Open the drawer without a sale. The reason is on record."""

    word = "nosale"
    usage = "REASON"
    label = "No sale"
    group = "Cash"
    permission = "cash.no_sale"
    blocks = True

    def run(self, register: Register, arguments: str) -> Outcome:
        record = services.cash_control.no_sale(register.counter, arguments)
        return Outcome(
            "info",
            _("drawer opened: {reason}", reason=record["reason"]),
            {"no_sale": record["number"]},
            sound="good",
        )


class _Moves(Command):
    """Cash into the drawer or out of it."""

    kind: ClassVar[str]
    usage = N_("AMOUNT REASON")
    group = "Cash"
    blocks = True

    def run(self, register: Register, arguments: str) -> Outcome:
        amount, _space, reason = arguments.partition(" ")
        if not amount:
            raise Refused(_("say how much and what for: {usage}", usage=self.said_usage()))
        minor = amount_of(register, amount)
        why = reason.strip().removeprefix("for ").strip()
        record = services.cash_control.move(register.counter, self.kind, minor, why)
        told = _(
            "{what} {amount}: {reason}",
            what=_(self.label),
            amount=register.text(minor),
            reason=record["reason"],
        )
        data = {"cash": record["number"], "type": self.kind, "amount": minor}
        return Outcome("info", told, data, sound="good")


class PaidIn(_Moves):
    """Put cash into the drawer that is no sale. A slip to sign is printed."""

    word = "paidin"
    label = "Paid in"
    kind = "paid_in"
    permission = "cash.paid_in"


class PaidOut(_Moves):
    """Take cash out of the drawer to pay for something. A slip to sign is printed."""

    word = "paidout"
    label = "Paid out"
    kind = "paid_out"
    permission = "cash.paid_out"


class TipOut(_Moves):
    """Pay tips out of the drawer to whom they are for. A slip to sign is printed."""

    word = "tipout"
    label = "Tips out"
    kind = "tip_out"
    permission = "cash.tip_out"


class Pickup(_Moves):
    """Take cash from the drawer to the safe. A slip to sign is printed."""

    word = "pickup"
    label = "To the safe"
    kind = "pickup"
    permission = "cash.pickup"


class Loan(_Moves):
    """Bring cash from the safe into the drawer, such as change. A slip to sign is printed."""

    word = "loan"
    label = "From the safe"
    kind = "loan"
    permission = "cash.loan"
