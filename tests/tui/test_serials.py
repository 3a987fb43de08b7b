"""A serial number at the prompt: the next scan is it, unless it is goods."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.register.shop import EAN, Till, item

from .test_scan_everywhere import Counter

PHONE = "4006381333931"


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    shop = Till(tmp_path)
    with shop.front.store.transaction(operator="owner") as tx:
        tx.insert("items", item("PHONE", "Telephone", "99", gtins=[PHONE.zfill(14)], asks="serial"))
    yield Counter(shop)
    shop.stop()


def test_the_next_scan_is_the_number(counter: Counter) -> None:
    counter.bytes(f"{PHONE}\r")
    assert counter.desk.router.text == "/serial "
    counter.bytes("5CG2099A01\r")
    assert [line.traits.serial for line in counter.till.register.basket.lines] == ["5CG2099A01"]
    assert counter.desk.router.text == ""


def test_goods_that_come_first_are_sold(counter: Counter) -> None:
    counter.bytes(f"{PHONE}\r")
    counter.bytes(f"{EAN}\r")
    assert [line.sku for line in counter.till.register.basket.lines] == ["COLA"]
    assert counter.desk.router.text == "/serial "
    counter.keys("A1\n")
    assert counter.till.register.basket.lines[-1].traits.serial == "A1"
