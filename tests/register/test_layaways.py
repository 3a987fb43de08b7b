"""Orders put aside for a deposit: paid in parts, collected once, cancelled with the money back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pos_tui.bootstrap import open_register
from pos_tui.core.permission import EVERYTHING, Rights
from pos_tui.core.records import with_tax

from .shop import item

if TYPE_CHECKING:
    from .conftest import NewTill
    from .shop import Till

NUMBER = "1-L000001"


def order(till: Till, number: str = NUMBER) -> dict[str, Any]:
    return dict(till.stored("layaways", "number", number))


def last(till: Till) -> dict[str, Any]:
    return till.sales()[-1]


def test_b40_a_deposit_is_no_sale_until_the_goods_are_collected(till: Till) -> None:
    till("CASE", "2*BOOK", "/layaway 20% Ada")
    assert order(till)["total"] == 2390 + 1998
    assert [(line.name, line.source) for line in till.register.basket.lines] == [
        (f"Deposit {NUMBER} Ada", "layaway")
    ]
    receipt = till("/cash").sale
    assert receipt is not None
    assert (receipt["number"], receipt["total"], receipt["apart"], receipt["taxes"]) == (
        "1-000001",
        878,
        {"layaway": 878},
        [],
    )
    assert receipt["layaways"] == [
        {
            "number": NUMBER,
            "name": "Ada",
            "state": "open",
            "amount": 878,
            "paid": 878,
            "total": 4388,
            "until": "",
        }
    ]
    till("/layaway L1 10", "/card")
    assert order(till)["paid"] == 1878
    assert till.stored("stock", "sku", "COLA")["qty"] == "24"
    till("/collect L1")
    assert till.register.settlement.due == 4388 - 1878
    sale = till("/cash 30").sale
    assert sale is not None
    assert (sale["total"], sale["change"], sale["kind"]) == (4388, 3000 - 2510, "sale")
    assert [(row["type"], row["amount"]) for row in sale["tenders"]] == [("layaway", 1878), ("cash", 3000)]
    assert order(till)["state"] == "collected"
    assert (order(till)["paid"], order(till)["moves"][-1]) == (0, [sale["number"], -1878])
    assert "is collected" in till.refused("/collect L1")
    assert "is collected" in till.refused("/layaway L1 5")


def test_b40_its_prices_are_those_of_then(till: Till) -> None:
    till("CASE", "/disc 10%", "/layaway 5 Bob", "/cash")
    with till.front.store.transaction(operator="owner") as tx:
        tx.set("items", tx.find("items", "sku", "CASE").doc_id, price="99.00")
    till.restart()
    till("/collect 1-L1")
    assert till.total() == 2151


def test_b40_deposits_stand_in_the_drawer_and_apart_on_x_and_z(new_till: NewTill) -> None:
    till = new_till(settings={"shifts": "true"})
    till("/open 100", "CASE", "/layaway 10 Ada", "/cash 20", "COLA", "/cash 2")
    till("/x")
    x = till.stored("shifts", "number", "1-X000001")
    assert x["sales"]["gross"] == 119
    assert x["sales"]["apart"] == {"layaway": 1000}
    assert x["expected"]["cash"] == 10000 + 1000 + 119
    assert x["orders"] == {"count": 1, "paid": 1000}
    till("/collect L1", "/cash", "/count 125.09", "/z")
    z = till.stored("shifts", "number", "1-Z000001")
    assert z["sales"]["gross"] == 119 + 2390
    assert z["expected"]["cash"] == 10000 + 119 + 2390
    assert z["kept"]["layaway"] == 1000
    assert z["orders"] == {"count": 0, "paid": 0}


def test_b40_cancelling_pays_back_less_the_fee(new_till: NewTill) -> None:
    till = new_till(settings={"layaway.fee": "FEE"})
    with till.front.store.transaction(operator="owner") as tx:
        tx.insert("items", item("FEE", "Cancelled order", "3.00", tax="zero"))
    till.restart()
    till("CASE", "/layaway 10 Ada", "/cash", "/layaway cancel L1 for changed her mind")
    assert till.total() == -700
    back = till("/cash").sale
    assert back is not None
    assert (back["kind"], back["total"], back["apart"]) == ("refund", -700, {"layaway": -1000})
    assert back["ref"] == "changed her mind"
    assert order(till)["state"] == "cancelled"
    assert "is cancelled" in till.refused("/collect L1")


def test_an_order_without_a_deposit_is_cancelled_at_once(till: Till) -> None:
    till("CASE", "/layaway Ada")
    assert till.register.basket.is_empty
    assert till("/layaway cancel L1").kind == "cancelled"
    assert order(till)["state"] == "cancelled"
    assert till.sales() == []


def test_b40_two_tills_cannot_collect_one_order(till: Till) -> None:
    with till.front.store.transaction(operator="owner") as tx:
        tx.insert("tills", {**till.stored("tills", "till", "1"), "till": "2", "receipt": 0, "layaways": 0})
    other = open_register(till.front, "2")
    till("CASE", "/layaway 10 Ada", "/cash", "/collect L1")
    assert other.run(f"/collect {NUMBER}").ok
    assert till("/cash").sale is not None
    refused = other.run("/cash")
    assert not refused.ok
    assert "is collected meanwhile" in refused.message
    assert other.run("/cancel").ok
    assert other.basket.is_empty
    other.close()
    assert order(till)["moves"] == [["1-000001", 1000], ["1-000002", -1000]]


def test_an_instalment_that_came_meanwhile_is_not_lost(till: Till) -> None:
    with till.front.store.transaction(operator="owner") as tx:
        tx.insert("tills", {**till.stored("tills", "till", "1"), "till": "2", "receipt": 0, "layaways": 0})
    other = open_register(till.front, "2")
    till("CASE", "/layaway 10 Ada", "/cash", "/collect L1")
    assert other.run(f"/layaway {NUMBER} 5").ok
    assert other.run("/cash").ok
    assert "more was paid" in till.refused("/cash")
    till("/cancel", "/collect L1")
    assert till.register.settlement.due == 2390 - 1500
    other.close()


def test_b40_a_collected_sale_that_is_voided_waits_again(till: Till) -> None:
    till("CASE", "/layaway 10 Ada", "/cash", "/collect L1", "/cash", "/postvoid for wrong buyer")
    assert (order(till)["state"], order(till)["paid"]) == ("open", 1000)
    assert [(row["type"], row["amount"]) for row in last(till)["tenders"]] == [
        ("layaway", -1000),
        ("cash", -1390),
    ]
    till("/collect L1", "/cash")
    assert "is collected since" in till.refused("/postvoid 1-1 for wrong")


def test_a_deposit_that_is_voided_is_owed_again(till: Till) -> None:
    till("CASE", "/layaway 10 Ada", "/cash", "/postvoid for wrong")
    assert (order(till)["state"], order(till)["paid"]) == ("open", 0)


def test_goods_of_a_collected_order_come_back_for_all_that_was_paid(till: Till) -> None:
    number = till("CASE", "/layaway 10 Ada", "/cash", "/collect L1", "/card").data["receipt"]
    till(f"/refund {number}")
    assert till.total() == -2390
    till("/cash 10", "/card")
    assert [(row["type"], row["amount"]) for row in last(till)["tenders"]] == [
        ("cash", -1000),
        ("card", -1390),
    ]
    assert "is not taken back" in till.refused("/refund 1-1 #1")


@pytest.mark.parametrize("prices", ["inclusive", "exclusive"])
def test_b40_a_deposit_can_be_taxed_when_it_is_taken(new_till: NewTill, prices: str) -> None:
    till = new_till(prices=prices, settings={"layaway.tax": "at_deposit"})
    till("CASE", "2*BOOK", "/layaway 50% Ada")
    deposit = till("/cash").sale
    assert deposit is not None
    agreed = order(till)["total"]
    assert abs(2 * deposit["total"] - agreed) <= 2
    assert {tax["rate"] for tax in deposit["taxes"]} == {"20", "0"}
    assert "apart" not in deposit
    assert order(till)["paid"] == deposit["total"]
    with till.front.store.transaction(operator="owner") as tx:
        taxes = tx.find("taxes", "code", "standard")
        component = {**taxes["components"][0], "rates": [{"from": "2020-01-01", "rate": "25"}]}
        tx.set("taxes", taxes.doc_id, components=[component])
    till.restart()
    till("/collect L1")
    assert "is paid" in till.refused("/void #3")
    sale = till("/cash").sale
    assert sale is not None
    assert sale["kind"] == "sale"
    rates = {tax["rate"]: tax for tax in sale["taxes"]}
    assert rates["20"]["tax"] == -next(t["tax"] for t in deposit["taxes"] if t["rate"] == "20")
    assert rates["25"]["net"] > 0
    assert order(till)["state"] == "collected"
    till("/postvoid for wrong")
    assert (order(till)["state"], order(till)["paid"]) == ("open", deposit["total"])
    till("/layaway cancel L1", "/cash")
    assert (order(till)["state"], last(till)["total"]) == ("cancelled", -deposit["total"])


def test_what_cannot_be_put_aside_says_why(till: Till) -> None:
    assert "nothing to put aside" in till.refused("/layaway 10 Ada")
    till("/return BOOK")
    assert "cannot be put aside" in till.refused("/layaway Ada")
    till("/cancel", "CASE", "/cash 5")
    assert "paid already" in till.refused("/layaway Ada")
    till("/takeback")
    assert "at most" in till.refused("/layaway 50 Ada")
    assert "0 to 100 %" in till.refused("/layaway 101% Ada")
    assert "not below zero" in till.refused("/layaway -5 Ada")
    assert "there is no order L99" in till.refused("/layaway L99 5")
    assert "there is no order L99" in till.refused("/layaway cancel L99")
    till("/layaway 10 Ada")
    till("/void")
    assert "has 23.90 to pay" in till.refused("/layaway L1 30")
    till("/cancel")
    assert "no order" in till.refused("/collect 1-L77")


def test_what_was_paid_before_cannot_be_taken_back(till: Till) -> None:
    till("CASE", "/layaway 10 Ada", "/cash", "/collect L1")
    assert "nothing is paid yet" in till.refused("/takeback")
    till("/cash 5")
    assert "was paid before" in till.refused("/takeback 1")
    till("/takeback", "/cancel")
    assert (order(till)["state"], order(till)["paid"]) == ("open", 1000)


def test_b40_a_restart_changes_nothing(till: Till) -> None:
    till("CASE", "/layaway 10 Ada")
    till.restart()
    assert till.total() == 1000
    till("/cash", "/collect L1")
    till.restart()
    assert till.register.settlement.due == 1390
    till("/cash")
    assert order(till)["state"] == "collected"


def test_orders_are_listed_with_age_and_those_that_are_late(new_till: NewTill) -> None:
    till = new_till(settings={"layaway.days": "14", "layaway.deposit": "25%"})
    till("CASE", "/layaway Ada", "/cash")
    listed = till("/layaways")
    assert "1-L000001  Ada  23.90, paid 5.98, to pay 17.92  0 d  until 2026-12-07" in listed.message
    till.clock.now = till.clock.now.replace(month=12, day=20)
    assert "27 d  LATE: was until 2026-12-07" in till.register.run("/layaways").message
    assert till("/layaway L1").data["owed"] == 1792


def test_what_comes_with_goods_is_put_aside_with_them(till: Till) -> None:
    with till.front.store.transaction(operator="owner") as tx:
        tx.insert("items", item("FEE", "Eco fee", "0.50"))
        tx.set("items", tx.find("items", "sku", "CASE").doc_id, **{"with": "FEE"})
    till.restart()
    till("CASE", "/layaway 10 Ada", "/cash", "/collect L1", "/qty 2 #1")
    assert till.lines() == [("CASE", "2", 4780), ("FEE", "2", 100)]


def test_who_may_not_cancel_orders_pays_nothing_back(till: Till) -> None:
    till("CASE", "/layaway 10 Ada", "/cash")
    granted = dict(EVERYTHING.granted)
    del granted["layaway.cancel"]
    till.register.counter.rights = Rights(granted)
    assert "cancel what is put aside" in till.refused("/layaway cancel L1")
    till("BOOK", "/layaway Bob", "COLA")
    del granted["layaway.open"]
    assert "put goods aside" in till.refused("/layaway Eve")


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("part"), st.integers(1, 3000)),
        st.tuples(st.sampled_from(("collect", "cancel", "void", "restart")), st.just(0)),
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, taxed=st.booleans(), exclusive=st.booleans())
def test_b40_what_is_owed_is_what_was_paid_whatever_happens(
    new_till: NewTill, steps: list[tuple[str, int]], taxed: bool, exclusive: bool
) -> None:
    prices = "exclusive" if exclusive else "inclusive"
    rule = {"layaway.tax": "at_deposit" if taxed else "at_collection"}
    till = new_till(prices=prices, settings=rule)
    till("CASE", "2*BOOK", "/layaway Ada")
    for what, amount in steps:
        if what == "restart":
            till.restart()
        elif what == "void" and till.sales():
            till.register.run("/postvoid for wrong")
        elif what in ("part", "collect", "cancel"):
            entry = {"part": f"/layaway L1 {amount / 100:.2f}", "collect": "/collect L1"}
            if till.register.run(entry.get(what, "/layaway cancel L1")).ok and till.register.basket.lines:
                till("/cash")
        assert till.register.basket.is_empty
        assert owed(till) == order(till)["paid"] >= 0
    sold = order(till)["total"] if order(till)["state"] == "collected" else 0
    # Taxes on top of a deposit are rounded for it alone.
    assert abs(money(till) - owed(till) - sold) <= (2 * len(till.sales()) if taxed and exclusive else 0)


def money(till: Till) -> int:
    """What was taken and not given back."""
    taken = [row["amount"] for sale in till.sales() for row in sale["tenders"] if row["type"] != "layaway"]
    return sum(taken) - sum(sale["change"] for sale in till.sales())


def owed(till: Till) -> int:
    """What the records say that was paid on orders and not used: lines less what was tendered by it."""
    lines = [
        with_tax(line, sale)
        for sale in till.sales()
        for line in sale["lines"]
        if line["source"] in ("layaway", "layaway_taxed") and not line["void"]
    ]
    used = [row["amount"] for sale in till.sales() for row in sale["tenders"] if row["type"] == "layaway"]
    return sum(lines) - sum(used)
