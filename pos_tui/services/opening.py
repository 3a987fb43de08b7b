"""What a shop begins with: what was owed, given and earned before this till kept count of it.

Balances are set, not added, so that the same file twice changes nothing; each is an event on record.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from pos_tui.core.customer import TABLE as CUSTOMERS
from pos_tui.core.errors import InvalidValue, Refused
from pos_tui.core.voucher import Voucher, checked_code
from pos_tui.core.words import _

from . import stockroom
from .accounts import find as account_of
from .customers import note
from .stockroom import Move, Why

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pos_tui.core.ports import Transaction

    from .counter import Counter

OPENING: Final = "opening_balance"
VOUCHERS: Final = "vouchers"
REASON: Final = "opening balance"


def set_owed(counter: Counter, tx: Transaction, code: str, owes: int) -> None:
    """Lets the customer of an account owe that much (minor units). Raises Refused."""
    _set(counter, tx, account_of(counter, code).code, "balance", owes)


def set_points(counter: Counter, tx: Transaction, code: str, points: int) -> None:
    """Gives a customer so many points. Raises Refused."""
    if points < 0:
        raise InvalidValue(_("points are not below zero"))
    _set(counter, tx, account_of(counter, code).code, "points", points)


def _set(counter: Counter, tx: Transaction, id: str, field: str, value: int) -> None:
    row = tx.find(CUSTOMERS, "id", id)
    if row is None:
        raise Refused(_("{code} is an account from before there were customers: pos accounts set", code=id))
    if row.get(field) != value:
        fields: dict[str, Any] = {field: value}
        if field == "points":
            fields["points_day"] = counter.day()
        tx.set(CUSTOMERS, row.doc_id, **fields)
        note(counter, tx, OPENING, [id], field=field, before=row.get(field) or 0, after=value)


def issue_voucher(counter: Counter, tx: Transaction, code: str, kind: str, left: int, until: str) -> None:
    """Takes over a voucher, or store credit, that another till issued, with what is left on it (minor units).

    Raises Refused: there is one with this code that is worth something else.
    """
    code = checked_code(code)
    if kind not in counter.tender_types:
        raise Refused(_("there is no way to pay '{kind}': pos tenders list", kind=kind[:40]))
    if left <= 0:
        raise InvalidValue(_("a voucher is worth more than nothing"))
    if tx.find(VOUCHERS, "code", code) is not None:
        raise Refused(_("there is a voucher {code} already: its balance is not changed", code=code))
    facts = (counter.shop.currency.code, "", until, "", counter.day())
    voucher = Voucher(code, kind, left, left, *facts, moves=((REASON, left),))
    tx.insert(VOUCHERS, voucher.to_document())


def set_stock(
    counter: Counter, tx: Transaction, moves: Iterable[tuple[str, str, Decimal, Decimal | None]]
) -> None:
    """Counts goods as (SKU, place, quantity, what one cost); where a cost is known it is the item's."""
    counted = (
        Move(sku, Decimal(0), cost, becomes=quantity, location=place) for sku, place, quantity, cost in moves
    )
    stockroom.write(counter, tx, "count", counted, Why(REASON, counter.rules.location))
