"""Explaining a total: line by line, down to the cent, from the document alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from pos_tui.core.currency import Currency
from pos_tui.core.money import divide_half_up, format_amount
from pos_tui.core.words import _

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
    for tax in sale["taxes"]:
        yield _tax_line(sale, tax, money)
    yield f"total {money(sale['total'])}"
    if sale["rounding"]:
        yield f"cash rounding {money(sale['rounding'])}"
    for tender in sale["tenders"]:
        yield f"{tender['type']} {money(tender['amount'])}{_of_face(tender, money)}"
    if sale["change"]:
        yield f"change {money(sale['change'])}"


def _tax_line(sale: Mapping[str, Any], tax: Mapping[str, Any], money: Callable[[int], str]) -> str:
    """What one tax falls on. In a price that holds several, each is a part of the same net."""
    if not tax["rate"]:
        return _("{tax}: no tax on {base}", tax=tax["code"], base=money(tax["net"]))
    shown = {"tax": tax["code"], "rate": tax["rate"], "amount": money(tax["tax"])}
    if "share" in tax:
        base = _on_taxes(tax)
        return _(
            "tax {tax} {rate} % on {base} with the taxes before it: {amount}, half up",
            base=money(base),
            **shown,
        )
    if sale["prices"] != "inclusive":
        return _("tax {tax} {rate} % added to {base}: {amount}, half up", base=money(tax["net"]), **shown)
    if _is_one_of_several(sale, tax["rate"]):
        return _(
            "tax {tax} {rate} % of {base} net, within the prices: {amount}, half up",
            base=money(tax["net"]),
            **shown,
        )
    gross = money(tax["net"] + tax["tax"])
    return _("tax {tax} {rate} % contained in {base}: {amount}, half up", base=gross, **shown)


def _on_taxes(tax: Mapping[str, Any]) -> int:
    """What a tax falls on that is levied on other taxes, too: its share of the net is its rate of this."""
    base = Fraction(tax["net"]) * Fraction(tax["share"]) / Fraction(tax["rate"])
    return divide_half_up(base.numerator, base.denominator)


def _is_one_of_several(sale: Mapping[str, Any], rate: str) -> bool:
    """Whether some price holds this rate next to others."""
    rates = (line["rate"].split("+") for line in sale["lines"] if not line["void"])
    return any(rate in parts and len(parts) > 1 for parts in rates)


def _of_face(tender: Mapping[str, Any], money: Callable[[int], str]) -> str:
    given = tender.get("given")
    return "" if given is None else _(" of {given}, which gives no change", given=money(given))
