"""What is known of one item, to be read to a customer."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pos_tui.core.display import clean, fit
from pos_tui.core.money import format_amount, format_price
from pos_tui.core.words import _
from pos_tui.styles.palette import STRONG

from .digits import large
from .paint import BLANK, Row, row

if TYPE_CHECKING:
    from pos_tui.core.currency import Currency

_LABEL = 12


def card_rows(facts: Mapping[str, Any], currency: Currency, width: int, height: int) -> list[Row]:
    """The answer to a price check (`facts` are those of `/check`): name, price, large, and all the rest."""
    rows = [row(f" {clean(facts['name'])}", STRONG), BLANK]
    price = facts["price"]
    if price is None:
        rows.append(row(" " + _("open price: it is asked for at each sale"), STRONG))
    else:
        rows += large(format_price(Decimal(price), currency), width)
        if facts["unit"] != "each":
            rows.append(row(_("per {unit}", unit=facts["unit"]).center(width).rstrip(), STRONG))
    if facts["with_tax"] is not None:
        amount = format_amount(facts["with_tax"], currency)
        rows.append(row(_("with tax {amount}", amount=amount).center(width).rstrip(), STRONG))
    if facts["amount"] is not None:
        amount = format_amount(facts["amount"], currency)
        unit = "" if facts["unit"] == "each" else f" {facts['unit']}"
        rows.append(row(f"{facts['qty']}{unit} = {amount}".center(width).rstrip(), STRONG))
    rows += [BLANK, *detail_rows(facts, width)]
    return rows if len(rows) <= height else [spans for spans in rows if spans]


def detail_rows(facts: Mapping[str, Any], width: int) -> list[Row]:
    """Department, stock here and elsewhere, tax, codes and allergens of an item."""
    rate = f" {facts['rate']} %" if facts["rate"] else ""
    details = [
        (_("Department"), facts["department"] or "-"),
        (_("In stock"), _stock(facts)),
        (_("Tax"), f"{facts['tax']}{rate}"),
        (_("Codes"), " ".join(filter(None, (facts["sku"], facts["plu"], *facts["codes"])))),
    ]
    if facts.get("allergens"):
        details.append((_("Allergens"), ", ".join(facts["allergens"])))
    return [row(f" {fit(label, _LABEL)}{clean(text, limit=width)}") for label, text in details]


def _stock(facts: Mapping[str, Any]) -> str:
    here = _("not counted") if facts["here"] is None else facts["here"]
    others = [f"{place} {there}" for place, there in facts["elsewhere"].items()]
    return f"{here} ({', '.join(others)})" if others else str(here)
