"""Goods that go from one place of the shop to another: sent, on their way, and arrived or missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from pos_tui.core.errors import InvalidValue, Refused
from pos_tui.core.money import plain
from pos_tui.core.stock import transit_to
from pos_tui.core.words import _

from . import stockroom
from .permitting import permit

if TYPE_CHECKING:
    from pos_tui.core.ports import Transaction

    from .counter import Counter

TABLE: Final = "transfers"


def send(
    counter: Counter,
    moves: Sequence[stockroom.Move],
    to: str,
    why: stockroom.Why,
    also: stockroom.Also | None = None,
) -> dict[str, Any]:
    """Sends goods off; they are on their way until they arrive. Returns the transfer. Raises Refused."""
    permit(counter, "stock.transfer")
    here, there = stockroom.place_of(counter, why.location), stockroom.place_of(counter, to)
    if here == there:
        raise InvalidValue(_("{place} is where they are: say another place", place=here))
    if any(move.quantity <= 0 for move in moves):
        raise InvalidValue(_("only more than nothing can be sent"))
    both = tuple(stockroom.both_ways(moves, transit_to(there)))
    made: dict[str, Any] = {}

    def note(tx: Transaction, movement: Mapping[str, Any]) -> None:
        made.update(
            v=1,
            code=str(tx.next_id(TABLE)),
            here=here,
            there=there,
            sent=movement["time"],
            operator=counter.operator,
            lines=[[sku, plain(qty), "0"] for sku, qty in _added(moves).items()],
            open=True,
        )
        tx.insert(TABLE, made)
        if also is not None:
            also(tx, movement)

    stockroom.record(counter, "sent", both, replace(why, location=here), note)
    return made


def arrive(
    counter: Counter,
    code: str,
    moves: Sequence[stockroom.Move] | None = None,
    *,
    is_all: bool = False,
    reason: str = "",
) -> dict[str, Any]:
    """Takes in what arrived of a transfer; all that is missing of it where `moves` is None.

    With `is_all` nothing more will come: the rest is lost, for a reason. Returns the transfer as it is then.

    Raises Refused: there is no such transfer on its way, or more would arrive than was sent.
    """
    permit(counter, "stock.transfer")
    with counter.ledger.transaction(operator=counter.operator) as tx:
        row = tx.find(TABLE, "code", code)
        if row is None or not row["open"]:
            raise Refused(_("no transfer {code} is on its way: pos stock transfers", code=code[:20]))
        waiting = missing(row)
        came = waiting if moves is None else _added(moves)
        for sku, quantity in came.items():
            if quantity > waiting.get(sku, 0):
                raise Refused(_("more of {sku} than was sent: adjust what is too many", sku=sku))
        way, there = transit_to(row["there"]), row["there"]
        why = stockroom.Why(reason, way, row["code"])
        arrived = [stockroom.Move(sku, quantity) for sku, quantity in came.items() if quantity]
        if arrived:
            stockroom.write(counter, tx, "arrived", tuple(stockroom.both_ways(arrived, there)), why)
        lost = {sku: waiting[sku] - came.get(sku, 0) for sku in waiting if is_all}
        gone = [stockroom.Move(sku, -quantity) for sku, quantity in lost.items() if quantity]
        if gone:
            if not reason:
                raise Refused(_("say why the rest will not come"))
            stockroom.write(counter, tx, "lost", gone, why)
        after = _after(row, came, is_all=is_all)
        tx.set(TABLE, row.doc_id, **after)
    return {**row, **after}


def missing(transfer: Mapping[str, Any]) -> dict[str, Decimal]:
    """What of a transfer is still on its way, by SKU."""
    if not transfer["open"]:
        return {}
    left = {sku: Decimal(sent) - Decimal(came) for sku, sent, came in transfer["lines"]}
    return {sku: quantity for sku, quantity in left.items() if quantity}


def under_way(counter: Counter) -> list[dict[str, Any]]:
    """The transfers of which something has not arrived, oldest first."""
    return [dict(row) for row in counter.ledger.documents(TABLE) if row["open"]]


def _after(row: Mapping[str, Any], came: Mapping[str, Decimal], *, is_all: bool) -> dict[str, Any]:
    lines = [
        [sku, sent, plain(Decimal(there) + came.get(sku, Decimal(0)))] for sku, sent, there in row["lines"]
    ]
    return {"lines": lines, "open": not is_all and any(sent != there for _sku, sent, there in lines)}


def _added(moves: Iterable[stockroom.Move]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for move in moves:
        found[move.sku] = found.get(move.sku, Decimal(0)) + move.quantity
    return found
