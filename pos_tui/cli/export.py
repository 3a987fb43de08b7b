"""`pos export`: what the accountant gets."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from pos_tui.core.words import _

from .common import FromOption, ToOption, group, opened
from .output import Column, Format, line, say, write_json, write_rows
from .period import PeriodArgument, chosen_period

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pos_tui.core.ledger.entries import Entry

app = group("Files for the accountant: entries of each Z, a whole year.")


class LedgerFormat(StrEnum):
    """How entries are written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    HLEDGER = "hledger"
    BEANCOUNT = "beancount"


@app.callback()
def export() -> None:
    """Files for the accountant."""


@app.command()
def ledger(
    ctx: typer.Context,
    period: PeriodArgument = None,
    first: FromOption = None,
    last: ToOption = None,
    format: Annotated[LedgerFormat, typer.Option(help="How the entries are written.")] = LedgerFormat.CSV,
) -> None:
    """Write a double-entry journal: an entry for each Z, and one a day for sales outside of any shift.

    Debits equal credits in each, or nothing is written. Accounts are set with pos config set ledger.accounts
    cash=Assets:Till,sales.standard=4400 and so on. What is in a shift that is still open is not in it.

    Example: pos export ledger 2026-11 --format hledger
    """
    from pos_tui.bootstrap.bookkeeping import entries, open_shifts

    with opened(ctx) as front:
        chosen = chosen_period(front, period, first, last)
        found = entries(front, chosen.days)
        for till in open_shifts(front):
            say(_("pos: the open shift of till {till} is not in it: that takes its Z", till=till))
        _write(found, format, front.shop.currency.digits)
    sys.stdout.flush()


def _write(entries: Sequence[Entry], format: LedgerFormat, digits: int) -> None:
    from pos_tui.core.ledger import files

    if format is LedgerFormat.JSON:
        write_json([_document(entry) for entry in entries])
    elif format in (LedgerFormat.HLEDGER, LedgerFormat.BEANCOUNT):
        make = files.hledger if format is LedgerFormat.HLEDGER else files.beancount
        line("\n".join(make(entries)))
    else:
        names = ("day", "number", "text", "account", "debit", "credit", "currency", "note")
        columns = [Column(name, digits if name in ("debit", "credit") else None) for name in names]
        write_rows(files.rows(entries), columns, Format(format.value))


def _document(entry: Entry) -> dict[str, object]:
    postings = [
        {"account": posting.account, "amount": posting.amount, "note": posting.note}
        for posting in entry.postings
    ]
    facts = {"day": entry.day, "number": entry.number, "text": entry.text, "currency": entry.currency}
    return {**facts, "postings": postings}
