"""What is known of items beyond what they are now: their history, and what deserves a look."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from pos_tui.core.errors import InvalidValue, Refused
from pos_tui.core.history import Change, TableRecords
from pos_tui.core.item import Item
from pos_tui.core.item_check import Finding, Surroundings, check
from pos_tui.core.item_fields import settled
from pos_tui.core.money import EXACT
from pos_tui.core.tax import TaxCode
from pos_tui.core.words import _

from .days import today
from .histories import recorded
from .itembook import ItemBook

if TYPE_CHECKING:
    from .front import Shopfront

_HUNDRED: Final = Decimal(100)


def history(front: Shopfront, sku: str) -> list[Change]:
    """The changes of an item, the oldest first; reads the journal. Raises Refused, StoreError."""
    if front.store.find("items", "sku", sku) is None:
        raise Refused(_("there is no item {sku}", sku=sku[:64]))
    book = ItemBook(front)
    return recorded(front, TableRecords("items", "sku", sku), lambda items: book.as_recorded(items[-1]))


def findings(front: Shopfront) -> Iterator[Finding]:
    """What deserves a look among all items."""
    day, store = today(front), front.store
    items = [Item.from_document(document, day) for document in store.documents("items", copy=False)]
    taxes: dict[str, Decimal] = {}
    for document in store.documents("taxes", copy=False):
        code = TaxCode.from_document(document)
        taxes[code.code] = Decimal(1)
        with suppress(InvalidValue):  # one that is not in force yet takes nothing off
            whole = sum((tax.share for tax in code.effective(day)), _HUNDRED)
            if front.shop.inclusive:
                taxes[code.code] = EXACT.divide(_HUNDRED, whole)
    departments = frozenset(one["code"] for one in store.documents("departments", copy=False))
    return check(items, Surroundings(taxes, departments))


def to_come(front: Shopfront, document: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(business day, price) of the prices that an item will have."""
    return [(day, price) for day, price in settled(document, today(front)).get("coming") or ()]
