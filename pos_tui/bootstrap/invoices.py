"""Tax invoices without a till, for the commands: made or shown again, and listed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pos_tui.services import invoicing, reprinting

from .counters import without_till
from .slips import ShopSlips

if TYPE_CHECKING:
    from pos_tui.core.invoice import Buyer

    from .front import Shopfront


def invoice_of(front: Shopfront, number: str, buyer: Buyer | None) -> tuple[dict[str, Any], str]:
    """(facts, text) of the invoice of a sale, made in the series of the till that sold, or a copy of it.

    Raises Refused, InvalidValue, StoreError.
    """
    counter = without_till(front)
    counter.till = reprinting.find_sale(counter, number)["till"]
    made, copy = invoicing.issue(counter, number, buyer)
    facts = {**invoicing.facts(counter, made), "copy": copy}
    slips = ShopSlips(front)
    return facts, slips.text(slips.draft(made["kind"], facts), copy)


def listed(front: Shopfront, first: str, last: str) -> Iterator[dict[str, Any]]:
    """The invoices and credit notes of some business days, with their buyers."""
    counter = without_till(front)
    for made in invoicing.listed(counter, first, last):
        net = sum(row["net"] for row in made["taxes"])
        tax = sum(row["tax"] for row in made["taxes"])
        yield {**made, "buyer": invoicing.buyer_of(counter, made).name, "net": net, "tax": tax}
