"""The shop that the fault tests sell in, and the oracle: what must be true of it after anything."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from data.errors import OutcomeUnknown, StoreError
from data.store import Store

if TYPE_CHECKING:
    from data.codec import Doc
    from data.oslayer import OsLayer

PRODUCTS = 12
OPENING = 100_000
SALES = "movements"
"""An append-only table with numbers, as sales are; lines name what was taken."""


class Clock:
    """A time that goes on by a second each time somebody looks."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def open_shop(folder: Path, fs: OsLayer | None = None, **options: Any) -> Store:
    """Opens the shop as the tests do: snapshots on the calling thread, the state folder beside the store."""
    options.setdefault("background", False)
    return Store.open(folder, clock=Clock(), fs=fs, state=folder.parent / "state", **options)


def make_shop(folder: Path, fs: OsLayer | None = None, **options: Any) -> Store:
    """A new shop with stock."""
    options.setdefault("background", False)
    store = Store.create(
        folder, simulated=True, clock=Clock(), fs=fs, state=folder.parent / "state", **options
    )
    with store.transaction(operator="owner") as tx:
        for number in range(PRODUCTS):
            tx.insert("stock", {"v": 1, "sku": f"S{number}", "location": "shop", "qty": str(OPENING)})
    return store


def sale_of(key: int) -> Doc:
    """The sale with a key: always the same three lines."""
    lines = [{"sku": f"S{(key * 7 + line * 3) % PRODUCTS}", "qty": 1 + (key + line) % 4} for line in range(3)]
    return {"v": 1, "key": key, "time": "2026-11-23T09:00:00Z", "note": "x" * (key % 300), "lines": lines}


def sell(store: Store, key: int) -> int:
    """One sale: the next receipt number, the document, the stock it takes, all in one commit. Returns its
    number."""
    with store.transaction(operator="ana", key=f"sale-{key}") as tx:
        sale = sale_of(key)
        till = tx.find("tills", "till", "1")
        seq = 1 if till is None else till["receipt"] + 1
        prefix = "1" if tx.epoch == 1 else f"1.{tx.epoch}"
        if till is None:
            tx.insert("tills", {"v": 1, "till": "1", "receipt": seq})
        else:
            tx.set("tills", till.doc_id, receipt=seq)
        tx.insert(SALES, {**sale, "number": f"{prefix}-{seq:06d}", "seq": seq})
        for line in sale["lines"]:
            row = tx.find("stock", "sku", line["sku"])
            assert row is not None
            tx.set("stock", row.doc_id, qty=str(int(row["qty"]) - line["qty"]))
    return tx.n


@dataclass
class Oracle:
    """What was promised: sales acknowledged, sales refused, and those of which nothing was promised."""

    acknowledged: set[int] = field(default_factory=set)
    refused: set[int] = field(default_factory=set)

    def sell(self, store: Store, key: int) -> None:
        """Sells and keeps what came back. A failure other than the store's own is not caught."""
        try:
            sell(store, key)
        except OutcomeUnknown:
            return
        except StoreError:
            self.refused.add(key)
            return
        self.acknowledged.add(key)

    def violations(self, folder: Path, *, allow_refused: bool = False) -> list[str]:
        """What is wrong with the shop, read by a fresh handle. Opening must succeed.

        Args:
            allow_refused: power was cut later on, so a sale whose undoing was not synced may be there.
        """
        try:
            store = open_shop(folder)
        except StoreError as error:
            return [f"does not open: {error.message}"]
        try:
            return list(self._look(store, allow_refused))
        finally:
            store.close()

    def _look(self, store: Store, allow_refused: bool) -> Any:
        sales = list(store.documents(SALES))
        keys = [sale["key"] for sale in sales]
        if len(set(keys)) != len(keys):
            yield "a sale is there twice"
        lost = self.acknowledged - set(keys)
        if lost:
            yield f"acknowledged and lost: {sorted(lost)}"
        if not allow_refused and self.refused & set(keys):
            yield f"refused and there: {sorted(self.refused & set(keys))}"
        if [sale["seq"] for sale in sales] != list(range(1, len(sales) + 1)):
            yield f"numbers have gaps: {[sale['seq'] for sale in sales]}"
        for sale in sales:
            expected = sale_of(sale["key"])
            if {name: sale[name] for name in expected} != expected:
                yield f"sale {sale['key']} is not what was sold"
        yield from _stock_violations(store, sales)
        report = store.verify(deep=True)
        yield from (f"verify: {problem}" for problem in report.problems)


def _stock_violations(store: Store, sales: list[Any]) -> Any:
    taken = dict.fromkeys((f"S{number}" for number in range(PRODUCTS)), 0)
    for sale in sales:
        for line in sale["lines"]:
            taken[line["sku"]] += line["qty"]
    stock = {row["sku"]: int(row["qty"]) for row in store.documents("stock")}
    if len(stock) != PRODUCTS:
        yield f"{len(stock)} stock rows"
    for sku, qty in stock.items():
        if qty != OPENING - taken[sku]:
            yield f"stock of {sku} is {qty}, sold {taken[sku]} of {OPENING}: half a sale"
