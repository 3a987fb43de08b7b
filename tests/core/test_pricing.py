"""What a basket costs: discounts in their order, parts that add up, and no influence of the scan order."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_tui.core.errors import Refused
from pos_tui.core.pricing import (
    basket_discount_base,
    check_discount,
    discount_on,
    line_figures,
    price,
)
from pos_tui.core.sale import Basket, Discount, SaleLine

from .baskets import GBP, RATES, baskets, line, lines, rules
from .model import half_away, tax_in, tax_on

if TYPE_CHECKING:
    from random import Random


def off(amount: int, discount: Discount | None) -> int:
    """A discount once more, in fractions."""
    if discount is None:
        return 0
    if discount.percent is not None:
        return half_away(Fraction(amount) * Fraction(discount.percent) / 100)
    size = min(abs(amount), discount.amount or 0)
    return size if amount > 0 else -size


def worth(item: SaleLine) -> tuple[int, int]:
    """(gross, amount after its own discount) of a line, in fractions."""
    if item.void:
        return 0, 0
    gross = half_away(Fraction(item.unit_price) * Fraction(item.quantity) * 100)
    return gross, gross - off(gross, item.discount)


@given(baskets, st.booleans(), st.booleans())
def test_every_figure_follows_from_the_lines(basket: Basket, inclusive: bool, per_line: bool) -> None:
    priced = price(basket, rules(inclusive, per_line))
    expected = [worth(item) for item in basket.lines]
    assert [figures.gross for figures in priced.lines] == [gross for gross, _ in expected]
    base = sum(max(amount, 0) for _, amount in expected)
    assert base == basket_discount_base(basket, rules(inclusive, per_line))
    assert priced.subtotal == sum(amount for _, amount in expected)
    assert priced.discount == off(base, basket.discount)
    assert priced.saved == sum(figures.gross - figures.amount for figures in priced.lines)
    taxable = dict.fromkeys(RATES, 0)
    for item, figures, (gross, amount) in zip(basket.lines, priced.lines, expected, strict=True):
        assert figures.amount == gross - figures.discount
        share = amount - figures.amount
        exact = Fraction(priced.discount * max(amount, 0), base) if base else Fraction(0)
        assert abs(share - exact) < 1
        taxable[item.tax] += figures.amount
    net = sum(figures.amount for figures in priced.lines)
    assert net == priced.subtotal - priced.discount
    assert priced.tax == sum(row.tax for row in priced.taxes) == sum(priced.line_taxes)
    assert priced.total == (net if inclusive else net + priced.tax)
    assert sum(row.net + row.tax for row in priced.taxes) == priced.total
    if not per_line:
        due = {
            code: half_away((tax_in if inclusive else tax_on)(sum_, RATES[code]))
            for code, sum_ in taxable.items()
        }
        assert {row.code: row.tax for row in priced.taxes} == {
            row.code: due[row.code] for row in priced.taxes
        }


@given(baskets, st.booleans(), st.booleans(), st.randoms())
def test_b71_the_scan_order_changes_no_total(
    basket: Basket, inclusive: bool, per_line: bool, random: Random
) -> None:
    order = random.sample(range(len(basket.lines)), len(basket.lines))
    shuffled = replace(basket, lines=tuple(basket.lines[place] for place in order))
    one, other = price(basket, rules(inclusive, per_line)), price(shuffled, rules(inclusive, per_line))
    assert (one.total, one.tax, one.taxes, one.discount, one.subtotal) == (
        other.total,
        other.tax,
        other.taxes,
        other.discount,
        other.subtotal,
    )


@given(baskets, lines, st.booleans(), st.booleans())
def test_b22_void_of_a_line_restores_the_total_before_it(
    basket: Basket, extra: SaleLine, inclusive: bool, per_line: bool
) -> None:
    before = price(basket, rules(inclusive, per_line))
    voided = basket.with_line(len(basket.lines), replace(extra, void=True))
    after = price(voided, rules(inclusive, per_line))
    assert after.lines[:-1] == before.lines
    assert (after.total, after.taxes, after.saved) == (before.total, before.taxes, before.saved)
    assert (after.lines[-1].gross, after.lines[-1].amount, after.line_taxes[-1]) == (0, 0, 0)


@given(baskets, st.booleans(), st.booleans())
def test_b43_taking_everything_back_reverses_every_figure(
    basket: Basket, inclusive: bool, per_line: bool
) -> None:
    sold = replace(basket, discount=None)
    back = replace(sold, lines=tuple(replace(item, quantity=-item.quantity) for item in sold.lines))
    one, other = price(sold, rules(inclusive, per_line)), price(back, rules(inclusive, per_line))
    assert (other.total, other.tax, other.saved) == (-one.total, -one.tax, -one.saved)


@pytest.mark.parametrize("inclusive", [True, False])
@pytest.mark.parametrize("on_line", [True, False])
def test_10_at_23_90_with_25_percent_off(inclusive: bool, on_line: bool) -> None:
    quarter = Discount(percent=Decimal(25))
    sold = line("23.90", "10", "zero", quarter if on_line else None)
    priced = price(Basket("b", (sold,), discount=None if on_line else quarter), rules(inclusive))
    assert (priced.total, priced.saved) == (17925, 5975)


def test_a_basket_discount_is_spread_by_largest_remainder() -> None:
    sold = Basket(
        "b", (line("1.00"), line("1.00", sku="B"), line("1.00", sku="C")), discount=Discount(amount=100)
    )
    priced = price(sold, rules(inclusive=True))
    assert [figures.discount for figures in priced.lines] == [34, 33, 33]
    assert priced.total == 200


def test_lines_that_pay_out_take_no_basket_discount() -> None:
    mixed = Basket("b", (line("10.00"), line("4.00", "-1", sku="B")), discount=Discount(percent=Decimal(50)))
    priced = price(mixed, rules(inclusive=True))
    assert [figures.amount for figures in priced.lines] == [500, -400]
    only_back = Basket("b", (line("4.00", "-1"),), discount=Discount(amount=100))
    assert price(only_back, rules(inclusive=True)).total == -400


def test_a_discount_never_takes_more_than_there_is() -> None:
    assert discount_on(300, Discount(amount=500)) == 300
    assert discount_on(-300, Discount(amount=500)) == -300
    assert discount_on(-300, Discount(percent=Decimal(10))) == -30
    shrunk = Basket("b", (line("3.00"),), discount=Discount(amount=500))
    assert price(shrunk, rules(inclusive=True)).total == 0


def test_an_exact_amount_is_charged_as_it_is() -> None:
    sticker = replace(line("1.99", "0.734"), exact=146)
    assert line_figures(sticker, GBP) == (146, 0)
    assert price(Basket("b", (replace(sticker, exact=145),)), rules(inclusive=True)).total == 145


def test_an_empty_basket_costs_nothing() -> None:
    priced = price(Basket("b", discount=Discount(percent=Decimal(10))), rules(inclusive=False))
    assert (priced.lines, priced.taxes, priced.total, priced.saved) == ((), (), 0, 0)


def test_a_tax_code_nobody_knows_is_refused_by_name() -> None:
    with pytest.raises(Refused, match=r"no tax code 'luxury' \(item A\)"):
        price(Basket("b", (line("1.00", tax="luxury"),)), rules(inclusive=True))


@pytest.mark.parametrize(
    "discount",
    [
        Discount(percent=Decimal("0.5")),
        Discount(percent=Decimal(100)),
        Discount(amount=1),
        Discount(amount=250),
    ],
)
@pytest.mark.parametrize("gross", [250, -250])
def test_discounts_that_can_be_meant(discount: Discount, gross: int) -> None:
    check_discount(discount, gross, GBP)


@pytest.mark.parametrize(
    "discount",
    [
        Discount(percent=Decimal(0)),
        Discount(percent=Decimal(-5)),
        Discount(percent=Decimal("100.1")),
        Discount(amount=0),
        Discount(amount=-1),
        Discount(amount=251),
        Discount(),
    ],
)
def test_discounts_that_cannot(discount: Discount) -> None:
    with pytest.raises(Refused, match="discount"):
        check_discount(discount, 250, GBP)
