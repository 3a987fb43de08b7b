"""Operators and roles on the screen: added, changed, let in and out; PINs are typed unseen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pos_tui.core.errors import PosError
from pos_tui.core.permission import NotAllowed, Rights, parse_grants
from pos_tui.screens.operators import OperatorForm, OperatorsView
from pos_tui.screens.pages import TextView
from pos_tui.screens.sign_on import PinView
from tests.register.people import employ, sign_on
from tests.register.shop import Till

from .test_lists import text_of
from .test_scan_everywhere import Counter


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    till = Till(tmp_path)
    employ(till, "ann", "bob")
    sign_on(till, "ann")
    yield Counter(till)
    till.stop()


def page(counter: Counter, width: int = 58, height: int = 20) -> str:
    return text_of(counter.desk.view.body(width, height))


def edit(counter: Counter, field: str, text: str) -> None:
    view = counter.desk.view
    assert isinstance(view, OperatorForm)
    view.go_to(field)
    counter.keys(f"{text}\n")


def test_somebody_new_gets_a_pin_that_nobody_sees_and_changes_it(counter: Counter) -> None:
    counter.keys("/operators\n")
    assert isinstance(counter.desk.view, OperatorsView)
    assert "Owner, last here 2026-11-23 14:05" in page(counter) and "was not here yet" in page(counter)
    counter.keys("f2", "eve\n", "Eve\n", "cashier\n", "f1", "hired\n")
    assert isinstance(counter.desk.view, PinView)
    counter.keys("1234\n")
    assert "guessed first" in counter.desk.notice.text
    counter.keys("8264")
    assert counter.desk.typed == "****"
    counter.keys("\n", "8265\n")
    assert "not the same" in counter.desk.notice.text
    counter.keys("8264\n", "8264\n")
    assert isinstance(counter.desk.view, OperatorsView)
    assert "eve" in page(counter) and "given PIN" in page(counter)
    station = counter.till.register.station
    assert station is not None and station.staff.get("eve").must_change
    assert not any(b"8264" in data for data in counter.till.files())


def test_the_last_owner_stays_and_who_left_is_not_deleted(counter: Counter) -> None:
    counter.keys("/operators ann\n")
    edit(counter, "active", "no")
    counter.keys("f1", "bye\n")
    assert "the only owner" in counter.desk.notice.text
    counter.keys("escape", "escape", "/operators bob\n")
    edit(counter, "active", "no")
    counter.keys("f1", "left us\n", "/operators\n")
    assert "(left)" in page(counter)
    counter.keys("bob\n", "f3")
    assert isinstance(counter.desk.view, TextView)
    shown = page(counter)
    assert "ann left us" in shown and "active: yes > no" in shown and "hash" not in shown


def test_wrong_pins_are_forgotten_and_unlock(counter: Counter) -> None:
    for _try in range(3):
        with pytest.raises(PosError):
            sign_on(counter.till, "bob", "0")
    sign_on(counter.till, "ann")
    counter.keys("/operators bob\n")
    assert "wrong PINs   3" in page(counter)
    edit(counter, "tries", "5")
    assert "only forgotten" in counter.desk.notice.text
    edit(counter, "tries", "-")
    counter.keys("f1", "asked\n")
    sign_on(counter.till, "bob")


def test_a_limit_is_a_field_of_a_role_and_counts_from_the_next_sign_on(counter: Counter) -> None:
    counter.keys("/roles cashier\n")
    shown = page(counter)
    assert "sale.discount          10%" in shown
    view = counter.desk.view
    view.go_to("sale.discount")  # type: ignore[attr-defined]
    assert "give a discount" in page(counter)
    counter.keys("25%\n", "f1", "sales\n")
    sign_on(counter.till, "bob")
    counter.till("COLA", "/disc 25% all", "/cash 5", "COLA")
    outcome = counter.till.register.run("/disc 26% all")
    assert "up to 25 %" in outcome.message


def test_nobody_gives_a_pin_to_who_may_more_and_a_cashier_sees_no_list(counter: Counter) -> None:
    sign_on(counter.till, "bob")
    counter.till.register.counter.rights = Rights(parse_grants(["operators.change"]))
    with pytest.raises(NotAllowed, match="may more than you"):
        counter.till.front.staff_board.give_pin("ann", "826451")
    sign_on(counter.till, "bob")
    counter.keys("/operators\n")
    assert not isinstance(counter.desk.view, OperatorsView)
    assert "you may not" in counter.desk.notice.text


def test_the_till_speaks_the_language_of_who_stands_there(counter: Counter) -> None:
    said: list[str] = []
    station = counter.till.register.station
    assert station is not None
    station.speak = said.append
    counter.till("/operators bob language=de for asked")
    for code in ("bob", "ann", "ann", "bob"):
        sign_on(counter.till, code)
    assert said == ["de", "", "de"]
    sign_on(counter.till, "ann")
    assert "not a word" in counter.till.refused("/operators bob language=../x")


def test_the_first_operator_owns_the_shop(tmp_path: Path) -> None:
    till = Till(tmp_path)
    counter = Counter(till)
    counter.keys("/operators\n", "ann\n", "735162\n", "735162\n")
    assert "RECOVERY CODE" in page(counter)
    counter.keys("escape")
    assert till.front.store.find("operators", "code", "ann")["role"] == "owner"
    till.stop()
