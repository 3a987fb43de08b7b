"""Papers beside a receipt: one without prices that goes with a present, and the bill before it is paid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from devices.document import BOLD, HEADING, Barcode, Block, Cut, Row, Rule, Style, Text

from ..core.receipt_code import code_text
from ..core.words import N_

if TYPE_CHECKING:
    from .slips import Paper

_TOTAL = Style(bold=True, tall=True)


def gift(sale: Mapping[str, Any], paper: Paper) -> list[Block]:
    """What was sold, without a price, and the code by which it is brought back."""
    blocks = [*_heading(N_("GIFT RECEIPT"), sale, paper)]
    for line in _sold(sale):
        if line.get("parent"):
            continue
        blocks.append(Text(line["name"]))
        if quantity := _quantity(line, paper):
            blocks.append(Text(f"  {quantity}"))
    blocks.append(Rule())
    code = code_text(paper.shop.store_id, sale["number"])
    if code is not None:
        blocks.append(Barcode(code))
    return [*blocks, Cut()]


def bill(sale: Mapping[str, Any], paper: Paper) -> list[Block]:
    """What an open sale comes to. It says at both ends that it is no receipt."""
    mark = Text(paper.words(N_("NOT A RECEIPT")), "center", HEADING)
    blocks = [mark, *_heading(N_("BILL"), sale, paper)]
    for line in _sold(sale):
        promised = sum(row["lines"].get(str(line["line"]), 0) for row in sale.get("promotions", ()))
        indent = 2 if line.get("parent") else 0
        blocks.append(Row(line["name"], paper.money(line["amount"] + promised), indent=indent))
        if quantity := _quantity(line, paper):
            blocks.append(Text(" " * indent + f"  {quantity} x {_unit_price(line['unit_price'], paper)}"))
    blocks += [Row(row["name"], paper.money(-row["off"])) for row in sale.get("promotions", ())]
    blocks.append(Rule())
    name = paper.words(N_("TO PAY {currency}"), currency=sale["currency"])
    blocks.append(Row(name, paper.money(sale["total"]), style=_TOTAL))
    return [*blocks, mark, Cut()]


def aside(order: Mapping[str, Any], paper: Paper) -> list[Block]:
    """What stands on goods that are put aside: whose they are, what they are, and what was agreed."""
    blocks = list(paper.heading(order))
    if order["name"]:
        blocks.append(Text(order["name"], "center", HEADING))
    for line in order["basket"]["lines"]:
        if not line.get("void"):
            blocks.append(Text(line["name"]))
            if quantity := _quantity(line, paper):
                blocks.append(Text(f"  {quantity}"))
    blocks += [Rule(), Row(paper.words(N_("Agreed price")), paper.money(order["total"]), style=BOLD)]
    if order["until"]:
        blocks.append(Row(paper.words(N_("Collect until")), order["until"]))
    return [*blocks, Barcode(order["number"]), Cut()]


def _heading(head: str, sale: Mapping[str, Any], paper: Paper) -> Iterator[Block]:
    if paper.shop.simulated or paper.shop.training:
        mark = N_("TRAINING") if paper.shop.training else N_("SIMULATED")
        yield Text(paper.words(mark), "center", HEADING)
    yield Text(paper.shop.name, "center", HEADING)
    for line in paper.header:
        yield Text(line, "center")
    yield Text(paper.words(head), "center", BOLD)
    yield Rule()
    till = paper.words(N_("Till {till}"), till=sale["till"])
    yield Row(sale["number"], till) if "number" in sale else Text(till)
    yield Text(paper.stamp(sale["time"]))
    yield Rule()


def _sold(sale: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    return (line for line in sale["lines"] if not line.get("void"))


def _quantity(line: Mapping[str, Any], paper: Paper) -> str:
    """How much; nothing for one piece."""
    if Decimal(line["qty"]) == 1 and line["unit"] == "each":
        return ""
    unit = "" if line["unit"] == "each" else f" {line['unit']}"
    return f"{paper.formats.number(line['qty'])}{unit}"


def _unit_price(price: str, paper: Paper) -> str:
    """With at least the currency's decimals."""
    value, unit = Decimal(price), paper.shop.currency.unit
    rounded = value.quantize(unit)
    return paper.formats.number(rounded if rounded == value else value)
