"""Quantities as typed, and those that cannot be meant."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_tui.core.errors import InvalidValue
from pos_tui.core.quantity import Unit, check_quantity, most_of_any, parse_quantity


def check(quantity: str, unit: Unit) -> None:
    check_quantity(Decimal(quantity), unit, limit=Decimal(999), weight_limit=Decimal(30))


@given(st.integers(0, 10**9))
def test_three_decimals_are_kept_exactly(thousandths: int) -> None:
    value = Decimal(thousandths).scaleb(-3)
    assert parse_quantity(str(value)) == value


@pytest.mark.parametrize("text", ["-1", "-0.5", "0.7345", "1e3", "", "one", "1,5"])
def test_what_is_no_quantity_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue):
        parse_quantity(text)


def test_a_negative_quantity_says_what_to_do_instead() -> None:
    with pytest.raises(InvalidValue, match=r"/void takes away, /return takes back"):
        parse_quantity("-2")


@pytest.mark.parametrize(
    ("quantity", "unit"),
    [
        ("1", Unit.EACH),
        ("999", Unit.EACH),
        ("-999", Unit.EACH),
        ("3.000", Unit.EACH),
        ("0.734", Unit.KILOGRAM),
        ("30", Unit.LITRE),
        ("734", Unit.GRAM),
        ("30000", Unit.MILLILITRE),
    ],
)
def test_what_can_be_sold(quantity: str, unit: Unit) -> None:
    check(quantity, unit)


@pytest.mark.parametrize(
    ("quantity", "unit", "message"),
    [
        ("0", Unit.EACH, "zero"),
        ("0.000", Unit.KILOGRAM, "zero"),
        ("734", Unit.KILOGRAM, "734 kg .* 30 kg .*decimal point"),
        ("30001", Unit.GRAM, "30000 g"),
        ("30.001", Unit.METRE, "limits.weight"),
    ],
)
def test_what_cannot_be_sold(quantity: str, unit: Unit, message: str) -> None:
    with pytest.raises(InvalidValue, match=message):
        check(quantity, unit)


def test_b02_a_bar_code_is_no_quantity() -> None:
    for code in ("5449000000996", "96385074", "1000", "-1000"):
        with pytest.raises(InvalidValue, match=r"limits.quantity"):
            check(code, Unit.EACH)


@pytest.mark.parametrize("half", ["0.5", "2.001", "-1.5"])
def test_b12_pieces_are_whole(half: str) -> None:
    with pytest.raises(InvalidValue, match="by the piece"):
        check(half, Unit.EACH)


def test_the_most_of_any_unit_is_what_some_unit_takes() -> None:
    limits = {"limit": Decimal(999), "weight_limit": Decimal(30)}
    most = most_of_any(**limits)
    assert most == 30_000
    check_quantity(most, Unit.GRAM, **limits)
    assert most_of_any(Decimal(999), Decimal("0.5")) == 999


def test_units_by_name() -> None:
    assert [Unit.of(text) for text in ("each", " KG ", "ml")] == [Unit.EACH, Unit.KILOGRAM, Unit.MILLILITRE]
    with pytest.raises(InvalidValue, match="'stone' is not a unit: use each, kg, g, l, ml, m"):
        Unit.of("stone")
