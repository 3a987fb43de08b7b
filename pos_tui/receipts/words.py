"""The words on a receipt; a shop's or a customer's language is another value of `Words`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


def _tenders() -> Mapping[str, str]:
    return {"cash": "Cash", "card": "Card", "voucher": "Voucher", "cheque": "Cheque"}


@dataclass(frozen=True, slots=True)
class Words:
    """What a receipt says beside names and figures; English unless given."""

    receipt: str = "Receipt"
    till: str = "Till"
    operator: str = "Served by"
    discount: str = "Discount"
    subtotal: str = "Subtotal"
    total: str = "TOTAL"
    rounding: str = "Rounding"
    change: str = "Change"
    face_value: str = "Given, without change"
    tax: str = "Tax"
    net: str = "Net"
    reference: str = "Ref"
    record: str = "Record"
    copy: str = "COPY"
    reprinted: str = "Reprinted"
    training: str = "TRAINING"
    simulated: str = "SIMULATED"
    worthless: str = "Not a receipt for goods"
    refund: str = "REFUND"
    refund_of: str = "Refund of"
    exchange: str = "EXCHANGE"
    cancelled: str = "CANCELLED"
    tenders: Mapping[str, str] = field(default_factory=_tenders)
    """Names of tender types by their code; a type without one is called by its code."""


ENGLISH = Words()
