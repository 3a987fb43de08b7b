"""Cash that moves without a sale; for now, opening the drawer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pos_tui.core.errors import Refused
from pos_tui.core.records import record_number, utc_text
from pos_tui.core.words import _

if TYPE_CHECKING:
    from .counter import Counter


def no_sale(counter: Counter, reason: str) -> dict[str, Any]:
    """Opens the drawer without a sale, once that and why is recorded; returns the record. Raises Refused."""
    record = record_opening(counter, reason)
    if counter.drawer is not None:
        counter.drawer.open(str(record["number"]))
    return record


def record_opening(counter: Counter, reason: str) -> dict[str, Any]:
    """Records that the drawer is opened without a sale, and why; returns the record. Raises Refused."""
    if not reason:
        raise Refused(_("say why the drawer opens: /nosale and a reason"))
    frame = counter.frame()
    with counter.ledger.transaction(operator=counter.operator) as tx:
        till = tx.find("tills", "till", counter.till)
        sequence = till.get("cash", 0) + 1
        record = {
            "v": 1,
            "number": record_number(counter.till, tx.epoch, sequence, "C"),
            "kind": "no_sale",
            "till": frame.till,
            "day": frame.day,
            "time": utc_text(frame.time),
            "operator": frame.operator,
            "reason": reason[:200],
        }
        tx.insert("cash", record)
        tx.set("tills", till.doc_id, cash=sequence)
    return record
