"""Refunds take the original line's figures, and parts add up to the whole."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_tui.core.errors import Refused
from pos_tui.core.refund import refund_part


def sold(qty: str, amount: int, tax: int, discount: int = 0, void: bool = False) -> dict[str, Any]:
    return {
        "line": 1,
        "tax": "standard",
        "rate": "20",
        "qty": qty,
        "amount": amount,
        "discount": discount,
        "tax_amount": tax,
        "void": void,
    }


@given(
    st.lists(st.integers(1, 4000), min_size=1, max_size=8),
    st.integers(0, 1_000_000),
    st.integers(0, 200_000),
    st.integers(0, 200_000),
)
def test_b43_refunds_in_parts_equal_the_refund_of_the_whole(
    thousandths: list[int], amount: int, tax: int, discount: int
) -> None:
    parts = [Decimal(n).scaleb(-3) for n in thousandths]
    bought = sum(parts, Decimal(0))
    line = sold(str(bought), amount, tax, discount)
    already, back = Decimal(0), [0, 0, 0]
    for quantity in parts:
        part = refund_part("1-000001", line, already, quantity)
        assert part.amount <= 0
        already += quantity
        back = [sum_ + one for sum_, one in zip(back, (part.amount, part.discount, part.tax), strict=True)]
    whole = refund_part("1-000001", line, Decimal(0), bought)
    assert back == [whole.amount, whole.discount, whole.tax] == [-amount, -discount, -tax]


def test_b43_10_at_23_90_less_25_percent_give_179_25_back() -> None:
    line = sold("10", 17925, 2988, 5975)
    assert refund_part("1-000001", line, Decimal(0), Decimal(10)).amount == -17925
    singles = [refund_part("1-000001", line, Decimal(n), Decimal(1)).amount for n in range(10)]
    assert sum(singles) == -17925
    assert set(singles) == {-1792, -1793}


def test_b42_never_more_than_was_bought() -> None:
    line = sold("3", 300, 50)
    refund_part("1-000001", line, Decimal(1), Decimal(2))
    with pytest.raises(Refused, match="only 2 of 3 are left to refund"):
        refund_part("1-000001", line, Decimal(1), Decimal(3))
    with pytest.raises(Refused, match="only 0 of 3"):
        refund_part("1-000001", line, Decimal(3), Decimal("0.001"))


@pytest.mark.parametrize(
    ("line", "quantity", "message"),
    [
        (sold("1", 100, 20, void=True), "1", "bought"),
        (sold("-1", -100, -20), "1", "bought"),
        (sold("1", 100, 20), "0", "more than zero"),
        (sold("1", 100, 20), "-1", "more than zero"),
    ],
)
def test_what_cannot_be_refunded(line: dict[str, Any], quantity: str, message: str) -> None:
    with pytest.raises(Refused, match=message):
        refund_part("1-000001", line, Decimal(0), Decimal(quantity))


def test_b41_the_price_paid_counts_not_todays() -> None:
    """The part is made from the record alone: nothing of a catalogue or a rate is asked for."""
    part = refund_part(
        "1-000001", {**sold("2", 398, 66, 20), "unit_price": "9999", "rate": "99"}, Decimal(0), Decimal(1)
    )
    assert (part.amount, part.tax, part.discount) == (-199, -33, -10)
