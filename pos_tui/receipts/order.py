"""A purchase order on paper: for whom, what, how many, in the supplier's own codes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from devices.document import BOLD, HEADING, Block, Cut, Row, Rule, Text

from ..core.money import line_amount, plain
from ..core.words import N_

if TYPE_CHECKING:
    from .slips import Paper


def order_paper(order: Mapping[str, Any], paper: Paper) -> Iterator[Block]:
    """The order as it is sent, its supplier's document in `who`; amounts are at its costs, without tax."""
    yield from _heading(order, order["who"], paper)
    yield from _lines(order, paper)
    yield Cut()


def _heading(order: Mapping[str, Any], supplier: Mapping[str, Any], paper: Paper) -> Iterator[Block]:
    yield Text(paper.shop.name, "center", BOLD)
    yield from (Text(line, "center") for line in paper.header)
    yield Text(paper.words(N_("ORDER {code}"), code=order["code"]), "center", HEADING)
    yield Text(paper.stamp((order.get("sent") or order["made"])["time"]), "center")
    yield Rule()
    yield Text(str(supplier.get("name", "")), style=BOLD)
    for name in ("address", "account", "terms"):
        if supplier.get(name):
            yield Text(str(supplier[name]))
    yield Rule()


def _lines(order: Mapping[str, Any], paper: Paper) -> Iterator[Block]:
    total = 0
    for line in order["lines"]:
        if line["qty"] == "0":
            continue
        quantity, pack = Decimal(line["qty"]), Decimal(line["pack"])
        packs = f" ({plain(quantity / pack)} x {line['pack']})" if pack != 1 and not quantity % pack else ""
        amount = 0
        if line["cost"] is not None:
            amount = line_amount(Decimal(line["cost"]), quantity, paper.shop.currency)
        total += amount
        yield Row(" ".join(filter(None, (line["their"] or line["sku"], line["name"]))))
        cost = "" if line["cost"] is None else f" @ {line['cost']}"
        yield Row(f"{line['qty']}{packs}{cost}", paper.money(amount) if amount else "", indent=2)
    yield Rule()
    yield Row(paper.words(N_("Total without tax")), paper.money(total), style=BOLD)
    if order.get("note"):
        yield Text(str(order["note"]))
