"""Open prices: what has no price of its own sells between its department's lowest and highest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pos_tui.core.department import Department
from pos_tui.core.errors import InvalidValue
from pos_tui.core.money import format_price
from pos_tui.core.words import _

if TYPE_CHECKING:
    from decimal import Decimal

    from .counter import Counter


def check(counter: Counter, code: str, price: Decimal) -> None:
    """Refuses a unit price above zero that is beyond what a department allows. Raises InvalidValue."""
    document = counter.ledger.find("departments", "code", code) if code and price > 0 else None
    if document is None:
        return
    department, currency = Department.from_document(document), counter.shop.currency
    if department.least is not None and price < department.least:
        least = format_price(department.least, currency)
        raise InvalidValue(_("{name} sells from {least} on", name=department.name, least=least))
    if department.most is not None and price > department.most:
        most = format_price(department.most, currency)
        raise InvalidValue(_("{name} sells up to {most} only", name=department.name, most=most))
