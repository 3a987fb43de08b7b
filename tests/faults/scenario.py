"""What the fault tests have a shop do: sales, a closing in between, snapshots, another opening."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

from data.errors import StoreError
from tests.faults.shop import Oracle, open_shop

if TYPE_CHECKING:
    from data.oslayer import OsLayer
    from data.store import Store


def business(store: Store, oracle: Oracle, start: int, count: int = 3) -> int:
    """Sells, closes, sells; returns the key after the last one used."""
    for key in range(start, start + count):
        oracle.sell(store, key)
    with contextlib.suppress(StoreError):
        store.close_segment()
    for key in range(start + count, start + 2 * count):
        oracle.sell(store, key)
    with contextlib.suppress(StoreError):
        store.close_segment()
    oracle.sell(store, start + 2 * count)
    return start + 2 * count + 1


def opening_and_business(folder: Path, fs: OsLayer, oracle: Oracle, start: int) -> None:
    """The same by a fresh handle; an opening that the faults make fail is no violation, the next one must
    work."""
    try:
        store = open_shop(folder, fs)
    except StoreError:
        return
    try:
        business(store, oracle, start)
    finally:
        store.close()
