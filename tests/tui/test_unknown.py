"""What can be done with a code that no item has, over a fake register: steps, scans meanwhile, ways back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_tui.core.department import Department
from pos_tui.core.item import Item
from pos_tui.screens.asking import AskText
from pos_tui.screens.departments import DepartmentView
from pos_tui.screens.endings import EndingView
from pos_tui.screens.items import FindView
from pos_tui.screens.unknown import UnknownView, UnmatchedView

from .fake_register import Counter

CODE = "5449000000996"
GOOD = "4006381333931"
DEPARTMENTS = tuple(Department(name, name, "none") for name in ("Dairy", "Fruit & Veg", "Drinks"))


def new_counter() -> Counter:
    counter = Counter()
    counter.register.unknown = frozenset({CODE, "AB-12345"})
    counter.register.sold_under = DEPARTMENTS
    return counter


@pytest.fixture
def counter() -> Counter:
    return new_counter()


@pytest.fixture
def asked(counter: Counter) -> Counter:
    """With the dialog open."""
    counter.scan(CODE)
    counter.key("f2")
    assert isinstance(counter.desk.view, UnknownView)
    return counter


def bar(counter: Counter) -> list[tuple[str, str]]:
    return counter.desk.view.keys()


def commands(counter: Counter) -> list[str]:
    return [text for text, _ in counter.register.ran if text.startswith("/")]


def test_b05_a_miss_says_which_key_helps_and_selling_goes_on(counter: Counter) -> None:
    counter.scan(CODE)
    assert counter.sounds == ["unknown"]
    assert counter.desk.notice.text == f"no item has {CODE}; F2: what now?"
    assert ("F2", "New?") in bar(counter)
    counter.scan(GOOD)
    assert ("F2", "Find") in bar(counter)
    assert counter.sold == [CODE, GOOD]


def test_words_that_match_nothing_are_no_unknown_code(counter: Counter) -> None:
    counter.register.refused = frozenset({"nothing"})
    counter.type("nothing\n")
    counter.key("f2")
    assert isinstance(counter.desk.view, FindView)


def test_f2_with_words_in_the_prompt_still_finds(counter: Counter) -> None:
    counter.scan(CODE)
    counter.type("milk")
    counter.key("f2")
    assert isinstance(counter.desk.view, FindView)


def test_esc_at_the_counter_forgets_the_code(counter: Counter) -> None:
    counter.scan(CODE)
    counter.key("escape")
    counter.key("f2")
    assert isinstance(counter.desk.view, FindView)


def test_the_item_is_made_and_sold(asked: Counter) -> None:
    asked.type("1\nFountain pen\n12.50\n2\n")
    assert commands(asked) == [f'/new "{CODE}" Fountain pen @12.50 Fruit & Veg']
    assert asked.register.ran[-1][1] == "scan"
    assert asked.desk.view is asked.desk.sale


@pytest.mark.parametrize(("entry", "start"), [(f"3*{CODE}", "3*"), (CODE, "")])
def test_what_was_typed_with_the_code_is_kept(counter: Counter, entry: str, start: str) -> None:
    counter.type(f"{entry}\n")
    counter.key("f2")
    counter.type("1\nPen\n1\ndairy\n")
    counter.type(f"{entry}\n")
    counter.key("f2")
    counter.type("2\n3\n2.50\n")
    assert commands(counter) == [
        f'/new {start}"{CODE}" Pen @1 Dairy',
        f'/dept {start}"Drinks"@2.50 ref {CODE}',
    ]


def test_function_keys_choose_the_way(asked: Counter) -> None:
    asked.key("f2")
    assert isinstance(asked.desk.view, DepartmentView)
    asked.key("escape")
    asked.key("f3")
    assert isinstance(asked.desk.view, EndingView)
    asked.key("escape")
    asked.key("f1")
    assert isinstance(asked.desk.view, AskText)
    asked.key("escape")
    asked.key("f9")
    assert isinstance(asked.desk.view, UnknownView)
    asked.key("f4")
    assert asked.desk.view is asked.desk.sale
    assert "/unmatched lists it" in asked.desk.notice.text


def test_arrows_and_a_patient_enter_choose(asked: Counter) -> None:
    asked.key("down")
    asked.key("enter", after=0.1)
    assert isinstance(asked.desk.view, UnknownView)
    asked.key("enter")
    assert isinstance(asked.desk.view, DepartmentView)


def test_the_checks_are_made_when_a_step_is_left(asked: Counter) -> None:
    asked.register.refused = frozenset({"bad"})
    asked.type("1\nbad\n")
    assert asked.desk.notice.text == "not this"
    asked.key("up")
    assert asked.desk.router.text == "bad"
    asked.key("escape")
    asked.type("Pen\nbad\n")
    assert (asked.desk.notice.text, asked.sounds[-1]) == ("not this", "refused")
    asked.type("1\n")
    assert isinstance(asked.desk.view, DepartmentView)


def test_an_item_that_cannot_be_made_says_so_before_it_asks(asked: Counter) -> None:
    asked.register.refused = frozenset({CODE})
    asked.type("1\n")
    assert isinstance(asked.desk.view, UnknownView)
    assert asked.desk.notice.text == "not this"


def test_esc_goes_one_step_back_and_loses_no_answer(asked: Counter) -> None:
    asked.type("1\nPen\n1.50\n")
    for _ in range(2):
        asked.key("escape")
    assert asked.desk.view.prompt == "name: [Pen] "
    asked.key("enter")
    assert asked.desk.view.prompt == "price: [1.50] "
    asked.type("1.75\n")
    asked.key("escape")
    asked.key("escape")
    asked.key("escape")
    assert isinstance(asked.desk.view, UnknownView)
    asked.key("escape")
    assert asked.desk.view is asked.desk.sale
    asked.key("f2")
    assert isinstance(asked.desk.view, UnknownView)


def test_a_refusal_stays_at_the_step(asked: Counter) -> None:
    asked.type("2\n1\n")
    asked.register.refused = frozenset({"@0"})
    asked.type("0\n")
    assert (asked.desk.notice.text, asked.desk.notice.sound) == ("no", "refused")
    asked.type("2\n")
    assert asked.desk.view is asked.desk.sale


def test_b03_b04_a_scan_in_any_step_waits_and_answers_nothing(asked: Counter) -> None:
    for number, answer in enumerate(("1\n", "Pen\n", "1.50\n", ""), 1):
        view = asked.desk.view
        asked.scan(GOOD, "\n\n")
        assert asked.desk.view is view
        assert [entry.text for entry in asked.desk.waiting] == [GOOD] * number
        asked.type(answer)
    asked.type("1\n")
    assert commands(asked) == [f'/new "{CODE}" Pen @1.50 Dairy']
    assert asked.register.ran[-4:] == [(GOOD, "scan")] * 4
    assert asked.desk.waiting == []


def test_b03_a_scan_in_each_list_and_prompt_of_the_other_ways(asked: Counter) -> None:
    for keys in ("2\n", "Dairy\n"):
        asked.type(keys)
        asked.scan(GOOD)
    asked.key("escape")
    asked.key("escape")
    asked.type("3\n")
    asked.scan(GOOD)
    assert len(asked.desk.waiting) == 3
    asked.key("escape")
    assert len(asked.desk.waiting) == 3, "the step below asks, too"
    asked.key("escape")
    assert asked.sold == [CODE, *[GOOD] * 3]


@pytest.mark.parametrize("typed", ["Pen", "1.5", "P"])
@pytest.mark.parametrize("code", [GOOD, "AB-12345"])
def test_a_scan_that_meets_half_an_answer_leaves_it_as_it_was(asked: Counter, typed: str, code: str) -> None:
    asked.type("1\n")
    asked.type(typed)
    asked.scan(code, "\n\n")
    assert asked.desk.router.text == typed
    assert [entry.text for entry in asked.desk.waiting] == [code]
    asked.type("x\n")
    assert asked.desk.view.prompt == "price: "


@pytest.mark.parametrize("gap", [0.05, 0.2])
def test_a_slow_scanner_and_a_typed_bar_code_are_no_answers_either(asked: Counter, gap: float) -> None:
    asked.type("1\n")
    asked.type(f"{GOOD}\n", gap)
    asked.type(f"Pen {GOOD}\n", gap)
    assert isinstance(asked.desk.view, AskText)
    assert [entry.text for entry in asked.desk.waiting] == [GOOD, GOOD]
    assert asked.desk.router.text == "Pen "


def test_a_number_that_is_no_row_leaves_everything_as_it_is(asked: Counter) -> None:
    asked.type("7\n")
    assert isinstance(asked.desk.view, UnknownView)
    assert asked.desk.notice.text.startswith("there is no 7 here")


def test_items_by_their_last_digits(asked: Counter) -> None:
    one = Item("7770000000996", "Cola", Decimal(1), "none")
    other = Item("8880000001996", "Juice", None, "none")
    asked.register.items = (one, other)
    asked.type("3\n")
    assert isinstance(asked.desk.view, EndingView)
    assert [label.split()[1] for label in asked.desk.view.labels()] == ["Cola"]
    asked.type("996\n")
    assert asked.desk.notice.text.startswith("there is no 996 here")
    asked.type("1996\n")
    assert asked.register.ran[-1] == ('"8880000001996"', "search")
    assert asked.desk.view is asked.desk.sale


def test_of_several_with_the_same_end_none_is_sold_before_it_is_chosen(asked: Counter) -> None:
    asked.register.items = tuple(Item(f"{n}0000996", f"Cola {n}", Decimal(1), "none") for n in (1, 2, 3))
    asked.type("3\n0996\n")
    assert asked.desk.notice.text.startswith("several end so")
    assert asked.desk.router.text == "0996"
    asked.key("down")
    asked.key("enter")
    assert asked.register.ran[-1] == ('"20000996"', "search")


def test_the_list_of_unknown_scans_opens_the_dialog_and_is_there_again(counter: Counter) -> None:
    counter.register.unmatched = (CODE, "1111")
    counter.type("/unmatched\n")
    view = counter.desk.view
    assert isinstance(view, UnmatchedView)
    assert list(view.labels()) == ["1111", CODE]
    counter.key("down")
    counter.key("enter")
    assert isinstance(counter.desk.view, UnknownView)
    assert CODE in counter.desk.view.title
    counter.key("escape")
    assert counter.desk.view is view
    counter.key("enter")
    counter.type("2\n1\n1\n")
    assert commands(counter)[1:] == [f'/dept "Dairy"@1 ref {CODE}']
    assert counter.desk.view is counter.desk.sale


def test_sell_by_department_without_any_code(counter: Counter) -> None:
    counter.type("/dept\n")
    counter.type("2\n0.80\n")
    assert counter.register.ran == [('/dept "Fruit & Veg"@0.80', "key")]


def test_departments_with_numbers_for_codes_are_chosen_by_them(counter: Counter) -> None:
    counter.register.sold_under = tuple(Department(c, f"Dept {c}", "none") for c in ("20", "10", "2"))
    counter.type("/dept\n10\n1\n/dept\n2\n1\n")
    assert commands(counter) == ['/dept "10"@1', '/dept "2"@1']


def test_a_shop_without_departments_says_what_makes_one(counter: Counter) -> None:
    counter.register.sold_under = ()
    counter.type("/dept\n")
    body = counter.desk.view.body(80, 20)
    assert body is not None
    assert any("pos departments set" in text for row in body for text, _ in row)
    counter.key("enter")
    counter.key("escape")
    assert counter.desk.view is counter.desk.sale


@pytest.mark.parametrize("size", [(80, 20), (40, 14), (20, 4)])
def test_every_step_paints_at_every_size(asked: Counter, size: tuple[int, int]) -> None:
    asked.register.items = (Item(CODE[1:], "A name that is rather long for a narrow terminal", None, "none"),)
    for keys in ("1\n", "Pen\n", "1\n"):
        assert len(asked.desk.view.body(*size) or ()) >= 1
        asked.type(keys)
    assert len(asked.desk.view.body(*size) or ()) >= 1
    asked.desk.close_all()
    asked.key("f2")
    asked.type("3\n")
    assert len(asked.desk.view.body(*size) or ()) >= 1


STEPS = [
    "scan",
    "scan",
    "scan+",
    "1\n",
    "2\n",
    "3\n",
    "4\n",
    "Pen\n",
    "P",
    "f1",
    "f2",
    "f3",
    "escape",
    "enter",
]


@given(st.lists(st.sampled_from([*STEPS, "down", f"miss {CODE}", "/unmatched\n", "/dept\n"]), max_size=40))
def test_whatever_is_done_no_scan_is_lost_or_out_of_order(plan: list[str]) -> None:
    counter, fed = new_counter(), []
    counter.register.unmatched = (CODE,)
    for step in plan:
        if step.startswith(("scan", "miss")):
            fed.append(CODE if step.startswith("miss") else f"A{len(fed):08d}")
            counter.scan(fed[-1], "\n\n" if step == "scan+" else "\n")
        elif step in ("P",) or step.endswith("\n"):
            counter.type(step)
        else:
            counter.key(step)
        counter.work()
    while counter.desk.view is not counter.desk.sale or counter.desk.router.text:
        counter.key("escape")
        counter.work()
    assert [text for text in counter.sold if text == CODE or (text[:1] == "A" and len(text) == 9)] == fed
    assert counter.desk.waiting == []
