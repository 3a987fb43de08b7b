"""Goods come back by their receipt: for what was paid then, never more than was bought, to the cent."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pos_tui.bootstrap import open_register, open_shop
from pos_tui.core.receipt_code import code_text

if TYPE_CHECKING:
    from .conftest import NewTill
    from .shop import Till


def test_b41_price_tax_and_discount_of_then_come_back(till: Till) -> None:
    till("3*COLA", "/disc 10% #1", "/cash")
    with till.front.store.transaction(operator="owner") as tx:
        cola = tx.find("items", "sku", "COLA")
        tx.set("items", cola.doc_id, price="99.00", tax="zero")
    outcome = till("/refund 1-1")
    assert (outcome.data["qty"], outcome.data["amount"]) == ("-3", -321)
    refund = dict(till("/cash").sale or {})
    sold = till.sales()[0]
    assert (refund["kind"], refund["originals"]) == ("refund", ["1-000001"])
    assert refund["total"] == -sold["total"] == -321
    assert [(t["code"], t["rate"], t["net"], t["tax"]) for t in refund["taxes"]] == [
        (t["code"], t["rate"], -t["net"], -t["tax"]) for t in sold["taxes"]
    ]


def test_b41_an_ended_item_comes_back(till: Till) -> None:
    till("COLA", "/cash")
    with till.front.store.transaction(operator="owner") as tx:
        tx.remove("items", tx.find("items", "sku", "COLA").doc_id)
    till("/refund 1-1 COLA", "/cash")
    assert till.sales()[-1]["total"] == -119


def test_b42_never_more_than_was_bought_over_all_refunds(till: Till) -> None:
    till("3*COLA", "/cash", "/refund 1-1 2*#1", "/cash")
    assert "only 1 of 3 are left" in till.refused("/refund 1-1 2*#1")
    till("/refund 1-1", "/cash")
    assert "nothing of 1-000001 is left" in till.refused("/refund 1-1")
    assert till.stored("afterwards", "receipt", "1-000001")["records"] == ["1-000002", "1-000003"]
    assert till.stored("stock", "sku", "COLA")["qty"] == "24"


def test_b42_what_is_in_the_basket_counts_too_and_is_one_line(till: Till) -> None:
    till("3*COLA", "/cash", "/refund 1-1 1*#1", "/refund 1-1 COLA")
    assert till.lines() == [("COLA", "-2", -238)]
    till("/refund 1-1")
    assert till.lines() == [("COLA", "-3", -357)]
    till.refused("/refund 1-1 #1")


def test_b42_another_till_was_quicker(new_till: NewTill) -> None:
    till = new_till()
    with till.front.store.transaction(operator="owner") as tx:
        tx.insert("tills", {"v": 1, "till": "2", "receipt": 0})
    till("2*COLA", "/cash", "/refund 1-1 1*#1")
    other = open_shop(till.place / "store", clock=till.clock, environ={}, state=till.place / "state")
    with other, open_register(other, "2") as second:
        assert second.run("/refund 1-1 2*#1").ok
        assert second.run("/cash").ok
    before = till.register.basket
    assert "came back at another till meanwhile" in till.register.run("/cash").message
    assert till.register.basket is before
    assert [sale["number"] for sale in till.sales()] == ["1-000001", "2-000001"]
    till("/void")
    assert "nothing of 1-000001 is left" in till.refused("/refund 1-1")


@pytest.mark.parametrize("prices", ["inclusive", "exclusive"])
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cuts=st.lists(st.integers(1, 4), min_size=1, max_size=5),
    percent=st.integers(0, 40),
    off=st.integers(0, 90),
)
def test_b43_parts_add_up_to_the_whole_with_taxes(
    new_till: NewTill, prices: str, cuts: list[int], percent: int, off: int
) -> None:
    till = new_till(prices=prices)
    till(f"{sum(cuts)}*CASE", "2*BOOK", "0.347*BAN")
    if percent:
        till(f"/disc {percent}% #1")
    if off:
        till(f"/disc 0.{off:02} all")
    till("/card")
    sold = till.sales()[0]
    for cut in cuts:
        till(f"/refund 1-1 {cut}*#1", "/card")
    till("/refund 1-1", "/card")
    back = till.sales()[1:]
    assert sum(sale["total"] for sale in back) == -sold["total"]
    for tax in sold["taxes"]:
        rows = [row for sale in back for row in sale["taxes"] if row["code"] == tax["code"]]
        assert (sum(row["net"] for row in rows), sum(row["tax"] for row in rows)) == (
            -tax["net"],
            -tax["tax"],
        )
    assert till.stored("afterwards", "receipt", "1-000001")["paid_back"] == {"card": sold["total"]}


def test_b43_several_taxes_on_a_line_come_back_each(till: Till) -> None:
    with till.front.store.transaction(operator="owner") as tx:
        parts = [
            {"name": name, "rates": [{"from": None, "rate": rate}], "compound": name == "QST"}
            for name, rate in (("GST", "5"), ("QST", "9.975"))
        ]
        tx.insert("taxes", {"v": 1, "code": "luxury", "name": "luxury", "components": parts})
    till("7*LUX", "/card")
    sold = till.sales()[0]
    for _ in range(7):
        till("/refund 1-1 1*#1", "/card")
    back = till.sales()[1:]
    for tax in sold["taxes"]:
        rows = [row for sale in back for row in sale["taxes"] if row["code"] == tax["code"]]
        assert sum(row["tax"] for row in rows) == -tax["tax"]
        assert {row.get("share") for row in rows} == {tax.get("share")}


def test_a_line_that_comes_back_and_is_voided_has_no_tax(till: Till) -> None:
    till("2*COLA", "BOOK", "/cash", "/refund 1-1 1*#1", "/refund 1-1 #2", "/void #1", "/cash")
    refund = till.sales()[-1]
    assert [(line["void"], line["amount"], line["tax_amount"]) for line in refund["lines"]] == [
        (True, 0, 0),
        (False, -999, 0),
    ]
    assert sum(line["tax_amount"] for line in refund["lines"]) == sum(row["tax"] for row in refund["taxes"])


def test_b44_money_goes_back_as_it_came(till: Till) -> None:
    till("CASE", "/card 20", "/cash")
    till("/refund 1-1")
    assert "it was paid by Card, Cash" in till.refused("/cash -23.90")
    outcome = till("/card")
    assert (outcome.data["amount"], outcome.data["due"]) == (-2000, -390)
    refund = till("/cash").sale
    assert refund is not None
    assert [(t["type"], t["amount"]) for t in refund["tenders"]] == [("card", -2000), ("cash", -390)]


def test_b44_by_setting_money_goes_back_any_way(new_till: NewTill) -> None:
    till = new_till(settings={"refund.tender": "any"})
    till("CASE", "/card", "/refund 1-1", "/cash")
    assert till.sales()[-1]["tenders"][0]["amount"] == -2390


def test_b32_138_00_paid_by_card_and_rounded_cash_gives_each_back(new_till: NewTill) -> None:
    till = new_till(cash_rounding="5.00")
    till("CASE@138.00", "/card 55", "/cash")
    sold = till.sales()[0]
    assert (sold["rounding"], [t["amount"] for t in sold["tenders"]]) == (200, [5500, 8500])
    till("/refund 1-1", "/card", "/cash")
    refund = till.sales()[-1]
    assert [t["amount"] for t in refund["tenders"]] == [-5500, -8500]
    assert refund["rounding"] == -200


def test_b44_without_a_receipt_there_is_store_credit_where_the_shop_has_it(till: Till) -> None:
    till("/return COLA", "/cash")
    with till.front.store.transaction(operator="owner") as tx:
        tx.insert("tender_types", {"v": 1, "code": "store_credit", "name": "Store credit"})
    till.restart()
    till("/return COLA")
    assert "paid out as Store credit" in till.refused("/cash")
    till("/pay store_credit")


def test_b45_the_shelf_or_written_off(till: Till) -> None:
    till("3*COLA", "/cash")
    assert till.stored("stock", "sku", "COLA")["qty"] == "21"
    till("/refund 1-1 1*#1 waste", "/cash")
    assert till.stored("stock", "sku", "COLA")["qty"] == "21"
    till("/refund 1-1 1*#1", "/condition waste", "/condition shelf", "/cash")
    assert till.stored("stock", "sku", "COLA")["qty"] == "22"
    assert [line.get("condition") for line in till.sales()[1]["lines"]] == ["waste"]


def test_b26_goods_without_a_receipt_may_be_waste_as_well(till: Till) -> None:
    outcome = till.register.run("/return 2*COLA waste")
    assert (outcome.kind, outcome.message) == ("line", "-2 x Cola 0.33 l @ 1.19 = -2.38; written off")
    till("/return COLA", "/cash")
    assert [line.get("condition") for line in till.sales()[0]["lines"]] == ["waste", None]
    assert "no item" in till.refused("/return NOSUCH waste")


def test_b46_an_exchange_may_come_to_nothing_and_has_a_number(till: Till) -> None:
    till("COLA", "/cash", "/refund 1-1", "COLA")
    exchange = till("/cash").sale
    assert exchange is not None
    assert (exchange["kind"], exchange["total"], exchange["number"]) == ("exchange", 0, "1-000002")


def test_promotions_and_discounts_of_now_leave_what_comes_back_alone(till: Till) -> None:
    till("COLA", "/cash", "/refund 1-1", "2*CASE", "/disc 50% all")
    assert till.lines() == [("COLA", "-1", -119), ("CASE", "2", 2390)]
    assert "what was paid" in till.refused("/price 5 #1")
    assert "what was paid" in till.refused("/disc 10% #1")
    assert "/refund 1-000001 2*#1" in till.refused("/qty 2 #1")


def test_the_code_on_the_paper_finds_the_sale(till: Till) -> None:
    till("COLA", "/cash")
    code = code_text(till.front.shop.store_id, "1-000001")
    till(f"/refund {code}", "/void")
    assert "another shop" in till.refused(f"/refund {code_text('zzzz', '1-000001')}")
    assert "/refund 1-000001" in till.refused(str(code), "scan")
    assert till.register.unmatched == ()


def test_the_record_printed_on_the_paper_is_checked(new_till: NewTill) -> None:
    till = new_till(settings={"refund.record": "true"})
    number = dict(till("COLA", "/cash").sale or {})
    assert "printed behind Record" in till.refused("/refund 1-1")
    assert "is the paper real" in till.refused("/refund 1-1/00000000")
    till(f"/refund 1-1/{number['hash'][:8].upper()}", "/cash")


def test_the_time_to_bring_back_ends_and_is_longer_in_season(new_till: NewTill) -> None:
    extended = "2026-11-24..2026-12-24=2027-01-31"
    till = new_till(settings={"refund.days": "14", "refund.extended": extended})
    till("2*COLA", "/cash")
    till.clock.now = till.clock.now.replace(day=24)
    till("COLA", "/cash")
    till.clock.now = till.clock.now.replace(month=12, day=8)
    assert "ended on 2026-12-07" in till.refused("/refund 1-1 1*#1")
    till("/refund 1-1 1*#1 late", "/cash")
    till("/refund 1-2", "/cash")


def test_a_refund_survives_a_restart(till: Till) -> None:
    till("3*COLA", "/disc 1.00 #1", "/cash", "/refund 1-1 2*#1 waste")
    before = till.register.basket
    till.restart()
    assert till.register.basket == before
    assert till.register.basket.lines[0].quantity == Decimal(-2)


def test_what_was_not_sold_is_not_refunded(till: Till) -> None:
    till("COLA", "/cancel", "COLA", "TISSUE", "/void #1", "/cash")
    assert "sold nothing" in till.refused("/refund 1-1")
    assert "nothing of Cola 0.33 l is left" in till.refused("/refund 1-2 #1")
    assert "no line #9" in till.refused("/refund 1-2 #9")
    assert "has no CASE" in till.refused("/refund 1-2 CASE")
    assert "no receipt has the number" in till.refused("/refund 1-77")
    till("/refund 1-2")
    assert till.lines() == [("TISSUE", "-1", -200)]
