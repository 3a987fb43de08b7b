"""Layaway: a basket becomes an order that a buyer pays in parts and then collects.

A deposit is a liability and no sale, with a receipt of its own; where the shop's rule taxes it when it is
taken, it is taxed by the shares that each tax has in the order, and those taxes come off again when the goods
are collected. What is paid of an order is counted inside the commit of the sale that changes it, so two tills
cannot collect one twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from pos_tui.core.errors import Refused
from pos_tui.core.layaway import CANCELLED, COLLECTED, LETTER, OPEN, Layaway, number_of, said_state
from pos_tui.core.money import allocate, divide_half_up, format_amount, to_major
from pos_tui.core.pricing import price
from pos_tui.core.records import COMPLETED_KINDS, record_number, with_tax
from pos_tui.core.refund import refund_part
from pos_tui.core.sale import CHARGE, LAYAWAY, LAYAWAY_TAXED, Basket, SaleLine
from pos_tui.core.tender import DEPOSIT, Tender
from pos_tui.core.words import _

from .afterwards import after
from .permitting import permit
from .reprinting import by_number
from .shifts import drafted, print_paper

if TYPE_CHECKING:
    from pos_tui.core.item import Item
    from pos_tui.core.ports import Transaction

    from .counter import Counter

TABLE: Final = "layaways"
_LONGEST: Final = 60
_ONE: Final = Decimal(1)


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
    days = counter.rules.layaway_days
    until = (date.fromisoformat(counter.day()) + timedelta(days=days)).isoformat() if days else ""
    with counter.ledger.transaction(operator=counter.operator, key=basket.id) as tx:
        till = tx.find("tills", "till", counter.till)
        sequence = till.get("layaways", 0) + 1
        record = {
            "v": 1,
            "number": record_number(counter.till, tx.epoch, sequence, LETTER),
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
        record["paper"] = drafted(counter, "layaway", record)
        tx.insert(TABLE, record)
        tx.set("tills", till.doc_id, layaways=sequence)
    print_paper(counter, record)
    return Layaway.from_document(record)


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


def deposit(counter: Counter, basket: Basket, order: Layaway, amount: int) -> Basket:
    """The basket with a deposit, or a further part, of so many minor units. Raises Refused."""
    order.check_open()
    left = order.owed - sum(_here(counter, basket, order.number))
    if not 0 < amount <= left:
        owed = format_amount(left, counter.shop.currency)
        raise Refused(
            _("order {number} has {owed} to pay: take some of that", number=order.number, owed=owed)
        )
    if not order.taxed:
        return replace(basket, lines=(*basket.lines, _line(counter, order, amount, LAYAWAY)))
    status = basket.tax_status or Basket.from_document(dict(order.basket)).tax_status
    lines = (*basket.lines, *_taxed_lines(counter, order, amount))
    return replace(basket, lines=lines, tax_status=status)


def _here(counter: Counter, basket: Basket, number: str) -> list[int]:
    figures = price(basket, counter.pricing()).lines
    return [
        figure.amount
        for line, figure in zip(basket.lines, figures, strict=True)
        if line.source in (LAYAWAY, LAYAWAY_TAXED) and line.code == number
    ]


def _line(counter: Counter, order: Layaway, amount: int, source: str, tax: str = "") -> SaleLine:
    name = _("Deposit {number} {name}", number=order.number, name=order.name).rstrip()
    money = to_major(amount, counter.shop.currency)
    return SaleLine("", order.number, name, tax, _ONE, money, source=source)


def _taxed_lines(counter: Counter, order: Layaway, amount: int) -> list[SaleLine]:
    """A deposit by the taxes of what it is for, each in the share that its goods have in the order."""
    basket, rules = Basket.from_document(dict(order.basket)), counter.pricing()
    priced = price(basket, rules)
    shares: dict[str, tuple[int, int]] = {}
    for line, figures, tax in zip(basket.lines, priced.lines, priced.line_taxes, strict=True):
        before, taxes = shares.get(line.tax, (0, 0))
        shares[line.tax] = before + figures.amount + (0 if rules.contains_tax(line) else tax), taxes + tax
    parts = allocate(amount, [whole for whole, _tax in shares.values()], [(code,) for code in shares])
    found = []
    for (code, (whole, tax)), part in zip(shares.items(), parts, strict=True):
        # Without the taxes that come on top of it, where prices do not contain them.
        on_top = 0 if counter.shop.inclusive or not whole else divide_half_up(part * tax, whole)
        if part:
            found.append(_line(counter, order, part - on_top, LAYAWAY_TAXED, code))
    return found


def collect(counter: Counter, order: Layaway) -> Basket:
    """The basket that sells an order at its agreed prices, with what is paid already. Raises Refused.

    Reads the disk where deposits were taxed.
    """
    order.check_open()
    basket = replace(Basket.from_document(dict(order.basket)), id=counter.new_id(), layaway=order.number)
    if order.taxed:
        return replace(basket, lines=(*basket.lines, *_given_back(counter, order, _ONE)))
    if not order.paid:
        return basket
    return replace(basket, tenders=(Tender(DEPOSIT, order.paid, order.number),))


def cancel(counter: Counter, order: Layaway) -> Basket | None:
    """The basket that pays back what is paid of an order, less the shop's fee; None where nothing is, and the
    order is cancelled already.

    Raises Refused. Reads the disk where deposits were taxed.
    """
    order.check_open()
    permit(counter, "layaway.cancel", amount=order.paid)
    if not order.paid:
        _close(counter, order)
        return None
    if order.taxed:
        back = _given_back(counter, order, -_ONE)
    else:
        back = [replace(_line(counter, order, order.paid, LAYAWAY), quantity=-_ONE)]
    return Basket(counter.new_id(), (*back, *_fee(counter, order)))


def _fee(counter: Counter, order: Layaway) -> list[SaleLine]:
    """What the shop keeps: the item of its setting, at its price and tax, but no more than is paid."""
    if not counter.rules.layaway_fee:
        return []
    item: Item | None = counter.catalogue.get(counter.rules.layaway_fee)
    if item is None or item.price is None:
        raise Refused(
            _("no item with a price has the code {sku}: see layaway.fee", sku=counter.rules.layaway_fee)
        )
    fee = min(item.price, to_major(order.paid, counter.shop.currency))
    return [SaleLine.of(item, item.sku, _ONE, fee, source=CHARGE)]


def _given_back(counter: Counter, order: Layaway, quantity: Decimal) -> list[SaleLine]:
    """The lines that take off the deposits of an order with the taxes of then."""
    found = []
    for receipt in dict.fromkeys(receipt for receipt, _amount in order.moves):
        sale = by_number(counter, receipt)
        if sale is None or sale["kind"] not in COMPLETED_KINDS or after(counter, receipt).post_void:
            continue
        for row in sale["lines"]:
            is_its = (row["source"], row["code"]) == (LAYAWAY_TAXED, order.number)
            if is_its and not row["void"] and "origin" not in row:
                origin = refund_part(receipt, row, Decimal(0), _ONE)
                made = _line(counter, order, row["amount"], LAYAWAY_TAXED, row["tax"])
                found.append(replace(made, quantity=quantity, origin=origin))
    return found


def _close(counter: Counter, order: Layaway) -> None:
    """Records that an order on which nothing is paid was cancelled. Raises Refused."""
    with counter.ledger.transaction(operator=counter.operator) as tx:
        row = tx.find(TABLE, "number", order.number)
        if row is None or row["state"] != OPEN or row["paid"]:
            raise Refused(_("order {number} was changed meanwhile: try again", number=order.number))
        tx.set(TABLE, row.doc_id, state=CANCELLED)


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


def refuse_paid(line: SaleLine) -> None:
    """Raises Refused for what is paid of the order that is being collected: it cannot be left out."""
    if line.source == LAYAWAY_TAXED and line.origin is not None:
        raise Refused(_("{name} is paid: /cancel leaves the order as it was", name=line.name))


def owed_back(counter: Counter) -> tuple[int, int]:
    """(orders that wait, what the shop owes for them in minor units)."""
    waiting = listed(counter)
    return len(waiting), sum(order.paid for order in waiting)
