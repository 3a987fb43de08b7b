"""The display that faces the customer, told of each thing that happens at the till."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from devices.address import parse
from devices.displays.display import CustomerDisplay
from devices.displays.panel import Face, Row
from devices.errors import DeviceError
from pos_tui.core.words import _
from pos_tui.receipts import facing

if TYPE_CHECKING:
    from pos_tui.register.outcome import Outcome
    from pos_tui.register.register import Register

    from .front import Shopfront

_CHANGE_SECONDS: Final = 20.0
"""How long the change stays before the next customer is greeted."""


class Audience:
    """Tells a `CustomerDisplay` what to show; it never waits for it."""

    def __init__(self, display: CustomerDisplay) -> None:
        self._display = display

    def happened(self, register: Register, outcome: Outcome) -> None:
        """An entry or a command was run."""
        if outcome.kind in ("cancelled", "held"):
            self._display.show()
            return
        shown = _facing(register, outcome)
        if shown is not None:
            face = Face(Row(*shown.upper), Row(*shown.lower))
            self._display.show(face, _CHANGE_SECONDS if shown.passes else 0.0)

    def begin(self, register: Register) -> None:
        """The till is open; there may be a basket from before."""
        if not register.basket.is_empty:
            shown = _standing(register)
            self._display.show(Face(Row(*shown.upper), Row(*shown.lower)))


def _facing(register: Register, outcome: Outcome) -> facing.Facing | None:
    """What an outcome shows; None leaves what is there."""
    data = outcome.data
    if outcome.kind == "sale":
        change = register.text(data["change"]) if data["change"] else ""
        return facing.of_sale(register.text(data["total"]), change)
    if outcome.kind in ("line", "edited") and "name" in data:
        amount, quantity = register.text(data["amount"]), register.number(Decimal(data["qty"]))
        return facing.of_line(data, amount, quantity, register.text(register.priced.total))
    return _standing(register) if outcome.kind in ("edited", "recalled", "tender") else None


def _standing(register: Register) -> facing.Facing:
    tenders, total = register.basket.tenders, register.priced.total
    if tenders:
        paid = sum(tender.amount for tender in tenders)
        return facing.of_payment(register.text(paid), register.text(register.settlement.due))
    count = sum(not line.void for line in register.basket.lines)
    return facing.of_basket(count, register.text(total))


def greeting(front: Shopfront) -> Face:
    """What is shown while nobody buys: what the shop has set, else its name."""
    lines = (*front.settings.display_greeting, "", "")[:2]
    if not any(lines):
        lines = (front.shop.name, _("Welcome"))
    return Face(Row(lines[0], is_centered=True), Row(lines[1], is_centered=True))


def wire_display(front: Shopfront, register: Register) -> None:
    """Takes up the display that is set now; one that cannot be used is told, and stops nothing."""
    if front.display is not None:
        front.display.close()
    front.display = register.audience = None
    if not front.settings.display:
        return

    def tell(trouble: str) -> None:
        front.log.note("display", trouble=trouble or "ok")
        if trouble:
            front.warnings.append(_("the customer display is gone: {why}", why=trouble))
            front.listener()

    try:
        front.display = CustomerDisplay(parse(front.settings.display), greeting(front), tell)
    except DeviceError as error:
        front.warnings.append(_("customers see nothing: {why} (setting display)", why=error.message))
        return
    front.display.start()
    audience = Audience(front.display)
    audience.begin(register)
    register.audience = audience.happened
