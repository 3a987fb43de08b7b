"""Prices changed by hand: markdowns, overrides and discounts, each with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pos_tui.core.permission import EVERYTHING, Rights
from pos_tui.services.explaining import explain

if TYPE_CHECKING:
    from .conftest import NewTill
    from .shop import Till


def test_a_markdown_by_percent_and_to_a_price(till: Till) -> None:
    till("BOOK", "/markdown 30% for damaged cover", "COLA", "/markdown 0.50 #2", "/cash")
    [sale] = till.sales()
    assert [(line["amount"], line["source"]) for line in sale["lines"]] == [
        (699, "markdown"),
        (50, "markdown"),
    ]
    assert sale["corrections"] == [
        {"what": "markdown", "line": 1, "before": "9.99", "after": "6.99", "why": "damaged cover"},
        {"what": "markdown", "line": 2, "before": "1.19", "after": "0.5"},
    ]
    assert "   price 9.99 -> 6.99: damaged cover" in explain(sale)
    assert "   price 1.19 -> 0.50" in explain(sale)
    assert "#1 Book: 1 x 6.99 (marked down) = 6.99" in explain(sale)


def test_a_label_goes_down_as_a_whole(till: Till) -> None:
    till("CHEESE=4.99", "/markdown 50%")
    [line] = till.register.basket.lines
    assert (line.exact, till.total()) == (249, 249)
    till("/markdown 1.00")
    assert till.register.basket.lines[0].exact is None


def test_a_markdown_lowers(till: Till) -> None:
    till("BOOK")
    for entry in ("9.99", "10", "101%", "0%", "-1%"):
        till.refused(f"/markdown {entry}")
    till.refused("/markdown 10% #2")
    till.refused("/markdown")


def test_the_shops_own_reasons(new_till: NewTill) -> None:
    till = new_till(settings={"reasons": "damaged, near its date, price match, price error"})
    till("BOOK")
    assert "damaged, near its date" in till.refused("/price 5")
    assert "say why" in till.refused("/disc 10%")
    assert "say why" in till.refused("/disc 1 all for price")
    assert "say why" in till.refused("/markdown 10% for fun")
    till("/price 8.00 for dam #1", "/disc 10% for price m", "/disc 1.00 all for NEAR ITS DATE")
    till("/disc 0")
    assert [(one.what, one.why) for one in till.register.basket.corrections] == [
        ("price", "damaged"),
        ("discount", "price match"),
        ("discount", "near its date"),
        ("discount", ""),
    ]
    till.restart()
    assert [one.why for one in till.register.basket.corrections][:2] == ["damaged", "price match"]


def test_a_reason_may_be_any_where_the_shop_has_none(till: Till) -> None:
    till("BOOK", "/price 9.00 #1 for a friend for once")
    assert till.register.basket.corrections[0].why == "a friend for once"
    till.refused("/price 8 for " + "x" * 101)


def test_b19_a_price_of_nothing_needs_a_right_of_its_own(till: Till) -> None:
    granted = {name: limit for name, limit in EVERYTHING.granted.items() if name != "sale.zero_price"}
    till.register.counter.rights = Rights(granted)
    till("COLA", "/price 0.01")
    for entry in ("/price 0", "COLA@0", "M@0", "M=0", "/markdown 100%"):
        outcome = till.register.run(entry)
        assert (outcome.kind, outcome.data.get("needs")) == ("refused", "sale.zero_price"), entry
    till.register.counter.rights = EVERYTHING
    till("/price 0", "M@0")
    assert till.total() == 0


def test_b19_open_prices_have_their_departments_limits(till: Till) -> None:
    with till.front.store.transaction(operator="owner") as tx:
        paper = {**till.stored("items", "sku", "M"), "sku": "PAPER", "department": "News"}
        tx.insert("items", paper)
    assert "from 0.20 on" in till.refused("PAPER@0.19")
    assert "up to 30.00 only" in till.refused("PAPER@30.01")
    till("PAPER@0.20", "2*PAPER=60", "M@500")
    assert till.total() == 20 + 6000 + 50000
