"""Lists and pages: narrowing, choosing, and what a scan in them comes to."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_tui.core.sale import Basket, SaleLine
from pos_tui.screens.help import HelpPage, MenuView
from pos_tui.screens.lists import ListView
from pos_tui.screens.pages import TextView
from pos_tui.screens.scroll import KEYS, Scroll

from .fake_register import Counter

if TYPE_CHECKING:
    from pos_tui.widgets.paint import Row

CODE = "5449000000996"


class Fruit(ListView):
    """A list that writes down what was taken."""

    taken: str = ""

    def labels(self) -> Sequence[str]:
        return ["Apple red", "Apple green", "Pear", "Plum 7"]

    def take(self, place: int) -> None:
        self.taken = self.labels()[place]


def text_of(rows: list[Row] | None) -> str:
    return "\n".join("".join(text for text, _ in spans) for spans in rows or [])


@pytest.fixture
def counter() -> Counter:
    return Counter()


@pytest.fixture
def fruit(counter: Counter) -> Fruit:
    view = Fruit(counter.desk)
    counter.desk.open(view)
    return view


def test_what_is_typed_narrows_and_enter_takes(counter: Counter, fruit: Fruit) -> None:
    counter.type("app gre")
    assert "(1)" in text_of(fruit.body(40, 10))
    assert "red" not in text_of(fruit.body(40, 10))
    counter.key("enter", after=0.1)
    assert fruit.taken == "Apple green"
    assert counter.desk.view is counter.desk.sale
    assert counter.sold == []


def test_a_bare_enter_takes_only_after_a_pause(counter: Counter, fruit: Fruit) -> None:
    counter.key("enter", after=0.1)
    assert not fruit.taken
    counter.key("down")
    counter.key("enter")
    assert fruit.taken == "Apple green"


@pytest.mark.parametrize("code", [CODE, "12345678"])
def test_a_scan_sells_whatever_the_list_holds(counter: Counter, fruit: Fruit, code: str) -> None:
    counter.scan(code)
    assert (counter.sold, fruit.taken) == ([code], "")
    assert counter.desk.view is counter.desk.sale


def test_a_typed_code_that_no_row_has_sells(counter: Counter, fruit: Fruit) -> None:
    counter.type(f"{CODE}\n")
    assert (counter.sold, fruit.taken) == ([CODE], "")


def test_a_command_is_run_and_chooses_nothing(counter: Counter, fruit: Fruit) -> None:
    counter.type("/undo\n")
    assert counter.register.ran == [("/undo", "key")]
    assert not fruit.taken


def test_escape_takes_the_words_away_and_then_the_list(counter: Counter, fruit: Fruit) -> None:
    counter.type("pear")
    counter.key("escape")
    assert counter.desk.view is fruit
    assert "(4)" in text_of(fruit.body(40, 10))
    counter.key("escape")
    assert counter.desk.view is counter.desk.sale


def test_nothing_that_matches_is_said(counter: Counter, fruit: Fruit) -> None:
    counter.type("zzz")
    counter.key("down")
    assert "nothing matches zzz" in text_of(fruit.body(40, 10))


@given(st.lists(st.sampled_from(sorted(KEYS)), max_size=30), st.integers(0, 50), st.integers(1, 20))
def test_what_is_chosen_is_always_seen(keys: list[str], count: int, room: int) -> None:
    scroll = Scroll()
    for key in keys:
        scroll.move(key, count)
        shown = scroll.window(count, room)
        assert len(shown) == min(count, room)
        assert not count or scroll.chosen in shown


def test_text_scrolls_to_its_end_and_no_further(counter: Counter) -> None:
    page = TextView(counter.desk, [f"line {number}" for number in range(30)], "TEXT")
    counter.desk.open(page)
    for key in ("pagedown", "pagedown", "pagedown", "pagedown", "down"):
        page.body(40, 12)
        counter.key(key)
    assert "line 29" in text_of(page.body(40, 12))
    assert "line 20" in text_of(page.body(40, 12))
    counter.key("home")
    assert "line 0" in text_of(page.body(40, 12))


# Help


def test_a_key_in_the_menu_is_asked_about_and_not_pressed(counter: Counter) -> None:
    counter.scan(CODE)
    counter.key("f12")
    counter.key("f4")
    assert isinstance(counter.desk.view, HelpPage)
    assert "/void" in text_of(counter.desk.view.body(60, 20))
    counter.key("f8")
    assert "/undo" in text_of(counter.desk.view.body(60, 20))
    assert counter.register.ran == [(CODE, "scan")]
    counter.key("escape")
    assert isinstance(counter.desk.view, MenuView)


def test_a_help_page_puts_its_command_into_the_prompt(counter: Counter) -> None:
    counter.type("/help price\n")
    assert isinstance(counter.desk.view, HelpPage)
    counter.key("enter")
    assert counter.desk.router.text == "/price "
    assert counter.desk.view is counter.desk.sale


def test_help_of_a_word_that_is_no_command_is_what_speaks_of_it(counter: Counter) -> None:
    counter.type("/help drawer\n")
    shown = text_of(counter.desk.view.body(70, 20))
    assert isinstance(counter.desk.view, MenuView)
    assert "/nosale" in shown
    assert "/note" not in shown


def test_a_short_code_typed_in_the_menu_sells(counter: Counter) -> None:
    counter.key("f12")
    counter.type("5\n")
    assert counter.sold == ["5"]
    assert counter.desk.router.text == ""


@pytest.mark.parametrize("opening", ["/help\n", "/help void\n"])
def test_a_scan_in_the_help_sells(counter: Counter, opening: str) -> None:
    counter.type(opening)
    counter.scan(CODE)
    assert counter.sold == [CODE]


# Held sales


def held(number: int, name: str | None, goods: str) -> Any:
    line = SaleLine("A", "A", goods, "none", 1, 1)  # type: ignore[arg-type]
    document = {**Basket(f"b{number}", (line,)).to_document(), "operator": "ana"}
    return SimpleNamespace(
        id=f"H{number}", name=name, time="2026-11-23T14:05:00Z", till="1", total=100, document=document
    )


def with_held(counter: Counter) -> None:
    counter.register.baskets = (held(2, None, "Milk"), held(7, "bob", "Gum"), held(27, "table 7", "Tea"))
    counter.key("f7")
    counter.work()


@pytest.mark.parametrize(
    ("typed", "recalled"), [("7", "H7"), ("h27", "H27"), ("bo", "H7"), ("table", "H27"), ("2", "H2")]
)
def test_b75_a_held_sale_is_chosen_by_id_or_part_of_its_name(
    counter: Counter, typed: str, recalled: str
) -> None:
    with_held(counter)
    counter.type(f"{typed}\n")
    assert counter.register.ran == [(f"/recall {recalled}", "key")]


def test_keys_typed_while_the_held_sales_are_read_wait_for_them(counter: Counter) -> None:
    counter.register.baskets = (held(7, "bob", "Gum"),)
    counter.key("f7")
    counter.type("7\n")
    assert counter.register.ran == []
    counter.work()
    assert counter.register.ran == [("/recall H7", "key")]


def test_a_scan_among_held_sales_sells(counter: Counter) -> None:
    with_held(counter)
    counter.scan(CODE)
    assert counter.sold == [CODE]


def test_the_lines_of_the_chosen_held_sale_are_seen(counter: Counter) -> None:
    with_held(counter)
    counter.key("down")
    shown = text_of(counter.desk.view.body(62, 20))
    assert "Gum" in shown
    assert "1 item" in shown
    assert "ana" in shown
