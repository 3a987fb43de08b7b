"""The journal on the screen: it follows, and stops while somebody looks back."""

from __future__ import annotations

from typing import Any

import pytest

from data.codec import Record
from pos_tui.core.journal_fields import fields_of
from pos_tui.screens.journal import JournalView
from pos_tui.screens.pages import TextView

from .fake_register import Counter
from .test_lists import text_of

CODE = "5449000000996"
NOON = 1_795_435_200_000


def record(n: int, table: str = "events") -> Any:
    op = [
        "put",
        table,
        n,
        {"number": f"1-{n:06d}", "kind": "tick", "pin": "$argon2id$x", "lines": [{"a": [1]}]},
    ]
    return Record(f"{n:032x}", n, NOON + n * 1000, "ana", "1/7", None, [op], n)


@pytest.fixture
def counter() -> Counter:
    made = Counter()
    records = [record(n, "cash" if n % 10 == 0 else "events") for n in range(150, 0, -1)]
    made.register.looking.past = [records[:30], records[30:80], records[80:]]
    return made


def opened(counter: Counter) -> JournalView:
    counter.type("/journal\n")
    view = counter.desk.view
    assert isinstance(view, JournalView)
    counter.work_all()
    return view


def page(counter: Counter, width: int = 58, height: int = 20) -> str:
    return text_of(counter.desk.view.body(width, height))


def happen(counter: Counter, *numbers: int) -> None:
    counter.register.looking.past[0][:0] = [record(n) for n in reversed(numbers)]
    counter.second()
    counter.work_all()


def test_the_newest_stands_last_and_new_ones_follow(counter: Counter) -> None:
    opened(counter)
    assert "follows" in page(counter)
    assert page(counter).splitlines()[-2].startswith("> 150")
    happen(counter, 151, 152)
    assert page(counter).splitlines()[-2].startswith("> 152")
    happen(counter)
    happen(counter, 153)
    assert page(counter).splitlines()[-2].startswith("> 153")


def test_it_stands_still_while_somebody_looks_back(counter: Counter) -> None:
    opened(counter)
    counter.key("up")
    before = page(counter)
    happen(counter, 151, 152)
    assert page(counter).splitlines()[1:] == before.splitlines()[1:]
    assert "2 new" in page(counter)
    counter.key("f3")
    assert page(counter).splitlines()[-2].startswith("> 152")
    assert "follows" in page(counter)


def test_older_records_are_read_when_somebody_scrolls_up_and_nothing_jumps(counter: Counter) -> None:
    view = opened(counter)
    assert len(view.found) == 80
    for _ in range(3):
        page(counter)
        counter.key("pageup")
    chosen = next(line for line in page(counter).splitlines() if line.startswith(">"))
    counter.work_all()
    assert len(view.found) == 150
    assert next(line for line in page(counter).splitlines() if line.startswith(">")) == chosen
    counter.key("home")
    assert "> 1 " in page(counter)


def test_words_and_kinds_narrow_it_and_what_comes_is_narrowed_too(counter: Counter) -> None:
    view = opened(counter)
    for _ in range(2):
        counter.key("f2")
        counter.work_all()
    assert [one.n for one in view.found] == list(range(150, 0, -10))
    assert "cash, shift" in page(counter)
    happen(counter, 151)
    assert view.found[0].n == 150
    for _ in range(6):
        counter.key("f2")
    counter.type("000149")
    counter.work_all()
    assert [one.n for one in view.found] == [149]


def test_enter_shows_a_record_whole_but_no_hash_of_a_pin(counter: Counter) -> None:
    opened(counter)
    counter.key("enter")
    assert isinstance(counter.desk.view, TextView)
    shown = page(counter, height=30)
    for text in ("RECORD 150", "hash: 0", "put cash 150", "number: 1-000150", "a: 1", "pin: ***"):
        assert text in shown
    assert "argon" not in shown
    happen(counter, 151)
    counter.key("escape")
    assert page(counter).splitlines()[-2].startswith("> 151"), "it went on following"


def test_a_scan_in_the_journal_sells(counter: Counter) -> None:
    opened(counter)
    counter.scan(CODE)
    assert counter.sold == [CODE]
    assert counter.desk.view is counter.desk.sale


def test_nothing_looks_any_more_once_it_is_closed(counter: Counter) -> None:
    opened(counter)
    counter.key("escape")
    counter.second()
    assert counter.later == []


def test_a_disk_that_fails_is_told_and_looked_at_again(counter: Counter) -> None:
    opened(counter)
    counter.register.looking.broken = True
    counter.second()
    assert counter.desk.notice.text == "the disk is gone"
    counter.register.looking.broken = False
    happen(counter, 151)
    assert "> 151" in page(counter)


def test_the_fields_of_a_record_are_lines() -> None:
    ops = [
        ["set", "items", 7, {"price": None, "gtins": ["1", "2"], "tax": {"rate": 0, "in": True}, "none": []}]
    ]
    lines = fields_of(Record("f" * 32, 7, NOON, "ana", "1/7", "k", ops, 7))
    assert list(lines) == [
        f"hash: {'f' * 32}", "writer: 1/7", "key: k", "", "set items 7", "  price: -", "  gtins: 1, 2",
        "  tax:", "    rate: 0", "    in: yes", "  none: -",
    ]  # fmt: skip
