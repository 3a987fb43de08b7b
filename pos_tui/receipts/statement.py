"""The statement of a customer's account on paper: what was owed, what came, what was paid, what is owed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from devices.document import BOLD, HEADING, Block, Cut, Row, Rule, Text

from ..core.words import N_

if TYPE_CHECKING:
    from .slips import Paper

_KINDS: Final[Mapping[str, str]] = {
    "sale": N_("sale"),
    "payment": N_("payment"),
    "refund": N_("refund"),
    "exchange": N_("exchange"),
    "post_void": N_("post-void"),
}


def statement(record: Mapping[str, Any], paper: Paper) -> list[Block]:
    """The paper of a statement, as `services.serving.Statement.to_document` gives it."""
    blocks: list[Block] = [
        Text(paper.words(N_("STATEMENT")), "center", HEADING),
        Text(paper.shop.name, "center", BOLD),
        *(Text(line, "center") for line in paper.header),
        Rule(),
        Text(record["name"], style=BOLD),
        *([Text(record["address"])] if record["address"] else []),
        Text(paper.words(N_("Customer {customer}"), customer=record["customer"])),
        Text(f"{record['first']} - {record['last']}"),
        Rule(),
        Row(paper.words(N_("Opening balance")), paper.money(record["opening"])),
    ]
    for entry in record["entries"]:
        kind = paper.words(_KINDS.get(entry["what"], entry["what"]))
        blocks.append(Row(f"{entry['day']} {kind}", paper.money(entry["amount"])))
        blocks.append(Text(f"  {entry['number']}"))
    closing = Row(paper.words(N_("Closing balance")), paper.money(record["closing"]), style=BOLD)
    return [*blocks, Rule(), closing, Cut()]
