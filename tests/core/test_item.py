"""Items as the store keeps them."""

from __future__ import annotations

from decimal import Decimal

from pos_tui.core.item import Item
from pos_tui.core.quantity import Unit


def test_item_of_a_full_document() -> None:
    document = {
        "v": 1,
        "sku": "BAN",
        "gtins": ["00000096385074"],
        "plu": "4011",
        "name": "Bananas",
        "price": "1.99",
        "cost": "0.8",
        "department": "Fruit",
        "tax": "zero",
        "unit": "kg",
        "weighed": True,
    }
    assert Item.from_document(document) == Item(
        "BAN",
        "Bananas",
        Decimal("1.99"),
        "zero",
        "Fruit",
        Unit.KILOGRAM,
        True,
        ("00000096385074",),
        "4011",
        Decimal("0.8"),
    )


def test_item_of_the_least_document_is_an_open_priced_piece() -> None:
    item = Item.from_document({"sku": "M", "name": "Manual", "tax": "standard", "price": None})
    assert item == Item("M", "Manual", None, "standard")
    assert item.unit is Unit.EACH


def test_an_item_goes_into_a_document_and_comes_back() -> None:
    item = Item("BAN", "Bananas", Decimal("1.50"), "zero", "Fruit", Unit.KILOGRAM, True, ("0",), "4011", None)
    assert item.to_document()["price"] == "1.5"
    assert Item.from_document(item.to_document()) == item
    assert Item("M", "Manual", None, "standard").to_document()["price"] is None
