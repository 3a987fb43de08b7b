"""Points at the till: earned and spent with the sale, taken back with the goods, never below zero."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from pos_tui.bootstrap import open_register, open_shop
from pos_tui.bootstrap.tenders import set_type
from pos_tui.services import customers, erasing

if TYPE_CHECKING:
    from pos_tui.core.customer import Customer

    from .conftest import NewTill
    from .shop import Till

RULES = {
    "loyalty.points": "10",
    "loyalty.value": "0.01",
    "loyalty.excluded": "News",
    "loyalty.tiers": "gold=50*2",
}


@pytest.fixture
def shop(new_till: NewTill) -> Till:
    till = new_till(settings=RULES)
    set_type(till.front, "points", ())
    till.restart()
    with till.front.store.transaction(operator="owner") as tx:
        tx.insert("tills", {"v": 1, "till": "2", "receipt": 0})
    customers.add(till.register.counter, {"name": "Ada Byron"})
    return till


def ada(till: Till) -> Customer:
    [one] = till.register.counter.people.find("ada")
    return one


def row(till: Till) -> dict[str, Any]:
    [found] = till.sales()[-1]["loyalty"]
    return dict(found)


def test_points_are_earned_with_the_sale_and_stand_on_the_receipt(shop: Till) -> None:
    sale = shop("CASE", "/dept News=5.00", "/customer ada", "/cash 50").sale
    assert sale is not None
    assert ada(shop).points == 239
    text = shop.front.receipt_text(sale)
    assert "Points of this sale" in text
    assert "+239" in text
    assert "239 earned, 0 used, 239 now" in shop("/explain").message
    assert "239 points" in shop("/customer ada").message


def test_nobody_in_particular_earns_nothing_and_a_cancelled_basket_neither(shop: Till) -> None:
    shop("CASE", "/cash", "CASE", "/customer ada", "/cancel")
    assert (ada(shop).points, [sale.get("loyalty") for sale in shop.sales()]) == (0, [None, None])


def test_points_pay_and_what_they_pay_earns_nothing(shop: Till) -> None:
    shop("CASE", "/customer ada", "/cash")
    shop("BOOK", "/customer ada")
    assert "has 239 points, which pay 2.39" in shop.refused("/pay 3 points")
    assert shop("/pay points").data["due"] == 760
    shop("/cash")
    assert (row(shop)["used"], row(shop)["earned"], ada(shop).points) == (239, 76, 76)
    shop("BOOK")
    assert "no points to pay with" in shop.refused(f"/pay points ref {other(shop)}")
    assert "which customer" in shop.refused("/pay points")


def other(till: Till) -> str:
    return customers.add(till.register.counter, {"name": "Bea"}).id


def test_b43_what_comes_back_takes_its_points_along(shop: Till) -> None:
    shop("CASE", "3*COLA", "/customer ada", "/cash")
    whole = ada(shop).points
    assert whole == 274
    shop("/refund 1-1 2*#2", "/cash")
    shop("/refund 1-1 #1", "/cash")
    shop("/refund 1-1", "/cash")
    assert sum(sale["loyalty"][0]["earned"] for sale in shop.sales()[1:]) == -whole
    assert ada(shop).points == 0


def test_points_that_are_gone_when_goods_come_back_are_paid_by_the_next(shop: Till) -> None:
    shop("CASE", "/customer ada", "/cash", "COLA", "/customer ada", "/pay points", "/refund 1-1", "/cash")
    assert (ada(shop).points, ada(shop).points_due) == (0, 119)
    shop("CASE", "/customer ada", "/cash")
    assert (ada(shop).points, ada(shop).points_due) == (120, 0)


def test_points_that_paid_are_given_back_with_the_goods(shop: Till) -> None:
    shop("CASE", "/customer ada", "/cash", "COLA", "/customer ada", "/pay points")
    assert ada(shop).points == 120
    shop("/refund 1-2", "/pay points")
    assert ada(shop).points == 239
    shop("COLA", "/customer ada", "/pay points", "/postvoid for wrong")
    assert ada(shop).points == 239
    shop("BOOK", "/customer ada", "/cash", "/postvoid for wrong")
    assert ada(shop).points == 239


def test_a_refund_that_was_voided_can_be_done_again_and_takes_the_same_points(shop: Till) -> None:
    shop("CASE", "3*COLA", "/customer ada", "/cash", "/refund 1-1 2*#2", "/cash")
    assert ada(shop).points == 274 - 24
    shop("/postvoid for wrong")
    assert ada(shop).points == 274
    shop("/refund 1-1", "/cash")
    assert ada(shop).points == 0


def test_a_tier_is_reached_by_spending_and_multiplies(shop: Till) -> None:
    shop("3*CASE", "/customer ada", "/cash 100")
    assert (ada(shop).tier, ada(shop).points) == ("gold", 717)
    shop("BOOK", "/customer ada", "/cash")
    assert ada(shop).points == 717 + 199


def test_two_tills_do_not_spend_the_same_points(shop: Till) -> None:
    shop("CASE", "/customer ada", "/cash", "2*COLA", "/customer ada")
    assert shop("/pay points").kind == "sale"
    shop("CASE", "/customer ada", "/cash", "BOOK", "/customer ada", "/pay 2.00 points")
    second = open_shop(
        shop.place / "store", clock=shop.clock, environ={}, state=shop.place / "state", flags=shop.settings
    )
    with second, open_register(second, "2") as till:
        for entry in ("COLA", f"/customer {ada(shop).id}", "/pay points"):
            assert till.run(entry).ok, entry
    assert "has only" in shop.register.run("/cash").message
    shop("/takeback", "/cash")
    assert ada(shop).points >= 0


def test_points_end_and_an_erased_customer_holds_up_no_refund(new_till: NewTill) -> None:
    till = new_till(settings={**RULES, "loyalty.expiry": "30"})
    one = customers.add(till.register.counter, {"name": "Ada Byron"})
    till("CASE", "/customer ada", "/cash")
    till.clock.now = till.clock.now.replace(year=2027)
    till("BOOK", "/customer ada", "/cash")
    assert (row(till)["expired"], row(till)["points"]) == (239, 99)
    erasing.erase(till.register.counter, one.id, "asked", settle=True)
    till("/refund 1-1", "/cash")
    assert "loyalty" not in till.sales()[-1]
