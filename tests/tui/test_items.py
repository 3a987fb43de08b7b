"""Finding items on the whole page, and price checks."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pos_tui.core.item import Item
from pos_tui.screens.items import CheckView, FindView

from .fake_register import Counter
from .test_lists import text_of

CODE = "5449000000996"


@pytest.fixture
def counter() -> Counter:
    made = Counter()
    made.register.items = (
        Item('M"1', "Milk", Decimal("1.19"), "none", "Dairy"),
        Item("C1", "Milk chocolate", None, "none", "Sweets"),
    )
    made.register.looking.stocks = {"C1": Decimal("2.5")}
    return made


def page(counter: Counter, width: int = 62, height: int = 20) -> str:
    return text_of(counter.desk.view.body(width, height))


def test_the_page_has_price_stock_and_department(counter: Counter) -> None:
    counter.type("milk")
    counter.key("f2")
    assert isinstance(counter.desk.view, FindView)
    shown = page(counter)
    for text in ("Milk chocolate", "open price", "2.5", "Sweets", "1.19", "Dairy"):
        assert text in shown
    assert counter.desk.router.text == "milk", "what was typed is still there"


def test_only_what_the_arrows_chose_is_sold(counter: Counter) -> None:
    counter.key("f2")
    counter.type("2*milk")
    counter.key("f2")
    counter.key("f2")
    counter.key("enter")
    assert counter.register.ran == [('2*"C1"', "search")]
    assert counter.desk.view is counter.desk.sale


def test_words_alone_sell_nothing(counter: Counter) -> None:
    counter.key("f2")
    counter.type("milk")
    counter.key("down")
    counter.key("up")
    counter.key("enter")
    assert counter.register.ran == [("milk", "key")], "no choice: the register decides"


@pytest.mark.parametrize("opening", ["", "milk", "12"])
def test_a_scan_on_the_page_sells_and_is_never_looked_up(counter: Counter, opening: str) -> None:
    counter.key("f2")
    counter.type(opening)
    for _ in opening:
        counter.key("backspace")
    page(counter)
    looked = counter.register.looked
    for char in CODE:
        counter.key(char, char, 0.002)
        if len(counter.desk.router.text) > 1:
            page(counter)
    counter.key("enter", after=0.002)
    assert counter.register.looked == looked
    assert counter.sold == [CODE]
    assert counter.desk.view is counter.desk.sale


def test_digits_are_looked_up_on_the_page_only(counter: Counter) -> None:
    counter.type("123")
    counter.desk.sale.finder.rows(60, 2, counter.desk.stock)
    assert counter.register.looked == 0
    counter.key("f2")
    page(counter)
    assert counter.register.looked == 1


def test_find_with_words_opens_the_page(counter: Counter) -> None:
    counter.type("/find choc\n")
    assert isinstance(counter.desk.view, FindView)
    assert "Milk chocolate" in page(counter)


def test_escape_goes_back_in_steps(counter: Counter) -> None:
    counter.type("milk")
    counter.key("f2")
    counter.key("escape")
    assert isinstance(counter.desk.view, FindView)
    counter.key("escape")
    assert counter.desk.view is counter.desk.sale
    assert counter.register.ran == []


# Price checks


def test_each_scan_is_answered_and_none_is_sold(counter: Counter) -> None:
    counter.type("/check\n")
    assert isinstance(counter.desk.view, CheckView)
    for code in (CODE, "54490000"):
        counter.scan(code, "\n\n")
        assert code in page(counter)
    assert counter.sold == []
    counter.key("escape")
    counter.scan(CODE)
    assert counter.sold == [CODE]


def test_a_price_check_in_the_middle_of_a_sale_changes_nothing(counter: Counter) -> None:
    counter.scan(CODE)
    before = counter.register.basket
    counter.type("/check\n54490000\n")
    counter.key("escape")
    assert counter.register.basket is before


def test_words_are_chosen_from_and_checked(counter: Counter) -> None:
    counter.type("/check\nmilk")
    assert "Sweets" in page(counter)
    counter.key("down")
    counter.key("enter")
    assert counter.register.ran == [('/check "M""1"', "key")]
    assert "Sweets" not in page(counter)


def test_a_command_leaves_the_price_check(counter: Counter) -> None:
    counter.type("/check\n/undo\n")
    assert counter.desk.view is counter.desk.sale
    assert counter.register.ran == [("/undo", "key")]
