"""`pos tenders`: the ways to pay, and what each of them may do."""

from __future__ import annotations

from typing import Annotated

import typer

from pos_tui.core.words import _

from .common import FormatOption, group, opened
from .output import Column, Format, say, write_rows

app = group("Ways to pay: list, set and remove them. voucher, store_credit and cheque begin as is usual.")
COLUMNS = (Column("code"), Column("name"), Column("does"), Column("keeps"))
CodeArgument = Annotated[str, typer.Argument(help="As it is typed at the till: /pay 10 CODE.")]


@app.command("list")
def list_(ctx: typer.Context, format: FormatOption = Format.TABLE) -> None:
    """List the ways to pay and what they may do."""
    from pos_tui.bootstrap.tenders import listed

    with opened(ctx) as front:
        write_rows(listed(front), COLUMNS, format)


@app.command("set")
def set_(
    ctx: typer.Context,
    code: CodeArgument,
    terms: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FIELD=VALUE...",
            help="name=TEXT; gives_change, over_tender, opens_drawer, refundable, needs_reference, counted "
            "= yes or no; keeps=voucher: its reference is a voucher of this shop.",
        ),
    ] = None,
) -> None:
    """Make a way to pay, or change one. Tills that run follow when they are started again."""
    from pos_tui.bootstrap.tenders import set_type

    with opened(ctx, readonly=False, needs="settings.change") as front:
        kind = set_type(front, code, terms or ())
    say(_("{code}: {name}", code=kind.code, name=_(kind.name)))


@app.command()
def remove(ctx: typer.Context, code: CodeArgument) -> None:
    """Take a way to pay away; what was paid by it stays on record."""
    from pos_tui.bootstrap.tenders import remove_type

    with opened(ctx, readonly=False, needs="settings.change") as front:
        remove_type(front, code)
    say(_("{code} is gone", code=code))
