"""Vouchers and store credit that the till issues: a liability, redeemed in parts, never twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pos_tui.bootstrap import open_register, open_shop
from pos_tui.bootstrap.making import tender_document
from pos_tui.core.tender import PRESETS

if TYPE_CHECKING:
    from .conftest import NewTill
    from .shop import Till


@pytest.fixture
def shop(new_till: NewTill) -> Till:
    """A till of a shop that has vouchers and store credit."""
    return with_vouchers(new_till())


def with_vouchers(till: Till) -> Till:
    with till.front.store.transaction(operator="owner") as tx:
        for kind in PRESETS[2:4]:
            tx.insert("tender_types", tender_document(kind))
    till.restart()
    with till.front.store.transaction(operator="owner") as tx:
        tx.insert("tills", {"v": 1, "till": "2", "receipt": 0})
    return till


def balance(till: Till, code: str) -> int:
    return int(till.stored("vouchers", "code", code)["balance"])


def tally(till: Till) -> dict[str, Any]:
    return dict(till("/x").data["x"])


def test_b39_selling_a_voucher_is_a_liability_without_tax(shop: Till) -> None:
    sale = shop("COLA", "/voucher 50 code GIFT-1", "/cash 60").sale
    assert sale is not None
    assert (sale["total"], sale["change"], sale["apart"]) == (5119, 881, {"voucher": 5000})
    assert [(tax["code"], tax["net"] + tax["tax"]) for tax in sale["taxes"]] == [("standard", 119)]
    assert balance(shop, "GIFT-1") == 5000
    paper = shop.front.receipt_text(sale)
    assert "GIFT-1" in paper and "50.00" in paper
    told = shop("/explain").message
    assert "a voucher, no turnover" in told


def test_b39_a_z_keeps_vouchers_apart_from_turnover(shop: Till) -> None:
    shop("/open 100", "COLA", "/voucher 50 code GIFT-1", "/cash", "2*BOOK", "/redeem GIFT-1")
    x = tally(shop)
    assert (x["sales"]["gross"], x["sales"]["sold"], x["sales"]["apart"]) == (119 + 1998,) * 2 + (
        {"voucher": 5000},
    )
    assert x["kept"] == {"cash": 5119, "voucher": 1998}
    assert x["expected"]["cash"] == 10000 + 5119
    shop("/count 151.19 voucher=19.98")
    z = shop("/z 100").data["z"]
    assert z["grand"]["closing"]["gross"] == 119 + 1998
    assert "Vouchers sold, no turnover" in shop(f"/shift {z['number']}").message


def test_a_voucher_is_redeemed_in_parts_and_no_further(shop: Till) -> None:
    shop("/voucher 15 code GIFT-1", "/cash")
    sale = shop("BOOK", "/redeem gift-1").sale
    assert sale is not None
    assert sale["tenders"] == [{"type": "voucher", "amount": 999, "ref": "GIFT-1"}]
    assert sale["vouchers"][0]["left"] == 501
    assert "Left on GIFT-1" in shop.front.receipt_text(sale)
    outcome = shop("BOOK", "/redeem GIFT-1")
    assert (outcome.kind, outcome.data["due"]) == ("tender", 498)
    assert "used up" in shop.refused("/redeem GIFT-1")
    shop("/cash 5")
    assert balance(shop, "GIFT-1") == 0
    assert "0.00 GBP left" in shop("/redeem GIFT-1").message
    shop("COLA")
    assert "used up" in shop.refused("/redeem GIFT-1")


def test_a_voucher_pays_only_what_it_has_and_what_is_asked(shop: Till) -> None:
    shop("/voucher 5 code GIFT-1", "/cash", "BOOK")
    assert "only 5.00 left" in shop.refused("/redeem GIFT-1 6")
    assert "more than what is due" in shop.refused("/redeem GIFT-1 60")
    assert "there is no voucher" in shop.refused("/redeem NOPE")
    assert "no voucher's code" in shop.refused("/redeem a")
    assert shop("/redeem GIFT-1 2").data["due"] == 799
    shop("/takeback", "/pay 3 voucher ref GIFT-1")
    assert shop("/cash").sale is not None
    assert balance(shop, "GIFT-1") == 200


def test_a_voucher_is_never_redeemed_twice_by_two_tills(shop: Till) -> None:
    shop("/voucher 10 code GIFT-1", "/cash", "CASE", "/redeem GIFT-1")
    other = open_shop(shop.place / "store", clock=shop.clock, environ={}, state=shop.place / "state")
    with other, open_register(other, "2") as second:
        assert second.run("BOOK").ok
        assert second.run("/redeem GIFT-1").ok
    before = shop.register.basket
    assert "only 0.01 left" in shop.register.run("/cash").message
    assert shop.register.basket is before
    assert [sale["number"] for sale in shop.sales()] == ["1-000001", "2-000001"]
    shop("/takeback", "/redeem GIFT-1", "/cash")
    assert balance(shop, "GIFT-1") == 0


def test_a_code_is_sold_once(shop: Till) -> None:
    shop("/voucher 10 code GIFT-1")
    assert "in the sale already" in shop.refused("/voucher 10 code GIFT-1")
    shop("/cash")
    assert "was sold already" in shop.refused("/voucher 10 code GIFT-1")
    made = [shop("/voucher 1").data["code"] for _ in range(3)]
    assert len(set(made)) == 3


def test_a_voucher_ends_on_its_day(new_till: NewTill) -> None:
    till = with_vouchers(new_till(settings={"voucher.days": "365"}))
    till("/voucher 10 code GIFT-1", "/voucher 10 code GIFT-2 until 2026-11-24", "/cash")
    assert till.stored("vouchers", "code", "GIFT-1")["until"] == "2027-11-23"
    assert "until 2026-11-24" in till("/redeem GIFT-2").message
    till.clock.now = till.clock.now.replace(day=26)
    till("BOOK")
    assert "ended on 2026-11-24" in till.refused("/redeem GIFT-2")
    assert "is over" in till.refused("/voucher 5 until 2026-11-01")
    assert "is not a day" in till.refused("/voucher 5 until soon")


def test_a_single_purpose_voucher_is_taxed_when_it_is_sold_and_not_again(shop: Till) -> None:
    sold = shop("/voucher 12 code GIFT-1 tax standard", "/cash").sale
    assert sold is not None
    assert [(tax["net"], tax["tax"]) for tax in sold["taxes"]] == [(1000, 200)]
    assert "apart" not in sold
    shop("COLA", "BOOK", "/redeem GIFT-1")
    assert shop.total() == 999
    used = shop("/cash").sale
    assert used is not None
    assert [(tax["code"], tax["net"], tax["tax"]) for tax in used["taxes"]] == [
        ("standard", 0, 0),
        ("zero", 999, 0),
    ]
    assert balance(shop, "GIFT-1") == 1200 - 119
    shop("BOOK")
    assert "for goods taxed standard" in shop.refused("/redeem GIFT-1")


def test_b43_goods_that_a_single_purpose_voucher_paid_come_back_to_it(shop: Till) -> None:
    shop("/voucher 12 code GIFT-1 tax standard", "/cash", "5*COLA", "/redeem GIFT-1", "/cash")
    assert balance(shop, "GIFT-1") == 1200 - 595
    shop("/refund 1-2")
    assert shop.total() == 0
    shop("/cash")
    assert balance(shop, "GIFT-1") == 1200
    shop("/refund 1-1")
    assert shop.total() == -1200


def test_b43_goods_in_parts_give_a_single_purpose_voucher_its_part_back(shop: Till) -> None:
    shop("/voucher 12 code GIFT-1 tax standard", "/cash", "3*CASE", "BOOK", "/redeem GIFT-1", "/cash")
    assert balance(shop, "GIFT-1") == 0
    assert "gets its part back" in shop.refused("/refund 1-2 #3")
    shop("/refund 1-2 1*#1")
    assert shop.total() == -(2390 - 400)
    printed = shop.front.receipt_text(shop("/cash").sale or {})
    assert " x " not in printed.split("Voucher GIFT-1")[1].split("TOTAL")[0]
    assert balance(shop, "GIFT-1") == 400
    shop("/refund 1-2 #2", "/refund 1-2 1*#1")
    assert shop.total() == -(999 + 2390 - 400)
    shop("/void")
    assert shop.total() == 0
    shop("/cancel", "/refund 1-2", "/cash")
    assert balance(shop, "GIFT-1") == 1200
    assert sum(sale["total"] for sale in shop.sales()[1:] if sale["kind"] in ("sale", "refund")) == 0
    assert "nothing" in shop.refused("/refund 1-2")


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=st.lists(st.integers(1, 3), min_size=1, max_size=4), worth=st.integers(1, 899))
def test_b43_any_parts_add_up_to_what_the_voucher_paid(
    new_till: NewTill, parts: list[int], worth: int
) -> None:
    shop = with_vouchers(new_till())
    shop(f"/voucher {worth / 100:.2f} code GIFT-1 tax standard", "/cash", "7*COLA", "PIE", "/redeem GIFT-1")
    if shop.register.basket.lines:
        shop("/cash")
    left = 7
    for part in parts:
        if part <= left:
            shop(f"/refund 1-2 {part}*#1", "/cash")
            left -= part
    shop("/refund 1-2", "/cash")
    assert balance(shop, "GIFT-1") == worth
    assert sum(sale["total"] for sale in shop.sales()[1:]) == 0


def test_b42_of_a_single_purpose_voucher_comes_back_what_is_left(shop: Till) -> None:
    shop("/voucher 30 code GIFT-1 tax standard", "/cash", "5*TISSUE", "/redeem GIFT-1", "/cash")
    assert balance(shop, "GIFT-1") == 2000
    back = shop("/refund 1-1 1*#1", "/cash").sale
    assert back is not None
    assert (back["total"], back["taxes"][0]["tax"]) == (-2000, -333)
    assert balance(shop, "GIFT-1") == 0
    assert "nothing" in shop.refused("/refund 1-1")
    shop("/refund 1-2", "/cash", "/refund 1-1", "/cash")
    assert (balance(shop, "GIFT-1"), shop.sales()[-1]["total"]) == (0, -1000)
    assert sum(tax["tax"] for sale in shop.sales() for tax in sale["taxes"]) == 0
    shop("/postvoid for wrong")
    assert balance(shop, "GIFT-1") == 1000


def test_a_voucher_that_is_over_gives_nothing_back(shop: Till) -> None:
    shop("/voucher 30 code GIFT-1 tax standard until 2026-11-24", "/cash")
    shop.clock.now = shop.clock.now.replace(day=26)
    assert "nothing" in shop.refused("/refund 1-1")


def test_b44_store_credit_is_issued_by_a_return_and_redeemed_like_a_voucher(shop: Till) -> None:
    shop("/return CASE")
    assert "paid out as Store credit" in shop.refused("/cash")
    credit = shop("/pay store_credit").sale
    assert credit is not None
    [row] = credit["vouchers"]
    assert (row["type"], row["left"], row["new"]) == ("store_credit", 2390, True)
    assert f"Store credit {row['code']}" in shop.front.receipt_text(credit)
    sale = shop("BOOK", f"/redeem {row['code']}").sale
    assert sale is not None
    assert sale["tenders"][0]["type"] == "store_credit"
    assert balance(shop, row["code"]) == 2390 - 999


def test_b44_what_a_voucher_paid_goes_back_to_a_voucher(shop: Till) -> None:
    shop("/voucher 30 code GIFT-1", "/cash", "CASE", "/redeem GIFT-1", "/refund 1-2")
    assert "it was paid by Voucher" in shop.refused("/cash")
    shop("/pay voucher ref GIFT-1")
    assert balance(shop, "GIFT-1") == 3000


def test_b25_a_post_void_gives_vouchers_back_and_ends_sold_ones(shop: Till) -> None:
    shop("/voucher 30 code GIFT-1", "/cash", "BOOK", "/redeem GIFT-1", "/postvoid for wrong")
    assert balance(shop, "GIFT-1") == 3000
    shop("BOOK", "/redeem GIFT-1")
    assert "was redeemed since" in shop.refused("/postvoid 1-1 for wrong")
    shop("/voucher 5 code GIFT-2", "/cash")
    void = shop("/postvoid for wrong").sale
    assert balance(shop, "GIFT-2") == 0
    assert shop.sales()[-1]["apart"] == {"voucher": -500}
    assert void is None or void["total"] == -500


def test_what_is_no_goods_has_no_discount_price_or_quantity(shop: Till) -> None:
    shop("COLA", "/voucher 50 code GIFT-1", "/disc 10% all")
    assert shop.lines() == [("COLA", "1", 107), ("", "1", 5000)]
    for entry in ("/disc 10%", "/price 5", "/qty 2", "/markdown 10%"):
        assert "no goods" in shop.refused(entry)


def test_a_shop_without_vouchers_says_how_to_have_some(till: Till) -> None:
    assert "pos tenders set voucher" in till.refused("/voucher 10")
    assert "bar code" in till.refused("/voucher 5449000000996")
    assert "say what it is worth" in till.refused("/voucher")


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    value=st.integers(1, 4000),
    steps=st.lists(st.tuples(st.sampled_from(("COLA", "BOOK", "CASE")), st.integers(0, 2500)), max_size=5),
)
def test_what_is_left_is_what_was_paid_in_less_what_was_used(
    new_till: NewTill, value: int, steps: list[tuple[str, int]]
) -> None:
    till = with_vouchers(new_till())
    till(f"/voucher {value // 100}.{value % 100:02} code GIFT-1", "/cash")
    left = value
    for sku, amount in steps:
        till(sku)
        due, wanted = till.total(), f" {amount // 100}.{amount % 100:02}" if amount else ""
        outcome = till.register.run(f"/redeem GIFT-1{wanted}")
        takes = amount or min(due, left)
        assert outcome.ok == (0 < takes <= min(due, left))
        if outcome.ok:
            left -= takes
        if outcome.kind != "sale":
            till("/card")
        assert balance(till, "GIFT-1") == left
    moves = till.stored("vouchers", "code", "GIFT-1")["moves"]
    assert sum(amount for _number, amount in moves) == left
