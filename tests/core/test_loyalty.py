"""Points and tiers by rule, in whole points and whole minor units."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_tui.core.currency import Currency
from pos_tui.core.errors import InvalidValue
from pos_tui.core.loyalty import LoyaltyRules, Tier, months_to, taken_back

GBP = Currency.parse("GBP")
JPY = Currency.parse("JPY")
RULES = LoyaltyRules(
    Decimal(1), Decimal("0.01"), tiers=(Tier.parse("silver=100"), Tier.parse("gold=500*1.5"))
)


def test_points_are_rounded_down_and_a_tier_multiplies_them() -> None:
    assert [RULES.earned(paid, Decimal(1), GBP) for paid in (99, 100, 1999, 0, -500)] == [0, 1, 19, 0, 0]
    assert RULES.earned(1999, RULES.factor("gold"), GBP) == 29
    assert RULES.earned(1999, RULES.factor("silver"), GBP) == 19
    assert RULES.earned(1999, Decimal(1), JPY) == 1999


def test_what_points_pay_and_what_pays_needs() -> None:
    assert (RULES.worth(123, GBP), RULES.needed(123, GBP), RULES.needed(-123, GBP)) == (123, 123, -123)
    half = LoyaltyRules(Decimal(1), Decimal("0.005"))
    assert (half.worth(3, GBP), half.needed(1, GBP), half.needed(3, GBP)) == (1, 2, 6)
    assert LoyaltyRules(Decimal(1)).worth(1000, GBP) == 0


@given(st.integers(0, 10**6), st.decimals("0.001", "9.999", places=3))
def test_points_never_pay_more_than_they_are_worth(points: int, value: Decimal) -> None:
    rules = LoyaltyRules(Decimal(1), value)
    assert rules.needed(rules.worth(points, GBP), GBP) <= points


@given(st.integers(0, 5000), st.lists(st.integers(1, 3000), min_size=1, max_size=8))
def test_b43_points_of_parts_that_come_back_are_those_of_the_whole(earned: int, parts: list[int]) -> None:
    whole, before, gone = sum(parts), 0, []
    for part in parts:
        gone.append(taken_back(earned, whole, before + part) - taken_back(earned, whole, before))
        before += part
    assert sum(gone) == earned
    assert min(gone) >= 0


def test_tiers_look_back_over_months() -> None:
    assert months_to("2026-02", 3) == ["2026-02", "2026-01", "2025-12"]
    spent = {"2025-11": 60000, "2026-10": 9999, "2026-11": 1}
    assert RULES.tier(spent, "2026-11", GBP) == Tier("silver", Decimal(100))
    assert RULES.tier(spent, "2026-10", GBP) == Tier("gold", Decimal(500), Decimal("1.5"))
    assert RULES.tier({}, "2026-11", GBP) is None


def test_points_end_so_many_days_after_the_last_purchase() -> None:
    rules = LoyaltyRules(Decimal(1), expiry=30)
    assert not rules.is_over("2026-11-01", "2026-12-01")
    assert rules.is_over("2026-11-01", "2026-12-02")
    assert not rules.is_over("", "2026-12-02")
    assert not RULES.is_over("2000-01-01", "2026-12-02")


@pytest.mark.parametrize("text", ["gold", "=5", "gold=", "gold=0", "gold=5*0", "gold=x", "gold=5*"])
def test_what_is_no_tier_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue):
        Tier.parse(text)
