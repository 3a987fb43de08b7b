"""Amounts as text and back, and every rounding by its rule."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pos_tui.core.currency import Currency
from pos_tui.core.errors import InvalidValue
from pos_tui.core.money import (
    allocate,
    decimal,
    divide_half_up,
    format_amount,
    format_price,
    line_amount,
    parse_amount,
    percentage,
    plain,
    round_half_up,
    share_of,
    to_major,
    to_minor,
)

from .model import amounts, half_away

if TYPE_CHECKING:
    from random import Random

GBP = Currency.parse("GBP")
currencies = st.sampled_from([Currency.parse(code) for code in ("GBP", "JPY", "KWD", "CLF")])
decimals = st.decimals(-1_000_000, 1_000_000, places=6, allow_nan=False, allow_infinity=False)
quantities = st.decimals(-1000, 1000, places=3, allow_nan=False, allow_infinity=False)


@given(amounts, currencies)
def test_amount_round_trips_as_text(minor: int, currency: Currency) -> None:
    text = format_amount(minor, currency)
    assert parse_amount(text, currency) == minor
    assert to_minor(to_major(minor, currency), currency) == minor
    assert Fraction(text) == Fraction(minor, 10**currency.digits)
    assert len(text.partition(".")[2]) == currency.digits


@given(decimals)
def test_plain_text_is_the_same_number_without_exponent(value: Decimal) -> None:
    text = plain(value)
    assert Fraction(text) == Fraction(value)
    assert decimal(text) == value
    assert "E" not in text.upper()
    assert text == "0" or not (text.endswith(".") or ("." in text and text.endswith("0")))


@given(st.decimals(-1000, 1000, places=6, allow_nan=False, allow_infinity=False), currencies)
def test_a_price_shows_at_least_the_currencys_digits(price: Decimal, currency: Currency) -> None:
    text = format_price(price, currency)
    decimals = text.partition(".")[2]
    assert Fraction(text) == Fraction(price)
    assert len(decimals) == max(currency.digits, len(plain(price).partition(".")[2]))


@pytest.mark.parametrize(
    ("price", "code", "text"),
    [("4.5", "GBP", "4.50"), ("4", "GBP", "4.00"), ("1.2345", "GBP", "1.2345"), ("4", "JPY", "4")],
)
def test_prices_by_example(price: str, code: str, text: str) -> None:
    assert format_price(Decimal(price), Currency.parse(code)) == text


def test_plain_of_odd_decimals() -> None:
    assert [plain(Decimal(text)) for text in ("1E+2", "-0.000", "0E-9", "20.00", "1E-6")] == [
        "100",
        "0",
        "0",
        "20",
        "0.000001",
    ]


@pytest.mark.parametrize(
    "text",
    ["", ".", "-", "1,50", "1 000", "1e3", "NaN", "Infinity", "0x10", "١٢", "²", "--1", "9" * 31, "1_0"],
)
def test_what_is_no_number_is_refused_by_name(text: str) -> None:
    with pytest.raises(InvalidValue, match="is not a unit price"):
        decimal(text, "unit price")


@pytest.mark.parametrize(
    ("text", "value"), [(".5", "0.5"), ("5.", "5"), ("+3", "3"), (" 2.50 ", "2.5"), ("007", "7")]
)
def test_what_people_type_is_read(text: str, value: str) -> None:
    assert decimal(text) == Decimal(value)


def test_decimals_beyond_the_limit_are_refused_but_zeros_are_not_counted() -> None:
    assert decimal("1.500000", decimals=3) == Decimal("1.5")
    assert decimal("100.0000", decimals=3) == 100
    with pytest.raises(InvalidValue, match="more than 3 decimals"):
        decimal("1.0005", decimals=3)
    with pytest.raises(InvalidValue, match="more than 2 decimals"):
        parse_amount("1.005", GBP)
    with pytest.raises(InvalidValue, match="more than 0 decimals"):
        parse_amount("1.5", Currency.parse("JPY"))


@pytest.mark.parametrize(
    ("text", "minor"),
    [("2000", 2000), (" 2000 ", 2000), ("-2000", -2000), ("20.00", 2000), ("20.", 2000), ("0", 0)],
)
def test_minor_entry_reads_bare_digits_as_minor_units(text: str, minor: int) -> None:
    assert parse_amount(text, GBP, minor=True) == minor


def test_endless_digits_are_refused_however_amounts_are_typed() -> None:
    for minor in (False, True):
        with pytest.raises(InvalidValue):
            parse_amount("9" * 5000, GBP, minor=minor)


@given(st.integers(-(10**12), 10**12), st.integers(-(10**6), 10**6).filter(bool))
def test_division_rounds_halves_away_from_zero(numerator: int, denominator: int) -> None:
    assert divide_half_up(numerator, denominator) == half_away(Fraction(numerator, denominator))


@given(decimals)
def test_rounding_goes_half_away_from_zero(value: Decimal) -> None:
    assert round_half_up(value) == half_away(Fraction(value))
    assert round_half_up(-value) == -round_half_up(value)


@pytest.mark.parametrize(
    ("value", "rounded"), [("0.5", 1), ("-0.5", -1), ("2.5", 3), ("-2.5", -3), ("2.4999", 2)]
)
def test_halves_by_example(value: str, rounded: int) -> None:
    assert round_half_up(Decimal(value)) == rounded


@given(decimals, quantities, currencies)
def test_line_amount_is_price_times_quantity_rounded_once(
    price: Decimal, qty: Decimal, currency: Currency
) -> None:
    exact = Fraction(price) * Fraction(qty) * 10**currency.digits
    assert line_amount(price, qty, currency) == half_away(exact)


@given(amounts, st.decimals(0, 100, places=4, allow_nan=False, allow_infinity=False))
def test_percentage_is_rounded_once(amount: int, percent: Decimal) -> None:
    assert percentage(amount, percent) == half_away(Fraction(amount) * Fraction(percent) / 100)


weights = st.lists(st.integers(0, 100_000), min_size=1, max_size=12)


@given(amounts, weights)
def test_allocated_parts_add_up_and_are_next_to_their_exact_share(
    total: int, given_weights: list[int]
) -> None:
    parts = allocate(total, given_weights)
    assert sum(parts) == total
    base = given_weights if any(given_weights) else [1] * len(given_weights)
    for part, weight in zip(parts, base, strict=True):
        assert abs(Fraction(total * weight, sum(base)) - part) < 1
        assert weight or part == 0


@given(amounts, weights)
def test_allocation_gives_the_cents_to_the_largest_remainders(total: int, given_weights: list[int]) -> None:
    assume(any(given_weights))
    size, whole = abs(total), sum(given_weights)
    parts = [abs(part) for part in allocate(total, given_weights)]
    exact = [Fraction(size * weight, whole) for weight in given_weights]
    got = [e - int(e) for e, p in zip(exact, parts, strict=True) if p > int(e)]
    missed = [e - int(e) for e, p in zip(exact, parts, strict=True) if p == int(e)]
    assert not got or not missed or min(got) >= max(missed)


@given(amounts, weights, st.randoms())
def test_allocation_by_keys_does_not_depend_on_order(
    total: int, given_weights: list[int], random: Random
) -> None:
    named = [(weight, f"item {place}") for place, weight in enumerate(given_weights)]
    shuffled = random.sample(named, len(named))

    def spread(rows: list[tuple[int, str]]) -> dict[str, int]:
        parts = allocate(total, [weight for weight, _ in rows], [name for _, name in rows])
        return dict(zip((name for _, name in rows), parts, strict=True))

    assert spread(named) == spread(shuffled)


def test_allocation_of_nothing_and_what_cannot_be_spread() -> None:
    assert allocate(0, []) == []
    assert allocate(0, [3, 4]) == [0, 0]
    assert allocate(5, [0, 0]) == [3, 2]
    assert allocate(-1, [1, 1, 1]) == [-1, 0, 0]
    with pytest.raises(ValueError, match="nothing to spread"):
        allocate(1, [])
    with pytest.raises(ValueError, match="negative"):
        allocate(1, [1, -1])


@given(amounts, st.lists(st.integers(1, 5000), min_size=1, max_size=10))
def test_shares_taken_one_by_one_add_up_to_the_whole(whole: int, thousandths: list[int]) -> None:
    quantities = [Decimal(n).scaleb(-3) for n in thousandths]
    of, taken, given_back = sum(quantities, Decimal(0)), Decimal(0), 0
    for quantity in quantities:
        part = share_of(whole, taken, quantity, of)
        assert abs(part - Fraction(whole) * Fraction(quantity) / Fraction(of)) <= 1
        taken += quantity
        given_back += part
        assert given_back == half_away(Fraction(whole) * Fraction(taken) / Fraction(of))
    assert given_back == whole
