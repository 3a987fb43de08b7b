"""Taxes, tenders, discounts, tips and what customers put on account, out of sale documents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from pos_tui.core.records import COMPLETED_KINDS, TENDER_CORRECTION
from pos_tui.core.reports import CANCELLED, kept, turnover
from pos_tui.core.sale import TIP

from .spec import Doc, Fold, Place
from .turnover import ALL, SALES, goods, is_counted

if TYPE_CHECKING:
    from .cube import Row


def _tax_rows(table: str, document: Doc, _place: Place) -> Iterator[Row]:
    if table == "shifts":
        if document["kind"] == "z":
            sales = document["sales"]
            for row in sales["tax"]:
                yield _rate(document, row), (0, 0, row["net"], row["tax"], 0, 0)
            tax = sum([row["tax"] for row in sales["tax"]])
            yield (document["currency"], ALL, ""), (0, 0, sales["net"], tax, 0, 0)
    elif is_counted(document):
        rows = [(_rate(document, row), row["net"], row["tax"]) for row in document["taxes"]]
        tax = sum([tax for _key, _net, tax in rows])
        rows.append(((document["currency"], ALL, ""), turnover(document) - tax, tax))
        for key, *amounts in rows:
            outside = (0, 0) if document.get("shift") else amounts
            yield key, (*amounts, 0, 0, *outside)


def _rate(document: Doc, row: Doc) -> tuple[str, ...]:
    """What a row of taxes is listed under: its rate, or why it has none; out of scope has neither."""
    return document["currency"], "rate", row["code"], row["rate"] or row.get("kind", "")


TAXES: Final = Fold(
    "taxes", ("net", "tax", "z_net", "z_tax", "out_net", "out_tax"), SALES | {"shifts"}, _tax_rows
)
"""Net and tax of all sales, as the Zs have them, and of sales in no shift, which are in no Z.

By rate the net stands with each tax that falls on it; under `ALL` it is there once, however many do.
"""


def _tender_rows(_table: str, sale: Doc, _place: Place) -> Iterator[Row]:
    if sale["kind"] == CANCELLED:
        return
    currency = sale["currency"]
    for kind, amount in kept(sale):
        yield (currency, "tender", kind, currency), (0, amount, 0)
    for tender in sale["tenders"]:
        times = 0 if sale["kind"] == TENDER_CORRECTION else 1
        foreign = tender.get("foreign")
        if foreign:
            key = (currency, "tender", tender["type"], foreign["currency"])
            yield key, (times, 0, foreign["amount"])
        else:
            yield (currency, "tender", tender["type"], currency), (times, 0, 0)


TENDERS: Final = Fold("tenders", ("times", "amount", "foreign"), SALES, _tender_rows)
"""What was kept by each way to pay, change taken off; the part of it in another currency, in that one's minor
units."""

LINE, MARKDOWN, BASKET, PROMOTION = "line", "markdown", "basket", "promotion"


def _discount_rows(_table: str, sale: Doc, _place: Place) -> Iterator[Row]:
    if not is_counted(sale):
        return
    currency = sale["currency"]
    found: dict[tuple[str, str], list[int]] = {}
    shared: dict[str, int] = {}
    for promotion in sale.get("promotions", ()):
        held = found.setdefault((PROMOTION, promotion["name"] or promotion["code"]), [0, 0])
        held[0], held[1] = held[0] + promotion["times"], held[1] + promotion["off"]
        for line, off in promotion["lines"].items():
            shared[line] = shared.get(line, 0) + off
    rest = 0
    basket = sale.get("basket_discount", {}).get("off", 0)
    for line in goods(sale):
        off = line["discount"] - shared.get(str(line["line"]), 0)
        rest += off
        if off and not basket:
            kind = MARKDOWN if line.get("source") == MARKDOWN else LINE
            held = found.setdefault((kind, ""), [0, 0])
            held[0], held[1] = held[0] + 1, held[1] + off
    if basket:
        found[BASKET, ""] = [1, basket]
        if rest != basket:
            found[LINE, ""] = [1, rest - basket]
    for (kind, name), (times, off) in found.items():
        yield (currency, "kind", kind, name), (times, off)
        yield (currency, "operator", sale["operator"]), (times, off)


DISCOUNTS: Final = Fold("discounts", ("times", "off"), SALES, _discount_rows)


def _tip_rows(table: str, document: Doc, _place: Place) -> Iterator[Row]:
    if table == "cash":
        if document["kind"] == "tip_out":
            key = (document["currency"], "operator", document["reason"].split()[0])
            yield key, (0, 0, document["amount"])
    elif document["kind"] != CANCELLED:
        for line in document["lines"]:
            if line.get("source") == TIP and not line.get("void"):
                sign = 1 if document["kind"] in COMPLETED_KINDS else -1
                yield (document["currency"], "operator", line["code"]), (sign, line["amount"], 0)


TIPS: Final = Fold("tips", ("times", "received", "paid"), frozenset({"sales", "cash"}), _tip_rows)
