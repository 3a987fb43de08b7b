"""Eating in and taking away: the tax follows, the price stays as it is, and refunds give back what was."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from pos_tui.bootstrap import taxes
from pos_tui.bootstrap.training import training
from pos_tui.core.errors import InvalidValue, Refused

from .shop import item

if TYPE_CHECKING:
    from .conftest import NewTill
    from .shop import Till


def cafe(till: Till) -> Till:
    """Food is taxed at 20 % where it is eaten in and at 5 % taken away; chocolate always at 20 %."""
    taxes.add(till.front, "reduced=5")
    taxes.serve(till.front, "dept:Food", ["eatin=standard", "takeaway=reduced"])
    taxes.serve(till.front, "item:CHOC", ["takeaway=standard"])
    return till


def rates(till: Till) -> list[tuple[str, str, str]]:
    return [(line.sku, line.tax, line.service) for line in till.register.basket.lines]


def test_the_tax_follows_how_it_is_served(till: Till) -> None:
    cafe(till)("COLA", "CHOC")
    assert rates(till) == [("COLA", "standard", ""), ("CHOC", "standard", "")]
    assert till("/takeaway").message.startswith("take away: ")
    till("BOOK")
    assert rates(till) == [
        ("COLA", "reduced", "takeaway"),
        ("CHOC", "standard", "takeaway"),
        ("BOOK", "reduced", "takeaway"),
    ], "the book is in a department that is food here"
    assert till.total() == 119 + 85 + 999, "prices contain the tax"
    till("/eatin #1")
    assert rates(till)[0] == ("COLA", "standard", "eatin")
    till("/cash")
    [sale] = till.sales()
    assert [line.get("own_tax") for line in sale["lines"]] == [None, None, "zero"]
    assert [row["what"] for row in sale["corrections"]] == ["service"] * 3
    paper = till.front.receipt_text(sale)
    assert paper.count("  Take away\n") == 2 and paper.count("  Eat in\n") == 1
    assert "take away: tax reduced in the place of zero" in till("/explain").message


def test_what_comes_with_goods_is_served_as_they_are(till: Till) -> None:
    cafe(till)
    with till.front.store.transaction(operator="owner") as tx:
        tx.insert("items", item("CUP", "Cup, to bring back", "1.00", department="Food"))
        tx.insert("items", item("LATTE", "Latte", "3.00", department="Food", **{"with": "CUP"}))
    till("/takeaway", "LATTE", "LATTE")
    assert {tax for _sku, tax, _mode in rates(till)} == {"reduced"}
    till("/eatin #1")
    assert [tax for _sku, tax, _mode in rates(till)] == ["standard"] * 2 + ["reduced"] * 2
    assert "goes with Latte" in till.refused("/takeaway #2")
    till("/cash", "/refund 1-1 #1")
    assert {line.tax for line in till.register.basket.lines} == {"standard"}


def test_without_tax_in_the_price_the_total_follows(new_till: NewTill) -> None:
    till = cafe(new_till(prices="exclusive"))
    till("/takeaway", "CASE")
    assert till.total() == 2390 + 120
    till("/eatin")
    assert till.total() == 2390 + 478
    till("/undo")
    assert till.total() == 2390 + 120


def test_the_setting_says_how_a_sale_begins(new_till: NewTill) -> None:
    till = cafe(new_till(settings={"service.mode": "takeaway"}))
    till("COLA", "/dept Food 3.00")
    assert [tax for _sku, tax, _mode in rates(till)] == ["reduced", "reduced"]
    till.restart()
    held = till("/eatin", "/hold").data["id"]
    till("COLA", "/cash", f"/recall {held}", "COLA", "/cash")
    first, second = till.sales()
    assert {line["service"] for line in first["lines"]} == {"takeaway"}
    assert {line["service"] for line in second["lines"]} == {"eatin"}
    assert "\nTake away\n" in till.front.receipt_text(first)
    assert "\nEat in\n" in till.front.receipt_text(second)


def test_b41_what_comes_back_keeps_its_tax(till: Till) -> None:
    cafe(till)("/takeaway", "3*COLA", "/cash", "/eatin", "/refund 1-1 1*#1", "COLA", "/cash")
    sold, exchanged = till.sales()
    assert [(line["tax"], line["rate"], line["service"]) for line in exchanged["lines"]] == [
        ("reduced", "5", "takeaway"),
        ("standard", "20", "eatin"),
    ]
    till("/refund 1-1", "/eatin", "/cash")
    back = [line for sale in till.sales()[1:] for line in sale["lines"] if "origin" in line]
    assert sum(line["tax_amount"] for line in back) == -sold["taxes"][0]["tax"]


def test_a_line_of_the_same_goods_served_otherwise_is_another(new_till: NewTill) -> None:
    till = cafe(new_till(settings={"scan.merge": "true"}))
    till("/eatin", "COLA", "COLA", "/takeaway #1", "COLA")
    assert [(line.quantity, line.service) for line in till.register.basket.lines] == [
        (2, "takeaway"),
        (1, "eatin"),
    ]


def test_where_no_tax_depends_on_it(till: Till) -> None:
    assert "pos taxes serve" in till.refused("/eatin")
    cafe(till)("COLA")
    till.refused("/eatin COLA")
    till("/cash 1")
    assert "paid already" in till.refused("/eatin")
    till("/takeback")
    taxes.serve(till.front, "dept:Food", [])
    assert "however it is served" in till.refused("/eatin #1")


@pytest.mark.parametrize(
    ("what", "rules", "why"),
    [
        ("Food", ["eatin=standard"], "item:SKU"),
        ("dept:Food", ["outside=standard"], "eatin=standard"),
        ("dept:Food", ["eatin=none-such"], "no tax"),
        ("dept:Nowhere", ["eatin=standard"], "no department"),
        ("item:NOTHING", ["eatin=standard"], "no item"),
        ("tax:nothing", ["eatin=standard"], "no tax"),
        ("dept:News", [], "taxed the same"),
    ],
)
def test_a_rule_that_means_nothing_is_refused(till: Till, what: str, rules: list[str], why: str) -> None:
    with pytest.raises((InvalidValue, Refused), match=why):
        taxes.serve(till.front, what, rules)


def test_b59_a_rate_changes_at_midnight_by_the_shops_clock(new_till: NewTill) -> None:
    """Not in UTC, and not when the business day ends: the night before ends at four in the morning here."""
    till = new_till(settings={"day.cutoff": "04:00"})
    till.clock.now = datetime(2027, 6, 30, 22, 0, tzinfo=UTC)
    taxes.set_rate(till.front, "standard", "25", "2027-07-01")
    till.clock.now = datetime(2027, 6, 30, 22, 59, tzinfo=UTC)  # a minute to midnight in London
    till("CASE")
    assert till.register.priced.tax == 398
    till.clock.now = datetime(2027, 6, 30, 23, 0, 1, tzinfo=UTC)
    till("/cash", "CASE", "/cash")
    for sale in till.sales():
        assert (sale["day"], sale["taxes"][0]["rate"], sale["taxes"][0]["tax"]) == ("2027-06-30", "25", 478)
    with pytest.raises(InvalidValue, match="is over"):
        taxes.set_rate(till.front, "standard", "19", "2027-06-30")
    with pytest.raises(InvalidValue, match="no date"):
        taxes.set_rate(till.front, "standard", "19", "tomorrow")


def test_b85_training_has_the_same_taxes(till: Till) -> None:
    cafe(till)
    till("COLA", "/cash")
    with training(till.front.store.folder, "ana") as (_front, register):
        assert register.run("COLA").ok
        assert register.run("/takeaway").ok
        assert register.basket.lines[0].tax == "reduced"
