"""Items made on the screen, prices that begin on a day to come, and their labels: over a real store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pos_tui.screens.item import ItemPage, KeepView
from pos_tui.screens.item_new import NewItemPage
from pos_tui.screens.pages import TextView
from pos_tui.screens.stock_card import StockCard
from tests.register.shop import EAN, Till

from .test_goods_books import key, shown
from .test_scan_everywhere import UNKNOWN, Counter


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    shop = Till(tmp_path)
    yield Counter(shop)
    shop.stop()


@pytest.mark.parametrize("width", [58, 40])
def test_an_item_is_made_of_a_scan_that_nobody_knows(counter: Counter, width: int) -> None:
    counter.keys("/items\n")
    counter.bytes(f"{UNKNOWN}\r\n")
    assert counter.desk.notice.text == f"no item has the code {UNKNOWN}: Enter makes it"
    assert isinstance(counter.desk.view, KeepView), "the end of the scan is no answer"
    counter.keys("\n")
    assert isinstance(counter.desk.view, NewItemPage)
    assert f"NEW ITEM {UNKNOWN}" in shown(counter, width)
    key(counter, "f2")
    assert counter.desk.notice.text == "it needs a name"
    counter.keys("\n", "Marker, blue\n", "\n", "News\n", "\n", "abc\n")
    assert "'abc' is not a price" in counter.desk.notice.text
    counter.keys("1.95\n", "f2", "\n")
    assert type(counter.desk.view) is ItemPage and "made: " in counter.desk.notice.text
    item = counter.till.stored("items", "sku", UNKNOWN)
    assert (item["name"], item["price"], item["tax"], item["why"]) == ("Marker, blue", "1.95", "zero", "new")
    counter.keys("escape")
    assert isinstance(counter.desk.view, KeepView)


def test_what_was_typed_is_told_of_before_it_is_left_and_a_code_in_use_is_refused(counter: Counter) -> None:
    counter.keys("/newitem COLA\n")
    assert "is Cola 0.33 l already" in counter.desk.notice.text
    counter.keys("/newitem PEN\n", "\n", "Pen\n", "escape")
    assert isinstance(counter.desk.view, NewItemPage) and "Esc again" in counter.desk.notice.text
    counter.keys("escape")
    assert counter.desk.view is counter.desk.sale


def test_a_price_to_come_is_a_day_and_a_price(counter: Counter) -> None:
    counter.keys("/item COLA\n", "prices to\n", "2026-11-23\n")
    assert counter.desk.notice.text == "2026-11-23 has begun: change the price itself"
    counter.keys("2026-12-24\n", "1.49\n", "prices to\n", "2026-12-01\n", "1.29\n")
    assert "2026-12-01=1.29; 2026-12-24=1.49" in shown(counter)
    counter.keys("prices to\n", "2026-12-24\n", "-\n", "f2", "winter\n")
    assert counter.till.stored("items", "sku", "COLA")["coming"] == [["2026-12-01", "1.29"]]
    counter.keys("f4")
    assert "1.29 from 2026-12-01 on" in shown(counter)
    counter.keys("2\n")
    assert "no label printer" in counter.desk.notice.text
    counter.keys("f3")
    assert isinstance(counter.desk.view, TextView)
    assert "to come: 2026-12-01=1.29" in shown(counter) and "winter" in shown(counter)
    counter.keys("escape")
    key(counter, "f5")
    assert isinstance(counter.desk.view, StockCard)


def test_fields_that_can_be_few_things_are_chosen(counter: Counter) -> None:
    counter.keys("/item COLA\n", "department\n", "Newsagent\n", "status\n", "blocked\n")
    counter.keys(
        "allergens\n", "milk\n", "allergens\n", "nuts\n", "allergens\n", "milk\n", "f2", "new recipe\n"
    )
    item = counter.till.stored("items", "sku", "COLA")
    assert (item["department"], item["status"], item["allergens"]) == ("News", "blocked", ["nuts"])


def test_commands_make_items_and_print_labels_of_a_day(counter: Counter) -> None:
    till = counter.till
    till('/newitem "A 1" name="Pen, red" price=2 tax=zero for the new counter')
    assert till.stored("items", "sku", "A 1")["why"] == "the new counter"
    assert "already" in till.refused('/newitem "A 1" name=x')
    assert "is no field" in till.refused("/newitem A2 colour=red")
    assert "neither FIELD=VALUE" in till.refused("/newitem A2 price=1 and so on")
    assert "is no date" in till.refused("/label COLA from tomorrow")
    printed: list[tuple[str, int, str]] = []

    class Labels:
        def print_labels(self, items: tuple[object, ...], copies: int, day: str = "") -> bool:
            printed.append((items[0].sku, copies, day))  # type: ignore[attr-defined]
            return True

    till.register.counter.labels = Labels()  # type: ignore[assignment]
    till("/label COLA 3 from 2026-12-01")
    assert printed == [("COLA", 3, "2026-12-01")]


def test_a_scan_that_missed_at_the_till_may_become_a_whole_item(counter: Counter) -> None:
    counter.bytes(f"{UNKNOWN}\r")
    counter.keys("f2", "5\n")
    assert isinstance(counter.desk.view, NewItemPage)
    counter.keys("\n", "Marker\n", "\n", "News\n", "\n", "1.95\n", "f2", "\n")
    assert type(counter.desk.view) is ItemPage
    counter.leave()
    counter.bytes(f"{UNKNOWN}\r")
    assert counter.till.lines() == [(UNKNOWN, "1", 195)]


def test_what_is_typed_or_scanned_is_the_chosen_fields_and_other_scans_wait(counter: Counter) -> None:
    counter.keys("/newitem\n")
    counter.bytes(f"{UNKNOWN}\r")
    assert f"NEW ITEM {UNKNOWN}" in shown(counter)
    counter.bytes(f"{EAN}\r")
    assert [entry.text for entry in counter.desk.waiting] == [EAN]
    counter.keys("Marker\n", "News\n", "1.95\n", "f2", "\n")
    assert counter.till.stored("items", "sku", UNKNOWN)["department"] == "News"
    counter.leave()
    assert counter.quantity == 1, "what waited is sold"


def test_what_is_not_recorded_is_not_lost_by_a_scan_or_a_word(counter: Counter) -> None:
    counter.keys("/item COLA\n", "price\n", "1.29\n", "nonsense\n")
    assert counter.desk.notice.text == "nothing matches nonsense"
    counter.keys("escape")
    counter.bytes(f"{EAN}\r")
    assert isinstance(counter.desk.view, ItemPage) and "*price" in shown(counter)
    counter.keys("f2", "new list\n")
    assert counter.till.stored("items", "sku", "COLA")["price"] == "1.29"
