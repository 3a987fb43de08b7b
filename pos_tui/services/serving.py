"""Who a sale is for: their prices, taxes and points follow as soon as the till knows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from pos_tui import services
from pos_tui.core.errors import InvalidValue, Refused
from pos_tui.core.sale_query import ALL_DAYS, SaleQuery
from pos_tui.core.words import _

if TYPE_CHECKING:
    from pos_tui.core.customer import Customer
    from pos_tui.core.sale import Basket

    from .counter import Counter


def put_on(counter: Counter, basket: Basket, one: Customer) -> Basket:
    """The basket for a customer: at the prices of their group, or of their tier where some are for that."""
    if not one.is_open:
        raise Refused(_("nothing can be sold to {id} any more", id=one.id))
    group = one.group or (one.tier if one.tier in counter.groups() else "")
    if group != basket.group:
        basket = services.price_lists.for_group(counter, basket, group)
    return services.buyer_tax.of_customer(replace(basket, customer=one.id), one)


def take_off(counter: Counter, basket: Basket) -> Basket:
    """The basket for nobody in particular, at everybody's prices. Raises Refused."""
    if not basket.customer:
        raise Refused(_("the sale is for no customer"))
    if any(paid.reference == basket.customer for paid in basket.tenders):
        raise Refused(_("part of it is paid by this customer: take that back with /takeback first"))
    if basket.group:
        basket = services.price_lists.for_group(counter, basket, "")
    return services.buyer_tax.of_customer(replace(basket, customer=""), None)


def of_card(counter: Counter, code: str) -> Customer | None:
    """Whose card this is; None where it is nobody's that can be sold to."""
    from pos_tui.core.customer import TABLE

    if not counter.ledger.changed(TABLE) or counter.ledger.find(TABLE, "card", code) is None:
        return None
    return counter.people.by_card(code)


def served(counter: Counter, basket: Basket) -> Customer | None:
    """Who the sale is for, as they stand; None where it is nobody in particular."""
    return counter.people.get(basket.customer) if basket.customer else None


def history(
    counter: Counter, one: Customer, days: tuple[str, str] = ALL_DAYS
) -> Iterator[Sequence[Mapping[str, Any]]]:
    """What was sold to a customer, and what they paid on their account, newest first, in batches.

    Those of customers who became part of them are theirs. Reads the disk. Raises StoreError.
    """
    ids = frozenset({one.id, *(each.id for each in counter.people.same(one.id))})
    return counter.history.sales(SaleQuery(days=days, cancelled=True, customers=ids))


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a statement; amounts in minor units."""

    day: str
    number: str
    what: str
    """sale, payment, refund or post_void."""
    amount: int
    """What it added to what is owed."""
    owed: int
    """What was owed then."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What happened on a customer's account in some business days; amounts in minor units."""

    customer: Customer
    first: str
    last: str
    opening: int
    entries: tuple[Entry, ...]

    @property
    def closing(self) -> int:
        """What is owed at the end."""
        return self.opening + sum(entry.amount for entry in self.entries)

    def to_document(self) -> dict[str, Any]:
        """As papers and scripts take it."""
        return {
            "customer": self.customer.id,
            "name": self.customer.label,
            "address": self.customer.person.address,
            "first": self.first,
            "last": self.last,
            "opening": self.opening,
            "entries": [asdict(entry) for entry in self.entries],
            "closing": self.closing,
        }


def statement(counter: Counter, one: Customer, first: str, last: str) -> Statement:
    """What a customer owed on a business day, what was added and paid until another, and what was left.

    Worked out backwards from what they owe now. Reads the disk. Raises StoreError.
    """
    ids = {one.id, *(each.id for each in counter.people.same(one.id))}
    later, moves = 0, []
    for batch in history(counter, one, (first, ALL_DAYS[1])):
        for sale in batch:
            for amount, what in _moves(sale, ids):
                if sale["day"] > last:
                    later += amount
                else:
                    moves.append((sale["day"], sale["number"], what, amount))
    owed = one.balance - later - sum(amount for *_rest, amount in moves)
    opening, entries = owed, []
    for day, number, what, amount in reversed(moves):
        owed += amount
        entries.append(Entry(day, number, what, amount, owed))
    return Statement(one, first, last, opening, tuple(entries))


def span(counter: Counter, text: str, since: str = "") -> tuple[str, str]:
    """The business days of a month (2026-11), of this one so far, or all since a day. Raises InvalidValue."""
    today = counter.day()
    if text.casefold() == "all":
        return since or ALL_DAYS[0], today
    if not text:
        return f"{today[:7]}-01", today
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        raise InvalidValue(_("'{text}' is no month, such as 2026-11", text=text[:40])) from None
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return first.isoformat(), (following - timedelta(days=1)).isoformat()


def _moves(sale: Mapping[str, Any], ids: set[str]) -> Iterator[tuple[int, str]]:
    """What a record did to the accounts of some ids: sales and payments apart."""
    if sale["kind"] == "cancelled":
        return
    for line in sale["lines"]:
        if line["source"] == "account" and not line["void"] and line["code"] in ids:
            yield -line["amount"], "payment" if line["amount"] > 0 else "post_void"
    paid = sum(
        move["amount"] + _paid_off(sale, move["code"])
        for move in sale.get("accounts", ())
        if move["code"] in ids
    )
    if paid:
        yield paid, sale["kind"]


def _paid_off(sale: Mapping[str, Any], code: str) -> int:
    lines = (line for line in sale["lines"] if line["source"] == "account" and not line["void"])
    return sum(line["amount"] for line in lines if line["code"] == code)
