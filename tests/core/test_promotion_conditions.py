"""Promotions that hold from a quantity or an amount on, against trying everything."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from pos_tui.core.promotion import Kind, Promotion

from .promo_model import Piece, most
from .test_promotions import (
    SKUS,
    amounts_of,
    limits,
    line,
    lines_of_pounds,
    numbered,
    part,
    promotion,
    promotions,
    savings,
    skus,
)

if TYPE_CHECKING:
    from pos_tui.core.sale import SaleLine

conditions = st.one_of(
    st.builds(dict, least=st.integers(1, 6).map(Decimal)),
    st.builds(dict, spend=st.integers(1, 25).map(Decimal)),
    st.just({}),
)
with_conditions = st.builds(lambda one, terms: replace(one, **terms), promotions, conditions)
conditional = st.lists(with_conditions, min_size=1, max_size=4).map(numbered)
steps = st.lists(st.tuples(st.integers(1, 30), st.integers(1, 9)), min_size=1, max_size=3)
spending = st.builds(
    lambda skus, found, limit: promotion(
        Kind.SPEND,
        part(skus),
        code="S",
        steps=tuple(sorted((Decimal(spend), Decimal(off)) for spend, off in dict(found).items())),
        limit=limit,
    ),
    skus,
    steps,
    limits,
)


@settings(max_examples=100, deadline=None)
@given(conditional, spending, lines_of_pounds, st.lists(st.sampled_from(SKUS), max_size=2))
def test_conditions_are_held_against_the_whole_sale_before_any_promotion(
    offers: list[Promotion], spend: Promotion, lines: list[SaleLine], back: list[str]
) -> None:
    """They count all of their goods, also what comes back and has a price by hand; steps come last."""
    whole = [*lines, *(line(sku, "2.00", "-1") for sku in back), line("A", "3.00", source="entered")]

    def of(one: Promotion) -> list[SaleLine]:
        return [each for each in whole if any(p.goods.has(each.sku, "") for p in one.parts)]

    def is_met(one: Promotion) -> bool:
        count = sum((each.quantity for each in of(one)), Decimal(0))
        spent = Fraction(sum(amounts_of(of(one))), 100)
        return count >= (one.least or -99) and spent >= Fraction(one.spend or -9999)

    pieces = [Piece(one.sku, int(one.unit_price * 100)) for one in lines for _ in range(int(one.quantity))]
    found = savings([*offers, spend], whole)
    others = sum(saving.off for saving in found if saving.promotion.code != "S")
    assert others == most(tuple(filter(is_met, offers)), pieces)
    spent = sum(amounts_of(of(spend)))
    reached = [(int(step * 100), int(off * 100)) for step, off in spend.steps if step * 100 <= spent]
    left = list(amounts_of(whole))
    for saving in found:
        for place, share in saving.shares.items():
            left[place] -= share * (saving.promotion.code != "S")
    room = sum(max(left[place], 0) for place, each in enumerate(whole) if each in of(spend))
    times = min(spend.limit or 1, spent // reached[-1][0]) if reached else 0
    expected = min(times * reached[-1][1], room) if reached else 0
    assert sum(saving.off for saving in found if saving.promotion.code == "S") == expected
