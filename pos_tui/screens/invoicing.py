"""The page that asks whom a tax invoice is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pos_tui.core.errors import InvalidValue
from pos_tui.core.invoice import FIELDS, Buyer
from pos_tui.core.words import _

from .form import Form

if TYPE_CHECKING:
    from pos_tui.register.outcome import Outcome
    from pos_tui.services.invoicing import Wanted

    from .desk import Desk

_ENDS = ";"
"""Stands between the fields in the command."""


class InvoiceForm(Form):
    """Name, address and tax number of a buyer."""

    labels = FIELDS
    often_digits = frozenset({"tax_number", "address1", "address2", "address3"})

    def __init__(self, desk: Desk, wanted: Wanted) -> None:
        of = wanted.number or _("the open sale")
        super().__init__(desk, _("TAX INVOICE of {sale}", sale=of), _known(wanted.buyer))
        self._number = wanted.number

    def objection(self, field: str, text: str) -> str:
        """Why a field cannot hold a text; nothing where it can."""
        if _ENDS in text:
            return _("write it without {mark}", mark=_ENDS)
        probe = {"name": "A", "address1": "A", field: text}
        try:
            Buyer.of_fields(probe)
        except InvalidValue as error:
            return error.message
        return ""

    def save(self) -> None:
        """Has the invoice made; what is missing is said, at its field."""
        for field in ("name", "address1"):
            if not self.values.get(field):
                self.go_to(field)
                self.desk.say(_("{field} is needed", field=_(FIELDS[field])), "refused")
                return
        buyer = Buyer.of_fields(self.values).to_text()
        self.desk.run(f"/invoice {self._number} {buyer}".replace("  ", " "), after=self._done)

    def _done(self, outcome: Outcome) -> None:
        if outcome.ok:
            self.desk.close()
            self.desk.say(outcome.message)


def open_invoice(desk: Desk, number: str = "") -> None:
    """The form for the invoice of a finished sale, or of the open one; one that is made is printed again."""

    def show(wanted: Wanted) -> None:
        if wanted.is_made:
            desk.run(f"/invoice {wanted.number}")
        else:
            desk.open(InvoiceForm(desk, wanted))
            desk.say("")

    desk.fetch(lambda: desk.register.looking.customers.invoice(number), show, hold=True)


def _known(buyer: Buyer | None) -> dict[str, str]:
    if buyer is None:
        return {}
    lines = {f"address{number}": line for number, line in enumerate(buyer.address[:2], 1)}
    if len(buyer.address) > 2:
        lines["address3"] = ", ".join(buyer.address[2:])
    return {"name": buyer.name, **lines, **({"tax_number": buyer.tax_number} if buyer.tax_number else {})}
