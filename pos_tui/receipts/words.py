"""The words on a receipt; a shop's or a customer's language is another value of `Words`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields

from ..core.words import N_

_TENDERS = {
    "cash": N_("Cash"),
    "card": N_("Card"),
    "voucher": N_("Voucher"),
    "store_credit": N_("Store credit"),
    "account": N_("On account"),
    "points": N_("Points"),
    "cheque": N_("Cheque"),
    "layaway": N_("Paid before"),
}


@dataclass(frozen=True, slots=True)
class Words:
    """What a receipt says beside names and figures; English unless given. Braces name what is filled in."""

    receipt: str = N_("Receipt {number}")
    till: str = N_("Till {till}")
    operator: str = N_("Served by {operator}")
    discount: str = N_("Discount")
    tare: str = N_("net, tare {weight} kg")
    by_hand: str = N_("(weighed by hand)")
    serial: str = N_("Serial no. {serial}")
    subtotal: str = N_("Subtotal")
    total: str = N_("TOTAL {currency}")
    rounding: str = N_("Rounding")
    change: str = N_("Change")
    face_value: str = N_("Given, without change")
    tax: str = N_("Tax")
    net: str = N_("Net")
    tax_off: str = N_("Tax not charged")
    without_tax: str = N_("price without tax")
    with_tax: str = N_("price with tax")
    eatin: str = N_("Eat in")
    takeaway: str = N_("Take away")
    exempt: str = N_("exempt")
    reverse: str = N_("reverse charge")
    exempt_of: str = N_("Exempt from tax")
    certificate: str = N_("Certificate {number}")
    reverse_of: str = N_("Reverse charge: the customer owes the tax")
    buyer_number: str = N_("Customer's tax number {number}")
    invoice: str = N_("Invoice {number}")
    credit_note: str = N_("Credit note {number}")
    reference: str = N_("Ref {reference}")
    record: str = N_("Record {hash}")
    copy: str = N_("COPY {count}")
    reprinted: str = N_("Reprinted {time}")
    training: str = N_("TRAINING")
    simulated: str = N_("SIMULATED")
    worthless: str = N_("Not a receipt for goods")
    refund: str = N_("REFUND")
    refund_of: str = N_("Refund of {number}")
    exchange: str = N_("EXCHANGE")
    post_void: str = N_("SALE VOIDED")
    tender_correction: str = N_("TENDER CORRECTED")
    belongs_to: str = N_("Belongs to {number}")
    cancelled: str = N_("CANCELLED")
    owed: str = N_("On account now, {name}")
    customer: str = N_("Customer {customer}")
    earned: str = N_("Points of this sale")
    expired: str = N_("Points that ended")
    points: str = N_("Points now")
    tier: str = N_("Points now ({tier})")
    voucher_left: str = N_("Left on {code}")
    voucher_until: str = N_("Holds until {day}")
    order: str = N_("Order {number} {name}")
    order_paid: str = N_("Paid of {total}")
    order_owed: str = N_("Still to pay")
    order_until: str = N_("Collect until {day}")
    tenders: Mapping[str, str] = field(default_factory=lambda: _TENDERS)
    """Names of tender types by their code; a type without one is called by its code."""

    @classmethod
    def said_by(cls, translate: Callable[[str], str]) -> Words:
        """The words in a language, from what says each of them in it."""
        plain = {part.name: translate(str(part.default)) for part in fields(cls) if part.name != "tenders"}
        return cls(**plain, tenders={code: translate(name) for code, name in _TENDERS.items()})


ENGLISH = Words()
