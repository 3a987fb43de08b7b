"""The page of orders put aside: found by number and name, collected, paid for and cancelled from there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pos_tui.screens.layaways import LayawaysView
from pos_tui.screens.sale import SaleView
from tests.register.shop import EAN, Till

from .test_lists import text_of
from .test_scan_everywhere import Counter


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    till = Till(tmp_path, settings={"layaway.days": "14"})
    till("CASE", "/layaway 10 Ada", "/cash", "2*BOOK", "/layaway [/]\x1b[2J Bob")
    yield Counter(till)
    till.stop()


def page(counter: Counter, width: int = 58) -> str:
    return text_of(counter.desk.view.body(width, 16))


def test_b40_the_page_shows_what_is_paid_and_owed(counter: Counter) -> None:
    counter.keys("/layaways\n")
    assert type(counter.desk.view) is LayawaysView
    shown = page(counter)
    assert "1-L000001" in shown
    assert "Ada" in shown
    assert "10.00     13.90 2026-12-07" in shown
    assert "\x1b" not in shown
    assert "1 Case of twelve" in shown
    assert all(len(line) <= 40 for line in page(counter, 40).splitlines())


def test_b40_enter_collects_the_chosen_one(counter: Counter) -> None:
    counter.keys("/layaways\n", "ada\n")
    assert type(counter.desk.view) is SaleView
    assert counter.till.register.settlement.due == 1390


def test_a_scanned_order_is_chosen_and_goods_are_sold(counter: Counter) -> None:
    counter.keys("/layaways\n")
    counter.bytes("1-L000002\r\n")
    assert "> 1-L000002" in page(counter)
    counter.bytes(f"{EAN}\r\n")
    assert type(counter.desk.view) is SaleView
    assert counter.till.lines() == [("COLA", "1", 119)]


def test_a_part_and_a_cancellation_are_finished_in_the_prompt(counter: Counter) -> None:
    counter.keys("/layaways\n", "f2")
    assert counter.desk.router.text == "/layaway 1-L000001 "
    counter.keys("5\n")
    assert counter.till.total() == 500
    counter.till("/cancel")
    counter.keys("/layaways\n", "f4")
    assert counter.desk.router.text == "/layaway cancel 1-L000001 for "
