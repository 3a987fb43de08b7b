"""`pos sales invoice`: tax invoices made and shown without a till."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .conftest import Pos

ADA = (
    "--name",
    "Ada Ltd",
    "--address",
    "1 High Street",
    "--address",
    "London",
    "--tax-number",
    "GB123456789",
)


def test_an_invoice_is_made_shown_and_listed(shop: Pos) -> None:
    shop("ring", stdin="2*MILK\nGUM\n/cash\nGUM\n/cash\n")
    made = shop("sales", "invoice", "1-1", *ADA).stdout
    for text in ("TAX INVOICE", "Invoice 1-I000001", "Ada Ltd", "1 High Street", "Tax number GB123456789"):
        assert text in made
    assert "COPY" not in made
    assert "COPY 1" in shop("sales", "invoice", "1-000001").stdout
    again = json.loads(shop("sales", "invoice", "1-1", "--format", "json").stdout)
    assert (again["number"], again["copy"], again["buyer"]["address"]) == (
        "1-I000001",
        2,
        ["1 High Street", "London"],
    )
    assert (again["total"], again["sale"]) == (308, "1-000001")
    shop("ring", stdin="/refund 1-1 1*#1\n/cash\n")
    rows = json.loads(shop("sales", "invoices", "--format", "json").stdout)
    assert [(row["number"], row["buyer"], row["total"]) for row in rows] == [
        ("1-I000001", "Ada Ltd", 308),
        ("1-K000001", "Ada Ltd", -119),
    ]
    assert "CREDIT NOTE" in shop("sales", "invoice", "1-3").stdout
    assert json.loads(shop("report", "sales", "--format", "json").stdout)["gross"] == 308 + 70 - 119


def test_what_is_missing_is_said(shop: Pos) -> None:
    shop("ring", stdin="GUM\n/cash\n")
    assert "who buys?" in shop("sales", "invoice", "1-1", code=1).stderr
    assert "address" in shop("sales", "invoice", "1-1", "--name", "Ada", code=2).stderr
    assert "no receipt" in shop("sales", "invoice", "1-9", *ADA, code=1).stderr
