"""Official example invoices, every printed figure to the minor unit (EN 16931: tax once per rate)."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pos_tui.core.currency import Currency
from pos_tui.core.pricing import PricingRules, price
from pos_tui.core.sale import Basket, SaleLine
from pos_tui.core.tax import TaxCode

if TYPE_CHECKING:
    from tests.conftest import Shared


def code_of(row: dict[str, Any]) -> str:
    return f"{row['category']} {Decimal(row['rate'] or 0).normalize():f}"


def adjustment(row: dict[str, Any], code: str, minor: int) -> SaleLine:
    """A charge as something sold, an allowance as something taken back, at an amount that is given."""
    amount = int(Decimal(row["amount"]).scaleb(minor)) * (1 if row.get("charge") else -1)
    quantity = Decimal(1 if amount >= 0 else -1)
    return SaleLine(
        "adjust", "adjust", row["reason"], code, quantity, abs(Decimal(row["amount"])), exact=amount
    )


def basket_of(document: dict[str, Any], minor: int) -> Basket:
    lines: list[SaleLine] = []
    for row in document["lines"]:
        lines.append(
            SaleLine(
                row["id"], row["id"], row["name"], code_of(row), Decimal(row["qty"]), Decimal(row["price"])
            )
        )
        lines.extend(adjustment(part, code_of(row), minor) for part in row.get("allowances", ()))
    lines.extend(adjustment(row, code_of(row), minor) for row in document["allowances"])
    return Basket("doc", tuple(lines))


def check(document: dict[str, Any]) -> None:
    currency = Currency.parse(document["currency"])

    def minor(text: str) -> int:
        value = Decimal(text).scaleb(currency.digits)
        assert value == int(value)
        return int(value)

    basket = basket_of(document, currency.digits)
    codes = {line.tax for line in basket.lines}
    taxes = {code: TaxCode.simple(code, Decimal(code.split()[1])).effective("2026-11-23") for code in codes}
    priced = price(basket, PricingRules(currency, False, taxes))
    expected = {code_of(row): (minor(row["taxable"]), minor(row["tax"])) for row in document["tax"]}
    assert {row.code: (row.net, row.tax) for row in priced.taxes} == expected
    totals = document["totals"]
    assert sum(line.amount for line in priced.lines) == minor(totals["net"])
    assert priced.tax == minor(totals["tax"])
    assert priced.total == minor(totals["gross"])
    payable = priced.total - minor(totals.get("prepaid", "0")) + minor(totals.get("rounding", "0"))
    assert payable == minor(totals["payable"])


def test_worked_documents_to_the_cent(shared: Shared) -> None:
    lines = shared("worked_tax_examples/documents.jsonl").read_text(encoding="utf-8").splitlines()
    known = json.loads(shared("worked_tax_examples/totals.json").read_text(encoding="utf-8"))
    right = [document for document in map(json.loads, lines) if document["arithmetic_ok"]]
    assert len(right) == known["arithmetic_ok"]
    for document in right:
        check(document)
