"""`pos departments`: what sells by an amount alone, and what the items are sorted by."""

from __future__ import annotations

from typing import Annotated

import typer

from pos_tui.core.words import _

from .common import FormatOption, group, opened
from .output import Column, Format, say, write_rows

app = group("Departments: list, set and remove them. Each sells by amount, with /dept.")
COLUMNS = (
    Column("code"),
    Column("name"),
    Column("parent"),
    Column("tax"),
    Column("least", number=True),
    Column("most", number=True),
    Column("items", number=True),
)
CodeArgument = Annotated[str, typer.Argument(help="As the items say it.")]
WhyOption = Annotated[str, typer.Option("--why", help="The reason, for the journal.")]


@app.command("list")
def list_(ctx: typer.Context, format: FormatOption = Format.TABLE) -> None:
    """List the departments as a tree, with their tax and how many items they have.

    Example: pos departments list
    """
    from pos_tui.bootstrap.departments import listed

    with opened(ctx) as front:
        rows = listed(front)
    if format is Format.TABLE:
        rows = [{**row, "code": f"{'  ' * row['depth']}{row['code']}"} for row in rows]
    write_rows(rows, COLUMNS, format)


@app.command("set")
def set_(
    ctx: typer.Context,
    code: CodeArgument,
    name: Annotated[str | None, typer.Option(help="As people read it; else the code.")] = None,
    tax: Annotated[str | None, typer.Option(help="Of what sells by amount.")] = None,
    least: Annotated[
        str | None, typer.Option("--min", metavar="PRICE", help="The lowest amount; empty for none.")
    ] = None,
    most: Annotated[
        str | None, typer.Option("--max", metavar="PRICE", help="The highest amount; empty for none.")
    ] = None,
    parent: Annotated[
        str | None, typer.Option(metavar="CODE", help="The department it is a part of; empty for none.")
    ] = None,
    why: WhyOption = "",
) -> None:
    """Make a department, or change one; its items keep their own tax.

    Example: pos departments set Dairy --tax zero
    """
    from pos_tui.bootstrap.departments import set_department

    said = {"name": name, "tax": tax, "least": least, "most": most, "parent": parent}
    texts = {field: text for field, text in said.items() if text is not None}
    with opened(ctx, readonly=False, needs="items.change") as front:
        document = set_department(front, code, texts, why)
    say(_("{code}: {name}, tax {tax}", code=document["code"], name=document["name"], tax=document["tax"]))


@app.command()
def remove(ctx: typer.Context, code: CodeArgument, why: WhyOption = "") -> None:
    """Take a department away that no item is in.

    Example: pos departments remove Dairy
    """
    from pos_tui.bootstrap.departments import remove_department

    with opened(ctx, readonly=False, needs="items.change") as front:
        remove_department(front, code, why)
    say(_("{code} is gone", code=code))
