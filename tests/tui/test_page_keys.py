"""All keys of a page on a screen that has no room to name them."""

from __future__ import annotations

import pytest

from pos_tui.screens.form import FieldsForm, FormSpec
from pos_tui.screens.page_keys import PageKeysView
from pos_tui.screens.picture import Picture
from pos_tui.terminal.router import Press

from .fake_register import Counter
from .test_lists import CODE, Fruit, text_of


class Crate(Fruit):
    """A list with more keys than forty columns hold, which writes down what was pressed."""

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter.desk)
        self.pressed: list[tuple[str, str]] = []

    def press(self, key: str, text: str) -> Press:
        if key not in ("f3", "f4", "f5"):
            return super().press(key, text)
        self.pressed.append((key, text))
        return Press.TOOK if key == "f5" else Press.ACTED

    def keys(self) -> list[tuple[str, str]]:
        named = [(f"F{number}", f"Something {number}") for number in (3, 4, 5)]
        return [("Enter", "Take"), *named, ("Esc", "Back")]


@pytest.fixture
def counter() -> Counter:
    return Counter()


@pytest.fixture
def crate(counter: Counter) -> Crate:
    view = Crate(counter)
    counter.desk.open(view)
    return view


def bar(counter: Counter, width: int) -> str:
    return text_of(Picture(counter.desk).rows(width, 20)[-1:])


def test_the_bar_names_the_key_of_all_keys_only_where_some_have_no_room(
    counter: Counter, crate: Crate
) -> None:
    assert bar(counter, 40).rstrip() == " Enter Take  F12 Keys  Esc Back"
    assert "F12" not in bar(counter, 80) and "F5 Something 5" in bar(counter, 80)


def test_they_are_listed_and_pressed_there_and_what_was_typed_is_there_again(
    counter: Counter, crate: Crate
) -> None:
    counter.type("ap")
    counter.key("f12")
    assert isinstance(counter.desk.view, PageKeysView)
    assert "F5     Something 5" in text_of(counter.desk.view.body(40, 10))
    counter.key("f4")
    assert (crate.pressed, counter.desk.view) == ([("f4", "ap")], crate)
    assert counter.desk.typed == crate.text == "ap"


def test_one_can_be_chosen_by_a_terminal_that_has_no_such_key(counter: Counter, crate: Crate) -> None:
    counter.type("ap")
    counter.key("f12")
    for _ in range(3):
        counter.key("down")
    counter.key("enter")
    assert crate.pressed == [("f5", "ap")]
    assert counter.desk.typed == crate.text == ""  # the page used it up


@pytest.mark.parametrize("key", ["escape", "f12"])
def test_one_step_back_is_the_page_as_it_was(counter: Counter, crate: Crate, key: str) -> None:
    counter.type("ap")
    counter.key("f12")
    counter.key("f9")  # a key that the page has not
    counter.key(key)
    assert (counter.desk.view, counter.desk.typed, crate.pressed) == (crate, "ap", [])


def test_a_scan_meanwhile_goes_where_it_goes_on_the_page(counter: Counter, crate: Crate) -> None:
    counter.key("f12")
    counter.scan(CODE)
    assert counter.sold == [CODE]
    assert counter.desk.view is counter.desk.sale


def test_a_forms_scan_goes_on_waiting(counter: Counter) -> None:
    saved: list[dict[str, str]] = []
    form = FieldsForm(counter.desk, FormSpec("NEW", {"name": "Name"}, lambda field, text: "", saved.append))
    counter.desk.open(form)
    counter.scan(CODE)
    counter.type("bro")
    counter.key("f12")
    counter.scan("96385074")
    assert (counter.desk.view, counter.desk.typed) == (form, "bro")
    counter.key("f12")
    counter.key("escape")
    assert len(counter.desk.waiting) == 2 and not counter.sold
    counter.type("ken")
    counter.key("f12")
    counter.key("f1")
    assert saved == [{"name": "broken"}]


def test_in_the_sale_the_same_key_is_the_menu(counter: Counter) -> None:
    counter.key("f12")
    assert not isinstance(counter.desk.view, PageKeysView)
    assert counter.desk.view is not counter.desk.sale
