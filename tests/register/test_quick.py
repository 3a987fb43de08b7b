"""Selling without a bar code: quick keys by number, and the last item again."""

from __future__ import annotations

import pytest

from pos_tui.bootstrap.quickkeys import as_toml, set_from
from pos_tui.core.errors import InvalidValue, Refused

from .shop import EAN, Till

KEYS = """
[[page]]
name = "Bread"
keys = ["CHOC", "", { code = "4011", label = "Bananas" }, "M", "a@b"]

[[page]]
name = "Papers"
keys = ["BOOK", "GONE"]
"""


def put(till: Till, text: str) -> list[str]:
    file = till.place / "keys.toml"
    file.write_text(text)
    return set_from(till.front, file)


@pytest.fixture
def shop(till: Till) -> Till:
    assert put(till, KEYS) == ["GONE"]
    return till


def test_a_number_sells(shop: Till) -> None:
    shop("/quick 1", "/quick 3*11", "/quick 4@2.50", "/quick 0.5*3", "2*", "/quick 5")
    assert shop.lines() == [
        ("CHOC", "1", 85),
        ("BOOK", "3", 2997),
        ("M", "1", 250),
        ("BAN", "0.5", 100),
        ("a@b", "2", 200),
    ]
    assert {line.entered for line in shop.register.basket.lines} == {"quick"}


def test_what_cannot_be_sold_says_what_to_do(shop: Till) -> None:
    assert "no quick key 2:" in shop.refused("/quick 2")
    assert "no quick key 6:" in shop.refused("/quick 6")
    assert "GONE" in shop.refused("/quick 12")
    assert "sold by weight" in shop.refused("/quick 3")
    assert "no price of its own" in shop.refused("/quick 4")


def test_they_are_listed(shop: Till) -> None:
    outcome = shop("/quick")
    assert outcome.data["quick_keys"][1] == {"number": 3, "code": "4011", "label": "Bananas", "price": "1.99"}
    assert "  4  Manual\n" in outcome.message
    assert "\n 12  GONE  ?" in outcome.message


def test_a_shop_without_any_says_how(till: Till) -> None:
    assert "pos quickkeys set" in till.refused("/quick")
    assert "pos quickkeys set" in till.refused("/quick 1")


def test_what_is_shown_sets_the_same(shop: Till) -> None:
    shown, head = as_toml(shop.front), shop.front.store.at()
    put(shop, shown)
    assert as_toml(shop.front) == shown
    assert shop.front.store.at() == head
    put(shop, "")
    assert "pos quickkeys set" in shop.refused("/quick 1")


@pytest.mark.parametrize(
    "text",
    [
        "page = 3",
        "[[page]]\nkeys = []",
        '[[page]]\nname = "A"\nkeys = "CODE"',
        '[[page]]\nname = "A"\nkeys = [3]',
        '[[page]]\nname = "A"\nkeys = [{ label = "x" }]',
        '[[page]]\nname = "A"\nkeys = ["1","2","3","4","5","6","7","8","9","10","11"]',
        "[[page",
    ],
)
def test_a_file_that_says_something_else_changes_nothing(shop: Till, text: str) -> None:
    before = as_toml(shop.front)
    with pytest.raises(InvalidValue):
        put(shop, text)
    assert as_toml(shop.front) == before
    with pytest.raises(Refused):
        set_from(shop.front, shop.place / "nowhere.toml")


@pytest.mark.parametrize(
    ("entry", "amounts"),
    [
        (EAN, [119, 119]),
        ("3*COLA", [357, 119]),
        ("M@1.20", [120, 120]),
        ("M@2", [200, 200]),
        ("85123A@2", [200, 200]),
        ("CASE=20", [2000, 2000]),
        ("/dept News 0.80", [80, 80]),
        ('"a@b"', [100, 100]),
    ],
)
def test_b20_the_last_item_is_sold_again(till: Till, entry: str, amounts: list[int]) -> None:
    till(entry, "/again")
    assert [amount for _sku, _quantity, amount in till.lines()] == amounts


def test_b20_with_minor_units_typed_the_price_stays(till: Till) -> None:
    till.stop()
    till.settings["entry.minor"] = "true"
    till.start()
    till("M@200", "/again")
    assert till.total() == 400


def test_b20_what_cannot_be_repeated_says_why(till: Till) -> None:
    assert "no line" in till.refused("/again")
    till("0.5*4011")
    assert "sold by weight" in till.refused("/again")
    assert till("/again 0.25").data["qty"] == "0.25"
    till("CASE=20")
    assert "its total again" in till.refused("/again 2")
    till("BOOK", "/markdown 30% for damaged")
    assert "marked down" in till.refused("/again")
    till("/return COLA")
    assert "takes goods back" in till.refused("/again")


def test_b20_a_void_line_is_not_the_last(till: Till) -> None:
    till("BOOK", "COLA", "/void", "/again")
    assert [sku for sku, _quantity, _amount in till.lines()] == ["BOOK", "BOOK"]
