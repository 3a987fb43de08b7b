"""Corrections: void, quantity, price, discounts, undo, cancel; what was there before stays on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pos_tui.register.drafting import UNDO_DEPTH
from pos_tui.services import selling

if TYPE_CHECKING:
    from .shop import Till


def test_b22_a_voided_line_stays_and_counts_nothing(till: Till) -> None:
    till("COLA", "CHOC", "TISSUE")
    outcome = till("/void #2")
    assert (outcome.kind, outcome.data["line"], outcome.data["void"], outcome.data["amount"]) == (
        "edited",
        2,
        True,
        0,
    )
    assert till.total() == 319
    assert len(till.register.basket.lines) == 3
    assert "void already" in till.refused("/void #2")
    till("/void")
    assert till.lines() == [("COLA", "1", 119)]
    sale = till("/cash").sale
    assert sale is not None
    assert [line["void"] for line in sale["lines"]] == [False, True, True]
    assert [(c["what"], c["line"]) for c in sale["corrections"]] == [("void", 2), ("void", 3)]


def test_without_a_number_the_highlighted_line_is_meant_else_the_last(till: Till) -> None:
    till("COLA", "CHOC", "TISSUE")
    till.register.current = 1
    till("/qty 4")
    assert till.lines()[0] == ("COLA", "4", 476)
    till("BOOK", "/qty 2")
    assert till.lines()[-1] == ("BOOK", "2", 1998)


@pytest.mark.parametrize(
    "entry",
    [
        "/void",
        "/void #1",
        "/qty 2",
        "/price 1",
        "/disc 10%",
        "/undo",
        "/cancel",
        "/hold",
        "/cash",
    ],
)
def test_b22_there_is_nothing_to_correct_in_an_empty_basket(till: Till, entry: str) -> None:
    till.refused(entry)


@pytest.mark.parametrize(
    "entry",
    [
        "/void 2",
        "/void #9",
        "/void #0",
        "/qty",
        "/qty 0",
        "/qty -1",
        "/qty 0.5",
        "/qty 1000",
        "/qty 5449000000996",
        "/qty 2 #9",
        "/price",
        "/price x",
        "/price 1000001",
        "/price 5449000000996",
        "/disc",
        "/disc all",
        "/disc 101%",
        "/disc -5%",
        "/disc -1",
        "/disc 1.20",
        "/disc 1.20 all",
        "/disc x%",
        "/disc 10% #9",
        "/disc 10% some",
        "/undo 2",
        "/cancel now",
        "/note",
        "/return",
        "/recall",
        "/recall H9",
    ],
)
def test_corrections_that_cannot_be_meant(till: Till, entry: str) -> None:
    till("COLA")
    till.refused(entry)


def test_quantity_and_price_of_a_line(till: Till) -> None:
    till("COLA", "BAN=3.00", "/return CHOC")
    assert "given as a whole" in till.refused("/qty 2 #2")
    till("/qty 3", "/qty 2 #1", "/price 1.00 #1")
    assert till.lines() == [("COLA", "2", 200), ("BAN", "1.508", 300), ("CHOC", "-3", -255)]
    till("/price 2 #2")
    assert till.lines()[1] == ("BAN", "1.508", 302)
    corrections = [(c.what, c.line, c.before, c.after) for c in till.register.basket.corrections]
    assert corrections == [
        ("quantity", 3, "-1", "-3"),
        ("quantity", 1, "1", "2"),
        ("price", 1, "1.19", "1"),
        ("price", 2, "1.99", "2"),
    ]


def test_discounts_on_a_line(till: Till) -> None:
    till("10*CASE", "/disc 25%")
    assert till.total() == 17925
    till("/disc 9 #1")
    assert till.total() == 23000
    till("/disc 0")
    assert till.total() == 23900
    till("/return COLA", "/disc 10%")
    assert till.lines()[-1] == ("COLA", "-1", -107)


def test_discounts_on_the_basket_are_shared_out(till: Till) -> None:
    till("COLA", "CHOC", "TISSUE")
    outcome = till("/disc 1.00 all")
    assert (outcome.data["basket_discount"], outcome.data["total"]) == (100, 304)
    assert sum(amount for _, _, amount in till.lines()) == 304
    till("/void #3")
    assert till.total() == 104
    till("/disc 50% all")
    assert till.total() == 102
    till("/disc 0% all")
    assert till.total() == 204


def test_a_basket_discount_needs_something_sold_to_be_taken_off(till: Till) -> None:
    for entry in ("/disc 10% all", "/disc 1 all"):
        assert "enter an item first" in till.refused(entry)
    assert "no discount to take back" in till.refused("/disc 0 all")
    till("COLA", "/void")
    assert "enter an item first" in till.refused("/disc 10% all")
    till("/return COLA")
    assert "enter an item first" in till.refused("/disc 10% all")


STEPS = [
    "COLA",
    "3*COLA",
    "/return CHOC",
    "BAN=3.00",
    "/void #1",
    "/qty 5 #2",
    "/price 1 #2",
    "/disc 10% #2",
    "/disc 1.00 all",
    "/note 536365",
    "/cash 0.50",
    "/card 0.25 ref A1",
]


def test_everything_can_be_undone_step_by_step(till: Till) -> None:
    seen = [till.register.basket]
    for step in STEPS:
        till(step)
        seen.append(till.register.basket)
    while len(seen) > 1:
        seen.pop()
        till("/undo")
        basket = till.register.basket
        assert (basket.lines, basket.tenders, basket.discount, basket.reference) == (
            seen[-1].lines,
            seen[-1].tenders,
            seen[-1].discount,
            seen[-1].reference,
        )
    assert "nothing to undo" in till.refused("/undo")


def test_that_it_was_undone_stays_on_record(till: Till) -> None:
    till("2*COLA", "/undo", "CHOC", "/cash 0.50", "/undo", "/note a", "/undo")
    sale = till("/cash").sale
    assert sale is not None
    assert [(c["what"], c["before"]) for c in sale["corrections"]] == [
        ("undo", "line 2 x COLA"),
        ("undo", "tender cash 50"),
        ("undo", "correction"),
    ]


def test_b31_a_tender_is_taken_back_with_undo(till: Till) -> None:
    till("TISSUE", "/card 1.50")
    assert till.register.settlement.due == 50
    till("/undo")
    assert till.register.settlement.due == 200


def test_b24_a_cancelled_sale_keeps_its_number(till: Till) -> None:
    till("COLA", "/void", "CHOC")
    assert till.register.next_number == "1-000001"
    outcome = till("/cancel")
    assert (outcome.kind, outcome.data["receipt"]) == ("cancelled", "1-000001")
    assert till.register.basket.is_empty
    assert till.register.last_sale is None
    [recorded] = till.sales()
    assert (recorded["rounding"], recorded["change"]) == (0, 0)
    assert (recorded["kind"], recorded["tenders"], len(recorded["lines"])) == ("cancelled", [], 2)
    assert till("COLA", "/cash").data["receipt"] == "1-000002"
    assert till.stored("stock", "sku_location", "COLA\nshop")["qty"] == "23"


def test_a_note_is_the_sales_reference(till: Till) -> None:
    assert till("/note 536365").data["ref"] == "536365"
    till("COLA", "/note 536366")
    assert till("/cash").data["ref"] == "536366"
    assert till("COLA", "/cash").data["ref"] is None
    assert "at most 200" in till.refused(f"/note {'x' * 201}")


def test_undo_has_a_depth_and_a_sale_has_an_end(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selling, "MAX_LINES", UNDO_DEPTH + 20)
    for _ in range(selling.MAX_LINES):
        till("COLA")
    assert "go on with the next" in till.refused("COLA")
    for _ in range(UNDO_DEPTH):
        till("/undo")
    assert "nothing to undo" in till.refused("/undo")
    assert len(till.register.basket.lines) == 20
