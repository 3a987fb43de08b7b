"""Promotions at the till: earned and lost as lines come and go, fixed when the sale begins, on record."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from pos_tui.bootstrap import promotions
from pos_tui.core.errors import Refused
from pos_tui.core.moment import Moment
from pos_tui.core.money import line_amount
from pos_tui.core.quantity import Unit
from pos_tui.core.sale import SaleLine
from pos_tui.services import explaining

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .conftest import NewTill
    from .shop import Till


def promise(till: Till, code: str, **terms: str) -> None:
    """Records a promotion; `end` of it is a code alone."""
    if terms:
        promotions.add(till.front, {"code": code, **terms}, "a test")
    else:
        promotions.end(till.front, [code], "a test")


COLA = {"kind": "set", "goods": "3*COLA", "price": "3.00", "name": "3 cola for 3.00"}


def saved(till: Till) -> dict[str, int]:
    """What each promotion saves now."""
    return {one.promotion.label: one.off for one in till.register.priced.savings}


def test_b23_a_void_gives_back_what_was_earned(till: Till) -> None:
    promise(till, "COLA3", **COLA)
    till("COLA", "COLA")
    assert saved(till) == {} and till.register.priced.total == 238
    assert till("COLA").message == "1 x Cola 0.33 l @ 1.19 = 1.19; 3 cola for 3.00 -0.57"
    assert saved(till) == {"COLA3#1": 57} and till.register.priced.total == 300
    assert "no longer 3 cola for 3.00" in till("/void #2").message
    assert saved(till) == {} and till.register.priced.total == 238
    till("/undo")
    assert till.register.priced.total == 300
    till("4*COLA")
    assert till.register.priced.total == 600 + 119


def test_b71_the_order_of_scanning_does_not_change_the_total(new_till: NewTill) -> None:
    totals = set()
    for order in (
        ("COLA", "BOOK", "TISSUE", "COLA"),
        ("TISSUE", "COLA", "COLA", "BOOK"),
        ("BOOK", "2*COLA", "TISSUE"),
    ):
        till = new_till()
        promise(till, "MIX", kind="set", goods="3*COLA,BOOK,TISSUE", price="9")
        promise(till, "PAIR", kind="cheapest", goods="2*COLA,TISSUE", percent="100")
        till(*order)
        totals.add((till.register.priced.total, till.register.priced.tax))
    assert len(totals) == 1


def test_what_is_recorded_says_which_version_and_adds_up(till: Till) -> None:
    promise(till, "COLA3", **COLA)
    promise(till, "COLA3", **{**COLA, "price": "2.50"})
    till("2*COLA", "COLA", "BOOK", "/cash 20")
    [sale] = till.sales()
    [row] = sale["promotions"]
    assert (row["code"], row["version"], row["times"], row["off"]) == ("COLA3", 2, 1, 107)
    assert row["lines"] == {"1": 71, "2": 36}
    assert [line["amount"] for line in sale["lines"]] == [167, 83, 999]
    assert [line["discount"] for line in sale["lines"]] == [71, 36, 0]
    assert sale["total"] == 250 + 999
    lines = explaining.explain(sale)
    assert "   promotion COLA3#2 -0.71" in lines
    assert "promotion COLA3 version 2, 3 cola for 3.00: 1 x, -1.07, shared out in the lines above" in lines
    printed = till.front.receipt_text(sale)
    assert "3 cola for 3.00" in printed and "-1.07" in printed and "Discount" not in printed


def test_a_change_in_the_middle_of_a_sale_does_not_change_it(till: Till) -> None:
    """What was promised when the sale began holds for all of it, also over a restart; not for the next."""
    till("COLA")
    promise(till, "COLA3", **COLA)
    till("COLA", "COLA")
    assert saved(till) == {}
    till("/cash")
    till("3*COLA")
    assert saved(till) == {"COLA3#1": 57}
    promise(till, "COLA3", **{**COLA, "price": "1.00"})
    promise(till, "BOOKS", kind="percent", goods="BOOK", percent="50")
    till("BOOK")
    assert saved(till) == {"COLA3#1": 57}
    before = till.register.priced
    till.stop()
    till.start()
    assert till.register.priced == before
    held = till("/hold").data["id"]
    promise(till, "COLA3")
    till(f"/recall {held}")
    assert till.register.priced == before
    till("/cash")
    till("3*COLA", "BOOK")
    assert saved(till) == {"BOOKS#1": 500}


def test_happy_hours_are_those_of_the_shop_when_the_sale_begins(till: Till) -> None:
    promise(
        till,
        "HAPPY",
        kind="percent",
        goods="all",
        percent="20",
        hours="14:00-15:00",
        days="mon",
        to="2026-11-30",
    )
    till("BOOK")
    assert saved(till) == {"HAPPY#1": 200}
    till.clock.now = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)
    till("BOOK")
    assert saved(till) == {"HAPPY#1": 400}
    till("/cash", "BOOK")
    assert saved(till) == {}
    till("/cash")
    till.clock.now = datetime(2026, 11, 24, 14, 30, tzinfo=UTC)
    till("BOOK")
    assert saved(till) == {}


def test_members_only(till: Till) -> None:
    promise(till, "CARD", kind="price", goods="BOOK", price="8.99", group="members")
    till("BOOK")
    assert saved(till) == {}
    assert "there is members" in till.refused("/group staff")
    assert "-1.00" in till("/group Members").message
    assert saved(till) == {"CARD#1": 100}
    till("/group -")
    assert saved(till) == {}
    till("/group members", "/cash")
    assert till.sales()[0]["group"] == "members"


def test_a_coupon_that_many_may_show(till: Till) -> None:
    promise(
        till, "SUMMER", kind="amount", goods="BOOK", amount="2", limit="1", coupon="SUMMER10", to="2026-11-30"
    )
    assert "nothing is in the sale yet" in till.register.run("summer10", entered="scan").message
    till("3*BOOK")
    assert saved(till) == {"SUMMER#1": 200}
    till("SUMMER10")
    assert saved(till) == {"SUMMER#1": 400}
    till("/coupon -SUMMER10")
    assert saved(till) == {"SUMMER#1": 200}
    assert "not in the sale" in till.refused("/coupon -OTHER")
    assert "there is no coupon" in till.refused("/coupon OTHER")
    till("/cash")
    assert till.sales()[0]["coupons"] == [{"code": "summer10", "promotion": "SUMMER"}]
    till.clock.now = datetime(2026, 12, 24, 14, 30, tzinfo=UTC)
    assert "does not hold now" in till.refused("SUMMER10")


def test_a_coupon_that_counts_once(till: Till) -> None:
    promise(till, "ONCE", kind="percent", goods="all", percent="10", coupon="*")
    first, second = promotions.issue(till.front, "ONCE", 2)
    till("BOOK", first)
    assert saved(till) == {"ONCE#1": 100}
    assert "in the sale already" in till.refused(first)
    assert "one coupon is enough" in till.refused(second)
    till("/cash")
    assert "was used already, on 1-000001" in till.refused(first)
    till(second, "COLA", "/cancel")
    till("BOOK", second, "/cash")
    assert till.register.last_sale is not None
    assert till.register.last_sale["total"] == 899


def test_a_coupon_that_saved_nothing_is_not_used_up(till: Till) -> None:
    promise(till, "ONCE", kind="percent", goods="BOOK", percent="10", coupon="*")
    [number] = promotions.issue(till.front, "ONCE", 1)
    till("COLA", number, "/cash")
    till("BOOK", number, "/cash")
    assert [sale["total"] for sale in till.sales()] == [119, 899]


def test_a_coupon_that_another_till_took_meanwhile_stops_no_sale(till: Till) -> None:
    promise(till, "ONCE", kind="percent", goods="all", percent="10", coupon="*")
    [number] = promotions.issue(till.front, "ONCE", 1)
    till("BOOK", number)
    with till.front.store.transaction(operator="ana") as tx:
        tx.set("coupons", tx.find("coupons", "code", number).doc_id, used="2-000007")
    till("/cash")
    [event] = [one for one in till.front.store.documents("events") if one["kind"] == "coupon_twice"]
    assert (event["code"], event["first"], event["receipt"]) == (number, "2-000007", "1-000001")


def test_a_basket_discount_comes_after_promotions(till: Till) -> None:
    promise(till, "HALF", kind="percent", goods="BOOK", percent="50")
    till("BOOK", "/disc 10% all")
    assert [line.discount for line in till.register.priced.lines] == [500 + 50]
    assert till.register.priced.total == 449
    assert "at most 4.99" in till.refused("/disc 5 all")


@pytest.mark.parametrize(
    ("terms", "why"),
    [
        ({"kind": "sets"}, "kind is one of"),
        ({"kind": "set", "goods": "3*COLA"}, "says one of price"),
        ({"kind": "set", "goods": "3*COLA", "price": "3", "percent": "5"}, "says one of price"),
        ({"kind": "cheapest", "goods": "2*COLA", "percent": "100", "free": "2"}, "more pieces than are free"),
        ({"kind": "percent", "percent": "101"}, "at most 100"),
        ({"kind": "percent", "percent": "0"}, "more than 0"),
        ({"kind": "buy_get", "goods": "COLA", "percent": "100"}, "needs two parts"),
        ({"kind": "price", "goods": "3*COLA", "price": "1"}, "each piece counts for itself"),
        ({"kind": "set", "goods": "3*COLA", "price": "1.005"}, "more decimals than GBP"),
        ({"kind": "spend", "steps": "50"}, "no step"),
        ({"kind": "spend", "steps": "50=5", "spend": "50"}, "says in its steps"),
        ({"kind": "percent", "percent": "5", "name": "\x1b[2J"}, "printable"),
        ({"kind": "percent", "percent": "5", "hours": "5"}, "no hours"),
        ({"kind": "percent", "percent": "5", "days": "monday"}, "no weekday"),
        ({"kind": "percent", "percent": "5", "from": "2026-12-01", "to": "2026-11-01"}, "is after to"),
        ({"kind": "percent", "percent": "5", "goods": "COLA,,BOOK"}, "names no goods"),
        ({"kind": "percent", "percent": "5", "colour": "red"}, "has no colour"),
    ],
)
def test_terms_that_make_no_sense(till: Till, terms: dict[str, Any], why: str) -> None:
    with pytest.raises(Refused, match=why):
        promotions.add(till.front, {"code": "P", **terms}, "")
    assert promotions.listed(till.front, everything=True) == []


def test_a_recorded_sale_can_be_worked_out_again(till: Till) -> None:
    """From its record alone and the versions on record, whatever was changed or ended since."""
    promise(till, "COLA3", **COLA)
    promise(till, "CLUB", kind="percent", goods="all", percent="7", group="club")
    promise(till, "TEN", kind="amount", goods="BOOK", amount="1", limit="1", coupon="TEN10")
    till("COLA", "2*BOOK", "0.5*BAN", "TEN10", "/group club", "3*COLA", "/void #1", "CHOC", "/cash")
    promise(till, "COLA3", **{**COLA, "price": "1.00"})
    promise(till, "CLUB")
    promise(till, "TEN")
    [sale] = till.sales()
    lines = [line_of(row) for row in sale["lines"] if not row["void"]]
    numbers = [row["line"] for row in sale["lines"] if not row["void"]]
    promised = till.register.counter.promised()
    assert promised is not None and len(sale["promotions"]) == 3
    shown = [coupon["promotion"] for coupon in sale["coupons"]]
    offers = promised.offers(Moment.from_document(sale["began"]), sale["group"], shown)
    amounts = [line_amount(line.unit_price, line.quantity, till.front.shop.currency) for line in lines]
    assert [
        (one.promotion.label, one.times, one.off, {str(numbers[i]): off for i, off in one.shares.items()})
        for one in offers.savings(lines, amounts)
    ] == [
        (f"{row['code']}#{row['version']}", row["times"], row["off"], row["lines"])
        for row in sale["promotions"]
    ]


def line_of(row: Mapping[str, Any]) -> SaleLine:
    """The line that was sold, by its record."""
    figures = (Decimal(row["qty"]), Decimal(row["unit_price"]), Unit(row["unit"]))
    names = (row["sku"], row["code"], row["name"], row["tax"])
    return SaleLine(*names, *figures, row["department"], row["source"])
