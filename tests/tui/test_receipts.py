"""The list of receipts: what is typed or scanned is looked for, and the counter waits for nothing."""

from __future__ import annotations

from typing import Any

import pytest

from pos_tui.core.receipt_code import code_text
from pos_tui.screens.receipts import ReceiptPage, ReceiptsView

from .fake_register import Counter
from .test_lists import text_of

CODE = "5449000000996"


def sale(number: int, total: int = 100, name: str = "Milk", **fields: Any) -> dict[str, Any]:
    return {
        "number": f"1-{number:06d}", "time": "2026-11-23T14:05:00Z", "total": total, "kind": "sale",
        "ref": None, "tenders": [{"type": "cash"}], "lines": [{"name": name, "void": False}] * 2, **fields,
    }  # fmt: skip


@pytest.fixture
def counter() -> Counter:
    """Two hundred sales in batches, some of which hold none."""
    made = Counter()
    sales = [sale(number, name="Tea" if number % 50 == 0 else "Milk") for number in range(200, 0, -1)]
    made.register.looking.past = [sales[:20], [], sales[20:60], [], sales[60:]]
    return made


def opened(counter: Counter, words: str = "") -> ReceiptsView:
    counter.type(f"/sales {words}".strip() + "\n")
    view = counter.desk.view
    assert isinstance(view, ReceiptsView)
    return view


def page(counter: Counter, width: int = 58, height: int = 20) -> str:
    return text_of(counter.desk.view.body(width, height))


def test_it_says_that_it_looks_and_shows_what_is_there(counter: Counter) -> None:
    opened(counter)
    assert "looking..." in page(counter)
    counter.work()
    assert "1-000200" in page(counter)
    assert "and 1 more" in page(counter)


def test_it_stops_when_enough_is_there_and_goes_on_when_somebody_scrolls(counter: Counter) -> None:
    view = opened(counter)
    counter.work_all()
    assert len(view.found) == 60
    for _ in range(3):
        page(counter)
        counter.key("pagedown")
    counter.work_all()
    assert len(view.found) == 200


def test_a_number_stands_beside_what_is_typed_and_scans_in_the_meantime_are_kept(counter: Counter) -> None:
    view = opened(counter)
    counter.type("tea")
    counter.work_all()
    assert [found["number"] for found in view.found] == ["1-000200", "1-000150", "1-000100", "1-000050"]
    assert "RECEIPTS tea  (4)" in page(counter)


def test_only_the_last_of_what_is_typed_is_looked_for(counter: Counter) -> None:
    view = opened(counter)
    counter.type("tea")
    counter.work_all()
    assert counter.register.looking.asked == ["", "tea"], "what was begun ends, what came between is left out"
    assert len(view.found) == 4


def test_enter_shows_the_receipt_and_escape_comes_back_to_the_list(counter: Counter) -> None:
    view = opened(counter, "tea")
    counter.work_all()
    counter.key("down")
    counter.key("enter")
    assert isinstance(counter.desk.view, ReceiptPage)
    assert counter.desk.view.title == "RECEIPT 1-000150"
    counter.key("escape")
    assert counter.desk.view is view
    assert len(view.found) == 4, "what was looked for is still there"
    counter.key("escape")
    counter.work_all()
    assert len(view.found) > 4, "a step back: everything again"
    counter.key("escape")
    assert counter.desk.view is counter.desk.sale


@pytest.mark.parametrize("on_page", [False, True])
def test_keys_print_and_explain_the_chosen_one(counter: Counter, on_page: bool) -> None:
    opened(counter)
    counter.work_all()
    counter.key("down")
    if on_page:
        counter.key("enter")
    counter.key("f3")
    counter.key("f4")
    assert [text for text, _ in counter.register.ran] == ["/reprint 1-000199", "/explain 1-000199"]


def test_an_amount_entered_before_anything_was_found_sells_nothing(counter: Counter) -> None:
    view = opened(counter)
    counter.type("12.50\n")
    assert counter.desk.view is view
    counter.work_all()
    assert counter.register.ran == []
    assert "nothing matches 12.50" in page(counter)


def test_a_scanned_item_is_looked_for_and_a_scanned_receipt_finds_itself(counter: Counter) -> None:
    view = opened(counter)
    counter.work_all()
    counter.scan(CODE, "\n\n")
    counter.work_all()
    assert counter.register.looking.asked[-1] == CODE
    assert counter.desk.view is view
    receipt = code_text(counter.register.shop.store_id, "1-000042")
    assert receipt is not None
    counter.scan(receipt)
    counter.work_all()
    assert counter.register.looking.asked[-1] == "1-000042"
    assert (view.text, counter.register.ran) == ("1-000042", [])
    assert counter.desk.view.title == "RECEIPT 1-000042"


def test_enter_that_came_before_the_receipt_was_found_shows_it_then(counter: Counter) -> None:
    opened(counter)
    counter.type("1-000042\n")
    counter.work_all()
    assert isinstance(counter.desk.view, ReceiptPage)
    counter.key("escape")
    counter.type("1-000043\n")
    counter.key("up")
    counter.work_all()
    assert isinstance(counter.desk.view, ReceiptsView), "another key says that nobody waits for it"


def test_escape_stops_looking(counter: Counter) -> None:
    opened(counter)
    counter.work()
    counter.key("escape")
    counter.work_all()
    assert counter.desk.view is counter.desk.sale
    counter.scan(CODE)
    assert counter.sold == [CODE]


def test_a_command_leaves_the_list(counter: Counter) -> None:
    opened(counter)
    counter.type("/undo\n")
    assert counter.register.ran == [("/undo", "key")]
    assert counter.desk.view is counter.desk.sale


def test_what_cannot_be_read_is_told(counter: Counter) -> None:
    counter.register.looking.broken = True
    counter.type("/journal\n")
    counter.work_all()
    assert counter.desk.notice.text == "the disk is gone"
    assert "there is nothing yet" in page(counter)


def test_digits_that_came_in_a_burst_and_are_no_scan_are_looked_for_all_the_same(counter: Counter) -> None:
    view = opened(counter)
    counter.work_all()
    counter.type("0042", gap=0.001)
    assert view.text == "0"
    counter.time += 1
    counter.second()
    counter.work_all()
    assert view.text == "0042"
    assert [found["number"] for found in view.found] == ["1-000042"]
