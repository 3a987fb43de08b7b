"""Payment card numbers are caught wherever they are typed, and products are not taken for them."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_tui.core.barcode import check_digit
from pos_tui.core.cards import holds_card_number

# The card schemes' published test numbers.
CARDS = [
    "4111111111111111",
    "4222222222222",
    "5555555555554444",
    "2223003122003222",
    "378282246310005",
    "30569309025904",
    "6011111111111117",
    "3530111333300000",
    "6304000000000000",
    "2200000000000004",
]


def luhn_ok(digits: str) -> bool:
    doubled = [int(d) * (2 if place % 2 else 1) for place, d in enumerate(reversed(digits))]
    return sum(value // 10 + value % 10 for value in doubled) % 10 == 0


@pytest.mark.parametrize("number", CARDS)
@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "paid with {} by phone",
        "{} 12/28",
        "{} 12/28 123",
        "12 {}",
        "3*{}@2.50",
        "ref:{}.",
        "Zoë {}",
        '"{}"',
        "x{}x",
    ],
)
def test_b82_a_card_number_is_caught_in_any_company(number: str, text: str) -> None:
    assert luhn_ok(number)
    assert holds_card_number(text.format(number))


@pytest.mark.parametrize("gap", [" ", "-", ".", "  ", " - "[:2]])
def test_b82_a_card_number_is_caught_in_groups(gap: str) -> None:
    visa = gap.join(("4111", "1111", "1111", "1111"))
    amex = gap.join(("3782", "822463", "10005"))
    for text in (visa, amex, f"{visa} 1228", f"bon {visa}{gap}123", f"né {amex}"):
        assert holds_card_number(text)


def test_b82_digits_of_other_scripts_are_digits() -> None:
    full_width = "4111111111111111".translate({ord("0") + n: 0xFF10 + n for n in range(10)})
    arabic = "4111111111111111".translate({ord("0") + n: 0x0660 + n for n in range(10)})
    assert holds_card_number(full_width)
    assert holds_card_number(arabic)


@pytest.mark.parametrize(
    "stripe",
    [
        "%B4111111111111111^ADA/LOVELACE^2812101?",
        ";4111111111111111=28121010000000000000?",
        "xx;6304000000000000=2812?",
        "%B1234567890123^NOBODY^2812?",
    ],
)
def test_b82_magnetic_stripes_are_caught(stripe: str) -> None:
    assert holds_card_number(stripe)


@given(st.text("0123456789", min_size=12, max_size=12))
def test_b82_no_gtin_13_is_taken_for_a_card(body: str) -> None:
    assert not holds_card_number(body + str(check_digit(body)))


@given(st.text("0123456789", min_size=13, max_size=13), st.text("0123456789", min_size=7, max_size=11))
def test_b82_no_other_gtin_is_either(long: str, short: str) -> None:
    assert not holds_card_number(long + str(check_digit(long)))
    assert not holds_card_number(short + str(check_digit(short)))


def test_b82_a_tenth_of_products_would_look_like_cards() -> None:
    random = Random(82)
    codes = [
        body + str(check_digit(body)) for body in (f"{random.randrange(10**12):012d}" for _ in range(4000))
    ]
    looks = [code for code in codes if luhn_ok(code)]
    assert 300 < len(looks) < 500
    assert not any(map(holds_card_number, looks))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "4111111111111112",
        "41111111111111111111111",
        "1000000000000008",
        "2026-11-23 14:05",
        "order 34567 5449000000996",
        "5449000000996 5449000000996",
        "3*5449000000996",
        "call 020 7946 0018 after 4",
        "0.734*4011",
        "536365",
        "%50 off",
    ],
)
def test_other_text_is_left_alone(text: str) -> None:
    assert not holds_card_number(text)


def test_a_telephone_number_is_no_card() -> None:
    assert holds_card_number("4915147527720"), "thirteen digits of Visa's that pass Luhn's rule"
    assert not holds_card_number("/customer +4915147527720")
    assert not holds_card_number("Eva; phone +49 1514 752 77-20")
    assert holds_card_number("+49 1514 7527720 4111 1111 1111 1111")
    assert holds_card_number("+4111111111111111")


def test_lengths_that_a_scheme_does_not_have_are_no_cards() -> None:
    assert not holds_card_number("tax 45.997.413/0001-20"), (
        "a Brazilian firm's number passes Luhn's rule, too"
    )
    assert luhn_ok("45997413000120")
