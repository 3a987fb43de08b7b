"""Sheets: lists of goods made by scanning, to be counted, booked in, wasted or sent.

Each scan is a commit, so that nothing is lost however a till ends, several people can add to one sheet, and
another till can go on with it. Stock moves when the sheet is posted; a sheet is posted once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from pos_tui.core.errors import InvalidValue, Refused
from pos_tui.core.money import plain
from pos_tui.core.records import utc_text
from pos_tui.core.stock import SELLS, Balance
from pos_tui.core.words import N_, _

from . import stockroom
from .permitting import permit

if TYPE_CHECKING:
    from pos_tui.core.ports import Transaction

    from .counter import Counter

TABLE, LINES = "sheets", "sheet_lines"
COUNT, RECEIVE, WASTE, SEND = "count", "receive", "waste", "send"
KINDS: Final[Mapping[str, str]] = {
    COUNT: N_("count"),
    RECEIVE: N_("goods in"),
    WASTE: N_("waste"),
    SEND: N_("transfer"),
}
_NEEDS: Final = {
    COUNT: "stock.count",
    RECEIVE: "stock.receive",
    WASTE: "stock.waste",
    SEND: "stock.transfer",
}
FLOOR: Final = ""
"""The zone customers take from."""
_MOST: Final = Decimal(1_000_000)
"""Of one item on one sheet: more is a bar code."""


@dataclass(frozen=True, slots=True)
class Scanned:
    """What goes onto a sheet."""

    sku: str
    """Nothing where no item has the code."""
    quantity: Decimal
    """May be below zero, to take back what was scanned too often."""
    said: str = ""
    """The code, where no item has it."""
    zone: str = FLOOR
    cost: Decimal | None = None
    lot: str = ""
    expires: str = ""
    again: bool = False
    """It is so many now, however many were there: a recount."""


@dataclass(frozen=True, slots=True)
class About:
    """What a sheet is for."""

    name: str = ""
    location: str = ""
    to: str = ""
    """Where goods are sent."""
    ref: str = ""
    """A delivery note."""
    order: str = ""
    """The number of the order that goods are of."""
    supplier: str = ""
    departments: tuple[str, ...] = ()
    """What is counted; nothing is all there is."""


def begin(counter: Counter, kind: str, about: About) -> dict[str, Any]:
    """Begins a sheet; returns its document. Raises Refused."""
    permit(counter, _NEEDS[kind])
    here = stockroom.place_of(counter, about.location)
    to = stockroom.place_of(counter, about.to) if kind == SEND else ""
    if kind == SEND and to == here:
        raise InvalidValue(_("{place} is where they are: say another place", place=here))
    with counter.ledger.transaction(operator=counter.operator) as tx:
        texts = {
            "name": about.name[:60],
            "to": to,
            "ref": about.ref,
            "order": about.order,
            "supplier": about.supplier,
        }
        document: dict[str, Any] = {
            "v": 1,
            "code": str(tx.next_id(TABLE)),
            "kind": kind,
            "location": here,
            **{name: text for name, text in texts.items() if text},
            **({"departments": list(about.departments)} if about.departments else {}),
            "begun": {"time": utc_text(counter.clock()), "operator": counter.operator},
            "state": "open",
        }
        tx.insert(TABLE, document)
    return document


def find(counter: Counter, code: str) -> dict[str, Any]:
    """The sheet of a number, that is still open. Raises Refused."""
    found = counter.ledger.find(TABLE, "code", code.strip())
    if found is None or found["state"] != "open":
        there = ", ".join(sheet["code"] for sheet in open_ones(counter)) or _("none")
        raise Refused(_("sheet {code} is not open: {codes}", code=code[:20] or "?", codes=there))
    return dict(found)


def open_ones(counter: Counter, kind: str = "") -> list[dict[str, Any]]:
    """The sheets that are open, oldest first."""
    sheets = counter.ledger.documents(TABLE)
    return [dict(one) for one in sheets if one["state"] == "open" and kind in ("", one["kind"])]


def lines(counter: Counter, code: str) -> list[Any]:
    """The lines of a sheet that is open, in the order in which they began; only to be read.

    There are only those of open sheets: no index, as all lines of a long count would share one value.
    """
    found = counter.ledger.documents(LINES, copy=False)
    return [line for line in found if line["sheet"] == code]


def add(counter: Counter, code: str, scans: Iterable[Scanned]) -> list[dict[str, Any]]:
    """Puts goods onto a sheet, all of them or none; returns their lines. Raises Refused, StoreError."""
    sheet = find(counter, code)
    permit(counter, _NEEDS[sheet["kind"]])
    with counter.ledger.transaction(operator=counter.operator) as tx:
        held = tx.find(TABLE, "code", sheet["code"])
        if held["state"] != "open":
            raise Refused(_("sheet {code} was posted meanwhile: begin another one", code=sheet["code"]))
        return [_add(counter, tx, sheet, scanned) for scanned in scans]


def _add(counter: Counter, tx: Transaction, sheet: Mapping[str, Any], scanned: Scanned) -> dict[str, Any]:
    key = "\n".join((sheet["code"], scanned.zone, scanned.sku or f"?{scanned.said}", scanned.lot))
    row = tx.find(LINES, "code", key)
    before = Decimal(0) if row is None or scanned.again else Decimal(row["qty"])
    quantity = before + scanned.quantity
    if not 0 <= quantity <= _MOST:
        raise InvalidValue(
            _("{quantity} of {code} cannot be: it has {before}", **_said(scanned, quantity, before))
        )
    people = [] if row is None else list(row["by"])
    fields: dict[str, Any] = {
        "qty": plain(quantity),
        "at": utc_text(counter.clock()),
        "by": people if counter.operator in people else [*people, counter.operator],
        **({"cost": plain(scanned.cost)} if scanned.cost is not None else {}),
        **({"expires": scanned.expires} if scanned.expires else {}),
    }
    if sheet["kind"] == COUNT and scanned.sku:
        stock = stockroom.find_row(tx, scanned.sku, sheet["location"])
        if stock is None:
            # Kept in stock from here on: what is sold before the count is closed is allowed for, too.
            free = Balance(scanned.sku, sheet["location"], negative=SELLS)
            tx.insert("stock", free.to_document())
            fields["first"] = True
        fields |= {"book": "0" if stock is None else stock["qty"], "n": counter.ledger.at()}
    if row is not None and not quantity and scanned.quantity < 0:
        tx.remove(LINES, row.doc_id)  # taken back, which is not the same as counted and none there
        return {**row, **fields, "gone": True}
    if row is not None:
        tx.set(LINES, row.doc_id, **fields)
        return {**row, **fields}
    names = {"sheet": sheet["code"], "zone": scanned.zone, "sku": scanned.sku, "said": scanned.said}
    document = {"v": 1, "code": key, **names, **({"lot": scanned.lot} if scanned.lot else {}), **fields}
    tx.insert(LINES, document)
    return document


def _said(scanned: Scanned, quantity: Decimal, before: Decimal) -> dict[str, str]:
    return {
        "quantity": plain(quantity),
        "code": scanned.sku or scanned.said,
        "before": plain(before),
    }


def post(counter: Counter, code: str, reason: str = "") -> dict[str, Any]:
    """Moves the stock that a sheet lists and closes it; returns the movement (or the transfer).

    Goods of an order count as come. Codes that no item has are left out, and stay with the sheet.

    Raises Refused.
    """
    sheet = find(counter, code)
    kind = sheet["kind"]
    if kind == COUNT:
        raise InvalidValue(_("a count is closed, not posted: pos stock count close {code}", code=code))
    seen = lines(counter, sheet["code"])
    listed = [line for line in seen if line["sku"] and line["qty"] != "0"]
    if not listed:
        raise Refused(_("there is nothing on sheet {code} that could be posted", code=code))
    moves = [_move(line) for line in listed]
    why = stockroom.Why(
        reason,
        sheet["location"],
        sheet.get("ref", ""),
        sheet.get("supplier", ""),
        f"sheet-{sheet['code']}",
    )

    def close(tx: Transaction, movement: Mapping[str, Any]) -> None:
        if lines(counter, sheet["code"]) != seen:
            raise Refused(_("somebody added to sheet {code} meanwhile: post it again", code=sheet["code"]))
        close_in(counter, tx, sheet["code"], "posted", movement=movement["number"])

    if kind == SEND:
        from . import transfers

        return transfers.send(counter, moves, sheet["to"], why, close)
    if kind == WASTE:
        return stockroom.waste(counter, moves, why, close)
    if sheet.get("order"):
        from . import purchasing

        return purchasing.receive(counter, sheet["order"], moves, why, also=close)
    return stockroom.receive(counter, moves, why, close)


def _move(line: Mapping[str, Any]) -> stockroom.Move:
    cost = line.get("cost")
    return stockroom.Move(
        line["sku"],
        Decimal(line["qty"]),
        None if cost is None else Decimal(cost),
        line.get("lot", ""),
        line.get("expires", ""),
    )


def close_in(
    counter: Counter, tx: Transaction, code: str, state: str, seen: Sequence[Any] | None = None, **done: str
) -> None:
    """Notes in a commit how a sheet ended, and takes its lines off the table: the journal has them.

    `seen` are these, where they were read in this commit already. Codes that nobody knew stay with it.
    Raises Refused: it is not open any more.
    """
    row = tx.find(TABLE, "code", code)
    if row["state"] != "open":
        raise Refused(_("sheet {code} was posted meanwhile", code=code))
    unknown = []
    for line in lines(counter, code) if seen is None else seen:
        tx.remove(LINES, line.doc_id)
        if line.get("first"):
            # It sold whatever the books said while nobody knew how many there are.
            stock = stockroom.find_row(tx, line["sku"], row["location"])
            tx.set("stock", stock.doc_id, negative="")
        if line["said"]:
            unknown.append([line["said"], line["qty"]])
    ended = {"time": utc_text(counter.clock()), "operator": counter.operator, **done}
    tx.set(TABLE, row.doc_id, state=state, done=ended, **({"unknown": unknown} if unknown else {}))


def drop(counter: Counter, code: str, reason: str) -> None:
    """Gives a sheet up; what was scanned stays on record, and nothing moves. Raises Refused."""
    sheet = find(counter, code)
    permit(counter, _NEEDS[sheet["kind"]])
    if not reason:
        raise Refused(_("say why the sheet is given up: it goes on record"))
    with counter.ledger.transaction(operator=counter.operator) as tx:
        close_in(counter, tx, sheet["code"], "dropped", reason=reason[:200])


def merged(scans: Sequence[Scanned]) -> list[Scanned]:
    """The same with each item, zone and lot once, in their order: a file may name an item often."""
    found: dict[tuple[str, str, str, str], Scanned] = {}
    for one in scans:
        key = (one.sku, one.said, one.zone, one.lot)
        before = found.get(key)
        found[key] = one if before is None else replace(one, quantity=before.quantity + one.quantity)
    return list(found.values())
