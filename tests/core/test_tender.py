"""Cash rounding by the tables of real tills, and how a sale stands after its tenders."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_tui.core.errors import InvalidValue, Refused
from pos_tui.core.tender import (
    CARD,
    CASH,
    CashRounding,
    RoundingMode,
    Settlement,
    Tender,
    TenderLimits,
    TenderType,
    check_tender,
    round_to,
    settle,
)

from .model import amounts, half_away

if TYPE_CHECKING:
    from tests.conftest import Shared

CASH_CODES = frozenset({"cash"})
# What each published table is called here: the smallest coin, the mode, and the mode of money paid out.
SYSTEMS = {
    "canada": (5, "half_up", None),
    "if2": (10, "half_up", None),
    "australia": (5, "half_up", None),
    "finland": (5, "half_up", None),
    "malaysia": (5, "half_up", None),
    "new_zealand_a": (10, "half_up", None),
    "new_zealand_b": (10, "half_down", None),
    "denmark": (50, "half_up", "half_down"),
    "sweden_until_2010": (50, "half_up", None),
    "sweden": (100, "half_up", "half_down"),
    "norway": (100, "half_up", None),
}
# South Africa's old till goes down to five at 5 to 9 and to nothing below: that is "down" to five.
SYSTEMS["south_africa"] = (5, "down", None)


def by_table(amount: int, system: dict[str, Any], table: str) -> int:
    base: int = 10 ** system["digits"]
    last = amount % base
    [to] = {to for low, high, to in system[table] if low <= last <= high}
    return amount - last + int(to)


@pytest.mark.parametrize("name", sorted(SYSTEMS))
def test_b32_cash_rounds_as_in_the_tables_of_real_tills(name: str, shared: Shared) -> None:
    system = json.loads(shared("reference/cash_rounding_rules.json").read_text(encoding="utf-8"))["systems"][
        name
    ]
    increment, mode, paid_out = SYSTEMS[name]
    rounding = CashRounding(
        increment, RoundingMode(mode), None if paid_out is None else RoundingMode(paid_out)
    )
    for amount in range(1100):
        assert rounding.due(amount) == by_table(amount, system, "table"), amount
        back = "change_table" if "change_table" in system else "table"
        assert rounding.due(-amount) == -by_table(amount, system, back), amount


def test_every_published_table_is_covered(shared: Shared) -> None:
    rules = json.loads(shared("reference/cash_rounding_rules.json").read_text(encoding="utf-8"))
    assert set(rules["systems"]) == set(SYSTEMS)


def test_b32_cash_rounds_to_cldrs_smallest_coins(shared: Shared) -> None:
    currencies = json.loads(shared("reference/cldr_currency_fractions.json").read_text(encoding="utf-8"))
    rounded = 0
    for code, row in currencies.items():
        increment = max(row["cash_rounding"], 1) * 10 ** (row["digits"] - row["cash_digits"])
        rounding = CashRounding(increment)
        rounded += increment > 1
        for amount in (0, 1, 2, 24, 25, 49, 50, 51, 99, 123, 1250, 99_999):
            due = rounding.due(amount)
            assert due % increment == 0, code
            assert due == half_away(Fraction(amount, increment)) * increment, code
    assert rounded >= 15


@given(amounts, st.sampled_from([1, 5, 10, 25, 50, 100, 500]), st.sampled_from(list(RoundingMode)))
def test_rounding_stays_next_to_the_amount_and_knows_no_sign(
    amount: int, increment: int, mode: RoundingMode
) -> None:
    rounded = round_to(amount, increment, mode)
    assert rounded % increment == 0
    assert abs(rounded - amount) < max(increment, 2)
    assert round_to(-amount, increment, mode) == -rounded
    assert round_to(rounded, increment, mode) == rounded
    if mode is RoundingMode.UP:
        assert abs(rounded) >= abs(amount)
    elif mode is RoundingMode.DOWN:
        assert abs(rounded) <= abs(amount)
    else:
        assert 2 * abs(rounded - amount) <= increment


def test_increments_that_round_nothing() -> None:
    assert round_to(123, 1, RoundingMode.UP) == 123
    assert round_to(123, 0, RoundingMode.DOWN) == 123


tenders = st.lists(st.builds(Tender, st.sampled_from(["cash", "card", "voucher"]), amounts), max_size=5).map(
    tuple
)
roundings = st.builds(
    CashRounding,
    st.sampled_from([1, 5, 10, 50, 500]),
    st.sampled_from(list(RoundingMode)),
    st.sampled_from([None, *RoundingMode]),
)


@given(amounts, tenders, roundings)
def test_total_and_rounding_are_tenders_less_change(
    total: int, paid: tuple[Tender, ...], rounding: CashRounding
) -> None:
    stands = settle(total, paid, CASH_CODES, rounding)
    assert total + stands.rounding == sum(tender.amount for tender in paid) - stands.change + stands.due
    assert stands.change >= 0
    assert not stands.complete or stands.due == 0
    assert abs(stands.rounding) < max(rounding.increment, 2)
    if not (paid and paid[-1].type == "cash"):
        assert (stands.rounding, stands.change) == (0, 0)


@given(amounts.filter(bool), roundings, st.lists(st.tuples(st.booleans(), st.integers(1, 99)), max_size=4))
def test_paying_what_is_asked_always_ends(
    total: int, rounding: CashRounding, parts: list[tuple[bool, int]]
) -> None:
    """Any parts in cash or by card, then the rest in cash: complete, and only the last part was rounded."""
    paid: tuple[Tender, ...] = ()
    rest = total
    for in_cash, percent in parts:
        amount = int(rest * percent / 100)
        amount -= amount % rounding.increment if in_cash else 0
        attempt = (*paid, Tender("cash" if in_cash else "card", amount))
        if not amount or settle(total, attempt, CASH_CODES, rounding).complete:
            continue
        paid, rest = attempt, rest - amount
        assert settle(total, paid, CASH_CODES, rounding).due == rest
    stands = settle(total, (*paid, Tender("cash", rounding.due(rest))), CASH_CODES, rounding)
    assert stands == Settlement(0, rounding.due(rest) - rest, 0, complete=True)


def test_nothing_paid_is_all_due() -> None:
    assert settle(138, (), CASH_CODES, CashRounding(5)) == Settlement(138, 0, 0, complete=False)


def test_b28_change_is_what_is_given_beyond_the_rounded_rest() -> None:
    stands = settle(238, (Tender("cash", 2000),), CASH_CODES, CashRounding(5))
    assert stands == Settlement(0, 2, 1760, complete=True)


def test_b29_a_card_gives_no_change() -> None:
    stands = settle(238, (Tender("card", 300),), CASH_CODES, CashRounding(5))
    assert not stands.complete
    with pytest.raises(Refused, match="cannot take more than what is due"):
        check_tender(CARD, 300, 238, TenderLimits(1_000_000))


def test_b31_split_tender_shows_what_is_still_due() -> None:
    first = (Tender("cash", 1000),)
    assert settle(2538, first, CASH_CODES, CashRounding(5)) == Settlement(1538, 0, 0, complete=False)
    assert settle(2538, (*first, Tender("card", 1538)), CASH_CODES, CashRounding(5)).complete


def test_b32_138_with_55_by_card_and_the_rest_in_cash_to_five() -> None:
    by_card = (Tender("card", 5500),)
    rounding = CashRounding(500)
    assert rounding.due(settle(13800, by_card, CASH_CODES, rounding).due) == 8500
    paid = settle(13800, (*by_card, Tender("cash", 8500)), CASH_CODES, rounding)
    assert paid == Settlement(0, 200, 0, complete=True)
    back = settle(-13800, (Tender("card", -5500), Tender("cash", -8500)), CASH_CODES, rounding)
    assert back == Settlement(0, -200, 0, complete=True)


def test_b32_138_with_80_in_cash_where_five_rounds_down() -> None:
    rounding = CashRounding(500, RoundingMode.DOWN)
    paid = settle(13800, (Tender("card", 5500), Tender("cash", 8000)), CASH_CODES, rounding)
    assert paid == Settlement(0, -300, 0, complete=True)
    back = settle(-13800, (Tender("card", -5500), Tender("cash", -8000)), CASH_CODES, rounding)
    assert back == Settlement(0, 300, 0, complete=True)


def test_b46_an_even_exchange_is_complete_with_nothing() -> None:
    assert settle(0, (Tender("cash", 0),), CASH_CODES, CashRounding(5)) == Settlement(0, 0, 0, complete=True)
    assert settle(0, (Tender("card", 0),), CASH_CODES, CashRounding(5)).complete


def test_less_than_the_smallest_coin_is_paid_with_nothing() -> None:
    rounding = CashRounding(5)
    assert settle(2, (Tender("cash", 0),), CASH_CODES, rounding) == Settlement(0, -2, 0, complete=True)
    assert settle(-2, (Tender("cash", 0),), CASH_CODES, rounding) == Settlement(0, 2, 0, complete=True)
    assert settle(2, (Tender("cash", 500),), CASH_CODES, rounding) == Settlement(0, -2, 500, complete=True)
    check_tender(CASH, 0, 0, TenderLimits(1_000_000, 5))


LIMITS = TenderLimits(1_000_000, 5)
NO_REFUND = TenderType("voucher", "Voucher", over_tender=True, refundable=False)


@pytest.mark.parametrize(
    ("kind", "amount", "asked"),
    [
        (CASH, 240, 240),
        (CASH, 1_000_000, 240),
        (CASH, 5_000_000, 5_000_000),
        (CARD, 238, 238),
        (CARD, 100, 238),
        (CASH, -240, -240),
        (CASH, -100, -240),
        (CARD, -238, -238),
        (CARD, 0, 0),
        (NO_REFUND, 500, 238),
    ],
)
def test_tenders_that_can_be_meant(kind: TenderType, amount: int, asked: int) -> None:
    check_tender(kind, amount, asked, LIMITS)


@pytest.mark.parametrize(
    ("kind", "amount", "asked", "message"),
    [
        (CASH, 0, 240, "more than zero"),
        (CASH, -5, 240, "more than zero"),
        (CARD, 239, 238, "more than what is due"),
        (CARD, 1, 0, "more than what is due"),
        (CASH, 1_000_005, 240, "bar code"),
        (CASH, 243, 240, "no coins"),
        (CASH, -243, -245, "no coins"),
        (CASH, 100, -240, "must be negative"),
        (CASH, 0, -240, "must be negative"),
        (CASH, -245, -240, "must be negative"),
        (NO_REFUND, -240, -240, "cannot pay out"),
    ],
)
def test_b30_tenders_that_cannot_be_meant(kind: TenderType, amount: int, asked: int, message: str) -> None:
    with pytest.raises((Refused, InvalidValue), match=message):
        check_tender(kind, amount, asked, LIMITS)


def test_b02_a_bar_code_is_no_amount_of_cash() -> None:
    with pytest.raises(Refused, match="bar code"):
        check_tender(CASH, 544900000099600, 240, LIMITS)


VOUCHER = TenderType("voucher", "Voucher", over_tender=True)


@given(st.integers(0, 100_000), st.integers(1, 100_000))
def test_b29_a_voucher_counts_as_what_is_due_and_gives_no_change(asked: int, given_: int) -> None:
    tender = Tender.of(VOUCHER, given_, asked, "V1")
    assert tender.amount == min(given_, asked)
    assert tender.given == (given_ if given_ > asked else None)
    stands = settle(asked, (tender,), CASH_CODES, CashRounding(5))
    assert stands == Settlement(max(asked - given_, 0), 0, 0, complete=given_ >= asked)
    assert Tender.of(CASH, given_, asked).amount == given_, "cash counts whole: it gives change"


def test_b29_a_voucher_is_not_taken_for_nothing() -> None:
    with pytest.raises(Refused, match="cannot take more than what is due"):
        check_tender(VOUCHER, 500, 0, LIMITS)
    check_tender(CASH, 500, 0, LIMITS)


def test_tender_round_trips_as_document() -> None:
    for tender in (Tender("cash", 2000), Tender("card", -1250, "AUTH 12"), Tender("voucher", 5, "V", 9)):
        assert Tender.from_document(tender.to_document()) == tender


def test_only_what_gives_change_is_cash() -> None:
    assert CASH.is_cash
    assert not CARD.is_cash
