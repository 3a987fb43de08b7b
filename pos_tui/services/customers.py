"""Customers: made, changed and merged. What is known of a person is sealed before it is recorded.

Each change is a record of its own, with an event that names the fields and why, and never what they hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from pos_tui.core.customer import (
    CONSENTS,
    LABELS,
    PERSONAL,
    PLAIN,
    SEAL,
    TABLE,
    Consent,
    Customer,
    Person,
    changed,
)
from pos_tui.core.errors import InvalidValue, Refused
from pos_tui.core.money import format_amount
from pos_tui.core.records import utc_text
from pos_tui.core.voucher import code_from
from pos_tui.core.words import _, ngettext

from . import events
from .permitting import permit

if TYPE_CHECKING:
    from pos_tui.core.ports import Transaction

    from .counter import Counter

ADDED: Final = "customer_added"
CHANGED: Final = "customer_changed"
MERGED: Final = "customers_merged"
_ID_LETTERS: Final = 12
_SHOWN: Final = 5
_PREPARED: Final = 1000
"""Customers whose keys are made with one sync."""
_NAMED: Final = 20
"""Customers of one record that its event lists: the record itself has them all."""
Changes = Mapping[str, str | int]


def find(counter: Counter, text: str) -> Customer:
    """The one customer that an id, a card or words mean. Raises Refused where it is none, or several."""
    wanted = text.strip()
    if not wanted:
        raise Refused(_("which customer? Their card, id, or words of their name"))
    one = named(counter, wanted)
    if one is not None:
        return one
    found = counter.people.called(wanted) or counter.people.find(wanted, _SHOWN + 1)
    if not found:
        raise Refused(_("no customer matches {words}", words=wanted[:40]))
    if len(found) > 1:
        shown = ", ".join(f"{one.id} {one.label}" for one in found[:_SHOWN])
        more = "..." if len(found) > _SHOWN else ""
        raise Refused(_("which one? {found}{more}", found=shown, more=more))
    return found[0]


def named(counter: Counter, code: str) -> Customer | None:
    """The customer of a card or an id, and who they became part of; None where there is none. Opens one."""
    if not counter.ledger.changed(TABLE):
        return None
    one = counter.people.by_card(code) or counter.people.get(code.upper())
    for _step in range(_ID_LETTERS):
        if one is None or not one.merged:
            break
        one = counter.people.get(one.merged)
    if one is not None and one.erased:
        raise Refused(_("what was known of {id} was destroyed on {day}", id=one.id, day=one.erased))
    return one


def add(counter: Counter, changes: Changes, why: str = "") -> Customer:
    """Makes a customer; returns them. Raises InvalidValue, Refused."""
    [made] = add_all(counter, [changes], why)
    return made


def add_all(counter: Counter, rows: Sequence[Changes], why: str = "") -> list[Customer]:
    """Makes customers in one commit; returns them. Raises InvalidValue, Refused."""
    permit(counter, "customers.add")
    made = []
    for changes in rows:
        _permit_terms(counter, changes)
        made.append(changed(Customer(new_id(counter), since=counter.day()), changes))
    counter.seals.prepare([one.id for one in made])
    with counter.ledger.transaction(operator=counter.operator) as tx:
        for one in made:
            _insert(counter, tx, one)
        note(counter, tx, ADDED, [one.id for one in made], why=why)
    return made


def put_in(
    counter: Counter, tx: Transaction, rows: Iterable[tuple[Customer | None, Customer]], why: str
) -> None:
    """Makes customers (None: new ones) and changes others inside a commit, given what they were and will be.

    What changed meanwhile of one, as what they owe, stays. Raises InvalidValue, Refused: nothing is stored.
    """
    permit(counter, "customers.export")
    added: list[str] = []
    known: list[str] = []
    rest = iter(rows)
    while some := list(islice(rest, _PREPARED)):
        counter.seals.prepare([after.id for before, after in some if before is None])
        for before, after in some:
            (known if before else added).append(after.id)
            if before is None:
                _insert(counter, tx, after)
            else:
                _change(counter, tx, before.id, after)
    for kind, ids in ((ADDED, added), (CHANGED, known)):
        if ids:
            note(counter, tx, kind, ids, why=why)


def _change(counter: Counter, tx: Transaction, id: str, after: Customer) -> None:
    row, now = opened(counter, tx, id)
    fields = {name: getattr(after, name) for name in (*PLAIN, "consents", "since")}
    then = replace(now, person=after.person, **fields)
    _check_free(tx, then)
    _put(counter, tx, row, now, then)


def _insert(counter: Counter, tx: Transaction, one: Customer) -> None:
    _check_free(tx, one)
    sealed = counter.seals.seal(one.id, one.person.to_text(), SEAL)
    tx.insert(TABLE, one.to_document(sealed))


def new_id(counter: Counter) -> str:
    """The id of a new customer."""
    return code_from(counter.new_id(), _ID_LETTERS)


def change(counter: Counter, id: str, changes: Changes, why: str = "") -> Customer:
    """Gives a customer other fields; returns them as they are then. Raises InvalidValue, Refused."""
    permit(counter, "customers.change")
    _permit_terms(counter, changes)
    with counter.ledger.transaction(operator=counter.operator) as tx:
        row, before = opened(counter, tx, id)
        after = changed(before, changes)
        if after == before:
            return before
        _check_free(tx, after)
        _put(counter, tx, row, before, after)
        note(counter, tx, CHANGED, [after.id], fields=sorted(changes), why=why)
    return after


def consent(counter: Counter, id: str, name: str, *, given: bool, how: str) -> Customer:
    """Records that a customer agreed to something, or no longer does. Raises InvalidValue, Refused."""
    permit(counter, "customers.add")
    if name not in CONSENTS:
        raise InvalidValue(_("consent is about one of {names}", names=", ".join(CONSENTS)))
    if not how.strip() or not how.isprintable():
        raise InvalidValue(_("say how they said so: at the till, a form's number"))
    with counter.ledger.transaction(operator=counter.operator) as tx:
        row, before = opened(counter, tx, id)
        said = Consent(given, utc_text(counter.clock()), how.strip()[:100], counter.operator)
        after = replace(before, consents={**before.consents, name: said})
        _put(counter, tx, row, before, after)
        note(counter, tx, CHANGED, [after.id], fields=[f"consent.{name}"], why=how.strip()[:100])
    return after


def merge(counter: Counter, keep: str, gone: str, why: str = "") -> Customer:
    """Makes one customer part of another: balances and points add up, and what only that one had is kept.

    Records keep the ids they have. Returns who is kept. Raises Refused.
    """
    permit(counter, "customers.change")
    if keep == gone:
        raise Refused(_("that is the same customer"))
    with counter.ledger.transaction(operator=counter.operator) as tx:
        row, one = opened(counter, tx, keep)
        other_row, other = opened(counter, tx, gone)
        both = _both(one, other)
        # The card first: no two customers have the same one at any time.
        tx.set(TABLE, other_row.doc_id, merged=one.id, card=None, balance=0, points=0, points_due=0, spent={})
        _put(counter, tx, row, one, both)
        note(counter, tx, MERGED, [both.id], merged=other.id, why=why)
    return both


def joined(counter: Counter, keep: str, gone: str) -> list[str]:
    """What making one customer part of another does, as lines to be read. Raises Refused, StoreError."""
    one, other = find(counter, keep), find(counter, gone)
    if one.id == other.id:
        raise Refused(_("that is the same customer"))
    both, money = _both(one, other), counter.shop.currency
    lines = [
        _("{other} ({id}) becomes part of {name}.", other=other.label, id=other.id, name=one.label),
        _("It cannot be taken apart again."),
    ]
    if other.card and both.card != other.card:
        lines.append(_("The card {card} is nobody's then.", card=other.card))
    owed, most = format_amount(both.balance, money), format_amount(both.limit, money)
    lines.append(_("Owes {owed}, and may owe {most}.", owed=owed, most=most))
    if both.points:
        lines.append(ngettext("{count} point", "{count} points", both.points))
    fields = [(LABELS[name], getattr(both.person, name)) for name in PERSONAL]
    fields += [(LABELS[name], getattr(both, name)) for name in ("card", "group", "tax")]
    return [*lines, *(f"{_(label)}: {text}" for label, text in fields if text)]


def _both(one: Customer, other: Customer) -> Customer:
    mine, theirs = asdict(one.person), asdict(other.person)
    notes = " / ".join(filter(None, dict.fromkeys((mine["note"], theirs["note"]))))
    person = Person(**{**{name: mine[name] or theirs[name] for name in mine}, "note": notes[:200]})
    months = {*one.spent, *other.spent}
    consents = {**other.consents, **one.consents}
    for name in one.consents.keys() & other.consents.keys():
        # What somebody took back once is not given by what they said elsewhere.
        consents[name] = min((one.consents[name], other.consents[name]), key=_consent_order)
    return replace(
        one,
        person=person,
        card=one.card or other.card,
        group=one.group or other.group,
        tax=one.tax or other.tax,
        limit=max(one.limit, other.limit),
        balance=one.balance + other.balance,
        points=one.points + other.points,
        points_due=one.points_due + other.points_due,
        points_day=max(one.points_day, other.points_day),
        spent={month: one.spent.get(month, 0) + other.spent.get(month, 0) for month in sorted(months)},
        consents=consents,
        since=min(filter(None, (one.since, other.since)), default=""),
    )


def _consent_order(said: Consent) -> tuple[bool, str]:
    return said.given, said.time


def opened(counter: Counter, tx: Transaction, id: str) -> tuple[Any, Customer]:
    """The stored form and the customer. Raises Refused for one that nothing can be done with."""
    row = tx.find(TABLE, "id", id)
    if row is None:
        raise Refused(_("there is no customer {id}", id=id[:40]))
    if row.get("erased"):
        raise Refused(_("what was known of {id} was destroyed on {day}", id=id, day=row["erased"]))
    if row.get("merged"):
        raise Refused(_("{id} is part of {other} now", id=id, other=row["merged"]))
    text = counter.seals.open(id, row["sealed"], SEAL) if row["sealed"] else None
    return row, Customer.from_document(row, text)


def _put(counter: Counter, tx: Transaction, row: Any, before: Customer, after: Customer) -> None:
    """Writes what differs; the person is sealed anew only where something of it does."""
    sealed = row["sealed"]
    if after.person != before.person:
        sealed = counter.seals.seal(after.id, after.person.to_text(), SEAL)
    document = after.to_document(sealed)
    fields = {name: value for name, value in document.items() if row.get(name) != value and name != "id"}
    if fields:
        tx.set(TABLE, row.doc_id, **fields)


def _check_free(tx: Transaction, one: Customer) -> None:
    """Raises Refused where the card is another's."""
    other = tx.find(TABLE, "card", one.card) if one.card else None
    if other is not None and other["id"] != one.id:
        raise Refused(_("card {card} is the card of {id}", card=one.card, id=other["id"]))


def _permit_terms(counter: Counter, changes: Changes) -> None:
    """What a customer may owe, and by which prices and taxes they buy, is more than their address."""
    terms = {"limit", "group", "tax"}.intersection(name for name, value in changes.items() if value)
    if terms:
        limit = changes.get("limit", 0)
        permit(counter, "customers.change", amount=limit if isinstance(limit, int) else 0)


def note(counter: Counter, tx: Transaction, kind: str, ids: Sequence[str], **more: Any) -> None:
    """Records what was done, by ids; nothing that names a person goes into it.

    Where no till is taken, the shop's first one numbers it.
    """
    frame = counter.frame()
    code = frame.till or min(row["till"] for row in counter.ledger.documents("tills"))
    till = tx.find("tills", "till", code)
    said = {name: value for name, value in more.items() if value}
    if len(ids) > _NAMED:
        said["count"] = len(ids)
    new = events.event(replace(frame, till=code), kind, customers=list(ids[:_NAMED]), **said)
    tx.set("tills", till.doc_id, **events.record(tx, till, [new]))
