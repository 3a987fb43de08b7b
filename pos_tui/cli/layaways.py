"""`pos layaways`: orders that are put aside for a deposit."""

from __future__ import annotations

from typing import Annotated

import typer

from .common import FormatOption, group, opened
from .output import Column, Format, write_rows

app = group("Orders put aside for a deposit: list them, show one. The till takes and collects them.")
COLUMNS = (
    Column("number"),
    Column("name"),
    Column("state"),
    Column("total", number=True),
    Column("paid", number=True),
    Column("owed", number=True),
    Column("currency"),
    Column("since"),
    Column("until"),
    Column("late"),
)


@app.command("list")
def list_(
    ctx: typer.Context,
    everything: Annotated[bool, typer.Option("--all", help="Collected and cancelled ones, too.")] = False,
    format: FormatOption = Format.TABLE,
) -> None:
    """List the orders that wait for their buyers.

    Example: pos layaways list
    """
    from pos_tui.bootstrap.layaways import listed

    with opened(ctx) as front:
        write_rows(listed(front, everything=everything), COLUMNS, format)


@app.command()
def show(
    ctx: typer.Context,
    number: Annotated[str, typer.Argument(help="As it is printed, such as 1-L000012.")],
    format: FormatOption = Format.TABLE,
) -> None:
    """Show one order, with its goods and each receipt that changed it.

    Example: pos layaways show 1-L000001
    """
    from pos_tui.bootstrap.layaways import shown

    with opened(ctx) as front:
        write_rows([shown(front, number)], (*COLUMNS, Column("goods"), Column("receipts")), format)
