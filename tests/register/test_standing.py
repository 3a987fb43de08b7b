"""What is done stands: each way to correct is a record of its own kind, and no record is ever changed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pos_tui.services import reprinting

if TYPE_CHECKING:
    from .conftest import NewTill
    from .shop import Till


def test_b21_the_ways_to_correct_are_four_different_records(till: Till) -> None:
    till("COLA", "CHOC", "/undo", "TISSUE", "/void #1", "/cash")
    till("COLA", "/cancel")
    till("/return COLA", "/cash")
    corrected, cancelled, refund = till.sales()
    assert [(c["what"], c["line"], c["before"]) for c in corrected["corrections"]] == [
        ("undo", 2, "line 1 x CHOC"),
        ("void", 1, "1"),
    ]
    assert [sale["kind"] for sale in (corrected, cancelled, refund)] == ["sale", "cancelled", "refund"]
    [day] = till.front.store.day_summaries("2026-11-23", "2026-11-23")
    assert (day.count, day.cancelled, day.sold, day.refunds) == (2, 1, 200, -119)


def test_b22_a_voided_line_is_in_the_journal_and_not_on_the_receipt(till: Till) -> None:
    till("COLA", "CHOC", "/void #1")
    sale = till("/cash").sale
    assert sale is not None
    assert [(line["name"], line["void"], line["amount"]) for line in sale["lines"]] == [
        ("Cola 0.33 l", True, 0),
        ("Milk chocolate bar", False, 85),
    ]
    assert sale["operator"] == "owner"
    assert "Cola" not in till.front.receipt_text(sale)


def test_b23_voiding_one_of_three_voids_one_with_its_share_of_the_discount(till: Till) -> None:
    till("COLA", "COLA", "COLA", "/disc 10% all")
    assert (till.total(), till.register.priced.saved) == (321, 36)
    till("/void #2")
    assert (till.total(), till.register.priced.saved) == (214, 24)
    assert [line.void for line in till.register.basket.lines] == [False, True, False]
    till("/undo")
    assert till.total() == 321
    till("3*CHOC", "/qty 2")
    assert till.lines()[-1] == ("CHOC", "2", 153), "of a line of three one is taken off by its quantity"


def test_b25_a_finished_sale_is_never_changed(till: Till) -> None:
    till("COLA", "CHOC", "/note Ada", "/cash 5")
    [before] = till.sales()
    for entry in ("/void #1", "/undo", "/qty 2", "/price 1", "/disc 10%", "/disc 10% all", "/cancel"):
        till.refused(entry)
    till("/note Bob", "/undo", "/return COLA", "/card", "/reprint 1-1", "/explain 1-1")
    assert till.sales()[0] == before
    assert [sale["number"] for sale in till.sales()] == ["1-000001", "1-000002"]
    assert till.front.store.verify(deep=True).ok


def test_b70_price_cost_tax_and_name_are_frozen_into_the_line(till: Till) -> None:
    """From the moment it is on the bill, whatever the item says when it is paid or afterwards."""
    till("COLA")
    cola = till.stored("items", "sku", "COLA")
    changed = {"name": "Other cola", "price": "9.99", "cost": "5.00", "tax": "zero", "department": "News"}
    with till.front.store.transaction(operator="owner") as tx:
        tx.set("items", cola.doc_id, **changed)
    till.restart()
    [line] = till("/cash").data["lines"]
    [stored] = till.sales()[0]["lines"]
    for told in (line, stored):
        assert (told["name"], told["unit_price"]) == ("Cola 0.33 l", "1.19")
    assert (stored["cost"], stored["tax"], stored["rate"], stored["tax_amount"]) == (
        "0.4",
        "standard",
        "20",
        20,
    )
    assert (stored["department"], stored["source"], stored["entered"]) == ("Food", "catalogue", "key")
    before = till.sales()[0]
    till("COLA", "/cash")
    assert till.sales()[0] == before
    [line] = till.sales()[1]["lines"]
    assert (line["name"], line["cost"], line["tax"], line["tax_amount"]) == ("Other cola", "5", "zero", 0)


def test_b49_a_reprint_shows_what_was_sold_then(till: Till) -> None:
    sale = till("2*COLA", "BAN=3.00", "/disc 10%", "/cash 10").sale
    assert sale is not None
    first = till.front.receipt_text(sale)
    cola, taxes = till.stored("items", "sku", "COLA"), till.stored("taxes", "code", "standard")
    with till.front.store.transaction(operator="owner") as tx:
        tx.set("items", cola.doc_id, name="Other cola", price="9.99", tax="zero")
        tx.set("taxes", taxes.doc_id, components=[])
    till.restart()
    again = till("/reprint 1-1").sale
    assert again is not None
    assert till.front.receipt_text(again) == first
    copy = till.front.receipt_text(*reprinting.reprint(till.register.counter, None)).splitlines()
    assert next(line.strip() for line in copy if line not in first.splitlines()) == "COPY 2"


@pytest.mark.parametrize("prices", ["inclusive", "exclusive"])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    sold=st.lists(
        st.tuples(st.sampled_from(("COLA", "TISSUE", "BOOK", "CASE")), st.integers(1, 7), st.integers(0, 33)),
        min_size=1,
        max_size=6,
    ),
    grams=st.integers(1, 2999),
    off=st.integers(1, 99),
)
def test_b53_what_stands_on_paper_adds_up(
    new_till: NewTill, prices: str, sold: list[tuple[str, int, int]], grams: int, off: int
) -> None:
    """Amounts of lines to the total, nets and taxes per rate to the same, with no more than a pencil."""
    till = new_till(prices=prices)
    for sku, count, percent in sold:
        till(f"{count}*{sku}", f"/disc {percent}%")
    till(f"{grams // 1000}.{grams % 1000:03}*BAN", f"/disc 0.{off:02} all")
    sale = till("/card").sale
    assert sale is not None
    _head, _about, items, sums, rates = re.split(r"-{30,}\n", till.front.receipt_text(sale))

    def pence(text: str) -> int:
        return int(text.replace(".", ""))

    lines = sum(
        pence(found) for found in re.findall(r"^.{30,}?(-?\d+\.\d\d)(?: [A-Z])?$", items, re.MULTILINE)
    )
    named = {row.split()[0]: pence(row.split()[-1]) for row in sums.splitlines()}
    found = re.findall(r"%\s+(-?\d+\.\d\d)\s+(-?\d+\.\d\d)$", rates, re.MULTILINE)
    net, tax = (sum(map(pence, column)) for column in zip(*found, strict=True))
    assert named["TOTAL"] == net + tax == sale["total"]
    assert lines == (named["TOTAL"] if prices == "inclusive" else named["Subtotal"])
    assert prices == "inclusive" or (named["Subtotal"], named["Tax"]) == (net, tax)
