"""Variants, kits, packs, items that are ended or blocked, and prices that begin with a business day."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from .shop import EAN, Till, item

if TYPE_CHECKING:
    from .conftest import NewTill

CASE = "15449000000993"


def add(till: Till, *documents: dict[str, Any]) -> None:
    with till.front.store.transaction(operator="owner") as tx:
        for document in documents:
            tx.insert("items", document)


def stock(till: Till, sku: str) -> str:
    document = till.front.store.find("stock", "sku", sku)
    assert document is not None
    return str(document["qty"])


def count(till: Till, sku: str, qty: str) -> None:
    with till.front.store.transaction(operator="owner") as tx:
        tx.insert("stock", {"v": 1, "sku": sku, "location": "shop", "qty": qty})


def test_what_has_variants_is_sold_as_one_of_them(till: Till) -> None:
    add(
        till,
        item("TEE", "T-shirt", "15.00", options=["size", "colour"], gtins=["00000000000017"]),
        item("TEE-M", "T-shirt M red", "15.00", parent="TEE", variant=["M", "red"]),
        item("TEE-L", "T-shirt L red", "16.00", parent="TEE", variant=["L", "red"]),
        item("TEE-S", "T-shirt S red", "16.00", parent="TEE", variant=["S", "red"], status="ended"),
    )
    for entry in ("TEE", "tee", "3*TEE"):
        outcome = till.register.run(entry)
        assert (outcome.kind, outcome.data["variants_of"]) == ("refused", "TEE")
        assert [row["code"] for row in outcome.data["items"]] == ["TEE-M", "TEE-L"]
        assert "size and colour" in outcome.message
    assert till("2*TEE-L").data["amount"] == 3200


def test_an_item_whose_only_variant_is_left_sells_that(till: Till) -> None:
    add(till, item("CAP", "Cap", "9.00", options=["size"]))
    assert "no variants yet" in till.refused("CAP")
    add(till, item("CAP-M", "Cap M", "9.00", parent="CAP", variant=["M"]))
    assert till("CAP").data["sku"] == "CAP-M"


def test_a_kit_with_a_price_moves_the_stock_of_its_parts(till: Till) -> None:
    add(till, item("MEAL", "Meal", "5.00", parts=[["COLA", "1"], ["CHOC", "2"]]))
    count(till, "CHOC", "10")
    outcome = till("3*MEAL")
    assert (outcome.data["sku"], outcome.data["amount"]) == ("MEAL", 1500)
    till("/cash 20")
    assert (stock(till, "COLA"), stock(till, "CHOC")) == ("21", "4")
    number = till.register.last_sale["number"]  # type: ignore[index]
    till(f"/refund {number} 1*#1")
    till("/pay")
    assert (stock(till, "COLA"), stock(till, "CHOC")) == ("22", "6")


def test_a_kit_without_a_price_costs_what_its_parts_cost(till: Till) -> None:
    add(
        till,
        item("MEAL", "Meal", None, parts=[["COLA", "1"], ["CHOC", "2"]]),
        item("PARTY", "Party", None, parts=[["MEAL", "4"], ["BAN", "0.5"]]),
    )
    assert till("MEAL").data["amount"] == 119 + 2 * 85
    assert till("PARTY").data["amount"] == 4 * 289 + 100
    till("/cash 50")
    assert stock(till, "COLA") == "19"


def test_a_kit_of_itself_or_of_nothing_is_refused(till: Till) -> None:
    add(
        till,
        item("A", "A", None, parts=[["B", "1"], ["CHOC", "1"]]),
        item("B", "B", None, parts=[["A", "1"], ["CHOC", "1"]]),
        item("C", "C", "1.00", parts=[["NONE", "1"]]),
        item("D", "D", None, parts=[["M", "1"], ["CHOC", "1"]]),
    )
    assert "made of itself" in till.refused("A")
    assert "the part NONE, which is no item" in till.refused("C")
    assert "neither has its part Manual" in till.refused("D")
    assert till("D@2").data["amount"] == 200


@pytest.mark.parametrize(
    ("price", "sku", "qty", "amount"), [("12.00", "CASE12", "2", 2400), (None, "COLA", "24", 24 * 119)]
)
def test_a_case_sells_at_its_price_or_as_so_many(
    till: Till, price: str | None, sku: str, qty: str, amount: int
) -> None:
    add(till, item("CASE12", "Cola, case of 12", price, gtins=[CASE], parts=[["COLA", "12"]]))
    line = till(f"2*{CASE}").data
    assert (line["sku"], line["qty"], line["amount"], line["code"]) == (sku, qty, amount, CASE)
    till("/cash 100")
    assert stock(till, "COLA") == "0"


def test_ended_items_sell_by_code_and_are_not_listed_blocked_ones_do_not_sell(till: Till) -> None:
    add(
        till,
        item("OLD", "Oldtimer", "1.00", status="ended"),
        item("BAD", "Recalled", "1.00", status="blocked"),
    )
    assert till("OLD").data["amount"] == 100
    assert till("/find oldtimer").kind == "info"
    assert "not for sale" in till.refused("BAD")


def test_a_price_begins_with_the_first_sale_of_its_business_day(new_till: NewTill) -> None:
    till = new_till(settings={"day.cutoff": "04:00"})
    add(till, item("SOON", "Soon dearer", "1.00", coming=[["2026-11-24", "1.20"], ["2026-12-01", "1.50"]]))
    assert till("SOON").data["amount"] == 100
    till.clock.now = datetime(2026, 11, 24, 3, 50, tzinfo=UTC)
    assert till("SOON").data["amount"] == 100
    till.clock.now = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
    assert till("SOON").data["amount"] == 120
    assert till(f"2*{EAN}").ok
    till.clock.now = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
    assert till("/check SOON").data["item"]["price"] == "1.5"


def test_what_a_kit_cannot_have_is_refused_at_the_scan(till: Till) -> None:
    add(
        till,
        item("OLD", "Oldtimer", "1.00", status="ended"),
        item("BAD", "Recalled", "1.00", status="blocked"),
        item("GIFT", "Gift", "3.00", parts=[["OLD", "1"], ["CHOC", "1"]]),
        item("SET", "Set", "3.00", parts=[["BOOK", "1"], ["BOX", "1"]]),
        item("BOX", "Box", None, parts=[["BAD", "1"], ["CHOC", "1"]]),
        item("SIX", "Six of them", "5.00", parts=[["OLD", "6"]]),
    )
    assert till.refused("GIFT") == "Gift is not for sale: its part Oldtimer is ended"
    assert till.refused("SET") == "Set is not for sale: its part Recalled is blocked"
    assert till("/return SET@3").ok, "what was sold comes back"
    assert till("SIX").ok, "what is left of it"


def test_a_kit_counts_with_what_else_takes_of_its_parts(till: Till) -> None:
    add(till, item("MEAL", "Meal", "5.00", parts=[["COLA", "2"], ["CHOC", "1"]]))
    with till.front.store.transaction(operator="owner") as tx:
        tx.set("stock", tx.find("stock", "sku", "COLA").doc_id, negative="block")
    assert "2 short" in till.refused("13*MEAL")
    till("10*MEAL", "3*COLA")
    assert "1 short" in till.refused("MEAL")
    assert "1 short" in till.refused("2*COLA")
    till("COLA", "/cash 100")
    assert stock(till, "COLA") == "0"


def test_a_kit_brings_what_its_parts_bring_and_asks_what_they_ask(till: Till) -> None:
    add(
        till,
        item("CAN", "Deposit can", "0.25"),
        item("CRATE", "Deposit crate", "1.50"),
        item("BEER", "Beer", "1.00", age=18, **{"with": "CAN"}),
        item("PAIR", "Two beers", None, parts=[["BEER", "2"], ["CHOC", "1"]]),
        item("PARTY", "Party", "20.00", parts=[["PAIR", "4"], ["COLA", "1"]]),
        item("TRAY", "Tray", "9.00", parts=[["BEER", "12"]], **{"with": "CRATE"}),
    )
    assert "18" in till.refused("PAIR")
    till("/age yes")
    till("3*PAIR")
    assert till.lines()[-1] == ("CAN", "6", 150)
    till("PARTY", "TRAY")
    assert [line for line in till.lines() if line[0] in ("CAN", "CRATE")] == [
        ("CAN", "2", 50), ("CAN", "6", 150), ("CAN", "8", 200), ("CRATE", "1", 150)]  # fmt: skip
    till("/cash 100")
    number = till.register.last_sale["number"]  # type: ignore[index]
    till(f"/refund {number} 1*#1")
    assert till.lines() == [("PAIR", "-1", -285), ("CAN", "-2", -50)]
