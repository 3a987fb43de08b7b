"""The open basket as a value: its stored form, its lines, what is void."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given

from pos_tui.core.errors import Refused
from pos_tui.core.item import Item
from pos_tui.core.quantity import Unit
from pos_tui.core.sale import Basket, Correction, Discount, SaleLine
from pos_tui.core.tender import Tender

from .baskets import baskets, line


@given(baskets)
def test_a_held_basket_comes_back_as_it_was(basket: Basket) -> None:
    stored = json.loads(json.dumps(basket.to_document()))
    assert Basket.from_document(stored) == basket


def test_b69_a_line_keeps_what_the_item_was() -> None:
    item = Item("BAN", "Bananas", Decimal("1.99"), "zero", "Fruit", Unit.KILOGRAM, True, cost=Decimal("0.8"))
    sold = SaleLine.of(item, "4011", Decimal("0.734"), Decimal("1.50"), source="entered", entered="scan")
    assert (sold.sku, sold.code, sold.name, sold.tax, sold.department) == (
        "BAN",
        "4011",
        "Bananas",
        "zero",
        "Fruit",
    )
    assert (sold.unit, sold.weighed, sold.cost, sold.unit_price) == (
        Unit.KILOGRAM,
        True,
        Decimal("0.8"),
        Decimal("1.50"),
    )
    assert (sold.source, sold.entered, sold.is_return) == ("entered", "scan", False)


def test_lines_by_number_and_the_last_that_is_not_void() -> None:
    basket = Basket("b", (line("1"), line("2"), replace(line("3"), void=True)))
    assert basket.line(1) == (0, basket.lines[0])
    assert basket.line(None) == (1, basket.lines[1])
    with pytest.raises(Refused, match="line #3 is void already"):
        basket.line(3)
    for number in (0, 4, -1):
        with pytest.raises(Refused, match=f"there is no line #{number}"):
            basket.line(number)
    with pytest.raises(Refused, match="there is no line to change yet"):
        Basket("b", basket.lines[2:]).line(None)


def test_a_line_is_replaced_or_added_and_the_correction_kept() -> None:
    basket = Basket("b").with_line(0, line("1")).with_line(1, line("2"))
    voided = basket.with_line(0, replace(line("1"), void=True), Correction("void", 1, "1", "void"))
    assert [item.void for item in voided.lines] == [True, False]
    assert voided.corrections == (Correction("void", 1, "1", "void"),)
    assert basket.corrections == ()


def test_a_basket_with_anything_in_it_is_not_empty() -> None:
    assert Basket("b").is_empty
    assert Basket("b", recalled_from="h1").is_empty
    for basket in (
        Basket("b", (replace(line("1"), void=True),)),
        Basket("b", tenders=(Tender("cash", 1),)),
        Basket("b", discount=Discount(amount=1)),
        Basket("b", reference="536365"),
    ):
        assert not basket.is_empty
