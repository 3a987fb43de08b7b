"""`pos vouchers`: what the shop owes by vouchers and store credit."""

from __future__ import annotations

from typing import Annotated

import typer

from .common import FormatOption, group, opened
from .output import Column, Format, line, write_rows

app = group("Vouchers and store credit: list them, show one, issue some that nobody pays for.")
COLUMNS = (
    Column("code"),
    Column("type"),
    Column("paid_in", number=True),
    Column("left", number=True),
    Column("currency"),
    Column("tax"),
    Column("until"),
    Column("issued"),
    Column("day"),
)


@app.command("list")
def list_(
    ctx: typer.Context,
    everything: Annotated[bool, typer.Option("--all", help="Used up and ended ones, too.")] = False,
    format: FormatOption = Format.TABLE,
) -> None:
    """List the vouchers that something is left on.

    Example: pos vouchers list --all
    """
    from pos_tui.bootstrap.tenders import vouchers_listed

    with opened(ctx) as front:
        write_rows(vouchers_listed(front, everything=everything), COLUMNS, format)


@app.command()
def show(
    ctx: typer.Context,
    code: Annotated[str, typer.Argument(help="As it is printed.")],
    format: FormatOption = Format.TABLE,
) -> None:
    """Show one voucher, with each receipt that changed it.

    Example: pos vouchers show GIFT-1
    """
    from pos_tui.bootstrap.tenders import voucher_shown

    with opened(ctx) as front:
        write_rows([voucher_shown(front, code)], (*COLUMNS, Column("changes")), format)


@app.command()
def issue(
    ctx: typer.Context,
    amount: Annotated[str, typer.Argument(help="What each is worth, such as 10.00.")],
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="Why: goes on record with them.")],
    count: Annotated[int, typer.Option("--count", min=1, max=10_000, help="How many.")] = 1,
    until: Annotated[
        str, typer.Option("--until", metavar="DAY", help="The last day; else as voucher.days says.")
    ] = "",
) -> None:
    """Issue vouchers that nobody pays for; writes their codes, one a line.

    Example: pos vouchers issue 10 --why "for waiting" --count 5
    """
    from pos_tui.bootstrap.tenders import issue as record

    with opened(ctx, readonly=False, needs="voucher.issue") as front:
        for voucher in record(front, amount, count, until, why):
            line(voucher.code)
