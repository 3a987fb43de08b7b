"""The stockroom: goods that come in, go to waste, are put right, or go to another place and arrive there.

Each is one commit: the movement, which is never changed, and the new quantities. Reasons go on record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from pos_tui.core.errors import AlreadyRecorded, InvalidValue, Refused
from pos_tui.core.money import EXACT, plain
from pos_tui.core.stock import BLOCKS, Balance, average_cost, place_name
from pos_tui.core.words import _

from . import tax_periods
from .permitting import permit

if TYPE_CHECKING:
    from pos_tui.core.ports import Transaction

    from .counter import Counter

_LINES: Final = 4000
"""Lines of one record: a document has its limit in the journal."""
_GUARDED: Final = frozenset({"waste", "sent", "returned"})
"""What an item that may not go below zero cannot be moved by; putting numbers right always can."""
LONGEST: Final = 200
"""Characters of a reason."""
Also = Callable[["Transaction", Mapping[str, Any]], None]
"""Writes more into the commit of a movement; gets its (first) record."""


@dataclass(frozen=True, slots=True)
class Move:
    """So much of one item, more or (below zero) fewer."""

    sku: str
    quantity: Decimal
    cost: Decimal | None = None
    """What one was paid for, in major units; only where goods come in."""
    lot: str = ""
    expires: str = ""
    """ISO text."""
    counted: Decimal | None = None
    """What a count found; of it, `quantity` is the difference."""
    becomes: Decimal | None = None
    """What there is now, whatever there was: then `quantity` follows from it."""
    location: str = ""
    """Where, if it is not the record's place."""

    def to_document(self) -> dict[str, Any]:
        """The line of a record."""
        numbers = {"cost": self.cost, "counted": self.counted}
        texts = {"lot": self.lot, "expires": self.expires, "location": self.location}
        return {
            "sku": self.sku,
            "qty": plain(self.quantity),
            **{name: plain(n) for name, n in numbers.items() if n is not None},
            **{name: text for name, text in texts.items() if text},
        }


@dataclass(frozen=True, slots=True)
class Why:
    """What a movement is for."""

    reason: str = ""
    location: str = ""
    """Where; nothing is the counter's own place."""
    ref: str = ""
    """A delivery note, an order, a count."""
    supplier: str = ""
    key: str = ""
    """What makes it count once, however often it is asked for."""


def receive(counter: Counter, moves: Sequence[Move], why: Why, also: Also | None = None) -> dict[str, Any]:
    """Takes goods in; a cost that is given moves the item's average. Returns the record. Raises Refused."""
    permit(counter, "stock.receive")
    _above_zero(moves)
    return record(counter, "receive", moves, why, also)


def send_back(counter: Counter, moves: Sequence[Move], why: Why) -> dict[str, Any]:
    """Gives goods back to who supplied them. Returns the record. Raises Refused."""
    permit(counter, "stock.change")
    _above_zero(moves)
    return record(counter, "returned", _negated(moves), why)


def waste(counter: Counter, moves: Sequence[Move], why: Why, also: Also | None = None) -> dict[str, Any]:
    """Writes goods off, for a reason. Returns the record. Raises Refused."""
    permit(counter, "stock.waste")
    if not why.reason:
        raise Refused(_("say why it is wasted: broken, expired, stolen ..."))
    _above_zero(moves)
    return record(counter, "waste", _negated(moves), why, also)


def adjust(counter: Counter, moves: Sequence[Move], why: Why) -> dict[str, Any]:
    """Puts quantities right by what is too many or too few, for a reason. Returns the record.

    Raises Refused.
    """
    permit(counter, "stock.change")
    if not why.reason:
        raise Refused(_("say why it is put right: it goes on record"))
    return record(counter, "adjust", moves, why)


def set_rules(counter: Counter, balances: Sequence[Balance], reason: str) -> None:
    """Sets reorder points and what happens below zero; an item without stock there begins with nothing.

    On record with the reason. Raises Refused.
    """
    permit(counter, "stock.change")
    with counter.ledger.transaction(operator=counter.operator) as tx:
        for wanted in balances:
            row = find_row(tx, wanted.sku, wanted.location)
            fields = {"low": None, "full": None, "negative": "", **wanted.rule_fields()}
            if row is None:
                tx.insert("stock", {**Balance(wanted.sku, wanted.location).to_document(), **fields})
            else:
                tx.set("stock", row.doc_id, **fields)
        lines = [
            {"sku": b.sku, "qty": "0", "location": b.location, "rules": b.rule_fields()} for b in balances
        ]
        _insert(counter, tx, "rules", lines, Why(reason))


def record(
    counter: Counter, kind: str, moves: Sequence[Move], why: Why, also: Also | None = None
) -> dict[str, Any]:
    """Makes a movement durable with the quantities it leads to; returns the record, of several the first.

    With a key that was recorded before nothing moves again. Raises Refused, StoreError.
    """
    if not moves:
        raise Refused(_("there is nothing to record: name an item"))
    place = place_of(counter, why.location)
    try:
        with counter.ledger.transaction(operator=counter.operator, key=why.key or None) as tx:
            return write(counter, tx, kind, moves, replace(why, location=place), also)
    except AlreadyRecorded:
        found = counter.ledger.find("movements", "key", why.key)
        return {} if found is None else dict(found)


