"""Explaining: the words that lead from prices and taxes to a total, whatever the taxes are."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from pos_tui.core.currency import Currency
from pos_tui.core.pricing import PricingRules, price
from pos_tui.core.records import RecordFrame, sale_document
from pos_tui.core.sale import Basket, SaleLine
from pos_tui.core.shop import Shop
from pos_tui.core.tax import TaxCode, TaxComponent
from pos_tui.core.tender import Settlement, Tender
from pos_tui.services.explaining import explain

CAD = Currency.parse("CAD")
GST = TaxComponent("GST", (("", Decimal(5)),))
PST = TaxComponent("PST", (("", Decimal(7)),))
QST = TaxComponent("QST", (("", Decimal("9.5")),), compound=True)
CODES = {
    code.code: code.effective("2011-06-01")
    for code in (
        TaxCode.simple("GST", Decimal(5)),
        TaxCode.simple("zero", Decimal(0)),
        TaxCode("both", "both", (GST, PST)),
        TaxCode("quebec", "quebec", (GST, QST)),
        TaxCode("outside", "outside", ()),
    )
}
FRAME = RecordFrame("1", "ana", datetime(2011, 6, 1, tzinfo=UTC), "2011-06-01")


def told(prices: str, *taxed: tuple[str, str], tenders: tuple[Tender, ...] = ()) -> list[str]:
    """What is said of the taxes of some prices, by tax code."""
    lines = tuple(SaleLine(code, code, code, code, Decimal(1), Decimal(price)) for code, price in taxed)
    basket = Basket("b", lines, tenders)
    rules = PricingRules(CAD, prices == "inclusive", CODES)
    settled = Settlement(0, 0, 0, complete=True)
    shop = Shop("S", CAD, prices, "UTC")
    document = sale_document(basket, price(basket, rules), settled, FRAME, shop, CODES)
    return explain(document)[len(lines) :]


@pytest.mark.parametrize(
    ("prices", "taxed", "said"),
    [
        ("inclusive", [("GST", "1.05")], ["tax GST 5 % contained in 1.05: 0.05, half up"]),
        ("exclusive", [("GST", "1.00")], ["tax GST 5 % added to 1.00: 0.05, half up"]),
        (
            "inclusive",
            [("both", "1.12")],
            [
                "tax GST 5 % of 1.00 net, within the prices: 0.05, half up",
                "tax PST 7 % of 1.00 net, within the prices: 0.07, half up",
            ],
        ),
        (
            "inclusive",
            [("both", "1.12"), ("GST", "1.05")],
            [
                "tax GST 5 % of 2.00 net, within the prices: 0.10, half up",
                "tax PST 7 % of 1.00 net, within the prices: 0.07, half up",
            ],
        ),
        (
            "exclusive",
            [("both", "1.00")],
            ["tax GST 5 % added to 1.00: 0.05, half up", "tax PST 7 % added to 1.00: 0.07, half up"],
        ),
        (
            "exclusive",
            [("quebec", "100.00")],
            [
                "tax GST 5 % added to 100.00: 5.00, half up",
                "tax QST 9.5 % on 105.00 with the taxes before it: 9.98, half up",
            ],
        ),
        (
            "inclusive",
            [("quebec", "114.98")],
            [
                "tax GST 5 % of 100.00 net, within the prices: 5.00, half up",
                "tax QST 9.5 % on 105.00 with the taxes before it: 9.98, half up",
            ],
        ),
        (
            "inclusive",
            [("outside", "3.00"), ("zero", "2.00")],
            ["outside: no tax on 3.00", "tax zero 0 % contained in 2.00: 0.00, half up"],
        ),
    ],
)
def test_b53_each_tax_says_what_it_falls_on(
    prices: str, taxed: list[tuple[str, str]], said: list[str]
) -> None:
    assert told(prices, *taxed)[:-1] == said


def test_a_voucher_says_its_face_value() -> None:
    paid = Tender("voucher", 105, "V1", given=500)
    assert (
        told("inclusive", ("GST", "1.05"), tenders=(paid,))[-1]
        == "voucher 1.05 of 5.00, which gives no change"
    )
    assert told("inclusive", ("GST", "1.05"), tenders=(replace(paid, given=None),))[-1] == "voucher 1.05"
