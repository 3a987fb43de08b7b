"""Kits whose parts have several taxes: the price is shared over these to the cent, and comes back so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_tui.bootstrap import promotions
from pos_tui.core.invoice import taxes_of
from pos_tui.core.money import allocate
from pos_tui.core.report.posted import POSTED
from pos_tui.core.tax_shares import shared

from .shop import Till, item

if TYPE_CHECKING:
    from decimal import Decimal

    from .conftest import NewTill

# Cola is 1.19 at 20 %, a book 9.99 at 0 %, chocolate 0.85 at 20 %.
SET = item("SET", "Gift set", "10.00", parts=[["COLA", "2"], ["BOOK", "1"], ["CHOC", "1"]])


@pytest.fixture
def shop(new_till: NewTill) -> Till:
    till = new_till()
    add(till, SET)
    return till


def add(till: Till, *documents: dict[str, Any]) -> None:
    with till.front.store.transaction(operator="owner") as tx:
        for document in documents:
            tx.insert("items", document)


def sold(till: Till, *entries: str) -> dict[str, Any]:
    sale = till(*entries).sale
    assert sale is not None
    assert_adds_up(sale)
    return sale


def assert_adds_up(sale: dict[str, Any]) -> None:
    """Lines, shares and rows of taxes say the same."""
    inclusive = sale["prices"] == "inclusive"
    for line in sale["lines"]:
        if "shares" in line:
            assert sum(share["amount"] for share in line["shares"]) == line["amount"]
            parts = [part for share in line["shares"] for part in share["taxes"]]
            assert (sum(part["tax"] for part in parts), parts) == (line["tax_amount"], line["taxes"])
    amounts = sum(line["amount"] for line in sale["lines"] if not line["void"])
    net, tax = (sum(row[name] for row in sale["taxes"]) for name in ("net", "tax"))
    assert (net, tax) == (
        amounts - (tax if inclusive else 0),
        sum(line["tax_amount"] for line in sale["lines"]),
    )
    assert sale["total"] == net + tax


def rows(sale: dict[str, Any]) -> dict[str, tuple[int, int]]:
    return {row["code"] + row.get("kind", ""): (row["net"], row["tax"]) for row in sale["taxes"]}


@given(st.integers(-(10**6), 10**6), st.lists(st.decimals(0, 999, places=4), min_size=2, max_size=5))
def test_shares_add_up_and_are_near_their_part(amount: int, costs: list[Decimal]) -> None:
    weights = tuple((str(place), cost) for place, cost in enumerate(costs))
    assert sum(shared(amount, weights)) == amount
    assert shared(amount, weights) == allocate(amount, [int(cost * 10**4) for cost in costs])


def test_the_price_is_shared_by_what_the_parts_cost(shop: Till) -> None:
    sale = sold(shop, "SET", "/cash 10")
    [line] = sale["lines"]
    assert [(share["tax"], share["amount"]) for share in line["shares"]] == [("standard", 244), ("zero", 756)]
    assert rows(sale) == {"standard": (203, 41), "zero": (756, 0)}
    assert line["rate"] == "20+0"


@pytest.mark.parametrize("entries", [("7*SET",), ("7*SET", "/disc 10%"), ("7*SET", "COLA", "/disc 3.33 all")])
@pytest.mark.parametrize("prices", ["inclusive", "exclusive"])
def test_parts_refunded_one_by_one_add_up_to_the_whole(
    new_till: NewTill, prices: str, entries: tuple[str, ...]
) -> None:
    till = new_till(prices=prices)
    add(till, SET)
    sale = sold(till, *entries, "/card")
    back = [sold(till, f"/refund {sale['number']} {count}*#1", "/card") for count in (1, 3, 2, 1)]
    if len(sale["lines"]) > 1:
        back.append(sold(till, f"/refund {sale['number']}", "/card"))
    assert sum(one["total"] for one in back) == -sale["total"]
    for name, figures in rows(sale).items():
        given_back = [rows(one).get(name, (0, 0)) for one in back]
        assert tuple(map(sum, zip(*given_back, strict=True))) == tuple(-figure for figure in figures), name


def test_a_void_an_invoice_and_the_accounts_have_each_tax(shop: Till) -> None:
    sale = sold(shop, "2*SET", "COLA", "/cash 50")
    told = {row["code"]: (row["net"], row["tax"]) for row in taxes_of(sale["lines"], "inclusive")}
    assert told == rows(sale)
    posted = {place[-2:]: sums[0] for place, sums in POSTED.rows("sales", sale, lambda *_: "")}
    assert posted == {(row["code"], f"{row['rate']}%"): row["net"] for row in sale["taxes"]}
    shop("/postvoid for wrong")
    voided = shop.sales()[-1]
    assert voided["kind"] == "post_void"
    assert_adds_up(voided)
    assert rows(voided) == {name: (-net, -tax) for name, (net, tax) in rows(sale).items()}


def test_who_owes_no_tax_pays_what_is_left_of_each_share(shop: Till) -> None:
    sale = sold(shop, "3*SET", "/exempt X", "/card")
    assert rows(sale) == {"standardexempt": (611, 0), "zero": (2267, 0)}
    assert [share.get("kind") for share in sale["lines"][0]["shares"]] == ["exempt", None]
    back = [sold(shop, f"/refund {sale['number']} {count}*#1", "/card") for count in (1, 2)]
    assert sum(one["total"] for one in back) == -sale["total"]
    for name, (net, _tax) in rows(sale).items():
        assert sum(rows(one)[name][0] for one in back) == -net


def test_a_promotion_is_of_the_kit_and_its_saving_is_shared(shop: Till) -> None:
    promotions.add(shop.front, {"code": "SET3", "kind": "set", "goods": "3*SET", "price": "25.00"}, "a test")
    promotions.add(shop.front, {"code": "COLA3", "kind": "set", "goods": "3*COLA", "price": "3.00"}, "a test")
    sale = sold(shop, "3*SET", "/card")
    assert [(one["code"], one["off"]) for one in sale["promotions"]] == [("SET3", 500)], "parts earn nothing"
    assert [share["amount"] for share in sale["lines"][0]["shares"]] == [611, 1889]
    back = [sold(shop, f"/refund {sale['number']} {count}*#1", "/card") for count in (2, 1)]
    assert sum(one["total"] for one in back) == -2500


def test_a_discount_is_shared_and_explained(shop: Till) -> None:
    sale = sold(shop, "3*SET", "/disc 20%", "/card")
    told = shop(f"/explain {sale['number']}").message
    assert "shared over the taxes of its parts by their prices: standard 5.86, zero 18.14" in told
    assert "tax standard 20 % contained in 5.86: 0.98" in told


def test_held_and_started_again_it_is_taxed_the_same(shop: Till) -> None:
    shop("SET", "/hold later")
    shop("/recall 1")
    shop.restart()
    assert rows(sold(shop, "/card")) == {"standard": (203, 41), "zero": (756, 0)}


def test_what_is_one_supply_or_of_ingredients_has_its_own_tax(shop: Till) -> None:
    add(
        shop,
        item("DISH", "Dish", "10.00", parts=[["BOOK", "1"], ["COLA", "1"]], taxed="whole"),
        item("FLOUR", "Flour", None, tax="zero"),
        item("CAKE", "Cake", "10.00", parts=[["FLOUR", "1"], ["COLA", "1"]]),
        item("PAIR", "Pair", "2.00", tax="zero", parts=[["COLA", "1"], ["CHOC", "1"]]),
    )
    for code in ("DISH", "CAKE", "PAIR"):
        assert not shop(code).data.get("shares")
    sale = sold(shop, "/card")
    assert [line.get("shares") for line in sale["lines"]] == [None, None, None]
    assert rows(sale) == {"standard": (1667, 333), "zero": (200, 0)}
