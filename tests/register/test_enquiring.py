"""Price enquiries: what is answered, and that nothing is sold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .shop import EAN, UPC, Till, item
from .test_labels import LABELS, label

if TYPE_CHECKING:
    from .conftest import NewTill


def test_an_item_is_told_with_price_department_and_stock(till: Till) -> None:
    outcome = till(f"/check {EAN}", entered="scan")
    assert outcome.message == "Cola 0.33 l  1.19  Food  24 in stock"
    assert outcome.data["item"] == {
        "sku": "COLA", "name": "Cola 0.33 l", "department": "Food", "unit": "each", "weighed": False,
        "price": "1.19", "with_tax": None, "tax": "standard", "rate": "20", "here": "24", "elsewhere": {},
        "codes": [EAN], "plu": None, "qty": None, "amount": None,
    }  # fmt: skip
    assert till.lines() == []


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("3*COLA", "Cola 0.33 l  1.19  3 = 3.57  Food  24 in stock"),
        ("0.5*4011", "Bananas, loose  1.99 per kg  0.5 kg = 1.00  Food"),
        ("4011", "Bananas, loose  1.99 per kg  Food"),
        ("M", "Manual  open price  Food"),
        (UPC, "Tissues  2.00  Food"),
        ('"A""B"', "Quoted  1.00  Food"),
    ],
)
def test_what_is_asked_is_answered(till: Till, asked: str, told: str) -> None:
    assert till(f"/check {asked}").message == told
    assert till.lines() == []


def test_a_label_is_answered_with_its_own_weight_and_price(new_till: NewTill) -> None:
    till = new_till(settings=LABELS)
    assert "0.734 kg = 9.18" in till(f"/check {label('28', '12345', '00734')}").message
    assert "1 = 4.50" in till(f"/check {label('22', '54321', '00450')}").message


def test_prices_without_tax_are_told_with_it(new_till: NewTill) -> None:
    till = new_till(prices="exclusive")
    assert "1.19 + tax = 1.43" in till("/check COLA").message
    assert "1.99 per kg  Food" in till("/check BAN").message.replace(" + tax = 1.99", "")


def test_stock_elsewhere_is_told_to_scripts(till: Till) -> None:
    with till.front.store.transaction(operator="owner") as tx:
        tx.insert("stock", {"v": 1, "sku": "COLA", "location": "cellar", "qty": "7.5"})
    facts = till("/check COLA").data["item"]
    assert (facts["here"], facts["elsewhere"]) == ("24", {"cellar": "7.5"})


def test_words_list_what_matches_and_unknown_codes_are_no_lost_scans(till: Till) -> None:
    assert till("/check cola").kind == "info", "any case, as at the counter"
    assert till("/check choco").kind == "found"
    assert "no item has the code" in till.refused("/check 5449000000002")
    assert till.register.unmatched == ()


@pytest.mark.parametrize("entry", ["/check", "/check COLA@2", "/check COLA=2", "/check 3*", "/check 0*COLA"])
def test_what_is_no_question_is_refused(till: Till, entry: str) -> None:
    till.refused(entry)


def test_allergens_are_told(till: Till) -> None:
    with till.front.store.transaction(operator="owner") as tx:
        tx.insert("items", item("NUTS", "Nut mix", "2.00", allergens=["nuts", "peanuts"]))
    assert till("/check NUTS").data["item"]["allergens"] == ["nuts", "peanuts"]
