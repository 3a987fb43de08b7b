"""Tax invoices and credit notes: whose, for whom, of what supply, with net and tax of each rate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from devices.document import BOLD, HEADING, Block, Cut, Row, Rule, Text

from ..core.words import N_
from .receipt import Slip
from .words import Words

if TYPE_CHECKING:
    from .slips import Paper


def invoice(record: Mapping[str, Any], paper: Paper) -> list[Block]:
    """An invoice or a credit note, from its record with the buyer and what it is about."""
    about = record["about"]
    slip = Slip.of(about, paper.shop, paper.formats, Words.said_by(paper.say))
    blocks = [*_heading(record, paper), *_buyer(record["buyer"], paper)]
    for line in about["lines"]:
        blocks += slip.line(line)
    blocks += [*slip.savings(), *slip.totals()]
    if record["kind"] == "invoice" and record["total"] == _tendered(about):
        blocks += slip.payment()
    blocks += slip.taxes()
    if record["kind"] == "credit_note":
        blocks.append(Text(paper.words(N_("Reduces invoice {number}"), number=record["credits"]), style=BOLD))
    return [*blocks, Cut()]


def _heading(record: Mapping[str, Any], paper: Paper) -> Iterator[Block]:
    if paper.shop.simulated or paper.shop.training:
        yield Text(paper.words(N_("TRAINING") if paper.shop.training else N_("SIMULATED")), "center", HEADING)
    is_credit = record["kind"] == "credit_note"
    yield Text(paper.words(N_("CREDIT NOTE") if is_credit else N_("TAX INVOICE")), "center", HEADING)
    seller = record["seller"]
    yield Text(seller["name"], "center", BOLD)
    for text in (*seller["address"], seller["tax_number"]):
        if text:
            yield Text(text, "center")
    yield Rule()
    name = N_("Credit note {number}") if is_credit else N_("Invoice {number}")
    yield Text(paper.words(name, number=record["number"]), style=BOLD)
    yield Row(paper.words(N_("Issued")), paper.stamp(record["time"]))
    yield Row(paper.words(N_("Date of supply")), record["supplied"])
    yield Row(paper.words(N_("Receipt")), record["sale"])
    if is_credit:
        yield Row(paper.words(N_("For invoice")), record["credits"])
    yield Rule()


def _buyer(buyer: Mapping[str, Any], paper: Paper) -> Iterator[Block]:
    yield Text(paper.words(N_("To")))
    if not buyer["name"]:
        yield Text(paper.words(N_("(what was known of the buyer was destroyed)")))
    else:
        yield Text(buyer["name"], style=BOLD)
        for line in buyer["address"]:
            yield Text(line)
    if buyer["tax_number"]:
        yield Text(paper.words(N_("Tax number {number}"), number=buyer["tax_number"]))
    yield Rule()


def _tendered(sale: Mapping[str, Any]) -> int:
    """What a sale was paid with: where an invoice is about part of it, payments are not its own."""
    return int(sum(tender["amount"] for tender in sale["tenders"]) - sale["change"] - sale["rounding"])
