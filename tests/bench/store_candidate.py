"""The store as a candidate for the method that measures a durable sale: one document and its stock values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from data.store import Store

Sale = dict[str, Any]


def now() -> datetime:
    """The time."""
    return datetime.now(UTC)


def factory(directory: str, products: Sequence[dict[str, Any]]) -> Callable[[Sale], None]:
    """A store with these products in stock, as a function that returns once a sale is durable."""
    folder = Path(directory)
    store = Store.create(folder, simulated=True, clock=now, state=folder.with_name(folder.name + "-state"))
    with store.transaction(operator="bench") as tx:
        for product in products:
            tx.insert("items", {**product, "gtins": [product["barcode"]]})
            tx.insert("stock", {"sku": product["sku"], "location": "shop", "qty": str(product["stock"])})
    store.close_segment()
    return seller(store)


def seller(store: Store) -> Callable[[Sale], None]:
    """A function that records a sale and the stock it takes, under the sale's idempotency key."""

    def one(sale: Sale) -> None:
        with store.transaction(operator=sale["cashier"], key=sale["receipt"]) as tx:
            tx.insert("sales", {**sale, "number": sale["receipt"]})
            for line in sale["lines"]:
                row = tx.find("stock", "sku", line["sku"])
                assert row is not None
                tx.set("stock", row.doc_id, qty=str(int(row["qty"]) - line["qty"]))

    return one
