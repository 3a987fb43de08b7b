"""The page of one item's stock: there at once, never with another item's past, and what is done from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pos_tui.screens.form import FieldsForm
from pos_tui.screens.stock_card import StockCard
from tests.register.shop import UPC, Till

from .test_scan_everywhere import Counter, cellar

Job = tuple[Callable[[], Any], Callable[[Any], None]]


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    shop = Till(tmp_path)
    yield Counter(shop)
    shop.stop()


def shown(counter: Counter) -> str:
    rows = counter.desk.view.body(80, 20) or []
    return "\n".join("".join(text for text, _style in spans) for spans in rows)


def test_it_is_there_before_anything_was_read_and_shows_no_other_items_past(counter: Counter) -> None:
    counter.till("/receive 5*COLA", "/receive 7*TISSUE")
    jobs: list[Job] = []
    counter.desk._work = lambda job, done: jobs.append((job, done))
    counter.keys("/stock COLA\n")
    assert "Cola 0.33 l" in shown(counter) and "reading..." in shown(counter)
    late = [(job(), done) for job, done in jobs]
    jobs.clear()
    counter.bytes(f"{UPC}\r")
    assert isinstance(counter.desk.view, StockCard)
    assert "Tissues" in shown(counter)
    for answer, done in late:
        done(answer)
    assert "Tissues" in shown(counter) and "29" not in shown(counter) and "reading..." in shown(counter)
    for job, done in jobs:
        done(job())
    assert "7 received 2" in shown(counter)


def test_a_page_that_was_left_has_nothing_read(counter: Counter) -> None:
    jobs: list[Job] = []
    counter.desk._work = lambda job, done: jobs.append((job, done))
    counter.keys("/stock COLA\n", "escape")
    stock: Any = counter.desk.register.looking.stockroom
    stock._counter = None  # whatever asks it fails
    for job, done in jobs:
        done(job())
    assert not counter.desk.notice.text


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (("f2", "12\n", "0.45\n", "L1\n", "2027-01-31\n", "\n", "\n"), "36 here now"),
        (("f3", "20\n", "found fewer\n", "\n"), "20 here now"),
        (("f4", "2\n", "broken\n", "\n"), "22 here now"),
        (("f5", "down", "3\n", "\n"), "21 here now"),
        (("f6", "5\n", "20\n", "block\n", "summer\n", "\n"), "low=5 full=20 negative=block"),
    ],
)
def test_stock_is_moved_from_the_page(counter: Counter, keys: tuple[str, ...], said: str) -> None:
    cellar(counter)
    counter.keys("/stock COLA\n", *keys)
    assert said in counter.desk.notice.text
    assert isinstance(counter.desk.view, StockCard)


def test_each_field_is_checked_as_it_is_left_and_what_is_needed_is_asked_for(counter: Counter) -> None:
    counter.keys("/stock COLA\n", "f4", "many\n")
    assert "'many'" in counter.desk.notice.text and counter.desk.router.text == "many"
    counter.keys("escape", "1.5\n")
    assert "not a whole number" in counter.desk.notice.text
    counter.keys("escape", "2\n", "\n", "\n")
    assert counter.desk.notice.text == "why: something is needed here"
    counter.keys("escape")
    assert "Esc again leaves it" in counter.desk.notice.text and isinstance(counter.desk.view, FieldsForm)
    counter.keys("escape")
    assert not isinstance(counter.desk.view, FieldsForm)
    assert counter.desk.register.looking.stock("COLA") == 24


def test_rules_are_seen_and_taken_away(counter: Counter) -> None:
    counter.till("/rules COLA low=5 negative=block for summer")
    counter.keys("/stock COLA\n")
    assert "low at 5" in shown(counter) and "not sold below zero" in shown(counter)
    counter.keys("f6", "-\n", "down", "f2")
    counter.keys("3\n", "\n", "\n")
    assert "low at" not in shown(counter) and "not sold below zero" not in shown(counter)
    assert "which rules" in counter.till.refused("/rules COLA")
    assert "negative=block" in counter.till.refused("/rules COLA low=1 up=2")
