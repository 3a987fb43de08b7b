"""What a piece contains, and its price by the kilogram, litre and metre."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pos_tui.core.content import parse_content, unit_price
from pos_tui.core.currency import Currency
from pos_tui.core.errors import InvalidValue
from pos_tui.core.item import Item
from pos_tui.core.quantity import Unit


@pytest.mark.parametrize(
    ("text", "amount", "unit", "shown"),
    [
        ("330 ml", "0.330", Unit.LITRE, "330 ml"),
        ("0.75l", "0.75", Unit.LITRE, "0.75 l"),
        ("0,75 L", "0.75", Unit.LITRE, "0.75 l"),
        ("6x330ml", "1.980", Unit.LITRE, "6x330 ml"),
        ("6 × 1.5 l", "9.0", Unit.LITRE, "6x1.5 l"),
        ("500 g", "0.500", Unit.KILOGRAM, "500 g"),
        ("75 cl", "0.75", Unit.LITRE, "75 cl"),
        ("50 mg", "0.000050", Unit.KILOGRAM, "50 mg"),
        ("250cm", "2.50", Unit.METRE, "250 cm"),
    ],
)
def test_contents(text: str, amount: str, unit: Unit, shown: str) -> None:
    content = parse_content(text)
    assert (content.amount, content.unit, content.text) == (Decimal(amount), unit, shown)
    assert parse_content(content.text) == content


@pytest.mark.parametrize(
    "text", ["", "ml", "0 g", "0x3 g", "-1 g", "1e3 g", "330", "330 oz", "٣ g", "1 g 2 g"]
)
def test_what_is_no_content(text: str) -> None:
    with pytest.raises(InvalidValue, match="content"):
        parse_content(text)


def item(price: str | None, unit: Unit = Unit.EACH, content: str = "") -> Item:
    return Item("A", "A", None if price is None else Decimal(price), "zero", unit=unit, content=content)


@pytest.mark.parametrize(
    ("made", "price", "unit"),
    [
        (item("1.19", content="330 ml"), "3.61", Unit.LITRE),
        (item("1.00", content="3 kg"), "0.33", Unit.KILOGRAM),
        (item("2.00", content="3 kg"), "0.67", Unit.KILOGRAM),
        (item("0.0125", content="10 g"), "1.25", Unit.KILOGRAM),
        (item("0.01", content="2 kg"), "0.01", Unit.KILOGRAM),
        (item("1.99", Unit.KILOGRAM), "1.99", Unit.KILOGRAM),
        (item("9.00", Unit.GRAM), "9000.00", Unit.KILOGRAM),
        (item("0.002", Unit.MILLILITRE), "2.00", Unit.LITRE),
        (item("1.234", Unit.LITRE), "1.234", Unit.LITRE),
    ],
)
def test_unit_prices_are_half_up(made: Item, price: str, unit: Unit) -> None:
    assert unit_price(made, Currency.parse("EUR")) == (Decimal(price), unit)


@pytest.mark.parametrize("made", [item("1.19"), item(None, content="1 l"), item("0", content="1 l")])
def test_without_content_or_price_there_is_none(made: Item) -> None:
    assert unit_price(made, Currency.parse("EUR")) is None


def test_a_currency_without_minor_units() -> None:
    assert unit_price(item("150", content="330 ml"), Currency.parse("JPY")) == (Decimal(455), Unit.LITRE)


def test_the_unit_price_of_what_is_shown_by_100_g() -> None:
    made = Item("H", "Ham", Decimal("3.99"), "zero", content="150 g", per="100 g")
    assert unit_price(made, Currency.parse("EUR")) == (Decimal("2.66"), "100 g")
    cut = Item("H", "Ham, cut", Decimal("19.90"), "zero", unit=Unit.KILOGRAM, per="100 g")
    assert unit_price(cut, Currency.parse("EUR")) == (Decimal("1.99"), "100 g")
    wrong = Item("W", "Wine", Decimal("7.50"), "zero", content="0.75 l", per="100 g")
    assert unit_price(wrong, Currency.parse("EUR")) == (Decimal("10.00"), "l")
