"""Commands that look back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

from pos_tui.core.records import said_kind
from pos_tui.core.tender import said_type
from pos_tui.core.words import _
from pos_tui.register.command import Command
from pos_tui.register.outcome import Outcome

if TYPE_CHECKING:
    from pos_tui.register.register import Register

MOST = 20
T = TypeVar("T")


class Sales(Command):
    """Find receipts, the newest first.

    Words narrow it, all of them: a receipt number or a part of it, an amount (12.50), a time (14:05, or 14:
    for that hour), a day (today, yesterday, 2026-11-23, 2026-11), part of an item's name or its code, a
    reference, card, refund, an operator. Cancelled baskets are left out unless you say cancelled. On the
    screen Enter shows the receipt, from which it is printed again or explained.
    """

    word = "sales"
    words = ("receipts",)
    usage = "[WORDS]"
    label = "Receipts"
    group = "Look"
    permission = "receipt.find"
    blocks = True

    def run(self, register: Register, arguments: str) -> Outcome:
        found = _first(register.looking.sales(arguments))
        rows = [_row(sale) for sale in found]
        lines = [sale_line(register, sale) for sale in found]
        if len(found) == MOST:
            lines.append(_("only the newest {count} are listed", count=MOST))
        nothing = _("no receipt matches {words}", words=arguments) if arguments else _("nothing was sold yet")
        text = "\n".join(lines) or nothing
        return Outcome("info", text, {"sales": rows}, sound="" if found else "unknown")


class Journal(Command):
    """Show what was recorded, the newest last.

    Words narrow it: a number, a day, a time, an operator, a table, what was done. On the screen it follows
    what happens until you scroll up.
    """

    word = "journal"
    usage = "[WORDS]"
    label = "Journal"
    group = "Look"
    permission = "journal.read"
    blocks = True

    def run(self, register: Register, arguments: str) -> Outcome:
        looking = register.looking
        told = [looking.told(record) for record in reversed(_first(looking.records(arguments)))]
        lines = [record.line for record in told]
        rows = [{"n": record.n, "operator": record.operator, "what": record.what} for record in told]
        text = "\n".join(lines) or _("no record matches {words}", words=arguments)
        return Outcome("info", text, {"records": rows}, sound="" if rows else "unknown")


def sale_line(register: Register, sale: Mapping[str, Any]) -> str:
    """A recorded sale on one line: number, time, total, how it was paid, reference."""
    moment = datetime.fromisoformat(sale["time"]).astimezone(ZoneInfo(register.shop.timezone))
    tenders = "+".join(dict.fromkeys(said_type(tender["type"]) for tender in sale["tenders"]))
    kind = "" if sale["kind"] == "sale" else said_kind(sale["kind"])
    parts = (f"{moment:%Y-%m-%d %H:%M}", register.text(sale["total"]), tenders, kind, sale["ref"] or "")
    return "  ".join(filter(None, (sale["number"], *parts)))


def _row(sale: Mapping[str, Any]) -> dict[str, Any]:
    names = ("number", "kind", "till", "day", "time", "operator", "ref", "total", "tenders")
    return {**{name: sale[name] for name in names}, "lines": sum(not line["void"] for line in sale["lines"])}


def _first(batches: Iterator[Sequence[T]]) -> list[T]:
    return list(islice(chain.from_iterable(batches), MOST))
