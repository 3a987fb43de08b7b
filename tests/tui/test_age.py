"""The question for the buyer's age on the screen, over a real store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pos_tui.screens.confirm import AgeDialog
from pos_tui.screens.sale import SaleView
from tests.register.shop import EAN, Till, item

from .test_scan_everywhere import Counter

WINE = "4006381333931"


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    shop = Till(tmp_path)
    with shop.front.store.transaction(operator="owner") as tx:
        tx.insert("items", item("WINE", "Red\x1b[31m wine", "8.00", gtins=[WINE.zfill(14)], age=18))
    yield Counter(shop)
    shop.stop()


def text(counter: Counter, width: int, height: int) -> str:
    rows = counter.desk.view.body(width, height) or []
    return "\n".join("".join(piece for piece, _style in row) for row in rows)


@pytest.mark.parametrize(("width", "height"), [(80, 18), (40, 14)])
def test_b72_the_date_is_shown_at_every_size(counter: Counter, width: int, height: int) -> None:
    counter.bytes(f"{WINE}\r")
    assert isinstance(counter.desk.view, AgeDialog)
    shown = text(counter, width, height)
    assert "FOR 18 AND OVER" in shown
    assert "\x1b" not in shown
    assert len(shown.split("\n")) <= height


def test_b72_only_a_function_key_answers_and_scans_wait(counter: Counter) -> None:
    counter.bytes(f"{WINE}\r\n{WINE}\r{EAN}\r")
    counter.keys("\n")
    assert isinstance(counter.desk.view, AgeDialog)
    assert counter.quantity == 0
    assert len(counter.desk.waiting) == 2
    counter.keys("f1")
    assert type(counter.desk.view) is SaleView
    assert counter.quantity == 3


def test_b72_esc_sells_nothing_and_what_waited_is_sold(counter: Counter) -> None:
    counter.bytes(f"{WINE}\r{EAN}\r")
    counter.keys("escape")
    assert [line.sku for line in counter.till.register.basket.lines] == ["COLA"]
    assert [event["kind"] for event in counter.till.register.notes.waiting] == ["age_refused"]
