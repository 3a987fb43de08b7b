"""`pos accounts`: customers who pay later, and what they owe."""

from __future__ import annotations

from typing import Annotated

import typer

from pos_tui.core.words import _

from .common import FormatOption, group, opened
from .output import Column, Format, say, write_rows

app = group("Accounts: customers who pay later, up to a limit.")
COLUMNS = (Column("code"), Column("name"), Column("owes", number=True), Column("most", number=True))


@app.command("list")
def list_(ctx: typer.Context, format: FormatOption = Format.TABLE) -> None:
    """List the accounts, what each owes and may owe.

    Example: pos accounts list
    """
    from pos_tui.bootstrap.tenders import accounts_listed

    with opened(ctx, needs="customers.read") as front:
        write_rows(accounts_listed(front), COLUMNS, format)


@app.command("set")
def set_(
    ctx: typer.Context,
    code: Annotated[str, typer.Argument(help="As it is typed: /pay account ref CODE.")],
    name: Annotated[str | None, typer.Option(help="Whose it is; else the code.")] = None,
    limit: Annotated[str | None, typer.Option(metavar="AMOUNT", help="The most it may owe.")] = None,
) -> None:
    """Make an account, or change its name or limit.

    Example: pos accounts set ada --name "Ada Byron" --limit 300
    """
    from pos_tui.bootstrap.tenders import set_account

    with opened(ctx, readonly=False, needs="customers.change") as front:
        made = set_account(front, code, name, limit)
    say(_("{code}: {name}", code=code, name=made.name))
