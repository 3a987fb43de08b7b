"""The grid of quick keys, over a real store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pos_tui.core.display import cells
from pos_tui.screens.quick import QuickView
from pos_tui.screens.sale import SaleView
from tests.register.shop import EAN, Till
from tests.register.test_quick import put

from .test_scan_everywhere import Counter

TEN = ["CHOC", "BOOK", "COLA", "4011", "M", "85123A", "CASE", "TISSUE", "123", "LUX"]


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    shop = Till(tmp_path)
    put(shop, f'[[page]]\nname = "Bread"\nkeys = {TEN}\n[[page]]\nname = "More"\nkeys = ["BOOK", "CHOC"]')
    yield Counter(shop)
    shop.stop()


def skus(counter: Counter) -> list[str]:
    return [line.sku for line in counter.till.register.basket.lines]


@pytest.mark.parametrize(
    ("steps", "sku"),
    [
        (("f1",), "CHOC"),
        (("2\n",), "BOOK"),
        (("down", "f2"), "CHOC"),
        (("12\n",), "CHOC"),
        (("up", "f1"), "BOOK"),
        (("COLA\n",), "COLA"),
    ],
)
def test_a_key_or_a_number_sells_and_leaves(counter: Counter, steps: tuple[str, ...], sku: str) -> None:
    counter.keys("/quick\n")
    assert isinstance(counter.desk.view, QuickView)
    counter.keys(*steps)
    assert skus(counter) == [sku]
    assert isinstance(counter.desk.view, SaleView)
    assert counter.desk.router.text == ""


def test_a_quantity_goes_with_it(counter: Counter) -> None:
    counter.keys("/quick\n", "3*", "f1")
    counter.keys("/quick\n", "2*2\n")
    counter.keys("4*\n", "/quick\n", "f3")
    assert [(line.sku, int(line.quantity)) for line in counter.till.register.basket.lines] == [
        ("CHOC", 3),
        ("BOOK", 2),
        ("COLA", 4),
    ]


def test_words_before_a_function_key_stay_and_are_told(counter: Counter) -> None:
    counter.keys("/quick\n", "7", "f1")
    assert counter.desk.router.text == "7"
    assert "3*" in counter.desk.notice.text
    assert skus(counter) == []


def test_a_scan_sells(counter: Counter) -> None:
    counter.keys("/quick\n")
    counter.bytes(f"{EAN}\r")
    assert skus(counter) == ["COLA"]


@pytest.mark.parametrize(("width", "height"), [(57, 19), (40, 13), (40, 9), (120, 35)])
def test_every_key_is_seen_at_every_size(counter: Counter, width: int, height: int) -> None:
    counter.keys("/quick\n")
    rows = ["".join(text for text, _style in row) for row in counter.desk.view.body(width, height) or []]
    assert len(rows) <= height
    assert max(map(cells, rows)) <= width
    shown = "\n".join(rows)
    for place, name in enumerate(["Milk", "Book", "Cola", "Bananas", "Manual", "White", "Case"], 1):
        assert name in shown
        assert f"F{place} " in shown
    assert "Bread  1/2" in shown
