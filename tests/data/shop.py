"""A small store to import into, and the shared real data."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from data.store import Store


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


def shared(path: str) -> Path:
    """A file of the shared real data; skips the test where it is absent."""
    folder = Path(os.environ.get("POS_SHARED_DATA") or Path(__file__).parents[3] / "shared" / "data")
    if not (folder / path).exists():
        pytest.skip(f"the shared data ({path}) is not here: set POS_SHARED_DATA to its folder")
    return folder / path
