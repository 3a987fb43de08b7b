"""Recording: the one way a finished basket gets its number and into the journal."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pos_tui import services
from pos_tui.core.errors import AlreadyRecorded, Refused
from pos_tui.core.records import COMPLETED_KINDS, record_number
from pos_tui.core.sale import LAYAWAY, LAYAWAY_TAXED
from pos_tui.core.stock_lines import SHOP
from pos_tui.core.tender import Settlement
from pos_tui.core.words import _

from . import events, shelf

if TYPE_CHECKING:
    from pos_tui.core.ports import Transaction
    from pos_tui.core.sale import Basket

    from .counter import Counter
    from .events import Event

_ORDERS = (LAYAWAY, LAYAWAY_TAXED)


def next_number(counter: Counter) -> str:
    """The receipt number that the next sale of this till would get now."""
    till = counter.ledger.find("tills", "till", counter.till)
    epoch = getattr(counter.ledger, "epoch", 1)
    return record_number(counter.till, epoch, till["receipt"] + 1)


def record_sale(
    counter: Counter,
    document: Mapping[str, Any],
    noted: Sequence[Event] = (),
    also: Callable[[Transaction, dict[str, Any]], None] | None = None,
) -> dict[str, Any]:
    """Gives a sale or cancellation its number and makes it durable, with the stock it moves and
    what was noted.

    `also` adds to the commit, and gets the document as it will be recorded.

    Returns the document as recorded, with `hash`, its record's (32 hex digits), beside what is stored. A
    basket that is recorded already is returned as it was: the same basket never counts twice.
    """
    counter.room = counter.ledger.assert_room()
    try:
        with counter.ledger.transaction(operator=counter.operator, key=document["key"]) as tx:
            till = tx.find("tills", "till", counter.till)
            if till is None:
                raise Refused(_("this store has no till {till}", till=counter.till))
            if counter.ledger.changed("tax_periods"):
                services.tax_periods.check_open(counter.ledger, document["day"])
            sequence = till["receipt"] + 1
            number = record_number(counter.till, tx.epoch, sequence)
            recorded = {"v": 1, "number": number, "seq": sequence, **document}
            if counter.rules.location != SHOP:
                recorded["location"] = counter.rules.location
            if document["kind"] in COMPLETED_KINDS:
                _settle(counter, tx, recorded)
            if also is not None:
                also(tx, recorded)
            tx.insert("sales", recorded)
            if document.get("coupons") and document["kind"] != "cancelled":
                noted = [*noted, *services.coupons.use_up(tx, recorded)]
            tx.set("tills", till.doc_id, receipt=sequence, **events.record(tx, till, noted))
            if document["kind"] != "cancelled" and counter.ledger.changed("stock"):
                shelf.take(counter, tx, recorded)
    except AlreadyRecorded:
        found = counter.ledger.find("sales", "key", document["key"])
        return {**found, "hash": counter.ledger.hash_of("sales", found.doc_id) or ""}
    return {**recorded, "hash": tx.h}


def _settle(counter: Counter, tx: Transaction, recorded: dict[str, Any]) -> None:
    """What may count once only, over all tills: goods that come back, slips, balances. Raises Refused."""
    if recorded.get("originals"):
        services.afterwards.note_refunds(tx, recorded)
        if counter.ledger.changed("invoices"):
            services.invoicing.credit(counter, tx, recorded)
    services.empties.redeem(tx, recorded)
    services.vouchers.settle(tx, recorded, counter.tender_types)
    services.accounts.settle(tx, recorded, counter.tender_types)
    if counter.rules.loyalty is not None:
        services.loyalty.settle(counter, tx, recorded)
    if "layaway" in recorded or any(line["source"] in _ORDERS for line in recorded["lines"]):
        services.layaways.settle(tx, recorded)


def settled_as_it_stands(basket: Basket, total: int) -> Settlement:
    """The settlement of a basket that is not paid: nothing rounded, nothing given back."""
    return Settlement(total - sum(tender.amount for tender in basket.tenders), 0, 0, complete=False)
