"""Events: what happens beside the sales and stays on record: a reprint, an unknown scan, a clock that jumped.

What is noted while selling waits for the next sale or cancellation and goes into its commit, so it costs
none of its own; until then it is in the draft file, next to the basket.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from pos_tui.core.records import record_number

if TYPE_CHECKING:
    from pos_tui.core.ports import Ledger, Transaction
    from pos_tui.core.records import RecordFrame

Event = Mapping[str, Any]
"""An event's document, still without its number."""

UNKNOWN_SCAN: Final = "unknown_scan"
CLOCK_JUMP: Final = "clock_jump"
REPRINT: Final = "reprint"
DRAWER_FAILED: Final = "drawer_failed"
GIFT: Final = "gift"
BILL: Final = "bill"
COUPON_TWICE: Final = "coupon_twice"
TRAINING_BEGUN: Final = "training_begun"
TRAINING_ENDED: Final = "training_ended"
KEY_CHANGED: Final = "key_changed"
AGE_REFUSED: Final = "age_refused"
EVENT_LETTER: Final = "E"
MISSED_KEPT: Final = 100
"""Codes that a till's list of unmatched scans holds; the events have them all."""


def event(frame: RecordFrame, kind: str, **fields: Any) -> Event:
    """What is recorded of something that happens now."""
    return {"v": 1, "kind": kind, **fields, **frame.facts()}


def add(waiting: Sequence[Event], new: Event) -> tuple[Event, ...]:
    """What waits to be recorded, and one more; a code that is missed again is one event, of the last time."""
    if new["kind"] != UNKNOWN_SCAN:
        return (*waiting, new)
    same = [other for other in waiting if other["kind"] == UNKNOWN_SCAN and other["code"] == new["code"]]
    times = new["times"] + sum(other["times"] for other in same)
    return (*(other for other in waiting if other not in same), {**new, "times": times})


def missed(listed: Iterable[Mapping[str, Any]], events: Iterable[Event]) -> list[dict[str, Any]]:
    """A till's list of codes that met no item (code, times, time of the last), with what came since."""
    rows = {row["code"]: dict(row) for row in listed}
    for new in events:
        if new["kind"] == UNKNOWN_SCAN and new["code"]:
            before = rows.pop(new["code"], None)
            times = new["times"] + (before["times"] if before else 0)
            rows[new["code"]] = {"code": new["code"], "times": times, "time": new["time"]}
    return list(rows.values())[-MISSED_KEPT:]


def record(tx: Transaction, till: Mapping[str, Any], events: Sequence[Event]) -> dict[str, Any]:
    """Adds events to a commit, numbered by the till; returns the till's fields to be set with them."""
    if not events:
        return {}
    first = till.get("events", 0) + 1
    for sequence, new in enumerate(events, first):
        number = record_number(till["till"], tx.epoch, sequence, EVENT_LETTER)
        tx.insert("events", {"v": new["v"], "number": number, **new})
    fields: dict[str, Any] = {"events": first + len(events) - 1}
    if any(new["kind"] == UNKNOWN_SCAN for new in events):
        fields["missed"] = missed(till.get("missed", ()), events)
    return fields


def commit(ledger: Ledger, frame: RecordFrame, kind: str, **fields: Any) -> None:
    """Records an event in a commit of its own. Raises StoreError."""
    with ledger.transaction(operator=frame.operator) as tx:
        till = tx.find("tills", "till", frame.till)
        tx.set("tills", till.doc_id, **record(tx, till, [event(frame, kind, **fields)]))
