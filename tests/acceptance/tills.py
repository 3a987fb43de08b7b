"""What the tests of the wedge and of a morning share: tills in a pty, and what their stores hold."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from data.store import Store
from tests.tui.pty_till import PtyTill
from tests.tui.shop import ean, now

Spawn = Callable[..., PtyTill]
"""Starts a till in the fresh shop of the test, with the options of PtyTill."""
SALES = "/cash 2000\r"


def scans(count: int, suffix: str = "\r", first: int = 1) -> str:
    """What a scanner sends for so many items."""
    return "".join(ean(number) + suffix for number in range(first, first + count))


def codes(count: int, first: int = 1) -> list[str]:
    """Their codes."""
    return [ean(number) for number in range(first, first + count)]


def sales(folder: Path) -> list[dict[str, Any]]:
    """The store's completed sales, oldest first."""
    with Store.open(folder, clock=now, readonly=True, state=folder.parent / "state") as store:
        return [dict(sale) for sale in store.documents("sales")]


def sold(folder: Path) -> list[list[str]]:
    """The codes of each sale, in the order of its lines."""
    return [[line["code"] for line in sale["lines"]] for sale in sales(folder)]


def pay_and_leave(till: PtyTill) -> None:
    """Pays what is open in cash and ends the till."""
    till.send(SALES)
    till.wait("CHANGE DUE")
    assert till.quit() == 0
