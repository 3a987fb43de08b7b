"""A finished sale is never changed: a post-void or a tender correction is a record that names it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from .conftest import NewTill
    from .shop import Till


def test_b25_a_post_void_reverses_every_line_tax_and_tender(till: Till) -> None:
    till("3*COLA", "BOOK", "/void #2", "CASE", "/disc 10% all", "/card 10", "/cash 50")
    sold = till.sales()[0]
    assert sold["change"] > 0
    till("/postvoid 1-1 for customer changed her mind")
    voided, first = till.sales()[1], till.sales()[0]
    assert first == sold
    assert (voided["kind"], voided["originals"]) == ("post_void", ["1-000001"])
    assert voided["total"] + sold["total"] == 0
    assert voided["total"] + voided["rounding"] == sum(t["amount"] for t in voided["tenders"])
    cash = sold["tenders"][1]["amount"] - sold["change"]
    assert [(t["type"], t["amount"]) for t in voided["tenders"]] == [("card", -1000), ("cash", -cash)]
    assert sum(line["amount"] for line in voided["lines"]) == -sum(
        line["amount"] for line in sold["lines"] if not line["void"]
    )
    assert [tax["tax"] for tax in voided["taxes"]] == [-tax["tax"] for tax in sold["taxes"]]
    assert till.stored("stock", "sku", "COLA")["qty"] == "24"
    assert till.printed[-1] == ("1-000002", 0)


def test_b25_a_post_void_happens_once_and_leaves_nothing_to_refund(till: Till) -> None:
    till("COLA", "/cash", "/postvoid for mistake")
    assert "was voided" in till.refused("/refund 1-1")
    assert "voided or refunded meanwhile" in till.refused("/postvoid 1-1 for again")
    assert "is no sale" in till.refused("/postvoid 1-2 for again")
    assert till.register.last_sale is not None


def test_b25_after_a_refund_and_without_a_reason_there_is_no_post_void(till: Till) -> None:
    till("2*COLA", "/cash")
    assert "say why" in till.refused("/postvoid 1-1")
    till("/refund 1-1 1*#1", "/cash")
    assert "came back already" in till.refused("/postvoid 1-1 for mistake")


def test_b42_the_post_void_of_a_refund_lets_the_goods_come_back_again(till: Till) -> None:
    till("2*COLA", "/cash", "/refund 1-1", "/cash")
    assert "take cash 2.38" in till("/postvoid 1-2 for wrong customer").message
    after = till.stored("afterwards", "receipt", "1-000001")
    assert (after["lines"], after["paid_back"]) == ({}, {})
    assert after["records"] == ["1-000002", "1-000003"]
    till("/refund 1-1", "/cash")
    assert till.stored("stock", "sku", "COLA")["qty"] == "24"


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.integers(-2, 4), min_size=2, max_size=12))
def test_b43_parts_and_their_voids_in_any_order_add_up_to_what_was_paid(
    new_till: NewTill, steps: list[int]
) -> None:
    till = new_till()
    till("7*CASE", "/disc 10.01 #1", "/card")
    left, standing = 7, []
    for step in steps:
        if step > 0:
            outcome = till.register.run(f"/refund 1-1 {step}*#1")
            assert outcome.ok == (step <= left)
            if outcome.ok:
                refund = till("/card").sale
                assert refund is not None
                standing.append((refund["number"], step))
                left -= step
        elif standing:
            place = max(step - 1, -len(standing))
            number, back = standing[place]
            outcome = till.register.run(f"/postvoid {number} for wrong customer")
            assert outcome.ok == (place == -1)
            if outcome.ok:
                standing.pop()
                left += back
    if left:
        till("/refund 1-1", "/card")
    sales = till.sales()
    assert sum(sale["total"] for sale in sales) == 0
    assert sum(tax["tax"] for sale in sales for tax in sale["taxes"]) == 0
    assert sum(tender["amount"] for sale in sales for tender in sale["tenders"]) == 0


def test_a_post_void_and_a_correction_belong_to_the_day_of_the_sale(till: Till) -> None:
    till("COLA", "/cash")
    till.clock.now = till.clock.now.replace(day=24)
    assert "/refund 1-000001 takes goods back" in till.refused("/postvoid 1-1 for mistake")
    assert "shift that is over" in till.refused("/correct 1-1 cash card for mistake")


def test_b21_a_shift_counts_each_kind_of_taking_back(till: Till) -> None:
    till("/open 100", "COLA", "TISSUE", "/void", "/undo", "/cancel for gone")
    till("CASE", "/cash", "CASE", "/cash", "COLA", "/cash")
    till("/postvoid 1-2 for twice", "/refund 1-3", "/cash", "/correct 1-4 cash card for wrong key")
    assert "finished sale voided" in till("/count 50").message
    figures = till("/z 0 unknown").data["z"]
    acts = figures["operators"]["owner"]
    names = ("voids", "undone", "cancelled", "refunds", "post_voids", "tenders_corrected")
    assert [acts[name] for name in names] == [1, 1, 1, 1, 1, 1]
    assert figures["expected"] == {"card": 119, "cash": 10000}


def test_b62_a_corrected_tender_moves_the_expected_cash_and_nothing_else(till: Till) -> None:
    till("CASE", "/cash 50")
    till("/correct 1-1 cash card 20 for wrong key")
    record = till.sales()[1]
    assert (record["kind"], record["total"], record["lines"]) == ("tender_correction", 0, [])
    assert [(t["type"], t["amount"]) for t in record["tenders"]] == [("cash", -2000), ("card", 2000)]
    assert record["reason"] == "wrong key"
    assert till.stored("stock", "sku", "COLA")["qty"] == "24"
    till("/correct 1-1 card cash 20 for right after all", "/correct 1-1 cash card for no")
    assert till.stored("afterwards", "receipt", "1-000001")["moved"] == {"cash": -2390, "card": 2390}
    till("/refund 1-1")
    assert "paid by Card" in till.refused("/cash")
    till("/card")


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        ("/correct 1-1 cash cash for fun", "the same way"),
        ("/correct 1-1 cash card", "say why"),
        ("/correct 1-1 card cash for fun", "took 0.00 by card"),
        ("/correct 1-1 cash card 30 for fun", "took 23.90 by cash"),
        ("/correct 1-1 cash cheese for fun", "tender types are"),
        ("/correct 1-1 for fun", "enter it so"),
    ],
)
def test_corrections_that_cannot_be_meant(till: Till, entry: str, why: str) -> None:
    till("CASE", "/cash 50")
    assert why in till.refused(entry)


def test_b22_why_a_line_was_voided_is_on_record(till: Till) -> None:
    till("COLA", "TISSUE", "/void #1 for wrong size", "/cash")
    assert till.sales()[0]["corrections"][0]["why"] == "wrong size"


def test_b24_above_a_limit_a_sale_is_cancelled_for_a_reason(new_till: NewTill) -> None:
    till = new_till(settings={"cancel.reason": "20"})
    till("COLA", "/cancel", "CASE")
    assert "say why" in till.refused("/cancel")
    till("/cancel for the customer had no money")
    cancelled = till.sales()[1]
    assert (cancelled["reason"], cancelled["number"]) == ("the customer had no money", "1-000002")
