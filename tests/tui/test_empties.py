"""The page of empties: counted by numbers, scanned one by one, slips; and paid out by the usual keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pos_tui.screens.empties import EmptiesView
from pos_tui.screens.sale import SaleView
from tests.register.shop import EAN, Till, item
from tests.register.test_empties import slip

from .test_lists import text_of
from .test_scan_everywhere import Counter


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    shop = Till(tmp_path, settings={"empties.items": "CAN,CRATE", "empties.slips": "98IIIIIPPPPPK"})
    with shop.front.store.transaction(operator="owner") as tx:
        tx.insert("items", item("CAN", "Can", "0.25", tax="zero"))
        tx.insert("items", item("CRATE", "Crate", "1.50", tax="zero"))
        tx.set("items", tx.find("items", "sku", "COLA").doc_id, **{"with": "CAN"})
    shop.restart()
    yield Counter(shop)
    shop.stop()


def page(counter: Counter, width: int = 58) -> str:
    return text_of(counter.desk.view.body(width, 12))


def test_empties_are_counted_scanned_and_read_from_slips(counter: Counter) -> None:
    counter.keys("/empties\n")
    assert type(counter.desk.view) is EmptiesView
    counter.keys("12\n", "down", "3\n")
    counter.bytes(f"{EAN}\r\n")
    counter.bytes(f"{slip(4, 200)}\r\n")
    counter.now += 1
    shown = page(counter)
    assert "   13  Can" in shown
    assert "    3  Crate" in shown
    assert "with 1 slips" in shown
    assert "9.75" in shown
    assert all(len(line) <= 40 for line in page(counter, 40).splitlines())
    counter.keys("f1")
    assert type(counter.desk.view) is SaleView
    assert counter.till.total() == -975


def test_what_is_no_count_changes_nothing(counter: Counter) -> None:
    counter.keys("/empties\n", "many\n", "\n")
    assert counter.till.register.basket.is_empty
    counter.keys("escape", "escape")
    assert type(counter.desk.view) is SaleView
