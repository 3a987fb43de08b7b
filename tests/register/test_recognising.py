"""Codes at the prompt that are no goods: vouchers say what they have left, orders what they owe."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from pos_tui.bootstrap import tenders

if TYPE_CHECKING:
    from .shop import Till


@pytest.fixture
def shop(till: Till) -> Till:
    tenders.set_type(till.front, "voucher", ())
    till("/voucher 50 code GIFT-1", "/cash")
    return till


def test_a_vouchers_code_says_what_is_left_and_sells_nothing(shop: Till) -> None:
    shop("COLA")
    outcome = shop("gift-1", entered="scan")
    assert outcome.kind == "info"
    assert "voucher GIFT-1: 50.00 GBP left" in outcome.message
    assert "/redeem GIFT-1" in outcome.message
    assert json.dumps(outcome.data)
    assert shop.total() == 119
    assert shop.register.unmatched == ()
    shop("/redeem GIFT-1")
    assert "48.81" in shop("GIFT-1").message


def test_an_orders_number_says_what_is_owed(till: Till) -> None:
    till("CASE", "/layaway 10 Ada", "/cash")
    outcome = till("1-L000001", entered="scan")
    assert "order 1-L000001, 13.90 to pay" in outcome.message
    assert outcome.data["order"] == "1-L000001"
    assert till.register.basket.is_empty
    assert "no item" in till.refused("1-L000009", entered="scan")


def test_new_ways_to_pay_count_from_the_next_entry_on(till: Till) -> None:
    till("COLA")
    assert "pay with what" in till.refused("/pay cheque ref 7")
    tenders.set_type(till.front, "cheque", ())
    till("/pay cheque ref 7")
    assert till.sales()[-1]["tenders"][0]["type"] == "cheque"


def test_ways_to_pay_stay_as_they_are_while_a_sale_is_paid(till: Till) -> None:
    tenders.set_type(till.front, "cheque", ())
    till("CASE", "/pay 5 cheque ref 7")
    tenders.remove_type(till.front, "cheque")
    till("/pay 5 cheque ref 8", "/cash", "COLA")
    assert "pay with what" in till.refused("/pay cheque ref 9")
