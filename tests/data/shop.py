"""A small store to import into, and the shared real data."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from data.store import Store
from pos_tui.core.errors import InvalidValue

if TYPE_CHECKING:
    from data.exchange_stock import Counted
    from data.transaction import Transaction


def now() -> datetime:
    """The one moment these tests know."""
    return datetime(2026, 11, 23, 14, 5, tzinfo=UTC)


def new_store(place: Path, taxes: Iterable[str] = ("standard", "zero")) -> Store:
    """An empty store with tax codes."""
    store = Store.create(place / "store", simulated=False, clock=now, state=place / "state")
    with store.transaction(operator="owner") as tx:
        for code in taxes:
            tx.insert("taxes", {"v": 1, "code": code, "name": code, "components": []})
    return store


class Books:
    """A stock book of places named by one word, for files that count."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def place(self, name: str) -> str:
        """The place of a name. Raises InvalidValue."""
        if name and not name.isalpha():
            raise InvalidValue(f"there is no place {name}")
        return name or "shop"

    def there(self, sku: str, location: str) -> str | None:
        """How many there are."""
        row = self._store.find("stock", "sku_location", f"{sku}\n{location}")
        return None if row is None else str(row["qty"])

    def write(self, tx: Transaction, counted: Sequence[Counted]) -> None:
        """Puts the quantities into the commit, and one movement that names all of them."""
        for one in counted:
            row = tx.find("stock", "sku_location", f"{one.sku}\n{one.location}")
            if row is None:
                fields = {"v": 1, "sku": one.sku, "location": one.location, "qty": one.qty, "last": one.cost}
                tx.insert("stock", fields)
            else:
                tx.set("stock", row.doc_id, qty=one.qty)
        lines = [[one.sku, one.qty, one.location, one.cost] for one in counted]
        tx.insert("movements", {"v": 1, "number": str(tx.next_id("movements")), "lines": lines})


def shared(path: str) -> Path:
    """A file of the shared real data; skips the test where it is absent."""
    folder = Path(os.environ.get("POS_SHARED_DATA") or Path(__file__).parents[3] / "shared" / "data")
    if not (folder / path).exists():
        pytest.skip(f"the shared data ({path}) is not here: set POS_SHARED_DATA to its folder")
    return folder / path
