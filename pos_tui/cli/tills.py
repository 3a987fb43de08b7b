"""`pos tills`: the tills of the shop."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from pos_tui.core.words import _

from .common import FormatOption, group, opened
from .output import Column, Format, say, write_rows

app = group("Tills: list and add them. Each has receipt numbers, a drawer and shifts of its own.")


@app.command("list")
def list_(ctx: typer.Context, format: FormatOption = Format.TABLE) -> None:
    """List the tills: the next receipt, the usual float, what the last Z left, the shift that is open."""
    from pos_tui.bootstrap.shifts import tills

    with opened(ctx) as front:
        digits = front.shop.currency.digits
        columns = (
            *(Column("till"), Column("next"), Column("float", digits), Column("left", digits)),
            *(Column("shift", number=True), Column("day"), Column("owner")),
        )
        write_rows(tills(front), columns, format)
    sys.stdout.flush()


@app.command()
def add(
    ctx: typer.Context,
    code: Annotated[
        str, typer.Argument(help="Letters, digits and hyphens, 16 at most: it is in receipt numbers.")
    ],
    float: Annotated[str | None, typer.Option(help="What it is usually opened with, such as 100.")] = None,
) -> None:
    """Add a till.

    Example: pos tills add 2 --float 100
    """
    from pos_tui.bootstrap.shifts import add_till

    with opened(ctx, readonly=False, needs="settings.change") as front:
        add_till(front, code, float)
    say(_("till {code} is there: pos --till {code} opens it", code=code))
