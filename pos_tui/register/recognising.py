"""Codes that are no goods and still mean something at the prompt: vouchers, orders that are put aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pos_tui import services
from pos_tui.core.words import _

from .outcome import Outcome

if TYPE_CHECKING:
    from .register import Register


def recognised(register: Register, code: str) -> Outcome | None:
    """What the code of a voucher or an order comes to; None for any other. It sells nothing.

    A voucher that was shown is offered when the sale is paid.
    """
    counter = register.counter
    if services.vouchers.is_one(counter, code):
        voucher = services.vouchers.find(counter, code)
        facts = {"voucher": services.vouchers.told(voucher), "code": voucher.code}
        told = _("{voucher}; /redeem {code} pays with it", **facts)
        return Outcome("info", told, {"voucher": voucher.to_document()}, sound="good")
    if "-" in code and services.layaways.is_one(counter, code):
        order = services.layaways.find(counter, code)
        owed = register.text(order.owed)
        told = _("that is order {number}, {owed} to pay: /collect {number}", number=order.number, owed=owed)
        return Outcome("info", told, {"order": order.number}, sound="good")
    return None
