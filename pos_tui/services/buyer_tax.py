"""Buyers that no tax is taken of: said at the till or known of the customer, with a number that is sealed."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from pos_tui.core.buyer_tax import TaxStatus
from pos_tui.core.errors import Refused
from pos_tui.core.words import _

from . import serving

if TYPE_CHECKING:
    from pos_tui.core.customer import Customer
    from pos_tui.core.ports import Seals
    from pos_tui.core.sale import Basket

    from .counter import Counter

SEAL: Final = "buyer"
"""What names the sealed text of a buyer."""


def put_on(basket: Basket, status: TaxStatus | None) -> Basket:
    """The basket of a buyer that owes no tax, or of one that does. Raises Refused, InvalidValue."""
    if basket.tenders:
        raise Refused(_("part of it is paid already: take that back with /takeback first"))
    return replace(basket, tax_status=None if status is None else status.checked())


def of_customer(basket: Basket, one: Customer | None) -> Basket:
    """The basket as the tax of its customer has it; what was said of its buyer at the till stays."""
    said = basket.tax_status
    if said is not None and (said.number or said.reason):
        return basket
    status = None if one is None or not one.tax else TaxStatus(one.tax)
    return basket if status == said else replace(basket, tax_status=status)


def sealed_facts(counter: Counter, basket: Basket) -> dict[str, str]:
    """The number in the record of a sale: sealed with the customer's key, else with one of the sale's own.

    Raises StoreError.
    """
    one, number = serving.served(counter, basket), ""
    if basket.tax_status is not None:
        number = basket.tax_status.number or (one.person.tax_number if one is not None else "")
    return sealed(counter, basket.customer or basket.id, {"number": number}) if number else {}


def sealed(counter: Counter, person: str, facts: Mapping[str, Any]) -> dict[str, str]:
    """Texts about a person as records keep them. Raises StoreError."""
    text = json.dumps(facts, ensure_ascii=False)
    return {"person": person, "sealed": counter.seals.seal(person, text, SEAL)}


def opened_sale(seals: Callable[[], Seals], sale: Mapping[str, Any]) -> Mapping[str, Any]:
    """A recorded sale with what its record has sealed of the buyer. Raises StoreError."""
    status = sale.get("tax_status", {})
    return {**sale, "tax_status": opened(seals(), status)} if "sealed" in status else sale


def opened(seals: Seals, record: Mapping[str, Any]) -> dict[str, Any]:
    """The same record with what is sealed in it; without it where the key is gone. Raises StoreError."""
    facts = {name: value for name, value in record.items() if name not in ("person", "sealed")}
    text = seals.open(record["person"], record["sealed"], SEAL) if "sealed" in record else None
    return {**facts, **(json.loads(text) if text else {})}
