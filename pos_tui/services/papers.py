"""Papers beside receipts: gift receipts are on record before they are printed, bills with their sale."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pos_tui.core.errors import Refused
from pos_tui.core.words import _

from . import events
from .reprinting import find_sale

if TYPE_CHECKING:
    from pos_tui.core.ports import Slips

    from .counter import Counter


def gift(counter: Counter, number: str | None) -> Mapping[str, Any]:
    """Prints the gift receipt of a sale, or of this till's last one; returns the sale. Raises Refused."""
    slips, sale = _slips(counter), find_sale(counter, number)
    if sale["kind"] != "sale":
        raise Refused(_("{number} is no sale: there is nothing to give away", number=sale["number"]))
    printed = events.event(counter.frame(), events.GIFT, receipt=sale["number"])
    with counter.ledger.transaction(operator=counter.operator) as tx:
        till = tx.find("tills", "till", counter.till)
        tx.set("tills", till.doc_id, **events.record(tx, till, [printed]))
    slips.print(slips.draft("gift", sale), _("gift receipt {number}", number=sale["number"]))
    return sale


def bill(counter: Counter, document: Mapping[str, Any]) -> events.Event:
    """Prints what an open sale comes to; returns what is to be on record of it. Raises Refused."""
    slips = _slips(counter)
    slips.print(slips.draft("bill", document), _("bill"))
    fields = {"total": document["total"], "lines": len(document["lines"])}
    return events.event(counter.frame(), events.BILL, **fields)


def _slips(counter: Counter) -> Slips:
    if counter.slips is None:
        raise Refused(_("there is no printer here"))
    return counter.slips
