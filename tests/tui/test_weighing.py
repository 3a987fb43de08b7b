"""The scale at the screen: it is asked beside the keys, and only a person says that a weight is right."""

from __future__ import annotations

import pytest

from pos_tui.screens.confirm import SameWeightDialog

from .fake_register import Counter

CODE = "5449000000996"


@pytest.fixture
def counter() -> Counter:
    made = Counter()
    made.register.repeated = frozenset({"4011"})
    made.scan("4011")
    assert made.desk.doing == "weighing" and made.desk.router.held
    made.work()
    assert isinstance(made.desk.view, SameWeightDialog)
    return made


def test_f1_sells_the_same_weight_again(counter: Counter) -> None:
    counter.key("f1")
    assert counter.register.ran[-1] == ("/weigh 4011 again", "key")
    assert counter.desk.view is counter.desk.sale


def test_escape_sells_nothing_and_says_what_to_do(counter: Counter) -> None:
    counter.key("escape")
    assert counter.register.ran == [("4011", "key")]
    assert "empty the scale" in counter.desk.notice.text
    assert counter.desk.view is counter.desk.sale


def test_b03_a_scan_answers_nothing_and_sells_when_the_question_is_answered(counter: Counter) -> None:
    counter.scan(CODE)
    counter.key("enter")
    assert isinstance(counter.desk.view, SameWeightDialog)
    assert counter.register.ran == [("4011", "key")]
    counter.key("escape")
    assert counter.sold == ["4011", CODE]


def test_keys_typed_while_the_scale_is_asked_come_after_it() -> None:
    counter = Counter()
    counter.register.repeated = frozenset({"4011"})
    counter.scan("4011")
    counter.scan(CODE)
    assert counter.sold == []
    counter.work()
    counter.key("escape")
    assert counter.sold == ["4011", CODE]


def test_the_chosen_packaging_stands_at_the_prompt() -> None:
    counter = Counter()
    assert counter.desk.sale.prompt == ""
    counter.register.tare = "b\x1bag"
    counter.desk.refresh()
    assert counter.desk.sale.prompt == "tare b·ag: "
