"""Customers for the commands: listed, shown, changed, exported, erased."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from pos_tui.core.customer import PERSONAL, PLAIN, TABLE, Customer
from pos_tui.core.errors import InvalidValue
from pos_tui.core.money import parse_amount
from pos_tui.core.words import _
from pos_tui.services import customers, disclosing, erasing, serving

from .counters import without_till

if TYPE_CHECKING:
    from pos_tui.services.serving import Statement

    from .front import Shopfront

FIELDS: Final = (*PERSONAL, *PLAIN)


def listed(front: Shopfront, words: str = "") -> Iterator[dict[str, Any]]:
    """The customers that words mean, or all of them, oldest first. Raises StoreError."""
    counter = without_till(front)
    if words:
        yield from (disclosing.row_of(counter, one) for one in reversed(counter.people.find(words, 1000)))
        return
    for document in front.store.documents(TABLE, copy=False):
        one = counter.people.get(document["id"]) if not document.get("merged") else None
        if one is not None and not one.erased:
            yield disclosing.row_of(counter, one)


def found(front: Shopfront, who: str) -> Customer:
    """The one customer of an id, card, short name or words. Raises Refused."""
    return customers.find(without_till(front), who)


def shown(front: Shopfront, who: str) -> dict[str, Any]:
    """All that is kept of a customer but what they bought. Raises Refused."""
    counter = without_till(front)
    return disclosing.shown(counter, customers.find(counter, who))


def changes_of(front: Shopfront, terms: Iterable[str]) -> dict[str, str | int]:
    """The fields that texts such as `card=2900000000017` say. Raises InvalidValue."""
    changes: dict[str, str | int] = {}
    for term in terms:
        name, equals, value = (part.strip() for part in term.partition("="))
        if not equals or name not in FIELDS:
            raise InvalidValue(
                _("'{term}' says nothing: FIELD=VALUE of {names}", term=term[:60], names=", ".join(FIELDS))
            )
        changes[name] = value
    if "limit" in changes:
        changes["limit"] = parse_amount(str(changes["limit"]) or "0", front.shop.currency)
    return changes


def add(front: Shopfront, terms: Iterable[str], why: str) -> Customer:
    """Makes a customer. Raises InvalidValue, Refused."""
    return customers.add(without_till(front), changes_of(front, terms), why)


def change(front: Shopfront, who: str, terms: Iterable[str], why: str) -> Customer:
    """Changes one. Raises InvalidValue, Refused."""
    counter = without_till(front)
    return customers.change(counter, customers.find(counter, who).id, changes_of(front, terms), why)


def consent(front: Shopfront, who: str, about: str, *, given: bool, how: str) -> Customer:
    """Records a consent, or that it was taken back. Raises InvalidValue, Refused."""
    counter = without_till(front)
    return customers.consent(counter, customers.find(counter, who).id, about, given=given, how=how)


def merge(front: Shopfront, keep: str, gone: str, why: str) -> Customer:
    """Makes one part of another. Raises Refused."""
    counter = without_till(front)
    kept = customers.find(counter, keep)
    return customers.merge(counter, kept.id, customers.find(counter, gone).id, why)


def erase(front: Shopfront, id: str, why: str, *, settle: bool) -> list[str]:
    """Destroys what is known of one. Raises Refused, StoreError."""
    return erasing.erase(without_till(front), id, why, settle=settle)


def finish_erasing(front: Shopfront) -> None:
    """Destroys what a crash has left of customers whose erasure is on record. Raises StoreError."""
    erasing.finish(without_till(front))


def exported(front: Shopfront, who: str) -> dict[str, Any]:
    """All that the shop has of one person, to be handed to them; that it was is on record. Raises Refused."""
    counter = without_till(front)
    return disclosing.disclosed(counter, customers.find(counter, who))


def history(front: Shopfront, who: str) -> Iterator[Mapping[str, Any]]:
    """What was sold to one, newest first. Raises Refused, StoreError."""
    counter = without_till(front)
    one = customers.find(counter, who)
    yield from chain.from_iterable(serving.history(counter, one))


def statement(front: Shopfront, who: str, days: tuple[str, str]) -> Statement:
    """What happened on an account in some business days. Raises Refused, StoreError."""
    counter = without_till(front)
    return serving.statement(counter, customers.find(counter, who), *days)
