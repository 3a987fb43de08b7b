"""Baskets about an order that is put aside: a deposit, the goods when they are collected, the money back.

Where deposits are taxed when they are taken, each is split by the taxes of the goods it is for, and comes off
again with the figures of its own receipt, whatever the rates are by then.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from pos_tui.core.errors import Refused
from pos_tui.core.layaway import CANCELLED, OPEN, Layaway
from pos_tui.core.money import allocate, divide_half_up, format_amount, to_major
from pos_tui.core.pricing import price
from pos_tui.core.records import COMPLETED_KINDS
from pos_tui.core.refund import refund_part
from pos_tui.core.sale import CHARGE, LAYAWAY, LAYAWAY_TAXED, Basket, SaleLine
from pos_tui.core.tender import DEPOSIT, Tender
from pos_tui.core.words import _

from .afterwards import after
from .layaways import TABLE
from .permitting import permit
from .reprinting import by_number

if TYPE_CHECKING:
    from pos_tui.core.item import Item
    from pos_tui.core.pricing import Priced

    from .counter import Counter

_ONE: Final = Decimal(1)


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
    for line, code, whole, tax in _portions(basket, priced):
        before, taxes = shares.get(code, (0, 0))
        shares[code] = before + whole + (0 if rules.contains_tax(line) else tax), taxes + tax
    parts = allocate(amount, [whole for whole, _tax in shares.values()], [(code,) for code in shares])
    found = []
    for (code, (whole, tax)), part in zip(shares.items(), parts, strict=True):
        # Without the taxes that come on top of it, where prices do not contain them.
        on_top = 0 if counter.shop.inclusive or not whole else divide_half_up(part * tax, whole)
        if part:
            found.append(_line(counter, order, part - on_top, LAYAWAY_TAXED, code))
    return found


def _portions(basket: Basket, priced: Priced) -> Iterator[tuple[SaleLine, str, int, int]]:
    """(line, tax code, amount, tax) of each line, of one that has several taxes for each."""
    rows = zip(basket.lines, priced.lines, priced.line_taxes, strict=True)
    for place, (line, figures, tax) in enumerate(rows):
        if place in priced.shares:
            for code, amount, taxes in priced.shares[place]():
                yield line, code, amount, sum(taxes)
        else:
            yield line, line.tax, figures.amount, tax


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


def refuse_paid(line: SaleLine) -> None:
    """Raises Refused for what is paid of the order that is being collected: it cannot be left out."""
    if line.source == LAYAWAY_TAXED and line.origin is not None:
        raise Refused(_("{name} is paid: /cancel leaves the order as it was", name=line.name))
