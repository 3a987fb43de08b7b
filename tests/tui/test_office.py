"""The back office on the screen: a list that follows what is typed, a form, history, two at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pos_tui.bootstrap import open_shop
from pos_tui.bootstrap.office import office
from pos_tui.core.office import Edit
from pos_tui.screens.office import RulesView
from pos_tui.screens.office_form import RuleForm
from pos_tui.screens.pages import TextView
from pos_tui.screens.pick import PickView
from pos_tui.screens.sale import SaleView
from tests.register.shop import EAN, Till

from .test_lists import text_of
from .test_scan_everywhere import Counter


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    till = Till(tmp_path)
    till('/promotions CO new kind=set goods="3*COLA" price=3.00 name="3 colas" for spring')
    till('/promotions HAPPY new kind=percent goods="TISSUE" percent=20 hours=17:00-19:00 for evening')
    yield Counter(till)
    till.stop()


def page(counter: Counter, width: int = 57, height: int = 20) -> str:
    return text_of(counter.desk.view.body(width, height))


def opened(counter: Counter, code: str = "CO") -> RuleForm:
    counter.keys(f"/promotions {code}\n")
    view = counter.desk.view
    assert isinstance(view, RuleForm)
    return view


def edit(counter: Counter, field: str, text: str) -> RuleForm:
    view = counter.desk.view
    assert isinstance(view, RuleForm)
    view.go_to(field)
    counter.keys(f"{text}\n")
    return view


def save(counter: Counter, why: str = "because") -> None:
    counter.keys("f1", f"{why}\n")


def test_a_changed_list_is_looked_through_again_with_the_same_words(counter: Counter) -> None:
    counter.keys("/promotions\n", "colas")
    assert "PROMOTIONS  (1)" in page(counter)
    counter.till('/promotions MORE new kind=set goods="2*COLA" price=2.00 name="2 colas" for spring')
    view = counter.desk.view
    assert isinstance(view, RulesView)
    view.reload()
    assert "PROMOTIONS  (2)" in page(counter)


def test_the_list_narrows_and_opens_one(counter: Counter) -> None:
    counter.keys("/promotions\n")
    assert "PROMOTIONS  (2)" in page(counter) and "17:00-19:00" in page(counter)
    counter.keys("happy\n")
    assert "PROMOTIONS: HAPPY" in page(counter)
    counter.keys("escape")
    assert isinstance(counter.desk.view, RulesView)
    counter.keys("nothing of it\n")
    assert "nothing matches" in counter.desk.notice.text
    assert isinstance(counter.desk.view, RulesView)


def test_each_field_has_help_and_is_checked_as_it_is_left(counter: Counter) -> None:
    opened(counter)
    view = edit(counter, "price", "2,9o")
    assert counter.desk.notice.sound == "refused"
    assert (view.field, counter.desk.typed) == ("price", "2,9o"), "it stays to be put right"
    assert "what a piece, or the whole set, costs" in page(counter)
    for field in view._book.fields:
        view.go_to(field.name) if field.name in view._fields else None
        assert view.about_field()


def test_what_stays_is_passed_by_and_a_rate_that_was_is_refused_as_it_is_left(counter: Counter) -> None:
    counter.keys("/taxes standard\n")
    view = counter.desk.view
    assert isinstance(view, RuleForm)
    assert view.field == "name"
    counter.keys("down")
    assert view.field == "rates", "the kind stays"
    counter.keys("21\n")
    assert "write 21 from 2026-11-23" in counter.desk.notice.text
    counter.keys("escape", "up", "up")
    assert view.field == "name"


def test_a_change_is_recorded_with_a_reason_and_counts_in_the_next_sale(counter: Counter) -> None:
    counter.keys("3*COLA\n")
    opened(counter)
    edit(counter, "price", "2.50")
    assert "*price        2.50" in page(counter)
    counter.keys("f1")
    assert "3.00 > 2.50" in page(counter), "before and after are seen before it is said why"
    counter.keys("dearer\n")
    assert isinstance(counter.desk.view, SaleView)
    assert counter.desk.shown.due == 300, "an open sale keeps what it began with"
    counter.keys("/cash 20\n", "3*COLA\n")
    assert counter.desk.shown.due == 250


def test_what_another_changed_meanwhile_is_told_and_not_overwritten(counter: Counter) -> None:
    view = opened(counter)
    book = counter.till.register.looking.book("promotions")
    book.change(Edit("CO", {"price": "2.80", "name": "Colas"}, "bob", "his"))
    edit(counter, "price", "2.50")
    save(counter)
    assert "bob changed price from '3.00' to '2.80' meanwhile" in counter.desk.notice.text
    assert book.texts("CO")["price"] == "2.80"
    assert "Colas" in page(counter) and "*price        2.50" in page(counter)
    save(counter, "I know")
    assert not counter.desk.has(view)
    assert book.texts("CO") | {"price": "2.50", "name": "Colas"} == book.texts("CO")


def test_a_new_one_is_made_with_choices_and_scans(counter: Counter) -> None:
    counter.keys("/promotions\n", "f2", "CO\n")
    assert "there is a CO already" in counter.desk.notice.text
    counter.keys("escape", "FEW\n", "\n", "f2")
    assert isinstance(counter.desk.view, PickView)
    counter.keys("2\n")
    assert "percent off" in page(counter) and "amount off" not in page(counter)
    counter.bytes(f"{EAN}\r")
    assert "goods        COLA" in page(counter)
    counter.keys("f1")
    assert "needs percent" in counter.desk.notice.text
    edit(counter, "percent", "10")
    save(counter, "few")
    assert isinstance(counter.desk.view, RulesView) and "FEW" in page(counter)
    assert not counter.till.register.basket.lines


def test_a_copy_begins_with_the_same_and_an_ended_one_stays_on_record(counter: Counter) -> None:
    counter.keys("/promotions\n", "co\n", "f6", "over\n")
    assert isinstance(counter.desk.view, RulesView)
    assert page(counter).index("HAPPY") < page(counter).index("CO") < page(counter).index("(ended)")
    counter.keys("ended", "f4")
    assert "3*COLA" in page(counter)
    edit(counter, "code", "CO2")
    save(counter)
    assert counter.till.register.looking.book("promotions").texts("CO2")["price"] == "3.00"
    opened(counter)
    edit(counter, "price", "1")
    counter.keys("f1")
    assert "it is ended" in counter.desk.notice.text


def test_history_says_who_when_before_and_after_the_newest_first(counter: Counter) -> None:
    counter.till("/promotions CO price=2.80 for dearer")
    opened(counter)
    counter.keys("f3")
    assert isinstance(counter.desk.view, TextView)
    told = page(counter)
    assert told.index("owner dearer") < told.index("price: 3.00 > 2.80") < told.index("owner spring")
    assert "2026-11-23 14:" in told


def test_esc_tells_of_what_is_not_recorded(counter: Counter) -> None:
    opened(counter)
    edit(counter, "price", "1")
    counter.keys("escape")
    assert isinstance(counter.desk.view, RuleForm) and "Esc again" in counter.desk.notice.text
    counter.keys("escape")
    assert isinstance(counter.desk.view, SaleView)


def test_f4_takes_a_value_into_the_prompt_to_be_edited(counter: Counter) -> None:
    opened(counter).go_to("goods")
    counter.keys("f4", ",TISSUE\n")
    assert "*goods        3*COLA,TISSUE" in page(counter)


def test_it_fits_a_narrow_screen(counter: Counter) -> None:
    counter.keys("/promotions\n")
    assert "> CO" in page(counter, 40, 14)
    counter.keys("co\n")
    shown = page(counter, 40, 14)
    assert "> name         3 colas" in shown.replace(">  ", "> ") and "as the receipt says it" in shown
    assert "Enter: next; - empties it; F1 saves" in shown


def test_what_another_program_recorded_is_there(counter: Counter) -> None:
    state = counter.till.place / "state"
    with open_shop(counter.till.place / "store", clock=counter.till.clock, environ={}, state=state) as other:
        book = office(other)("promotions")
        book.change(Edit("NEW", {"kind": "percent", "percent": "5"}, "bob", is_new=True))
        opened(counter, "NEW")
        counter.keys("escape", "/promotions\n")
        assert "PROMOTIONS  (3)" in page(counter)
        counter.keys("co\n")
        book.change(Edit("CO", {"price": "2"}, "bob"))
        edit(counter, "price", "1")
        save(counter)
        assert "bob changed price from '3.00' to '2.00' meanwhile" in counter.desk.notice.text


def test_what_was_looked_for_and_is_not_there_begins_a_new_one(counter: Counter) -> None:
    counter.till("/pricelists TRADE new")
    counter.keys("/pricelists TRADE\n", "f7", "f2")
    assert counter.desk.typed == "TRADE:"
    counter.bytes(f"{EAN}\r")
    view = counter.desk.view
    assert isinstance(view, RuleForm)
    assert view.values["code"] == "TRADE:COLA"
    counter.keys("escape", "escape", "escape", "escape", "escape", "escape")
    counter.keys("/promotions\n", "MANY", "f2", "\n", "\n", "2\n", "escape")
    view = counter.desk.view
    assert isinstance(view, RuleForm)
    assert view.values["code"] == "MANY"
    view.go_to("goods")
    counter.keys("3*")
    counter.bytes(f"{EAN}\r")
    assert view.values["goods"] == "3*COLA"
