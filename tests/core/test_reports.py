"""Days as sums of sale documents: whatever way a period is split, its parts add up."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pos_tui.core.pricing import price
from pos_tui.core.records import RecordFrame, sale_document
from pos_tui.core.reports import DaySummary, total_of
from pos_tui.core.sale import Basket
from pos_tui.core.shop import Shop
from pos_tui.core.tender import CashRounding, Tender, settle

from .baskets import GBP, TAXES, baskets, line, rules

several = settings(max_examples=40)
"""Each example is a period of many sales; what holds for some of them holds for their sums."""
DAY = "2026-11-23"
FRAME = RecordFrame("1", "ana", datetime(2026, 11, 23, 14, 5, tzinfo=UTC), DAY)


def recorded(
    basket: Basket, inclusive: bool = True, by_card: int = 0, cancelled: bool = False
) -> dict[str, Any]:
    """The document of a basket that is paid in full: a part by card, what is left in cash to 0.05."""
    shop = Shop("Corner Shop", GBP, "inclusive" if inclusive else "exclusive", "UTC")
    priced, rounding = price(basket, rules(inclusive)), CashRounding(5)
    first = (Tender("card", priced.total * by_card // 100),) if by_card else ()
    rest = priced.total - sum(tender.amount for tender in first)
    given_cash = rounding.due(rest) + (500 if rest > 0 else 0)
    paid = replace(basket, tenders=(*first, Tender("cash", given_cash)))
    stands = settle(priced.total, paid.tenders, frozenset({"cash"}), rounding)
    assert stands.complete
    return sale_document(paid, priced, stands, FRAME, shop, dict(TAXES), cancelled=cancelled)


documents = st.builds(
    recorded, baskets, st.booleans(), st.sampled_from([0, 30]), st.sampled_from([False, False, False, True])
)
periods = st.lists(documents, max_size=6)


def day_of(sales: list[dict[str, Any]]) -> DaySummary:
    day = DaySummary.empty(DAY, "GBP")
    for sale in sales:
        day = day.plus(sale)
    return day


@several
@given(periods)
def test_a_day_is_the_sum_of_its_receipts(sales: list[dict[str, Any]]) -> None:
    day, live = day_of(sales), [sale for sale in sales if sale["kind"] != "cancelled"]
    assert day.count == len(live)
    assert day.cancelled == len(sales) - len(live)
    assert day.lines == sum(not row["void"] for sale in live for row in sale["lines"])
    assert day.gross == sum(sale["total"] for sale in live) == day.sold + day.refunds
    assert day.tax == sum(row["tax"] for sale in live for row in sale["taxes"])
    assert day.net == day.gross - day.tax == sum(net for _, (net, _) in day.taxes)
    assert day.refunds <= 0
    assert sum(amount for _, amount in day.tenders) == day.gross + day.rounding


@several
@given(periods, st.lists(st.integers(0, 6), max_size=3))
def test_any_split_of_a_period_adds_up(sales: list[dict[str, Any]], cuts: list[int]) -> None:
    places = [0, *sorted(min(cut, len(sales)) for cut in cuts), len(sales)]
    parts = [day_of(sales[start:end]) for start, end in pairwise(places)]
    assert replace(total_of(parts, "GBP"), day=DAY) == day_of(sales)


@several
@given(periods, st.randoms())
def test_the_order_of_sales_changes_nothing(sales: list[dict[str, Any]], random: Any) -> None:
    assert day_of(random.sample(sales, len(sales))) == day_of(sales)


@several
@given(periods)
def test_a_day_round_trips_as_document(sales: list[dict[str, Any]]) -> None:
    day = day_of(sales)
    assert DaySummary.from_document(json.loads(json.dumps(day.to_document()))) == day


def test_a_day_of_refunds_is_negative() -> None:
    day = day_of([recorded(Basket("b", (line("9.99", "-1"),)))])
    assert (day.gross, day.sold, day.refunds, day.net, day.tax) == (-999, 0, -999, -832, -167)
    assert (day.rounding, day.tenders) == (-1, (("cash", -1000),))


def test_change_is_taken_off_the_cash_it_came_from() -> None:
    day = day_of([recorded(Basket("b", (line("10.00"),)), by_card=30)])
    assert day.tenders == (("card", 300), ("cash", 700))


def test_b32_cash_rounding_is_a_figure_of_its_own() -> None:
    prices = ("9.99", "1"), ("9.97", "1"), ("9.99", "-1")
    sales = [recorded(Basket("b", (line(*sold),))) for sold in prices]
    assert [sale["rounding"] for sale in sales] == [1, -2, -1]
    day = day_of(sales)
    assert (day.rounding, day.gross) == (-2, 997)
    assert sum(amount for _, amount in day.tenders) == day.gross + day.rounding


def test_b24_cancelled_baskets_are_counted_and_nothing_else() -> None:
    assert day_of([recorded(Basket("b", (line("10.00"),)), cancelled=True)]) == DaySummary(
        DAY, "GBP", cancelled=1
    )


def test_a_period_is_named_by_its_ends() -> None:
    days = [DaySummary.empty(day, "GBP") for day in ("2026-11-21", "2026-11-22", "2026-11-23")]
    assert total_of(days, "GBP").day == "2026-11-21/2026-11-23"
    assert total_of([], "GBP") == DaySummary.empty("", "GBP")


@pytest.mark.parametrize(
    "broken", [{}, {"kind": "sale"}, {"kind": "sale", "lines": None, "prices": "inclusive"}]
)
def test_what_is_no_sale_is_an_error(broken: dict[str, Any]) -> None:
    with pytest.raises((KeyError, TypeError)):
        DaySummary.empty(DAY, "GBP").plus(broken)
