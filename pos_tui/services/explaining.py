"""Explaining a total: line by line, down to the cent, from the document alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pos_tui.core.currency import Currency
from pos_tui.core.money import format_amount

_SOURCES = {
    "catalogue": "price list",
    "entered": "price entered",
    "total": "line total entered",
    "sticker": "price on the sticker",
}


def explain(sale: Mapping[str, Any]) -> list[str]:
    """Plain lines that lead from the prices of a sale document to its total, rounding and change."""
    return list(_explained(sale))


def _explained(sale: Mapping[str, Any]) -> Iterator[str]:
    currency = Currency.parse(sale["currency"])

    def money(minor: int) -> str:
        return format_amount(minor, currency)

    for line in sale["lines"]:
        if line["void"]:
            yield f"#{line['line']} {line['name']}: void, counts nothing"
            continue
        gross = line["amount"] + line["discount"]
        source = _SOURCES.get(line["source"], line["source"])
        factors = f"{line['qty']} x {line['unit_price']} ({source})"
        yield f"#{line['line']} {line['name']}: {factors} = {money(gross)}"
        if line["discount"]:
            yield f"   discount {money(-line['discount'])} = {money(line['amount'])}"
    basket = sale.get("basket_discount")
    if basket:
        yield f"basket discount {money(-basket['off'])}, shared out in the lines above by largest remainder"
    contained = "contained in" if sale["prices"] == "inclusive" else "added to"
    for tax in sale["taxes"]:
        rate = f"tax {tax['code']} {tax['rate']} %"
        yield f"{rate} {contained} {money(_base(sale, tax))}: {money(tax['tax'])}, half up"
    yield f"total {money(sale['total'])}"
    if sale["rounding"]:
        yield f"cash rounding {money(sale['rounding'])}"
    for tender in sale["tenders"]:
        yield f"{tender['type']} {money(tender['amount'])}"
    if sale["change"]:
        yield f"change {money(sale['change'])}"


def _base(sale: Mapping[str, Any], tax: Mapping[str, Any]) -> int:
    return int(tax["net"] + tax["tax"]) if sale["prices"] == "inclusive" else int(tax["net"])
