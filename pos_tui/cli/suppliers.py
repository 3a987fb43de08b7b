"""`pos suppliers`: who supplies the shop, and with what."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pos_tui.core.errors import InvalidValue
from pos_tui.core.words import _, ngettext

from .common import FormatOption, group, opened
from .output import Column, Format, say, write_rows

app = group("Suppliers: who they are, and their codes, packs and costs of items.")
WhyOption = Annotated[str, typer.Option("--why", help="The reason, for the journal.")]
CodeArgument = Annotated[str, typer.Argument(metavar="SUPPLIER", help="The supplier's code.")]


@app.command("list")
def list_(ctx: typer.Context, format: FormatOption = Format.TABLE) -> None:
    """List the suppliers, with how many orders are open.

    Example: pos suppliers list
    """
    from pos_tui.bootstrap.orders import listed_suppliers

    columns = (*map(Column, ("code", "name", "terms", "phone", "email")), Column("orders", number=True))
    with opened(ctx) as front:
        write_rows(listed_suppliers(front), columns, format)


@app.command("set")
def set_(
    ctx: typer.Context,
    code: CodeArgument,
    fields: Annotated[
        list[str],
        typer.Argument(
            metavar="FIELD=VALUE...",
            help="name, terms, email, phone, address, account (ours with them), note.",
        ),
    ],
    why: WhyOption = "",
) -> None:
    """Make a supplier, or change what is known of one.

    Example: pos suppliers set DAIRY name="Hill Dairy"
    """
    from pos_tui.bootstrap.orders import put_supplier

    with opened(ctx, readonly=False, needs="orders.change") as front:
        put_supplier(front, code, fields, why)


@app.command()
def supply(
    ctx: typer.Context,
    supplier: CodeArgument,
    code: Annotated[str, typer.Argument(help="Of our item.")] = "",
    fields: Annotated[
        list[str] | None,
        typer.Argument(metavar="FIELD=VALUE...", help="their=AC-1 pack=12 cost=0.42 preferred=yes"),
    ] = None,
    file: Annotated[
        Path | None, typer.Option("--file", help="CSV or JSON lines: code, their, pack, cost, preferred.")
    ] = None,
    why: WhyOption = "",
) -> None:
    """Note how a supplier sells an item, or all of a file: their code, pack size and cost of one.

    Example: pos suppliers supply DAIRY MILK cost=0.71
    """
    from pos_tui.bootstrap.orders import read_supplies
    from pos_tui.bootstrap.orders import supply as note

    if (file is None) is not bool(code):
        raise InvalidValue(_("name an item, or a file with --file"))
    with opened(ctx, readonly=False, needs="orders.change") as front:
        if file is None:
            note(front, supplier, code, fields or (), why)
            return
        count = read_supplies(front, supplier, file)
    say(ngettext("{count} item", "{count} items", count))


@app.command()
def supplies(ctx: typer.Context, supplier: CodeArgument, format: FormatOption = Format.TABLE) -> None:
    """List what a supplier sells.

    Example: pos suppliers supplies DAIRY
    """
    from pos_tui.bootstrap.orders import supplies as sold

    columns = (
        *map(Column, ("sku", "name", "their")),
        *(Column(name, number=True) for name in ("pack", "cost")),
        Column("preferred", text=lambda value: "yes" if value else ""),
    )
    with opened(ctx) as front:
        write_rows(sold(front, supplier), columns, format)
