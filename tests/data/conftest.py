"""Stores for the tests of the store; others in this folder may bring fixtures of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from data.store import Store

Maker = Callable[..., Store]


class Clock:
    """A time that goes on by a second each time somebody looks."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def opened(tmp_path: Path, clock: Clock) -> Iterator[Maker]:
    """Opens the test's store (making it the first time), as often as asked; all are closed at the end."""
    stores: list[Store] = []

    def make(folder: str = "store", **options: Any) -> Store:
        options.setdefault("background", False)
        options.setdefault("state", tmp_path / "state")
        if (tmp_path / folder / "store.json").exists():
            store = Store.open(tmp_path / folder, clock=clock, **options)
        else:
            store = Store.create(tmp_path / folder, simulated=False, clock=clock, **options)
        stores.append(store)
        return store

    yield make
    for store in stores:
        store.close()


@pytest.fixture
def store(opened: Maker) -> Store:
    return opened()
