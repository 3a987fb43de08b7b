"""Lists with prices of another kind than the shop's, with tax or without: rung, on paper, coming back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pos_tui.bootstrap import prices
from pos_tui.core.errors import InvalidValue

from .shop import Till
from .test_price_lists import listed
from .test_promotions import promise

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def plus(tmp_path: Path) -> Iterator[Till]:
    """A shop whose prices are without tax."""
    till = Till(tmp_path, prices="exclusive")
    yield till
    till.stop()


def test_b53_a_list_without_tax_in_a_shop_with_it(till: Till) -> None:
    """1.19 contains 0.20; 0.99 for trade is without its 0.20; a book has a rate of zero."""
    listed(till, "TRADE", {"group": "trade", "prices": "exclusive"}, COLA="0.99")
    assert "price without tax" in till("/group trade", "COLA").message
    till("TISSUE", "BOOK")
    assert till.register.basket.lines[0].prices == "exclusive"
    assert till.total() == 99 + 20 + 200 + 999
    till("/cash")
    [sale] = till.sales()
    assert [(row["net"], row["tax"]) for row in sale["taxes"]] == [(99 + 200 - 33, 53), (999, 0)]
    assert [line.get("prices") for line in sale["lines"]] == ["exclusive", None, None]
    paper = till.front.receipt_text(sale)
    lines = [" ".join(line.split()) for line in paper.splitlines()]
    start = lines.index("Subtotal 12.98")
    assert lines[start : start + 3] == ["Subtotal 12.98", "Tax 0.20", "TOTAL GBP 13.18"]
    assert lines.count("price without tax") == 1
    assert "contained in 2.00 and added to 0.99, together 0.53" in till("/explain").message


def test_b69_the_price_changes_kind_with_the_buyer(till: Till) -> None:
    listed(till, "TRADE", {"group": "trade", "prices": "exclusive"}, COLA="0.99")
    till("COLA", "/group trade")
    assert till.total() == 119
    till("/group -")
    assert (till.total(), till.register.basket.lines[0].prices) == (119, "")
    till("/group trade", "COLA@0.50")
    assert till.total() == 99 + 50 + 30, "a price that is typed is of the kind it stands in place of"


def test_b43_b42_lines_of_both_kinds_come_back_in_parts(till: Till) -> None:
    listed(till, "TRADE", {"group": "trade", "prices": "exclusive"}, COLA="0.99")
    till("/group trade", "7*COLA", "3*TISSUE", "/disc 1.00 all", "/cash")
    [sale] = till.sales()
    till("/refund 1-1 2*#1 1*#2", "/cash")
    till("/refund 1-1 4*#1 2*#2", "/cash")
    till("/refund 1-1", "/cash")
    back = till.sales()[1:]
    assert sum(refund["total"] for refund in back) == -sale["total"]
    for row in sale["taxes"]:
        mine = [r for refund in back for r in refund["taxes"] if r["code"] == row["code"]]
        assert (sum(r["net"] for r in mine), sum(r["tax"] for r in mine)) == (-row["net"], -row["tax"])
    assert back[0]["lines"][0]["prices"] == "exclusive"


def test_a_list_with_tax_in_a_shop_without_it(plus: Till) -> None:
    listed(plus, "SHELF", {"prices": "inclusive"}, COLA="1.20", TISSUE="0.99 12=0.90")
    plus("COLA", "CASE")
    assert plus.total() == 120 + 2390 + 478
    plus("/void #1", "/void #2", "12*TISSUE")
    assert plus.total() == 12 * 90
    plus("/cash")
    assert [line["prices"] for line in plus.sales()[-1]["lines"] if not line["void"]] == ["inclusive"]


def test_quantity_breaks_are_of_their_lists_kind(till: Till) -> None:
    terms = {"group": "trade", "prices": "exclusive"}
    listed(till, "TRADE", terms, COLA="0.99 10=0.89")
    till("/group trade", "9*COLA")
    assert till.total() == 891 + 178
    till("COLA")
    assert till.total() == 890 + 178
    with pytest.raises(InvalidValue, match="a price of its own"):
        prices.set_prices(till.front, [prices.parse_price("TRADE", "TISSUE", ["12=1.50"])], "a test")
    prices.set_list(till.front, "ALL", {}, "a test")
    prices.set_prices(till.front, [prices.parse_price("ALL", "TISSUE", ["12=1.50"])], "a test")
    with pytest.raises(InvalidValue, match="a price of its own"):
        prices.set_list(till.front, "ALL", {"prices": "exclusive"}, "a test")
    with pytest.raises(InvalidValue, match="inclusive or exclusive"):
        prices.set_list(till.front, "ALL", {"prices": "net"}, "a test")


def test_the_lowest_of_lists_is_the_lowest_with_its_tax(till: Till) -> None:
    listed(till, "NET", {"prices": "exclusive"}, COLA="0.95")
    listed(till, "GROSS", {"prices": "inclusive"}, COLA="1.10")
    till("COLA")
    assert till.total() == 110
    listed(till, "NET", {}, COLA="0.91")
    till("/void", "COLA")
    assert till.total() == 91 + 18


def test_money_off_is_off_prices_of_its_own_kind_and_a_percentage_off_any(till: Till) -> None:
    listed(till, "TRADE", {"group": "trade", "prices": "exclusive"}, COLA="0.99")
    promise(till, "CHEAP", kind="price", goods="COLA,TISSUE", price="0.50")
    till("/group trade", "COLA", "TISSUE")
    assert till.total() == 99 + 20 + 50
    promise(till, "CHEAP")
    promise(till, "TENTH", kind="percent", goods="all", percent="10")
    till("/cancel", "/group trade", "COLA", "TISSUE")
    assert till.total() == 89 + 18 + 180
