"""The page of a refund: lines and quantities by the keyboard, goods scanned, the condition, the time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pos_tui.core.receipt_code import code_text
from pos_tui.screens.receipts import ReceiptsView
from pos_tui.screens.refund import RefundView
from pos_tui.screens.sale import SaleView
from tests.register.shop import EAN, UPC, Till

from .test_lists import text_of
from .test_scan_everywhere import Counter


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    shop = Till(tmp_path, settings={"refund.days": "14"})
    shop("3*COLA", "2*TISSUE", "0.734*4011", "/card")
    yield Counter(shop)
    shop.stop()


def opened(counter: Counter, *keys: str) -> RefundView:
    counter.keys(*(keys or ("/refund 1-1\n",)))
    view = counter.desk.view
    assert isinstance(view, RefundView)
    return view


def page(counter: Counter, width: int = 78) -> str:
    return text_of(counter.desk.view.body(width, 18))


def test_a_number_says_how_many_and_enter_says_all_or_none(counter: Counter) -> None:
    opened(counter)
    counter.keys("2\n", "down", "\n", "down", "\n", "\n")
    assert "6.38" in page(counter)
    counter.keys("f1")
    assert type(counter.desk.view) is SaleView
    assert counter.till.lines() == [("COLA", "-2", -238), ("TISSUE", "-2", -400)]
    counter.till("/card")
    assert counter.till.stored("afterwards", "receipt", "1-000001")["lines"] == {"1": "2", "2": "2"}


def test_the_goods_are_scanned_one_by_one_and_no_more_than_were_sold(counter: Counter) -> None:
    opened(counter)
    for _ in range(4):
        counter.bytes(f"{EAN}\r\n")
    assert "is not among what is left" in counter.desk.notice.text
    counter.bytes(f"{UPC}\r\n")
    counter.now += 1
    counter.keys("f1")
    assert counter.till.lines() == [("COLA", "-3", -357), ("TISSUE", "-1", -200)]


def test_b45_waste_is_marked_for_each_line(counter: Counter) -> None:
    opened(counter)
    counter.keys("f2", "down", "f3")
    assert "(waste)" in page(counter)
    counter.keys("f1")
    lines = counter.till.register.basket.lines
    assert [(line.sku, line.condition) for line in lines] == [("COLA", ""), ("BAN", ""), ("TISSUE", "waste")]


def test_b42_too_many_are_refused_on_the_page(counter: Counter) -> None:
    opened(counter)
    counter.keys("4\n")
    assert "only 3 are left" in counter.desk.notice.text
    counter.keys("1.5\n")
    assert "by the piece" in counter.desk.notice.text
    counter.keys("f1")
    assert "nothing was chosen" in counter.desk.notice.text
    counter.keys("escape")
    assert counter.till.register.basket.is_empty


def test_a_receipt_that_is_scanned_opens_its_page(counter: Counter) -> None:
    code = code_text(counter.till.front.shop.store_id, "1-000001")
    counter.bytes(f"{code}\r\n")
    assert "REFUND of 1-000001" in page(counter)
    assert counter.till.register.unmatched == ()


def test_a_found_receipt_is_refunded_by_a_key(counter: Counter) -> None:
    counter.keys("/refund\n")
    assert isinstance(counter.desk.view, ReceiptsView)
    counter.keys("f5", "f2", "f1")
    assert len(counter.till.lines()) == 3
    assert type(counter.desk.view) is SaleView


def test_the_time_that_is_over_is_said_and_passed_over_by_a_key(counter: Counter) -> None:
    counter.till.clock.now = counter.till.clock.now.replace(month=12, day=24)
    opened(counter)
    assert "ended on 2026-12-07" in counter.desk.notice.text
    assert "LATE" in page(counter)
    counter.keys("f2", "f1")
    assert "say late" in counter.desk.notice.text
    counter.keys("f4", "f1")
    assert len(counter.till.lines()) == 3


def test_the_original_shows_what_came_after_it(counter: Counter) -> None:
    counter.till("/refund 1-1 1*#1", "/card")
    counter.keys("/sales 1-1\n", "\n")
    assert "RECEIPT 1-000001, see 1-000002" in page(counter)


def test_it_all_fits_a_narrow_screen(counter: Counter) -> None:
    opened(counter)
    counter.keys("f2", "f3")
    assert all(len(line) <= 40 for line in page(counter, 40).splitlines())


def test_what_is_no_receipt_leaves_the_sale_as_it_is(counter: Counter) -> None:
    counter.keys("/refund 1-77\n")
    assert type(counter.desk.view) is SaleView
    assert "no receipt has the number" in counter.desk.notice.text


def test_b44_the_card_gets_back_what_it_paid_and_no_more(counter: Counter) -> None:
    counter.till("CASE", "/card 20", "/cash", "/refund 1-2")
    counter.desk.refresh()
    counter.keys("f1", "f3")
    body = text_of(counter.desk.view.body(78, 18))
    assert "Give it back on the card terminal" in body
    counter.keys("f1")
    assert [tender.amount for tender in counter.till.register.basket.tenders] == [-2000]
