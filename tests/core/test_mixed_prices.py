"""Prices with tax and without it in one sale: to the cent, and back again in any parts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_tui.core.buyer_tax import TaxStatus
from pos_tui.core.errors import InvalidValue
from pos_tui.core.pricing import Priced, basket_discount_base, price
from pos_tui.core.quantity import Unit
from pos_tui.core.records import RecordFrame, sale_document, with_tax
from pos_tui.core.refund import refund_part
from pos_tui.core.reports import DaySummary
from pos_tui.core.sale import Basket, Discount, SaleLine
from pos_tui.core.shop import Shop
from pos_tui.core.tender import Settlement

from .baskets import GBP, RATES, TAXES, discounts, line, rules
from .model import half_away

if TYPE_CHECKING:
    from random import Random

MODES = ("", "inclusive", "exclusive")
FRAME = RecordFrame("1", "ana", datetime(2026, 11, 23, 14, tzinfo=UTC), "2026-11-23")
TRADE = TaxStatus("exempt", "CERT-7", "embassy")

mixed_lines = st.builds(
    SaleLine,
    sku=st.sampled_from(["A", "B", "C"]),
    code=st.just("A"),
    name=st.just("thing"),
    tax=st.sampled_from(sorted(RATES)),
    quantity=st.integers(1, 12).map(Decimal),
    unit_price=st.decimals(0, 80, places=2, allow_nan=False, allow_infinity=False),
    unit=st.just(Unit.EACH),
    discount=discounts,
    prices=st.sampled_from(MODES),
)
sold = st.lists(mixed_lines, min_size=1, max_size=6).map(tuple)
statuses = st.sampled_from([None, TRADE, TaxStatus("reverse", "DE123456789")])


def is_inclusive(item: SaleLine, inclusive: bool) -> bool:
    return (item.prices or ("inclusive" if inclusive else "exclusive")) == "inclusive"


def exact_tax(item: SaleLine, amount: int, inclusive: bool) -> Fraction:
    rate = Fraction(RATES[item.tax])
    return Fraction(amount) * rate / (100 + rate if is_inclusive(item, inclusive) else 100)


def recorded(basket: Basket, inclusive: bool, per_line: bool) -> dict[str, Any]:
    priced = price(basket, rules(inclusive, per_line))
    shop = Shop("S", GBP, "inclusive" if inclusive else "exclusive", "UTC")
    paid = Settlement(priced.total, 0, 0, complete=True)
    return sale_document(basket, priced, paid, FRAME, shop, dict(TAXES))


@given(sold, discounts, st.booleans(), st.booleans())
def test_b53_the_total_is_amounts_and_taxes_on_top(
    lines: tuple[SaleLine, ...], discount: Discount | None, inclusive: bool, per_line: bool
) -> None:
    basket = Basket("b", lines, discount=discount)
    priced = price(basket, rules(inclusive, per_line))
    paid = list(zip(lines, priced.lines, priced.line_taxes, strict=True))
    assert priced.tax == sum(priced.line_taxes) == sum(row.tax for row in priced.taxes)
    assert priced.total == sum(
        figures.amount + (0 if is_inclusive(item, inclusive) else tax) for item, figures, tax in paid
    )
    assert priced.total == sum(row.net for row in priced.taxes) + priced.tax
    for row in priced.taxes:
        mine = [(item, figures.amount) for item, figures, _ in paid if item.tax == row.code]
        exact = [exact_tax(item, amount, inclusive) for item, amount in mine]
        assert row.tax == (sum(map(half_away, exact)) if per_line else half_away(sum(exact, Fraction(0))))
    for item, figures, tax in paid:
        assert abs(tax - exact_tax(item, figures.amount, inclusive)) <= 1


@given(sold, discounts, st.booleans(), st.booleans(), st.randoms())
def test_b71_the_order_of_lines_does_not_count(
    lines: tuple[SaleLine, ...], discount: Discount | None, inclusive: bool, per_line: bool, chance: Random
) -> None:
    def figures(given_lines: tuple[SaleLine, ...]) -> tuple[int, Any]:
        priced: Priced = price(Basket("b", given_lines, discount=discount), rules(inclusive, per_line))
        return priced.total, priced.taxes

    assert figures(lines) == figures(tuple(chance.sample(lines, len(lines))))


@given(sold, discounts, statuses, st.booleans(), st.booleans(), st.booleans(), st.data())
def test_b43_parts_brought_back_add_up_to_what_was_paid(
    lines: tuple[SaleLine, ...],
    discount: Discount | None,
    status: TaxStatus | None,
    inclusive: bool,
    per_line: bool,
    inclusive_then: bool,
    data: st.DataObject,
) -> None:
    """Also in a shop whose prices are of the other kind by then."""
    sale = recorded(Basket("b", lines, discount=discount, tax_status=status), inclusive, per_line)
    back: list[dict[str, Any]] = []
    for document in sale["lines"]:
        left, already = Decimal(document["qty"]), Decimal(0)
        while left:
            part = Decimal(data.draw(st.integers(1, int(left))))
            item = SaleLine(
                "A", "A", "thing", document["tax"], -part, Decimal(document["unit_price"]),
                prices=document.get("prices", sale["prices"]), source="receipt",
                origin=refund_part("1-000001", document, already, part),
            )  # fmt: skip
            back.append(recorded(Basket("r", (item,)), inclusive_then, per_line))
            left, already = left - part, already + part
    assert sum(refund["total"] for refund in back) == -sale["total"]
    day = DaySummary.empty("2026-11-23", "GBP").plus(sale)
    for refund in back:
        day = day.plus(refund)
    assert (day.gross, day.tax, day.sold + day.refunds) == (0, 0, 0)
    assert all(figures == (0, 0) for _key, figures in day.taxes)


@given(sold, st.booleans(), st.booleans())
def test_a_buyer_that_is_exempt_pays_the_same_sale_without_its_tax(
    lines: tuple[SaleLine, ...], inclusive: bool, per_line: bool
) -> None:
    alike = tuple(replace(item, prices="") for item in lines)
    usual = price(Basket("b", alike), rules(inclusive, per_line))
    exempt = price(Basket("b", alike, tax_status=TRADE), rules(inclusive, per_line))
    assert (exempt.tax, exempt.total) == (0, usual.total - usual.tax)
    rows = {(row.code, row.kind): (row.rate, row.net) for row in exempt.taxes}
    for row in usual.taxes:
        if row.rate:
            assert rows[row.code, "exempt"] == (None, row.net)
        else:
            assert rows[row.code, ""] == (0, row.net), "a rate of zero stays one"
    sale = recorded(Basket("b", alike, tax_status=TRADE), inclusive, per_line)
    assert sum(with_tax(row, sale) for row in sale["lines"]) == sale["total"]
    for row, figures in zip(sale["lines"], exempt.lines, strict=True):
        assert row["amount"] + row["discount"] + row.get("relief", 0) == figures.gross


def test_both_kinds_at_one_rate_are_one_row_rounded_once() -> None:
    """0.03 of tax within 0.17 (2.83..) and 0.034 on 0.17 are 6.23 hundredths together, not 3 + 3."""
    basket = Basket("b", (line("0.17"), replace(line("0.18"), prices="exclusive")))
    priced = price(basket, rules(inclusive=True))
    assert [(row.net, row.tax) for row in priced.taxes] == [(17 - 3 + 18, 6)]
    assert priced.total == 17 + 18 + 3 + 0


def test_a_discount_on_the_whole_sale_is_in_the_shops_terms() -> None:
    """2.00 off 12.00 with tax and 10.00 without it: 1.00 off either, as the customer sees it."""
    lines = (line("12.00"), replace(line("10.00"), prices="exclusive"))
    basket = Basket("b", lines, discount=Discount(amount=200))
    priced = price(basket, rules(inclusive=True))
    assert basket_discount_base(basket, rules(inclusive=True)) == 2400
    assert [figures.amount for figures in priced.lines] == [1100, 917]
    assert priced.tax == 183 + 184, "20 % of 18.34, which is once for both"
    assert priced.total == 1100 + 917 + 184
    assert price(replace(basket, discount=Discount(percent=Decimal(100))), rules(inclusive=True)).total == 0


@pytest.mark.parametrize(
    ("status", "why"),
    [
        (TaxStatus("reverse"), "tax number"),
        (TaxStatus("exempt"), "certificate"),
        (TaxStatus("friend", "1"), "exempt"),
        (TaxStatus("exempt", "x" * 41), "at most"),
        (TaxStatus("exempt", "7\x1b[2J"), "printable"),
    ],
)
def test_what_no_tax_office_would_take(status: TaxStatus, why: str) -> None:
    with pytest.raises(InvalidValue, match=why):
        status.checked()
