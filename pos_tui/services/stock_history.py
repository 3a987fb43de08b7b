"""Stock as it was, and how it came to be: added up again from the journal, and told movement by movement."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from pos_tui.core.journal_query import JournalQuery
from pos_tui.core.money import plain
from pos_tui.core.sale_query import SaleQuery
from pos_tui.core.stock import Balance
from pos_tui.core.stock_lines import moves_stock, parts_of
from pos_tui.core.stock_sums import Place, Sums

from .purchasing import TABLE as ORDERS

if TYPE_CHECKING:
    from .counter import Counter

_MILLISECONDS: Final = 1000
WEEKS: Final = 8


@dataclass(slots=True)
class Past:
    """Stock and costs as they were at a moment."""

    balances: dict[Place, Balance] = field(default_factory=dict)
    items: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    """The items as they were, by SKU."""
    stock: list[Mapping[str, Any]] = field(default_factory=list)
    """The rows that the balances are of."""
    orders: list[Mapping[str, Any]] = field(default_factory=list)
    """The orders as they were."""


def differences(counter: Counter) -> tuple[list[tuple[Place, Decimal, Decimal]], set[Place]]:
    """Where the table of stock is not the sum of what was recorded; and what began without a movement.

    Each is (place, by the sum, by the table). Reads the journal. Raises StoreError.
    """
    counter.ledger.refresh()
    last, sums = counter.ledger.at(), Sums()
    rows = list(counter.ledger.documents("stock"))
    for record in counter.ledger.records(1, last):
        sums.take(record)
    return sums.differences(rows), sums.opened


def as_of(counter: Counter, moment: datetime) -> Past:
    """Stock, items and orders as they were at a moment (aware), from the journal. Raises StoreError."""
    past, until = Past(), int(moment.timestamp() * _MILLISECONDS)
    stock: dict[int, dict[str, Any]] = {}
    items: dict[int, dict[str, Any]] = {}
    orders: dict[int, dict[str, Any]] = {}
    tables = {"stock": stock, "items": items, ORDERS: orders}
    for record in counter.ledger.records():
        if record.t > until:
            break
        for op in record.ops:
            rows = tables.get(op[1]) if len(op) > 1 and isinstance(op[1], str) else None
            if rows is not None:
                _apply(rows, op)
    past.stock, past.orders = list(stock.values()), list(orders.values())
    for row in past.stock:
        past.balances[row["sku"], row["location"]] = Balance.from_document(row)
    past.items = {item["sku"]: item for item in items.values()}
    return past


def _apply(rows: dict[int, dict[str, Any]], op: list[Any]) -> None:
    if op[0] == "put":
        rows[op[2]] = op[3]
    elif op[0] == "set" and op[2] in rows:
        rows[op[2]] = {**rows[op[2]], **op[3]}
    elif op[0] == "del":
        rows.pop(op[2], None)
    elif op[0] == "drop":
        rows.clear()


def movements(
    counter: Counter, sku: str = "", days: tuple[str, str] | None = None
) -> Iterator[dict[str, Any]]:
    """What moved, newest first, one row a line; of one item with its sales, else without sales.

    Reads the journal. Raises StoreError.
    """
    if sku:
        for record in _records_with(counter, sku):
            yield from _rows_of(record, sku, days)
        return
    for movement in reversed(list(counter.ledger.documents("movements"))):
        yield from _movement_rows(movement, "", days)


def _records_with(counter: Counter, sku: str) -> Iterator[Any]:
    zone = ZoneInfo(counter.shop.timezone)
    query = _RecordsOf(zone, (), ("movements", "sales"), is_whole=False, item=_quoted(sku))
    for batch in counter.history.records(query):
        yield from batch


@dataclass(frozen=True, slots=True)
class _RecordsOf(JournalQuery):
    """Records that name an item."""

    item: bytes = b""

    def may_hold(self, line: bytes) -> bool:
        return self.item in line


@dataclass(frozen=True, slots=True)
class _SalesOf(SaleQuery):
    """Sales that name an item."""

    item: bytes = b""

    def may_hold(self, line: bytes) -> bool:
        return self.item in line


def _quoted(sku: str) -> bytes:
    """As a line of the journal has it."""
    return json.dumps(sku, ensure_ascii=False).encode()


def _rows_of(record: Any, sku: str, days: tuple[str, str] | None) -> Iterator[dict[str, Any]]:
    for op in record.ops:
        if op[:2] == ["put", "movements"]:
            yield from _movement_rows(op[3], sku, days)
        elif op[:2] == ["put", "sales"] and op[3]["kind"] != "cancelled":
            yield from _sale_rows(op[3], sku, days)


def _movement_rows(
    movement: Mapping[str, Any], sku: str, days: tuple[str, str] | None
) -> Iterator[dict[str, Any]]:
    day = str(movement.get("day") or movement.get("time", ""))[:10]
    if days is not None and not days[0] <= day <= days[1]:
        return
    for line in movement.get("lines", ()):
        if sku and line.get("sku") != sku:
            continue
        yield {
            "number": movement["number"],
            "time": movement.get("time", ""),
            "kind": movement.get("kind", ""),
            "sku": line.get("sku", ""),
            "qty": line.get("qty", ""),
            "location": line.get("location") or movement.get("location", ""),
            "cost": line.get("cost"),
            "lot": line.get("lot"),
            "expires": line.get("expires"),
            "reason": movement.get("reason", ""),
            "ref": movement.get("ref", ""),
            "operator": movement.get("operator", ""),
        }


def _sale_rows(sale: Mapping[str, Any], sku: str, days: tuple[str, str] | None) -> Iterator[dict[str, Any]]:
    if days is not None and not days[0] <= sale["day"] <= days[1]:
        return
    sold = _sold(sale, sku)
    if sold:
        yield {
            "number": sale["number"],
            "time": sale["time"],
            "kind": "sale" if sold > 0 else "refund",
            "sku": sku,
            "qty": plain(-sold),
            "location": sale.get("location", "shop"),
            "operator": sale["operator"],
        }


def _sold(sale: Mapping[str, Any], sku: str) -> Decimal:
    lines = filter(moves_stock, sale["lines"])
    return sum((qty for line in lines for part, qty in parts_of(line) if part == sku), Decimal(0))


def sold_by_week(counter: Counter, sku: str, weeks: int = WEEKS) -> list[tuple[str, Decimal]]:
    """(first day, how many were sold) of the last weeks of an item, the oldest first, today's the last.

    Reads the journal. Raises StoreError.
    """
    today = date.fromisoformat(counter.day())
    first = today - timedelta(days=7 * weeks - 1)
    found = [Decimal(0)] * weeks
    query = _SalesOf(days=(first.isoformat(), today.isoformat()), item=_quoted(sku))
    for batch in counter.history.sales(query):
        for sale in batch:
            sold = _sold(sale, sku)
            if sold:
                found[(date.fromisoformat(sale["day"]) - first).days // 7] += sold
    return [((first + timedelta(days=7 * week)).isoformat(), sold) for week, sold in enumerate(found)]
