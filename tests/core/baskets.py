"""Baskets of every kind, for the tests of what they cost and of what is recorded of them."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from pos_tui.core.currency import Currency
from pos_tui.core.pricing import PricingRules
from pos_tui.core.quantity import Unit
from pos_tui.core.sale import Basket, Correction, Discount, SaleLine
from pos_tui.core.tax import TaxCode
from pos_tui.core.tender import Tender

GBP = Currency.parse("GBP")
RATES = {"standard": Decimal(20), "reduced": Decimal(5), "zero": Decimal(0)}
TAXES = {code: TaxCode.simple(code, rate).effective("2026-11-23") for code, rate in RATES.items()}

percents = st.decimals(Decimal("0.1"), 100, places=1, allow_nan=False, allow_infinity=False)
discounts = st.one_of(
    st.none(),
    st.builds(Discount, percent=percents),
    st.builds(Discount, amount=st.integers(1, 50_000)),
)
quantities = st.one_of(
    st.integers(-20, 20).filter(bool).map(Decimal),
    st.integers(-30_000, 30_000).filter(bool).map(lambda n: Decimal(n).scaleb(-3)),
)


def rules(inclusive: bool, per_line: bool = False) -> PricingRules:
    """A British shop's."""
    return PricingRules(GBP, inclusive, TAXES, per_line)


def line(
    price: str, quantity: str = "1", tax: str = "standard", discount: Discount | None = None, sku: str = "A"
) -> SaleLine:
    """A line by its figures."""
    return SaleLine(sku, sku, f"item {sku}", tax, Decimal(quantity), Decimal(price), discount=discount)


lines = st.builds(
    SaleLine,
    sku=st.sampled_from(["A", "B", "C"]),
    code=st.just("5449000000996"),
    name=st.text(max_size=5),
    tax=st.sampled_from(sorted(RATES)),
    quantity=quantities,
    unit_price=st.decimals(0, 500, places=3, allow_nan=False, allow_infinity=False),
    unit=st.sampled_from(list(Unit)),
    department=st.sampled_from(["", "Dairy"]),
    source=st.sampled_from(["catalogue", "entered", "total", "sticker"]),
    entered=st.sampled_from(["key", "scan", "search"]),
    weighed=st.booleans(),
    cost=st.one_of(st.none(), st.just(Decimal("0.8"))),
    exact=st.none(),
    discount=discounts,
    void=st.booleans(),
)
corrections = st.builds(
    Correction, st.sampled_from(["void", "undo"]), st.integers(0, 9), st.just("1"), st.just("2")
)
baskets = st.builds(
    Basket,
    id=st.just("1-a1"),
    lines=st.lists(lines, max_size=6).map(tuple),
    tenders=st.lists(
        st.builds(Tender, st.sampled_from(["cash", "card"]), st.integers(1, 9999)), max_size=2
    ).map(tuple),
    discount=discounts,
    reference=st.one_of(st.none(), st.text(min_size=1, max_size=5)),
    corrections=st.lists(corrections, max_size=2).map(tuple),
    recalled_from=st.one_of(st.none(), st.just("h1")),
)
