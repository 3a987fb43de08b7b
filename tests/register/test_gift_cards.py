"""Gift cards and store credit: numbers that check themselves, reloaded, used in parts, never below zero."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_tui.bootstrap.tenders import set_type
from pos_tui.core.voucher import LETTERS, check_letter, is_mistyped, voucher_code
from pos_tui.services import customers

if TYPE_CHECKING:
    from .conftest import NewTill
    from .shop import Till


@pytest.fixture
def shop(new_till: NewTill) -> Till:
    till = new_till()
    for kind in ("voucher", "store_credit"):
        set_type(till.front, kind, ())
    till.restart()
    return till


@given(st.text("0123456789abcdef", min_size=8, max_size=32), st.integers(0, 10), st.integers(1, 27))
def test_a_letter_that_is_wrong_shows(unique: str, place: int, by: int) -> None:
    code = voucher_code(unique)
    assert not is_mistyped(code)
    wrong = LETTERS[(LETTERS.index(code[place]) + by) % len(LETTERS)]
    assert is_mistyped(code[:place] + wrong + code[place + 1 :])


def test_nearly_all_letters_that_changed_places_show() -> None:
    pairs = [(one, other) for one in LETTERS for other in LETTERS if one != other]
    same = [pair for pair in pairs if check_letter("".join(pair)) == check_letter("".join(reversed(pair)))]
    assert {frozenset(pair) for pair in same} == {frozenset((LETTERS[0], LETTERS[-1]))}


def test_a_mistyped_number_is_told_from_an_unknown_one(shop: Till) -> None:
    sale = shop("/voucher 20", "/cash").sale
    assert sale is not None
    [row] = sale["vouchers"]
    code = row["code"]
    assert "20.00 GBP left" in shop(f"/balance {code.lower()}").message
    assert "is mistyped" in shop.refused(f"/balance {'2' if code[0] != '2' else '3'}{code[1:]}")
    assert "there is no voucher" in shop.refused("/balance GIFT-0001")


def test_b39_a_card_is_sold_used_in_parts_and_reloaded_and_is_no_turnover(shop: Till) -> None:
    shop("/open 0", "/voucher 10 code GIFT-1", "/cash", "COLA", "/redeem GIFT-1")
    told = shop("/reload gift-1 15", "/cash")
    assert told.sale is not None
    assert (told.sale["vouchers"][0]["left"], told.sale["taxes"]) == (2381, [])
    lines = shop("/balance gift-1").message.splitlines()
    assert lines == [
        "voucher GIFT-1: 23.81 GBP left",
        "1-000001  10.00",
        "1-000002  -1.19",
        "1-000003  15.00",
    ]
    voucher = shop.stored("vouchers", "code", "GIFT-1")
    assert (voucher["value"], voucher["balance"]) == (2500, 2381)
    sales = shop("/x").data["x"]["sales"]
    assert (sales["gross"], sales["apart"]) == (119, {"voucher": 1000, "voucher_reload": 1500})
    assert "how much" in shop.refused("/reload GIFT-1")
    assert "there is no voucher" in shop.refused("/reload GIFT-2 5")
    shop("/reload gift-1 5", "/cash", "/postvoid for wrong")
    assert shop.stored("vouchers", "code", "GIFT-1")["balance"] == 2381


def test_b44_store_credit_is_its_customers(shop: Till) -> None:
    one = customers.add(shop.register.counter, {"name": "Ada Byron"})
    shop("/return BOOK", "/customer ada", "/pay store_credit", "/voucher 5", "/customer ada", "/cash")
    rows = {row["type"]: row.get("customer", "") for row in shop.front.store.documents("vouchers")}
    assert rows == {"store_credit": one.id, "voucher": ""}