def write(
    counter: Counter,
    tx: Transaction,
    kind: str,
    moves: Iterable[Move],
    why: Why,
    also: Also | None = None,
) -> dict[str, Any]:
    """The same inside a commit that somebody has begun, at a place that is known to be one."""
    first: dict[str, Any] = {}
    guarded = kind in _GUARDED
    lines = (_move(counter, tx, move, why.location, guarded=guarded) for move in moves)
    while chunk := list(islice(lines, _LINES)):
        written = _insert(counter, tx, kind, chunk, why)
        first = first or written
    if also is not None:
        also(tx, first)
    return first


def _move(counter: Counter, tx: Transaction, move: Move, place: str, *, guarded: bool) -> dict[str, Any]:
    """Changes the quantity of one item; returns the line of the record."""
    location = move.location or place
    row = find_row(tx, move.sku, location)
    before = Balance(move.sku, location) if row is None else Balance.from_document(row)
    if move.becomes is not None:
        by = EXACT.subtract(move.becomes, before.quantity)
        move = replace(move, quantity=by, counted=move.becomes, becomes=None)
    after = before.moved(move.quantity, move.lot, move.expires, move.cost)
    if move.cost is not None:
        _set_cost(tx, move.sku, move.quantity, move.cost)
    if guarded and move.quantity < 0:
        refuse_below_zero(counter, after)
    if row is None:
        tx.insert("stock", after.to_document())
    else:
        tx.set("stock", row.doc_id, **after.changes(row))
    return move.to_document()


def _set_cost(tx: Transaction, sku: str, more: Decimal, paid: Decimal) -> None:
    """Lets the item's cost, which its sales freeze, be the average of what is there and what came in."""
    item = tx.find("items", "sku", sku)
    if item is None or item.get("cost") == plain(paid):  # of what costs the same the average is that
        return
    there = sum((Decimal(row["qty"]) for row in tx.find_all("stock", "sku", sku)), Decimal(0))
    before = None if item.get("cost") is None else Decimal(item["cost"])
    average = plain(average_cost(there, before, more, paid))
    if item.get("cost") != average:
        tx.set("items", item.doc_id, cost=average)


def refuse_below_zero(counter: Counter, after: Balance) -> None:
    """Raises Refused where an item that may not go below zero would."""
    if after.quantity < 0 and (after.negative or counter.rules.negative) == BLOCKS:
        item = counter.catalogue.get(after.sku)
        raise Refused(
            _(
                "there are not that many of {name}: {count} short; count it, or book in what came",
                name=after.sku if item is None else item.name,
                count=plain(-after.quantity),
            )
        )


def sold(counter: Counter, row: Mapping[str, Any], quantity: Decimal, lot: str) -> dict[str, Any]:
    """The fields of a stock row that change when so much is sold (below zero: comes back).

    Raises Refused where the item may not go below zero.
    """
    after = Balance.from_document(row).moved(-quantity, lot)
    if quantity > 0:
        refuse_below_zero(counter, after)
    return after.changes(row)


def find_row(tx: Transaction, sku: str, location: str) -> Any:
    """The row of an item at a place, or None."""
    return tx.find("stock", "sku_location", f"{sku}\n{location}")


def places(counter: Counter) -> list[str]:
    """The places of the shop, its own first."""
    return list(dict.fromkeys((counter.rules.location, *counter.rules.locations)))


def place_of(counter: Counter, name: str) -> str:
    """The place of a name, without regard to case; nothing is the counter's own. Raises InvalidValue."""
    if not name:
        return counter.rules.location
    known = places(counter)
    wanted = place_name(name).casefold()
    found = next((place for place in known if place.casefold() == wanted), None)
    if found is None:
        raise InvalidValue(
            _("there is no place {name}: {places} (stock.locations)", name=name[:40], places=", ".join(known))
        )
    return found


def _insert(
    counter: Counter, tx: Transaction, kind: str, lines: Sequence[Mapping[str, Any]], why: Why
) -> dict[str, Any]:
    number = str(tx.next_id("movements"))
    texts = {"reason": why.reason[:LONGEST], "ref": why.ref, "supplier": why.supplier, "key": why.key}
    document = {
        "v": 1,
        "number": number if tx.epoch <= 1 else f"{tx.epoch}.{number}",
        "kind": kind,
        **counter.frame().facts(),
        "location": why.location or counter.rules.location,
        **{name: text for name, text in texts.items() if text},
        "lines": list(lines),
    }
    tax_periods.check_open(counter.ledger, document["day"])
    tx.insert("movements", document)
    return document


def _above_zero(moves: Sequence[Move]) -> None:
    for move in moves:
        if move.quantity <= 0:
            raise InvalidValue(_("{sku}: a quantity of more than nothing is needed", sku=move.sku))


def _negated(moves: Sequence[Move]) -> list[Move]:
    return [replace(move, quantity=-move.quantity) for move in moves]


def both_ways(moves: Sequence[Move], there: str) -> Iterator[Move]:
    """Out of the record's place, and into another."""
    for move in moves:
        yield replace(move, quantity=-move.quantity)
        yield replace(move, location=there, cost=None)
