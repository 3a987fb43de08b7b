"""Deposits and fees that come with what is sold: they follow its line wherever it goes."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pos_tui.bootstrap import promotions

from .shop import Till, item

if TYPE_CHECKING:
    from .conftest import NewTill

CHARGES = (
    item("CAN25", "Can deposit", "0.25", tax="zero", department="Empties"),
    item("FEE", "Eco fee", "0.07", department="Fees"),
    item("CRATE", "Crate deposit", "1.50", tax="zero", department="Empties"),
    item("BEER", "Crate of beer", "19.99", **{"with": "CRATE,20*CAN25"}),
    item("SALAD", "Potato salad", "8.90", unit="kg", weighed=True, tax="zero", **{"with": "CAN25"}),
    item("LOST", "Lost deposit", "1.00", **{"with": "GONE"}),
)


def stocked(till: Till) -> Till:
    with till.front.store.transaction(operator="owner") as tx:
        for document in CHARGES:
            tx.insert("items", document)
        tx.set("items", tx.find("items", "sku", "COLA").doc_id, **{"with": "CAN25,FEE"})
    till.restart()
    return till


def shop(new_till: NewTill, **options: object) -> Till:
    return stocked(new_till(**options))


def test_b73_what_comes_with_an_item_is_charged_under_it(new_till: NewTill) -> None:
    till = shop(new_till)
    outcome = till("3*COLA")
    assert till.lines() == [("COLA", "3", 357), ("CAN25", "3", 75), ("FEE", "3", 21)]
    assert "; with Can deposit 0.75, Eco fee 0.21" in outcome.message
    assert [row["sku"] for row in outcome.data["with"]] == ["CAN25", "FEE"]
    sale = till("/cash").sale
    assert sale is not None and sale["total"] == 453
    assert [(line["sku"], line.get("parent")) for line in sale["lines"]] == [
        ("COLA", None),
        ("CAN25", 1),
        ("FEE", 1),
    ]
    assert {(tax["rate"], tax["net"] + tax["tax"]) for tax in sale["taxes"]} == {("20", 378), ("0", 75)}


def test_b73_it_follows_quantity_void_and_undo(new_till: NewTill) -> None:
    till = shop(new_till)
    till("TISSUE", "BEER", "/qty 2")
    assert till.lines()[1:] == [("BEER", "2", 3998), ("CRATE", "2", 300), ("CAN25", "40", 1000)]
    till("/undo")
    assert till.lines()[2:] == [("CRATE", "1", 150), ("CAN25", "20", 500)]
    till("/void")
    assert till.lines() == [("TISSUE", "1", 200)]
    till("/undo", "/undo")
    assert till.lines() == [("TISSUE", "1", 200)]


def test_b73_alone_it_cannot_be_changed(new_till: NewTill) -> None:
    till = shop(new_till)
    till("COLA")
    for entry in ("/void #2", "/qty 3 #2", "/price 0 #2", "/disc 10% #3", "/markdown 50% #2"):
        assert "goes with Cola" in till.refused(entry)


def test_b73_no_discount_and_no_promotion_takes_anything_off_it(new_till: NewTill) -> None:
    till = shop(new_till)
    till("COLA", "/disc 50% all")
    assert till.lines() == [("COLA", "1", 59), ("CAN25", "1", 25), ("FEE", "1", 7)]
    till("/disc 0 all", "/disc 10%")
    assert till.lines() == [("COLA", "1", 107), ("CAN25", "1", 25), ("FEE", "1", 7)]
    till("/cancel")
    promotions.add(till.front, {"code": "ALL", "kind": "percent", "goods": "all", "percent": "50"}, "a test")
    till("COLA")
    assert till.lines() == [("COLA", "1", 59), ("CAN25", "1", 25), ("FEE", "1", 7)]


def test_b73_a_merged_line_takes_them_along(new_till: NewTill) -> None:
    till = shop(new_till, settings={"scan.merge": "true"})
    till("COLA", "COLA", "CAN25", "COLA")
    assert till.lines() == [("COLA", "3", 357), ("CAN25", "3", 75), ("FEE", "3", 21), ("CAN25", "1", 25)]


def test_b73_the_price_typed_for_an_item_is_for_the_item(new_till: NewTill) -> None:
    till = shop(new_till)
    till("COLA@2.00", "2*COLA=3.00")
    assert till.lines()[:2] == [("COLA", "1", 200), ("CAN25", "1", 25)]
    assert till.lines()[3:5] == [("COLA", "2", 300), ("CAN25", "2", 50)]


def test_b73_what_is_weighed_has_its_tub_once(new_till: NewTill) -> None:
    till = shop(new_till)
    till("0.734*SALAD", "/qty 0.5")
    assert till.lines() == [("SALAD", "0.5", 445), ("CAN25", "1", 25)]
    number = till("/cash").data["receipt"]
    till(f"/refund {number} 0.2*#1")
    assert till.lines() == [("SALAD", "-0.2", -178)]
    till(f"/refund {number}")
    assert till.lines() == [("SALAD", "-0.5", -445), ("CAN25", "-1", -25)]


def test_b73_held_and_recalled_it_still_follows(new_till: NewTill) -> None:
    till = shop(new_till)
    till("2*COLA")
    held = till("/hold").data["id"]
    till.restart()
    till(f"/recall {held}", "/qty 5")
    assert till.lines() == [("COLA", "5", 595), ("CAN25", "5", 125), ("FEE", "5", 35)]
    till.restart()
    till("/void")
    assert till.lines() == []


def test_b73_a_refund_gives_it_back_in_proportion(new_till: NewTill) -> None:
    till = shop(new_till)
    number = till("3*COLA", "BEER", "/cash").data["receipt"]
    till(f"/refund {number} 2*#1")
    assert till.lines() == [("COLA", "-2", -238), ("CAN25", "-2", -50), ("FEE", "-2", -14)]
    assert "comes back with" in till.refused(f"/refund {number} #2")
    till("/condition waste #1", "/cash")
    assert till.sales()[-1]["lines"][1]["condition"] == "waste"
    till(f"/refund {number}")
    assert sum(amount for _sku, _quantity, amount in till.lines()) == -(119 + 25 + 7 + 1999 + 150 + 500)
    till("/void #1")
    assert [sku for sku, _quantity, _amount in till.lines()] == ["BEER", "CRATE", "CAN25"]


def test_b73_post_void_and_exchange_take_it_along(new_till: NewTill) -> None:
    till = shop(new_till)
    number = till("COLA", "/cash").data["receipt"]
    till(f"/refund {number}", "2*COLA", "/cash")
    exchange = till.sales()[-1]
    assert (exchange["kind"], exchange["total"]) == ("exchange", 151)
    till("/postvoid for wrong")
    voided = till.sales()[-1]
    assert [line["qty"] for line in voided["lines"]] == ["1", "1", "1", "-2", "-2", "-2"]
    till(f"/refund {number}")
    assert till.total() == -151


def test_b73_goods_without_a_receipt_bring_their_deposit_back(new_till: NewTill) -> None:
    till = shop(new_till)
    till("/return 2*COLA")
    assert till.lines() == [("COLA", "-2", -238), ("CAN25", "-2", -50), ("FEE", "-2", -14)]


def test_b73_empties_given_back_net_out(new_till: NewTill) -> None:
    till = shop(new_till, settings={"empties.items": "CAN25,CRATE"})
    till("BEER", "/empties 20*BEER", "/empties 20*CAN25")
    assert till.lines() == [
        ("BEER", "1", 1999),
        ("CRATE", "1", 150),
        ("CAN25", "20", 500),
        ("CRATE", "-20", -3000),
        ("CAN25", "-20", -500),
    ]


def test_b73_a_charge_that_is_gone_stops_no_sale(new_till: NewTill) -> None:
    till = shop(new_till)
    outcome = till("LOST")
    assert "sold without GONE" in outcome.message
    assert outcome.sound == "refused"
    assert till.lines() == [("LOST", "1", 100)]


def test_again_and_corrections_without_a_number_mean_the_goods(new_till: NewTill) -> None:
    till = shop(new_till)
    till("COLA", "/again", "/qty 3")
    assert [(sku, quantity) for sku, quantity, _amount in till.lines()][3:] == [
        ("COLA", "3"),
        ("CAN25", "3"),
        ("FEE", "3"),
    ]


STEPS = st.one_of(
    st.tuples(st.just("sell"), st.sampled_from(("COLA", "BEER", "TISSUE")), st.integers(1, 9)),
    st.tuples(st.just("back"), st.sampled_from(("COLA", "BEER")), st.integers(1, 9)),
    st.tuples(st.just("qty"), st.integers(0, 9), st.integers(1, 40)),
    st.tuples(st.just("void"), st.integers(0, 9), st.just(0)),
    st.tuples(st.just("undo"), st.just(0), st.just(0)),
    st.tuples(st.just("restart"), st.just(0), st.just(0)),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=st.lists(STEPS, max_size=12), parts=st.lists(st.integers(1, 9), min_size=1, max_size=5))
def test_b73_any_sequence_keeps_children_at_their_parents(
    steps: list[tuple[str, object, int]], parts: list[int]
) -> None:
    place = Path(tempfile.mkdtemp(prefix="till"))
    till = stocked(Till(place / "shop"))
    try:
        for what, arg, count in steps:
            _step(till, what, arg, count)
            _check(till)
        if not till.register.basket.is_empty:
            till("/cancel")
        _refund_in_parts(till, parts)
    finally:
        till.stop()
        shutil.rmtree(place)


def _step(till: Till, what: str, arg: object, count: int) -> None:
    goods = [n for n, line in enumerate(till.register.basket.lines, 1) if not (line.void or line.parent)]
    if what in ("sell", "back"):
        till(f"{'/return ' if what == 'back' else ''}{count}*{arg}")
    elif what == "undo" and till.register.opened.past:
        till("/undo")
    elif what == "restart":
        till.restart()
    elif goods and what in ("qty", "void"):
        assert isinstance(arg, int)
        number = goods[arg % len(goods)]
        till(f"/qty {count} #{number}" if what == "qty" else f"/void #{number}")


def _check(till: Till) -> None:
    lines = till.register.basket.lines
    counts = {"CAN25": {"COLA": 1, "BEER": 20}, "FEE": {"COLA": 1}, "CRATE": {"BEER": 1}}
    for line in lines:
        if line.parent:
            parent = lines[line.parent - 1]
            assert line.void == parent.void
            assert line.quantity == parent.quantity * counts[line.sku][parent.sku]
    brought = sum({"COLA": 2, "BEER": 2}.get(line.sku, 0) for line in lines if not line.parent)
    assert brought == sum(bool(line.parent) for line in lines)


def _refund_in_parts(till: Till, parts: list[int]) -> None:
    sale = till("9*COLA", "/disc 0.05", "/cash").sale
    assert sale is not None
    given, left = 0, 9
    for part in parts:
        part = min(part, left)
        if part:
            back = till(f"/refund {sale['number']} {part}*#1", "/cash").sale
            assert back is not None
            given, left = given + back["total"], left - part
            assert [line["qty"] for line in back["lines"]] == [str(-part)] * 3
    if left:
        back = till(f"/refund {sale['number']}", "/cash").sale
        assert back is not None
        given += back["total"]
    assert given == -sale["total"]
