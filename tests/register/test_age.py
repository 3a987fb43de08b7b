"""What only who is old enough may buy: asked once a sale, answered by a person, on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .shop import Till, item

if TYPE_CHECKING:
    from .conftest import NewTill

WINE = "4006381333931"


@pytest.fixture
def till(new_till: NewTill) -> Till:
    made: Till = new_till()
    with made.front.store.transaction(operator="owner") as tx:
        tx.insert("items", item("WINE", "Red wine", "8.00", gtins=[WINE.zfill(14)], age=18))
        tx.insert("items", item("BEER", "Beer", "2.00", age=16))
        tx.insert("items", item("KNIFE", "Kitchen knife", "12.00", age=21))
    return made


def test_b72_an_age_is_asked_once_a_sale_with_the_date_shown(till: Till) -> None:
    why = till.refused(WINE, "scan")
    assert "for 18 and over: born 2008-11-23 or before?" in why
    outcome = till("/age yes")
    assert (outcome.kind, outcome.data["sku"]) == ("line", "WINE")
    till(WINE, "BEER", "2*WINE")
    assert [line[0] for line in till.lines()] == ["WINE", "WINE", "BEER", "WINE"]
    till("/cash 50")
    sale = till.sales()[-1]
    assert sale["age"] == {"age": 18, "born": "2008-11-23"}
    assert sale["lines"][0]["age"] == 18
    assert "for 18" in till.refused("WINE")


def test_b72_a_refusal_drops_the_line_and_is_on_record(till: Till) -> None:
    till("COLA")
    till.refused("3*WINE")
    outcome = till("/age no")
    assert outcome.data == {"age_refused": {"age": 18, "born": "2008-11-23"}}
    assert [line[0] for line in till.lines()] == ["COLA"]
    till("/cash 5")
    (event,) = [dict(e) for e in till.front.store.documents("events") if e["kind"] == "age_refused"]
    assert (event["item"], event["age"], event["operator"]) == ("Red wine", 18, "owner")
    assert "age" not in till.sales()[-1]
    till("/journal")


def test_b72_a_scan_never_answers_it(till: Till) -> None:
    till.refused(WINE, "scan")
    assert "only a person" in till.refused("/age yes", "scan")
    assert "yes or /age no" in till.refused("/age")
    assert till.lines() == []
    till("/age yes")


def test_b72_a_higher_age_asks_again(till: Till) -> None:
    till.refused("BEER")
    till("/age yes")
    assert "born 2005-11-23" in till.refused("KNIFE")
    till("/age yes", "WINE", "/cash 50")
    assert till.sales()[-1]["age"]["age"] == 21


def test_nothing_is_asked_where_nobody_asked(till: Till) -> None:
    assert "no age is asked for" in till.refused("/age yes")
    till.refused("WINE")
    till("COLA", "/cancel")
    assert "no age is asked for" in till.refused("/age yes")


def test_the_quantity_that_waits_is_sold_and_what_comes_back_asks_nobody(till: Till) -> None:
    till("3*")
    till.refused(WINE, "scan")
    assert till("/age yes").data["qty"] == "3"
    till("/cancel", "/return WINE")
    assert till.total() == -800


def test_an_undo_and_a_restart_do_not_ask_again(till: Till) -> None:
    till.refused("WINE")
    till("/age yes", "/undo", "WINE")
    till.restart()
    till("WINE", "/hold Ann")
    (held,) = till.register.held()
    till(f"/recall {held.id}", "BEER")
    assert till.register.basket.age.age == 18
