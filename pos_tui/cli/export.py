"""`pos export`: what the accountant gets."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pos_tui.core.words import _

from .common import FromOption, ToOption, group, opened
from .ledger_writing import write_entries
from .output import Format, line, say, write_json
from .period import PeriodArgument, chosen_period
from .progress import progress_bar

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

    with opened(ctx, needs="costs.read" if ctx.obj.role else None) as front:
        chosen = chosen_period(front, period, first, last)
        found = entries(front, chosen.days)
        for till in open_shifts(front):
            say(_("pos: the open shift of till {till} is not in it: that takes its Z", till=till))
        _write(found, format, front.shop.currency.digits)
    sys.stdout.flush()


@app.command()
def year(
    ctx: typer.Context,
    period: Annotated[str, typer.Argument(metavar="YEAR", help="2026, FY2026, or any other period.")],
    to: Annotated[Path | None, typer.Option(help="The file to make; else YEAR.zip here.")] = None,
) -> None:
    """Pack a year for the accountant: Zs as printed, entries, taxes, reports and stock, in one ZIP file.

    All of it is as of one record of the journal, which its README names, with the sum of each file. No file
    is written over.

    Example: pos export year 2026 --to year-2026.zip
    """
    from .export_year import pack

    with opened(ctx, needs="costs.read" if ctx.obj.role else None) as front:
        chosen = chosen_period(front, period, None, None)
        target = Path(f"{period}.zip") if to is None else to
        with progress_bar(period) as tell:
            count = pack(front, chosen, target, tell or (lambda done, whole: None))
    say(_("{file}: {count} files", file=target, count=count))


def _write(entries: Sequence[Entry], format: LedgerFormat, digits: int) -> None:
    from pos_tui.core.ledger import files

    if format is LedgerFormat.JSON:
        write_json([_document(entry) for entry in entries])
    elif format in (LedgerFormat.HLEDGER, LedgerFormat.BEANCOUNT):
        make = files.hledger if format is LedgerFormat.HLEDGER else files.beancount
        line("\n".join(make(entries)))
    else:
        write_entries(entries, Format(format.value), digits)


def _document(entry: Entry) -> dict[str, object]:
    postings = [
        {"account": posting.account, "amount": posting.amount, "note": posting.note}
        for posting in entry.postings
    ]
    facts = {"day": entry.day, "number": entry.number, "text": entry.text, "currency": entry.currency}
    return {**facts, "postings": postings}
