"""The list of items to keep, and the page on which one is changed field by field."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from pos_tui.core.history import Change
from pos_tui.core.item import Item
from pos_tui.register.outcome import Outcome
from pos_tui.screens.asking import AskText
from pos_tui.screens.item import ItemPage, KeepView
from pos_tui.screens.pages import TextView
from pos_tui.screens.variants import VariantsView

from .fake_register import Counter
from .test_lists import text_of

CODE = "5449000000996"


class Keeper:
    """Keeps one item."""

    def __init__(self) -> None:
        self.known = {"sku": "M1", "gtin": "", "plu": "", "name": "Milk", "price": "1.19", "coming": "",
                      "cost": "", "department": "Dairy", "tax": "zero", "unit": "each", "status": "active",
                      "age": ""}  # fmt: skip

    def fields(self, sku: str) -> Mapping[str, str]:
        return dict(self.known)

    def objection(self, sku: str, field: str, text: str) -> str:
        return "no price" if field == "price" and not text.replace(".", "").isdigit() else ""

    def choices(self, field: str) -> list[tuple[str, str]]:
        return [("Dairy", "Dairy"), ("Food", "Food"), ("", "none")] if field == "department" else []

    def history(self, sku: str) -> list[Change]:
        return [Change(1, 0, "ana", "", (("price", "", "1"),), is_new=True),
                Change(2, 86_400_000, "bob", "dearer", (("price", "1", "1.19"),))]  # fmt: skip


@pytest.fixture
def counter() -> Counter:
    made = Counter()
    made.register.looking.kept = (
        Item("M1", "Milk", Decimal("1.19"), "zero", "Dairy"),
        Item("M2", "Milk, old", Decimal("1.00"), "zero", "Dairy", status="ended"),
    )
    made.register.looking.keeper = Keeper()
    return made


def page(counter: Counter, width: int = 57, height: int = 18) -> str:
    return text_of(counter.desk.view.body(width, height))


def opened(counter: Counter) -> ItemPage:
    counter.type("/item M1\n")
    view = counter.desk.view
    assert isinstance(view, ItemPage)
    return view


def change(counter: Counter, field: str, text: str) -> None:
    counter.type(f"{field}\n")
    assert isinstance(counter.desk.view, AskText)
    counter.type(f"{text}\n")


def test_the_list_has_what_is_ended_and_opens_a_page(counter: Counter) -> None:
    counter.type("/items milk\n")
    assert isinstance(counter.desk.view, KeepView)
    assert "Milk, old" in page(counter)
    counter.key("down")
    counter.key("enter")
    assert "ITEM M1" in page(counter)
    counter.key("escape")
    assert isinstance(counter.desk.view, KeepView)


def test_a_scan_in_the_list_opens_its_item(counter: Counter) -> None:
    counter.register.looking.kept = (Item(CODE, "Cola", Decimal(1), "zero"),)
    counter.type("/items\n")
    counter.scan("4006381333931")
    assert isinstance(counter.desk.view, KeepView)
    assert counter.desk.notice.text == "no item has the code 4006381333931: Enter makes it"
    counter.scan(CODE)
    assert isinstance(counter.desk.view, ItemPage)
    assert not counter.sold


def test_a_field_is_checked_as_it_is_left(counter: Counter) -> None:
    opened(counter)
    change(counter, "price", "abc")
    assert (counter.desk.notice.text, counter.desk.notice.sound) == ("no price", "refused")
    assert isinstance(counter.desk.view, AskText), "it stays until it is right, or Esc"
    counter.type("1.29\n")
    assert "*price" in page(counter) and "1.29" in page(counter)
    assert "1 change not recorded" in page(counter)


def test_changes_are_recorded_together_with_a_reason(counter: Counter) -> None:
    opened(counter)
    change(counter, "price", "1.29")
    change(counter, "name", 'Milk "fresh"')
    counter.key("f2")
    counter.type("new list\n")
    assert counter.register.ran[-1][0] == (
        '/item "M1" price="1.29" name="Milk ""fresh""" was price="1.19" name="Milk" for new list'
    )
    assert "not recorded" not in page(counter)


def test_what_was_refused_is_still_there(counter: Counter) -> None:
    counter.register.refused = frozenset({"new list"})
    view = opened(counter)
    change(counter, "price", "1.29")
    counter.register.run = lambda text, **_more: Outcome("refused", "changed meanwhile")  # type: ignore[assignment]
    view._keeper.known["price"] = "1.25"  # type: ignore[attr-defined]
    counter.key("f2")
    counter.type("because\n")
    assert counter.desk.notice.text == "changed meanwhile"
    assert "*price           1.29" in page(counter)


def test_esc_tells_of_changes_first_and_keeps_them_for_the_next_time(counter: Counter) -> None:
    counter.type("/items milk\n")
    counter.key("down")
    counter.key("enter")
    change(counter, "price", "1.29")
    counter.key("escape")
    assert isinstance(counter.desk.view, ItemPage)
    assert "Esc again" in counter.desk.notice.text
    counter.key("escape")
    assert isinstance(counter.desk.view, KeepView)
    counter.key("enter")
    assert "*price           1.29" in page(counter)


def test_a_value_is_taken_away_and_the_old_one_is_no_change(counter: Counter) -> None:
    opened(counter)
    counter.type("department\nnone\n")
    assert "*department" in page(counter)
    counter.type("department\nDairy\n")
    assert "*department" not in page(counter)
    change(counter, "name", "-")
    assert "*name" in page(counter)


def test_a_scan_is_an_answer_for_codes_and_waits_elsewhere(counter: Counter) -> None:
    opened(counter)
    counter.type("bar codes\n")
    counter.scan(CODE)
    assert CODE in page(counter) and isinstance(counter.desk.view, ItemPage)
    counter.type("bar codes\n")
    counter.scan("96385074")
    assert f"{CODE}; 96385074" in page(counter)
    counter.type("name\n")
    counter.scan("4006381333931")
    assert [entry.text for entry in counter.desk.waiting] == ["4006381333931"]


def test_history_is_the_newest_first(counter: Counter) -> None:
    opened(counter)
    counter.key("f3")
    assert isinstance(counter.desk.view, TextView)
    assert "reading..." in page(counter)
    counter.work_all()
    shown = page(counter)
    assert shown.index("1970-01-02 00:00 bob dearer") < shown.index("1970-01-01 00:00 ana new")
    assert "price: 1 > 1.19" in shown


@pytest.mark.parametrize("entry", ["2*TEE", "TEE"])
def test_variants_are_chosen_from_a_list(counter: Counter, entry: str) -> None:
    counter.register.looking.kept = ()
    tees = tuple(
        Item(f"TEE-{size}", f"T-shirt {size}", Decimal(15), "none", variant=(size,)) for size in "SML"
    )
    looking: Any = counter.register.looking
    looking.items_of = lambda code: tees
    ran = counter.register.run

    def run(text: str, **more: Any) -> Outcome:
        if text != entry:
            return ran(text, **more)
        data = {"variants_of": "TEE", "items": [{"code": item.sku} for item in tees]}
        return Outcome("refused", "which T-shirt?", data, sound="unknown")

    counter.register.run = run  # type: ignore[method-assign, assignment]
    counter.type(f"{entry}\n")
    assert isinstance(counter.desk.view, VariantsView)
    assert "which T-shirt?  (3)" in page(counter)
    counter.type("m\n")
    assert counter.register.ran[-1] == (entry.replace("TEE", '"TEE-M"'), "search")
