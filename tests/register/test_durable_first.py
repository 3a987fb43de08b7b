"""What happens when a sale is complete, in its order; and what a crash in the middle of it leaves."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from data.oslayer import OsLayer
from data.store import Store

if TYPE_CHECKING:
    import pytest

    from .shop import Till


class Drawer:
    """Opens, and says what was on the disk by then."""

    def __init__(self, till: Till, order: list[str]) -> None:
        self._till, self._order = till, order

    def open(self, why: str) -> None:
        self._order.append(f"drawer for {why}, {on_disk(self._till)}")

    def failures(self) -> list[tuple[str, str]]:
        return []


def on_disk(till: Till) -> list[str]:
    """The receipts that another program finds."""
    state = till.place / "elsewhere"
    with Store.open(till.place / "store", clock=till.clock, readonly=True, state=state) as store:
        return [sale["number"] for sale in store.documents("sales")]


def test_b34_the_sale_is_synced_before_the_drawer_opens_and_the_receipt_prints(
    till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []

    def synced(fd: int) -> None:
        os.fdatasync(fd)
        order.append("synced")

    till.register.counter.drawer = Drawer(till, order)
    till.register._on_sale = lambda sale, copy: order.append(f"printed {sale['number']}, {on_disk(till)}")
    till("COLA")
    monkeypatch.setattr(OsLayer, "fdatasync", staticmethod(synced))
    till("/cash 5")
    assert order[0] == "synced"
    assert order[-2:] == ["drawer for 1-000001, ['1-000001']", "printed 1-000001, ['1-000001']"]


def test_b33_a_crash_while_the_card_terminal_is_asked_records_nothing_and_the_sale_is_still_to_pay(
    till: Till,
) -> None:
    """The card is a terminal of its own: what it said counts once the cashier has said so."""
    till("COLA", "BOOK", "/cash 5")
    till.restart()
    assert till.sales() == []
    assert till.register.settlement.due == 1118 - 500
    sale: Any = till("/card").sale
    assert [(tender["type"], tender["amount"]) for tender in sale["tenders"]] == [
        ("cash", 500),
        ("card", 618),
    ]
    till.restart()
    assert len(till.sales()) == 1
    assert till.register.basket.is_empty
