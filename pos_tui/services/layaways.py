"""Layaway: a basket becomes an order that a buyer pays in parts and then collects.

A deposit is a liability and no sale, with a receipt of its own, unless the shop's rule taxes it when it is
taken. What is paid of an order is counted inside the commit of the sale that changes it, so two tills cannot
collect one twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from pos_tui.core.errors import Refused
from pos_tui.core.layaway import CANCELLED, COLLECTED, LETTER, OPEN, Layaway, number_of, said_state
from pos_tui.core.pricing import price
from pos_tui.core.records import record_number, with_tax
from pos_tui.core.sale import LAYAWAY, LAYAWAY_TAXED, Basket
from pos_tui.core.tender import DEPOSIT
from pos_tui.core.words import _

from .permitting import permit
from .shifts import drafted, print_paper

if TYPE_CHECKING:
    from pos_tui.core.ports import Transaction

    from .counter import Counter

TABLE: Final = "layaways"
_LONGEST: Final = 60


def find(counter: Counter, text: str) -> Layaway:
    """The order of a number, also a short one (L12). Raises Refused."""
    number = number_of(text, counter.till)
    row = None if number is None else counter.ledger.find(TABLE, "number", number)
    if row is None:
        raise Refused(_("there is no order {number}: /layaways lists them", number=text.strip()[:40] or "-"))
    return Layaway.from_document(row)


def is_one(counter: Counter, text: str) -> bool:
    """Whether this is the number of an order."""
    number = number_of(text, counter.till)
    return number is not None and counter.ledger.find(TABLE, "number", number) is not None


def listed(counter: Counter) -> list[Layaway]:
    """The orders that wait, the oldest first."""
    found = map(Layaway.from_document, counter.ledger.documents(TABLE))
    return [one for one in found if one.state == OPEN]


def put_aside(counter: Counter, basket: Basket, name: str) -> Layaway:
    """Records the basket as an order at its prices of now, and prints the slip that goes with the goods.

    Raises Refused: nothing is sold, something is no goods, or part of it is paid already.
    """
    permit(counter, "layaway.open")
    check_basket(basket)
    rules = counter.pricing()
    total = price(basket, rules).total
    if total <= 0:
        raise Refused(_("an order has to cost something"))
    counter.ledger.assert_room()
    with counter.ledger.transaction(operator=counter.operator, key=basket.id) as tx:
        till = tx.find("tills", "till", counter.till)
        sequence = till.get("layaways", 0) + 1
        number = record_number(counter.till, tx.epoch, sequence, LETTER)
        record = _record(counter, basket, number, name, total)
        tx.insert(TABLE, record)
        tx.set("tills", till.doc_id, layaways=sequence)
    print_paper(counter, record)
    return Layaway.from_document(record)


def _record(counter: Counter, basket: Basket, number: str, name: str, total: int) -> dict[str, Any]:
    days = counter.rules.layaway_days
    until = (date.fromisoformat(counter.day()) + timedelta(days=days)).isoformat() if days else ""
    record = {
        "v": 1,
        "number": number,
        "kind": "layaway",
        **counter.frame().facts(),
        "name": name[:_LONGEST],
        "state": OPEN,
        "currency": counter.shop.currency.code,
        "total": total,
        "paid": 0,
        "taxed": counter.rules.layaway_taxed,
        "until": until,
        "basket": basket.to_document(),
        "moves": [],
    }
    return {**record, "paper": drafted(counter, "layaway", record)}


def check_basket(basket: Basket) -> None:
    """Raises Refused for what cannot be put aside."""
    live = [line for line in basket.lines if not line.void]
    if not live:
        raise Refused(_("there is nothing to put aside yet: enter the goods first"))
    if basket.tenders:
        raise Refused(_("part of it is paid already: finish the sale, or take that back with /takeback"))
    for line in live:
        if line.is_return or not (line.is_goods or line.parent):
            raise Refused(_("{name} cannot be put aside: pay it by itself", name=line.name))


def settle(tx: Transaction, sale: dict[str, Any]) -> None:
    """Counts, within the commit of a sale, what it does to orders; the sale then says how they stand.

    Raises Refused where another till was quicker: then nothing of the commit counts.
    """
    collected = sale.get("layaway", "")
    moved: dict[str, int] = {collected: 0} if collected else {}
    for number, amount in _moves(sale):
        moved[number] = moved.get(number, 0) + amount
    rows = [_settled(tx, sale, number, amount, collected) for number, amount in moved.items()]
    if rows:
        sale["layaways"] = rows


def _moves(sale: Mapping[str, Any]) -> list[tuple[str, int]]:
    """(order, what it pays in minor units) of lines and tenders."""
    lines = [
        (line["code"], with_tax(line, sale))
        for line in sale["lines"]
        if line["source"] in (LAYAWAY, LAYAWAY_TAXED) and not line["void"]
    ]
    return lines + [(paid["ref"], -paid["amount"]) for paid in sale["tenders"] if paid["type"] == DEPOSIT]


def _settled(
    tx: Transaction, sale: Mapping[str, Any], number: str, amount: int, collected: str
) -> dict[str, Any]:
    row = tx.find(TABLE, "number", number)
    if row is None or row["state"] != OPEN:
        state = said_state(row["state"]) if row is not None else "-"
        raise Refused(_("order {number} is {state} meanwhile: /cancel this", number=number, state=state))
    paid, state = row["paid"] + amount, OPEN
    if number == collected or amount < 0:
        state = COLLECTED if number == collected else CANCELLED
        if paid:
            raise Refused(
                _("more was paid for order {number} meanwhile: /cancel this and begin again", number=number)
            )
    elif paid > row["total"]:
        raise Refused(_("order {number} was paid meanwhile: /void its line", number=number))
    tx.set(TABLE, row.doc_id, paid=paid, state=state, moves=[*row["moves"], [sale["number"], amount]])
    facts = {"number": number, "name": row["name"], "state": state, "amount": amount, "paid": paid}
    return {**facts, "total": row["total"], "until": row["until"]}


def take_back(tx: Transaction, sale: Mapping[str, Any], number: str) -> None:
    """Undoes, within the commit of a post-void of that number, what the sale did to orders.

    Raises Refused where the order was collected or cancelled since.
    """
    for move in sale.get("layaways", ()):
        row = tx.find(TABLE, "number", move["number"])
        if row["state"] != move["state"] or row["paid"] < move["amount"]:
            state = said_state(row["state"])
            raise Refused(_("order {number} is {state} since", number=move["number"], state=state))
        moves = [*row["moves"], [number, -move["amount"]]]
        tx.set(TABLE, row.doc_id, paid=row["paid"] - move["amount"], state=OPEN, moves=moves)


def owed_back(counter: Counter) -> tuple[int, int]:
    """(orders that wait, what the shop owes for them in minor units)."""
    waiting = listed(counter)
    return len(waiting), sum(order.paid for order in waiting)
