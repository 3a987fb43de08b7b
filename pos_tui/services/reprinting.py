"""Receipts again: found by number, marked as copies, every reprint on record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pos_tui.core.barcode import is_digits
from pos_tui.core.errors import Refused
from pos_tui.core.records import COMPLETED_KINDS, record_number
from pos_tui.core.words import _

from . import events

if TYPE_CHECKING:
    from .counter import Counter


_RECENT = 20
_LONGEST = 12
"""Digits that a receipt's number may have."""


def find_sale(counter: Counter, number: str | None) -> Mapping[str, Any]:
    """The recorded sale of a receipt number, or this till's last one; short numbers (1-42, 42) will do.

    Raises Refused where there is none.
    """
    if not number:
        last = last_sale(counter)
        if last is None:
            raise Refused(_("this till has sold nothing yet"))
        return last
    wanted = number.strip()
    found = by_number(counter, wanted)
    if found is None:
        raise Refused(_("no receipt has the number {number}", number=wanted[:40]))
    return found


def by_number(counter: Counter, number: str) -> Mapping[str, Any] | None:
    """The recorded sale of a receipt number, also a short one: 1-42, 42 at this till; None for no sale."""
    till, dash, sequence = number.rpartition("-")
    if not is_digits(sequence) or len(sequence) > _LONGEST:
        return counter.history.sale(number)
    if dash:
        return counter.history.sale(f"{till}-{int(sequence):06d}")
    epochs = range(getattr(counter.ledger, "epoch", 1), 0, -1)
    own = (counter.history.sale(record_number(counter.till, epoch, int(sequence))) for epoch in epochs)
    return next(filter(None, own), None)


def last_sale(counter: Counter) -> Mapping[str, Any] | None:
    """The last completed sale of this till; cancelled baskets and corrections are looked past."""
    return next(recent_sales(counter), None)


def recent_sales(counter: Counter) -> Iterator[Mapping[str, Any]]:
    """This till's completed sales among its last numbers, newest first, each with its record's hash."""
    till = counter.ledger.find("tills", "till", counter.till)
    sequence = till["receipt"] if till else 0
    for number in range(sequence, max(sequence - _RECENT, 0), -1):
        for epoch in range(getattr(counter.ledger, "epoch", 1), 0, -1):
            sale = counter.ledger.find("sales", "number", record_number(counter.till, epoch, number))
            if sale is not None and sale["kind"] in COMPLETED_KINDS:
                yield {**sale, "hash": counter.ledger.hash_of("sales", sale.doc_id) or ""}
                break


def reprint(counter: Counter, number: str | None) -> tuple[Mapping[str, Any], int]:
    """(the sale, which copy this is), after the reprint is on record. Raises Refused."""
    sale = find_sale(counter, number)
    before = counter.history.copies(sale["number"])
    copy = events.event(counter.frame(), events.REPRINT, receipt=sale["number"], copy=before + 1)
    with counter.ledger.transaction(operator=counter.operator) as tx:
        till = tx.find("tills", "till", counter.till)
        tx.set("tills", till.doc_id, **events.record(tx, till, [copy]))
    return sale, before + 1
