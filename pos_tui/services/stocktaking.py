"""Counting stock while the shop sells: what was counted, against what the books said at that instant.

What is sold after an item was counted does not matter: the difference is found at the instant of the count,
and added to whatever is there when the count is closed. Of an item that lies in several zones the instant is
that of the zone customers take from, if it was counted there, else of the zone that was counted last. What
nobody counted is not zero; it is listed, and stays as it is unless somebody says that it is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pos_tui.core.errors import AlreadyRecorded, Refused
from pos_tui.core.stock import value_of
from pos_tui.core.words import _

from . import sheets, stockroom
from .permitting import permit

if TYPE_CHECKING:
    from .counter import Counter


@dataclass(frozen=True, slots=True)
class Found:
    """What a count found of one item."""

    sku: str
    name: str
    counted: Decimal
    book: Decimal
    """What the books said at the instant of the count."""
    value: int
    """The difference at the item's cost, in minor units."""
    zones: tuple[tuple[str, Decimal], ...]
    """(zone, counted there)."""

    @property
    def difference(self) -> Decimal:
        """How many too many, or (below zero) too few."""
        return self.counted - self.book


@dataclass(frozen=True, slots=True)
class _Count:
    """What was counted of one item."""

    sku: str
    counted: Decimal
    book: Decimal
    lines: Sequence[Mapping[str, Any]]


def _counts(lines: Iterable[Mapping[str, Any]]) -> Iterator[_Count]:
    """What was counted, item by item in the order in which they began; only goods, no unknown codes."""
    by_item: dict[str, list[Mapping[str, Any]]] = {}
    for line in lines:
        if line["sku"]:
            by_item.setdefault(line["sku"], []).append(line)
    for sku, found in by_item.items():
        floor = [line for line in found if line["zone"] == sheets.FLOOR]
        instant = max(floor or found, key=lambda line: int(line["n"]))
        counted = sum((Decimal(line["qty"]) for line in found), Decimal(0))
        yield _Count(sku, counted, Decimal(instant["book"]), found)


def findings(counter: Counter, code: str) -> list[Found]:
    """What a count found so far, in the order in which it began; only goods, no unknown codes."""
    return [_found(counter, one) for one in _counts(sheets.lines(counter, code))]


def _found(counter: Counter, one: _Count) -> Found:
    item = counter.catalogue.get(one.sku)
    cost = None if item is None else item.cost
    return Found(
        one.sku,
        one.sku if item is None else item.name,
        one.counted,
        one.book,
        value_of(one.counted - one.book, cost, counter.shop.currency),
        tuple((line["zone"], Decimal(line["qty"])) for line in one.lines),
    )


def uncounted(counter: Counter, code: str) -> list[tuple[str, Decimal]]:
    """(SKU, what the books say) of what the count is about, is there by the books, and nobody counted."""
    sheet = sheets.find(counter, code)
    counted = {line["sku"] for line in sheets.lines(counter, code)}
    departments = set(sheet.get("departments", ()))
    found = []
    for row in counter.ledger.documents("stock", copy=False):
        if row["location"] != sheet["location"] or row["sku"] in counted or row["qty"] == "0":
            continue
        if departments:
            item = counter.catalogue.get(row["sku"])
            if item is None or item.department not in departments:
                continue
        found.append((row["sku"], Decimal(row["qty"])))
    return sorted(found)


def close(counter: Counter, code: str, reason: str = "", *, none_left: bool = False) -> dict[str, Any]:
    """Posts what a count found and closes it; returns the movement.

    With `none_left` of what nobody counted there is none. Raises Refused, StoreError.
    """
    permit(counter, "stock.change")
    sheet = sheets.find(counter, code)
    key = f"sheet-{sheet['code']}"
    why = stockroom.Why(reason or sheet.get("name", ""), sheet["location"], sheet["code"], key=key)
    try:
        with counter.ledger.transaction(operator=counter.operator, key=key) as tx:
            seen = sheets.lines(counter, sheet["code"])
            moves = _moves(counter, sheet["code"], seen, none_left=none_left)
            movement = stockroom.write(counter, tx, "count", moves, why)
            sheets.close_in(counter, tx, sheet["code"], "posted", seen, movement=movement["number"])
    except AlreadyRecorded:
        return dict(counter.ledger.find("movements", "key", key))
    return movement


def _moves(counter: Counter, code: str, seen: Sequence[Any], *, none_left: bool) -> list[stockroom.Move]:
    found = _counts(seen)
    moves = [stockroom.Move(one.sku, one.counted - one.book, counted=one.counted) for one in found]
    if none_left:
        moves += [stockroom.Move(sku, -there, counted=Decimal(0)) for sku, there in uncounted(counter, code)]
    if not moves:
        raise Refused(_("nothing was counted on sheet {code}: drop it, or count", code=code))
    return moves
