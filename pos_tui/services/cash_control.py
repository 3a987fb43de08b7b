"""Cash that moves without a sale: paid in and out, to the safe and from it; and the drawer, just opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pos_tui.core.errors import InvalidValue, Refused
from pos_tui.core.records import record_number
from pos_tui.core.shift import MOVES
from pos_tui.core.words import _

from . import tax_periods
from .permitting import permit
from .shifts import check_drawer, drafted, permit_closing, print_paper

if TYPE_CHECKING:
    from .counter import Counter

_LONGEST = 200
COUNTING = "counting"
"""The kind of a record of a drawer that was opened to be counted."""


def no_sale(counter: Counter, reason: str) -> dict[str, Any]:
    """Opens the drawer without a sale, once that and why is recorded; returns the record. Raises Refused."""
    permit(counter, "cash.no_sale")
    check_drawer(counter)
    record = record_opening(counter, reason)
    _open_drawer(counter, record)
    print_paper(counter, record)
    return record


def move(counter: Counter, kind: str, amount: int, reason: str) -> dict[str, Any]:
    """Cash into the drawer or out of it, without a sale; `kind` is one of `MOVES`, `amount` in minor units.

    Recorded, then the drawer opens and a slip to sign is printed. Returns the record. Raises Refused.
    """
    if kind not in MOVES:
        raise InvalidValue(_("cash does not move as {kind}", kind=kind[:40]))
    permit(counter, f"cash.{kind}", amount=amount)
    check_drawer(counter)
    if amount <= 0:
        raise InvalidValue(_("say how much: an amount of more than nothing"))
    if amount > counter.rules.tender_limit:
        raise Refused(_("that is more money than the limit allows (limits.tender): is it a bar code?"))
    if not reason:
        raise Refused(_("say what it is for, after the amount"))
    counter.ledger.assert_room()
    fields = {"amount": amount, "currency": counter.shop.currency.code}
    record = _record(counter, kind, reason, fields)
    _open_drawer(counter, record)
    print_paper(counter, record)
    return record


def open_for_count(counter: Counter) -> dict[str, Any] | None:
    """Opens the drawer so that it can be counted; returns the record, None where the till opens none.

    Raises Refused.
    """
    permit_closing(counter)
    if counter.drawer is None:
        return None
    record = _record(counter, COUNTING, _("to be counted"), {})
    _open_drawer(counter, record)
    return record


def record_opening(counter: Counter, reason: str) -> dict[str, Any]:
    """Records that the drawer is opened without a sale, and why; returns the record. Raises Refused."""
    if not reason:
        raise Refused(_("say why the drawer opens: /nosale and a reason"))
    return _record(counter, "no_sale", reason, {})


def _record(counter: Counter, kind: str, reason: str, fields: dict[str, Any]) -> dict[str, Any]:
    with counter.ledger.transaction(operator=counter.operator) as tx:
        till = tx.find("tills", "till", counter.till)
        sequence = till.get("cash", 0) + 1
        record = {
            "v": 1,
            "number": record_number(counter.till, tx.epoch, sequence, "C"),
            "kind": kind,
            **counter.frame().facts(),
            **fields,
            "reason": reason[:_LONGEST],
        }
        tax_periods.check_open(counter.ledger, record["day"])
        record["paper"] = [] if kind == COUNTING else drafted(counter, kind, record)
        tx.insert("cash", record)
        tx.set("tills", till.doc_id, cash=sequence)
    return record


def _open_drawer(counter: Counter, record: dict[str, Any]) -> None:
    if counter.drawer is not None:
        counter.drawer.open(str(record["number"]))
