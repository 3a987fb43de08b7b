"""Orders from suppliers: made by hand or as the stock suggests, sent, come in parts, the rest cancelled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from pos_tui.core.errors import InvalidValue, Refused
from pos_tui.core.money import EXACT, PRICE_DECIMALS, allocate, line_amount, plain
from pos_tui.core.records import utc_text
from pos_tui.core.words import N_, _

from . import stockroom, suppliers
from .permitting import permit

if TYPE_CHECKING:
    from pos_tui.core.ports import Transaction

    from .counter import Counter

TABLE = "orders"
DRAFT, SENT, DONE, CANCELLED = "draft", "sent", "done", "cancelled"
STATES: Final[Mapping[str, str]] = {
    DRAFT: N_("draft"),
    SENT: N_("ordered"),
    DONE: N_("done"),
    CANCELLED: N_("cancelled"),
}
_STEP: Final = Decimal(1).scaleb(-PRICE_DECIMALS)


@dataclass(frozen=True, slots=True)
class Wanted:
    """So much of one item to be ordered."""

    sku: str
    quantity: Decimal
    cost: Decimal | None = None
    """Of one, in major units; nothing takes what the supplier asked for last."""


def on_order(counter: Counter, location: str = "") -> dict[str, Decimal]:
    """How much of each item is ordered and has not come, for a place or for all."""
    return coming(counter.ledger.documents(TABLE), location)


def coming(orders: Iterable[Mapping[str, Any]], location: str = "") -> dict[str, Decimal]:
    """How much of each item some orders have still to bring, for a place or for all."""
    found: dict[str, Decimal] = {}
    for order in orders:
        if order["state"] == SENT and location in ("", order["location"]):
            for sku, quantity in missing(order).items():
                found[sku] = found.get(sku, Decimal(0)) + quantity
    return found


def missing(order: Mapping[str, Any]) -> dict[str, Decimal]:
    """What of an order has neither come nor been cancelled: the back order, by SKU."""
    left = {line["sku"]: Decimal(line["qty"]) - Decimal(line["came"]) for line in order["lines"]}
    return {sku: quantity for sku, quantity in left.items() if quantity > 0 and order["state"] != CANCELLED}


def make(
    counter: Counter, supplier: str, wanted: Sequence[Wanted], location: str = "", note: str = ""
) -> dict[str, Any]:
    """Makes a draft of an order; returns it. Raises Refused."""
    permit(counter, "orders.change")
    who = suppliers.get(counter, supplier)["code"]
    place = stockroom.place_of(counter, location)
    with counter.ledger.transaction(operator=counter.operator) as tx:
        document = {
            "v": 1,
            "code": str(tx.next_id(TABLE)),
            "supplier": who,
            "location": place,
            "state": DRAFT,
            "made": _now(counter),
            "lines": [_line(counter, who, one) for one in _once(wanted)],
            **({"note": note[:200]} if note else {}),
        }
        tx.insert(TABLE, document)
    return document


def _once(wanted: Iterable[Wanted]) -> list[Wanted]:
    found: dict[str, Wanted] = {}
    for one in wanted:
        before = found.get(one.sku)
        found[one.sku] = one if before is None else replace(one, quantity=before.quantity + one.quantity)
    return list(found.values())


def _line(counter: Counter, supplier: str, one: Wanted) -> dict[str, Any]:
    if one.quantity <= 0:
        raise InvalidValue(_("{sku}: a quantity of more than nothing is needed", sku=one.sku))
    item = counter.catalogue.get(one.sku)
    known = next((s for s in suppliers.supplies_of(counter, one.sku) if s.supplier == supplier), None)
    cost = one.cost if one.cost is not None else known.cost if known is not None else None
    if cost is None and item is not None:
        cost = item.cost
    return {
        "sku": one.sku,
        "name": one.sku if item is None else item.name,
        "their": "" if known is None else known.their,
        "pack": "1" if known is None else plain(known.pack),
        "qty": plain(one.quantity),
        "cost": None if cost is None else plain(cost),
        "came": "0",
    }


def get(counter: Counter, code: str) -> dict[str, Any]:
    """The order of a number. Raises Refused."""
    found = counter.ledger.find(TABLE, "code", code)
    if found is None:
        raise Refused(_("there is no order {code}: pos orders list", code=code[:20] or "?"))
    return dict(found)


def listed(counter: Counter, *, everything: bool = False) -> list[dict[str, Any]]:
    """The orders that are not over, or all, newest first."""
    rows = [dict(row) for row in counter.ledger.documents(TABLE)]
    return [row for row in reversed(rows) if everything or row["state"] in (DRAFT, SENT)]


def set_line(counter: Counter, code: str, wanted: Wanted) -> dict[str, Any]:
    """Puts an item into a draft, changes how many, or with none takes it out. Returns the order.

    Raises Refused: it is no draft any more.
    """
    permit(counter, "orders.change")
    with counter.ledger.transaction(operator=counter.operator) as tx:
        row = _held(tx, code, DRAFT)
        made = None if wanted.quantity == 0 else _line(counter, row["supplier"], wanted)
        lines = [made if line["sku"] == wanted.sku else line for line in row["lines"]]
        if made is not None and made not in lines:
            lines.append(made)
        kept = [line for line in lines if line is not None]
        tx.set(TABLE, row.doc_id, lines=kept)
    return {**row, "lines": kept}


def send(counter: Counter, code: str) -> dict[str, Any]:
    """Notes that an order went to its supplier: it counts as coming from now on. Raises Refused."""
    permit(counter, "orders.change")
    with counter.ledger.transaction(operator=counter.operator) as tx:
        row = _held(tx, code, DRAFT)
        if not row["lines"]:
            raise Refused(_("order {code} is empty: put goods into it first", code=code))
        changes = {"state": SENT, "sent": _now(counter)}
        tx.set(TABLE, row.doc_id, **changes)
    return {**row, **changes}


def cancel(counter: Counter, code: str, reason: str) -> dict[str, Any]:
    """Cancels what of an order has not come, or all of a draft, for a reason. Raises Refused."""
    permit(counter, "orders.change")
    if not reason:
        raise Refused(_("say why it is cancelled: it goes on record"))
    with counter.ledger.transaction(operator=counter.operator) as tx:
        row = _held(tx, code, DRAFT, SENT)
        some_came = any(line["came"] != "0" for line in row["lines"])
        changes = {
            "state": DONE if some_came else CANCELLED,
            "cancelled": {**_now(counter), "reason": reason[:200]},
        }
        tx.set(TABLE, row.doc_id, **changes)
    return {**row, **changes}


def receive(
    counter: Counter,
    code: str,
    moves: Sequence[stockroom.Move] | None,
    why: stockroom.Why,
    extra: int = 0,
    also: stockroom.Also | None = None,
) -> dict[str, Any]:
    """Books goods of an order in, all that is missing of it where `moves` is None; returns the movement.

    Costs that are not said are the order's. `extra`, in minor units, is what the delivery cost besides: it is
    spread over the goods by their worth, so that their cost is what they cost on the shelf. A cost that is
    said becomes what the supplier asks from now on.

    Raises Refused: the order is not one that is sent.
    """
    order = get(counter, code)
    if order["state"] != SENT:
        raise Refused(_("order {code} is {state}: send it first", code=code, state=_(STATES[order["state"]])))
    if moves is None:
        moves = [stockroom.Move(sku, quantity) for sku, quantity in missing(order).items()]
    costs = {line["sku"]: line["cost"] for line in order["lines"]}
    priced = [
        move
        if move.cost is not None or costs.get(move.sku) is None
        else replace(move, cost=Decimal(costs[move.sku]))
        for move in moves
    ]

    def note(tx: Transaction, movement: Mapping[str, Any]) -> None:
        _note_received(tx, code, priced)
        _note_costs(tx, order["supplier"], moves)
        if also is not None:
            also(tx, movement)

    named = replace(
        why, location=order["location"], ref=why.ref or f"order {code}", supplier=order["supplier"]
    )
    return stockroom.receive(counter, _landed(counter, priced, extra), named, note)


def _priced(move: stockroom.Move, cost: str | None) -> stockroom.Move:
    return move if move.cost is not None or cost is None else replace(move, cost=Decimal(cost))


def _landed(counter: Counter, moves: Sequence[stockroom.Move], extra: int) -> list[stockroom.Move]:
    """The same, with what the delivery cost in their costs."""
    if not extra:
        return list(moves)
    currency = counter.shop.currency
    worth = [line_amount(move.cost or Decimal(0), move.quantity, currency) for move in moves]
    shares = allocate(extra, worth)
    landed = []
    for move, share in zip(moves, shares, strict=True):
        each = EXACT.divide(Decimal(share).scaleb(-currency.digits), move.quantity)
        landed.append(replace(move, cost=((move.cost or Decimal(0)) + each).quantize(_STEP)))
    return landed


def _note_received(tx: Transaction, code: str, moves: Sequence[stockroom.Move]) -> None:
    row = _held(tx, code, SENT)
    came: dict[str, Decimal] = {}
    for move in moves:
        came[move.sku] = came.get(move.sku, Decimal(0)) + move.quantity
    lines = [
        {**line, "came": plain(Decimal(line["came"]) + came.pop(line["sku"], Decimal(0)))}
        for line in row["lines"]
    ]
    lines += [
        {"sku": sku, "name": sku, "their": "", "pack": "1", "qty": "0", "cost": None, "came": plain(quantity)}
        for sku, quantity in came.items()
    ]
    is_done = all(Decimal(line["came"]) >= Decimal(line["qty"]) for line in lines)
    tx.set(TABLE, row.doc_id, lines=lines, state=DONE if is_done else SENT)


def _note_costs(tx: Transaction, supplier: str, moves: Iterable[stockroom.Move]) -> None:
    for move in moves:
        if move.cost is None:
            continue
        row = tx.find(suppliers.SUPPLIES, "code", f"{supplier}\n{move.sku}")
        if row is None:
            made = suppliers.Supply(supplier, move.sku, cost=move.cost)
            tx.insert(suppliers.SUPPLIES, made.to_document())
        elif row["cost"] != plain(move.cost):
            tx.set(suppliers.SUPPLIES, row.doc_id, cost=plain(move.cost))


def said_state(order: Mapping[str, Any]) -> str:
    """How far an order is, in words."""
    if order["state"] == SENT and any(line["came"] != "0" for line in order["lines"]):
        return _("ordered, some came")
    return _(STATES[order["state"]])


def total_of(counter: Counter, order: Mapping[str, Any]) -> int:
    """What an order comes to at its costs, in minor units."""
    currency = counter.shop.currency
    return sum(
        line_amount(Decimal(line["cost"]), Decimal(line["qty"]), currency)
        for line in order["lines"]
        if line["cost"] is not None
    )


def _held(tx: Transaction, code: str, *states: str) -> Any:
    row = tx.find(TABLE, "code", code)
    if row is None:
        raise Refused(_("there is no order {code}: pos orders list", code=code[:20] or "?"))
    if row["state"] not in states:
        raise Refused(_("order {code} is {state} already", code=code, state=_(STATES[row["state"]])))
    return row


def _now(counter: Counter) -> dict[str, str]:
    return {"time": utc_text(counter.clock()), "operator": counter.operator}
