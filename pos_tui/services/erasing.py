"""Erasure: what is known of a customer is destroyed with their key, and what was sold to them stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pos_tui.core.customer import TABLE, Customer
from pos_tui.core.errors import Refused
from pos_tui.core.money import format_amount
from pos_tui.core.words import _, ngettext

from . import customers, vouchers
from .customers import note
from .permitting import permit

if TYPE_CHECKING:
    from pos_tui.core.ports import Transaction
    from pos_tui.core.voucher import Voucher

    from .counter import Counter

ERASED: Final = "customer_erased"
_STAYS: Final = frozenset({"v", "id", "merged", "since"})


def erase(counter: Counter, id: str, why: str, *, settle: bool = False) -> list[str]:
    """Destroys what is known of a customer and of those merged into them; returns all their ids.

    Refused while they owe the shop or it owes them, by account, points or vouchers, unless `settle` says
    that this is given up on both sides. The record has no name. Raises Refused, StoreError.
    """
    permit(counter, "customers.export")
    if not why.strip():
        raise Refused(_("say why: that the customer asked, or the number of the request"))
    one = counter.people.get(id)
    if one is None:
        raise Refused(_("there is no customer {id}", id=id[:40]))
    if one.merged:
        raise Refused(_("{id} is part of {other} now", id=id, other=one.merged))
    ids = [one.id, *(each.id for each in counter.people.same(one.id))]
    if not one.erased:
        with counter.ledger.transaction(operator=counter.operator) as tx:
            _erase(counter, tx, ids, why.strip()[:200], settle=settle)
    # After the record: what a crash leaves of this is done by whoever erases or lists customers next.
    counter.seals.forget(ids)
    return ids


def consequences(counter: Counter, id: str) -> tuple[list[str], bool]:
    """(what erasing a customer does, as lines to be read; whether something is open that both give up).

    Raises Refused, StoreError.
    """
    one = customers.find(counter, id)
    ids = [one.id, *(each.id for each in counter.people.same(one.id))]
    held = vouchers.of_customers(counter, ids)
    left = _still_open(counter, one.balance, sum(_points(counter, each) for each in ids), held)
    lines = [
        _("All that is known of {name} is destroyed, for ever.", name=one.label),
        _("The shop cannot bring it back."),
        _("Receipts stay, with a number in place of the name."),
    ]
    if len(ids) > 1:
        lines.append(_("With it goes what became part of it: {ids}.", ids=", ".join(ids[1:])))
    lines.append(_("Make a backup then: it replaces the keys beside older ones."))
    if left:
        lines.append(_("Given up on both sides: {left}.", left=", ".join(left)))
    return lines, bool(left)


def _points(counter: Counter, id: str) -> int:
    row = counter.ledger.find(TABLE, "id", id)
    return 0 if row is None else int(row["points"])


def finish(counter: Counter) -> None:
    """Destroys the keys that a crash has left of customers whose erasure is on record. Raises StoreError."""
    counter.seals.upgrade()
    erased = [row["id"] for row in counter.ledger.documents(TABLE) if row.get("erased")]
    left = [id for id in erased if counter.seals.knows(id)]
    if left:
        counter.seals.forget(left)


def _erase(counter: Counter, tx: Transaction, ids: Sequence[str], why: str, *, settle: bool) -> None:
    owed = tx.find(TABLE, "id", ids[0])["balance"]
    points = sum(tx.find(TABLE, "id", id)["points"] for id in ids)
    held = vouchers.of_customers(counter, ids)
    left = _still_open(counter, owed, points, held)
    if left and not settle:
        raise Refused(
            _("there is still {left}: settle it first, or give it up on both sides", left=", ".join(left))
        )
    blank = replace(Customer(""), erased=counter.day()).to_document("")
    for id in ids:
        fields = {name: value for name, value in blank.items() if name not in _STAYS}
        tx.set(TABLE, tx.find(TABLE, "id", id).doc_id, **fields)
    for voucher in held:
        vouchers.end(tx, voucher.code)
    given_up = {"balance": owed, "points": points, "vouchers": sum(one.balance for one in held)}
    given_up = {name: amount for name, amount in given_up.items() if amount}
    ended = [
        {"type": one.type, "currency": one.currency, "amount": one.balance} for one in held if one.balance
    ]
    note(counter, tx, ERASED, ids, given_up=given_up, why=why, vouchers=ended)


def _still_open(counter: Counter, owed: int, points: int, held: Sequence[Voucher]) -> list[str]:
    """What is open between the shop and a customer, as people say it."""
    money, rules = counter.shop.currency, counter.rules.loyalty
    credit = sum(one.balance for one in held)
    told = []
    if owed > 0:
        told.append(_("{amount} that they owe", amount=format_amount(owed, money)))
    elif owed < 0:
        told.append(_("{amount} that they are owed", amount=format_amount(-owed, money)))
    if rules is not None and rules.worth(points, money):
        told.append(ngettext("{count} point", "{count} points", points))
    if credit:
        told.append(_("store credit of {amount}", amount=format_amount(credit, money)))
    return told
