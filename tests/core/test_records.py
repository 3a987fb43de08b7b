"""What is recorded of a sale, and on which business day."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_tui.core.pricing import price
from pos_tui.core.records import (
    RecordFrame,
    business_day,
    kind_of,
    record_number,
    sale_document,
    utc_text,
)
from pos_tui.core.sale import Basket, Discount
from pos_tui.core.shop import Shop
from pos_tui.core.tax import AppliedTax
from pos_tui.core.tender import Settlement, Tender

from .baskets import GBP, TAXES, baskets, line, rules

LONDON = ZoneInfo("Europe/London")
SHOP = Shop("Corner Shop", GBP, "inclusive", "Europe/London")
FRAME = RecordFrame("1", "ana", datetime(2026, 11, 23, 14, 5, tzinfo=UTC), "2026-11-23")
PAID = Settlement(0, 2, 1760, complete=True)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("time", "cutoff", "day"),
    [
        ("2026-11-23T23:59:00+00:00", 0, "2026-11-23"),
        ("2026-11-24T00:00:00+00:00", 0, "2026-11-24"),
        ("2026-11-23T23:59:00+00:00", 240, "2026-11-23"),
        ("2026-11-24T00:30:00+00:00", 240, "2026-11-23"),
        ("2026-11-24T03:59:59+00:00", 240, "2026-11-23"),
        ("2026-11-24T04:00:00+00:00", 240, "2026-11-24"),
        ("2026-06-30T23:30:00+00:00", 0, "2026-07-01"),
        ("2026-01-01T01:30:00+00:00", 240, "2025-12-31"),
    ],
)
def test_b58_the_business_day_ends_at_the_cut_off(time: str, cutoff: int, day: str) -> None:
    assert business_day(at(time), LONDON, cutoff) == day


@given(st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)), st.integers(0, 600), st.integers(0, 7200))
def test_b59_the_business_day_never_goes_back(start: datetime, cutoff: int, minutes: int) -> None:
    """Also when the clocks do, as the cut-off is in the shop's own time."""
    zone = ZoneInfo("America/New_York")
    earlier = start.replace(tzinfo=UTC)
    first, later = (
        business_day(time, zone, cutoff) for time in (earlier, earlier + timedelta(minutes=minutes + 61))
    )
    assert first <= later


def test_times_are_written_in_utc_to_the_second() -> None:
    assert utc_text(datetime(2026, 11, 23, 14, 5, 9, 999_999, tzinfo=UTC)) == "2026-11-23T14:05:09Z"


def test_b47_receipt_numbers_name_till_and_epoch() -> None:
    assert record_number("1", 1, 142) == "1-000142"
    assert record_number("1", 2, 143) == "1.2-000143"
    assert record_number("B2", 1, 1_234_567) == "B2-1234567"


def test_kinds_by_the_direction_of_the_goods() -> None:
    sold, back = line("1.00"), line("1.00", "-1")
    assert kind_of(Basket("b", (sold,))) == "sale"
    assert kind_of(Basket("b", (back,))) == "refund"
    assert kind_of(Basket("b", (sold, back))) == "exchange"
    assert kind_of(Basket("b", (sold, replace(back, void=True)))) == "sale"
    assert kind_of(Basket("b", (replace(sold, void=True),))) == "sale"


@given(baskets)
def test_a_document_is_complete_in_itself(basket: Basket) -> None:
    priced = price(basket, rules(inclusive=True))
    document = sale_document(basket, priced, PAID, FRAME, SHOP, dict(TAXES))
    assert json.loads(json.dumps(document)) == document
    assert document["total"] == sum(row["amount"] for row in document["lines"]) == priced.total
    assert sum(row["tax_amount"] for row in document["lines"]) == sum(row["tax"] for row in document["taxes"])
    assert [row["line"] for row in document["lines"]] == list(range(1, len(basket.lines) + 1))
    for row, sold in zip(document["lines"], basket.lines, strict=True):
        assert Decimal(row["qty"]) == sold.quantity
        assert Decimal(row["unit_price"]) == sold.unit_price
        assert (row["void"], row["sku"], row["code"], row["entered"]) == (
            sold.void,
            sold.sku,
            sold.code,
            sold.entered,
        )
        assert not sold.void or row["amount"] == row["tax_amount"] == row["discount"] == 0
    assert [row["what"] for row in document["corrections"]] == [
        correction.what for correction in basket.corrections
    ]


def test_a_sale_as_it_is_recorded() -> None:
    basket = Basket(
        "1-a1", (line("1.19", "2", discount=Discount(amount=8)),), (Tender("cash", 2000),), reference="536365"
    )
    document = sale_document(basket, price(basket, rules(inclusive=True)), PAID, FRAME, SHOP, dict(TAXES))
    assert document == {
        "v": 1,
        "kind": "sale",
        "till": "1",
        "day": "2026-11-23",
        "time": "2026-11-23T14:05:00Z",
        "operator": "ana",
        "key": "1-a1",
        "ref": "536365",
        "currency": "GBP",
        "prices": "inclusive",
        "lines": [
            {
                "line": 1,
                "sku": "A",
                "code": "A",
                "name": "item A",
                "department": "",
                "qty": "2",
                "unit": "each",
                "unit_price": "1.19",
                "source": "catalogue",
                "entered": "key",
                "discount": 8,
                "amount": 230,
                "tax": "standard",
                "rate": "20",
                "tax_amount": 38,
                "cost": None,
                "void": False,
            }
        ],
        "total": 230,
        "rounding": 2,
        "change": 1760,
        "taxes": [{"code": "standard", "rate": "20", "net": 192, "tax": 38}],
        "tenders": [{"type": "cash", "amount": 2000, "ref": None}],
        "corrections": [],
    }


def test_what_only_some_documents_have() -> None:
    basket = Basket("b", (line("10.00"),), discount=Discount(percent=Decimal(10)))
    simulated = replace(SHOP, simulated=True)
    document = sale_document(
        basket, price(basket, rules(inclusive=True)), PAID, FRAME, simulated, dict(TAXES), cancelled=True
    )
    assert document["kind"] == "cancelled"
    assert document["basket_discount"] == {"percent": "10", "off": 100}
    assert document["simulated"] is True


def test_b53_no_tax_and_a_rate_of_zero_are_told_apart() -> None:
    codes = {"outside": (), "zero": (AppliedTax("zero", Decimal(0), Decimal(0)),)}
    basket = Basket("b", (line("1.00", tax="outside"), line("2.00", tax="zero")))
    priced = price(basket, replace(rules(inclusive=True), taxes=codes))
    document = sale_document(basket, priced, PAID, FRAME, SHOP, dict(codes))
    assert document["taxes"] == [
        {"code": "outside", "rate": "", "net": 100, "tax": 0},
        {"code": "zero", "rate": "0", "net": 200, "tax": 0},
    ]
    assert [row["rate"] for row in document["lines"]] == ["", "0"]


def test_rates_of_several_taxes_are_all_named() -> None:
    both = (AppliedTax("GST", Decimal(5), Decimal(5)), AppliedTax("PST", Decimal(7), Decimal(7)))
    basket = Basket("b", (line("1.00", tax="both"),))
    priced = price(basket, replace(rules(inclusive=False), taxes={"both": both}))
    document = sale_document(basket, priced, PAID, FRAME, SHOP, {"both": both})
    assert document["lines"][0]["rate"] == "5+7"
    assert document["total"] == 112
