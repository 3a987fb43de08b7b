"""Serial numbers and lots that an item asks for, once a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .shop import EAN, Till, item

if TYPE_CHECKING:
    from .conftest import NewTill

PHONE = "4006381333931"


@pytest.fixture
def till(new_till: NewTill) -> Till:
    made: Till = new_till()
    with made.front.store.transaction(operator="owner") as tx:
        tx.insert("items", item("PHONE", "Telephone", "99", gtins=[PHONE.zfill(14)], asks="serial"))
        tx.insert("items", item("YEAST", "Yeast", "1", asks="lot"))
        tx.insert("items", item("AXE", "Axe", "20", asks="serial", age=18))
    return made


def test_a_serial_number_is_asked_once_a_line_and_kept(till: Till) -> None:
    assert "/serial NUMBER" in till.refused(PHONE, "scan")
    till("/serial SN-2099-A")
    assert "/serial NUMBER" in till.refused("PHONE")
    till("/serial 2", "/cash 200")
    sale = till.sales()[-1]
    assert [line["traits"] for line in sale["lines"]] == [{"serial": "SN-2099-A"}, {"serial": "2"}]
    assert "Serial no. SN-2099-A" in till.front.receipt_text(sale)


def test_a_lot_holds_for_a_quantity(till: Till) -> None:
    assert "/lot NUMBER" in till.refused("3*YEAST")
    assert till("/lot L1").data["qty"] == "3"
    assert till.register.basket.lines[0].traits.lot == "L1"


def test_what_is_no_number_of_a_piece_is_refused(till: Till) -> None:
    assert "nothing asks" in till.refused("/serial 1")
    assert "one at a time" in till.refused("2*PHONE")
    till.refused("PHONE")
    assert "an item's code" in till.refused(f"/serial {EAN}")
    assert "at most 40" in till.refused("/serial " + "1" * 41)
    till("/serial 1")
    assert "is one piece" in till.refused("/qty 2")
    till.refused("PHONE")
    assert "serial 1) is line 1" in till.refused("/serial 1")


def test_a_label_that_says_it_asks_nothing(till: Till) -> None:
    till(f"]C101{PHONE.zfill(14)}21ABC", entered="scan")
    assert till.register.basket.lines[0].traits.serial == "ABC"
    till("/return PHONE")


def test_an_age_and_a_serial_number_are_both_asked(till: Till) -> None:
    till.refused("AXE")
    assert "for 18" in till.refused("/serial 7")
    till("/age yes")
    assert till.register.basket.lines[0].traits.serial == "7"
