"""`pos stock sheet`: lists of goods made by scanning, posted when they are whole."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pos_tui.core.words import _, ngettext

from .common import FormatOption, group, opened
from .output import Column, Format, line, say, write_rows

app = group("Sheets: goods scanned one by one, to be booked in, wasted or sent; kept scan by scan.")
NumberArgument = Annotated[str, typer.Argument(metavar="NUMBER", help="Of the sheet.")]
LINES = (
    *map(Column, ("code", "name", "zone")),
    Column("qty", number=True),
    *map(Column, ("cost", "lot", "expires", "by")),
)


class Kind(StrEnum):
    """What a sheet is for."""

    RECEIVE = "receive"
    WASTE = "waste"
    SEND = "send"


@app.command("list")
def list_(ctx: typer.Context, format: FormatOption = Format.TABLE) -> None:
    """List the sheets that are open, counts included.

    Example: pos stock sheet list
    """
    from pos_tui.bootstrap.sheets import listed

    names = ("sheet", "kind", "name", "location", "to", "ref", "begun", "by")
    with opened(ctx) as front:
        write_rows(listed(front), (*map(Column, names), Column("lines", number=True)), format)


@app.command()
def begin(
    ctx: typer.Context,
    kind: Annotated[Kind, typer.Argument(help="What it is for.")],
    name: Annotated[str, typer.Option("--name", help="What people call it.")] = "",
    place: Annotated[str, typer.Option("--place", help="Where; else the till's own place.")] = "",
    to: Annotated[str, typer.Option("--to", help="Where goods are sent.")] = "",
    order: Annotated[str, typer.Option("--order", help="The order they are of.")] = "",
    ref: Annotated[str, typer.Option("--ref", help="The delivery note.")] = "",
    supplier: Annotated[str, typer.Option("--supplier", help="Who they came from.")] = "",
) -> None:
    """Begin a sheet; writes its number.

    Example: pos stock sheet begin receive --supplier DAIRY
    """
    from pos_tui.bootstrap.sheets import About
    from pos_tui.bootstrap.sheets import begin as make

    needs = {Kind.RECEIVE: "stock.receive", Kind.WASTE: "stock.waste", Kind.SEND: "stock.transfer"}[kind]
    with opened(ctx, readonly=False, needs=needs) as front:
        line(make(front, kind.value, About(name, place, to, ref, order, supplier)))


@app.command()
def add(
    ctx: typer.Context,
    number: NumberArgument,
    goods: Annotated[list[str] | None, typer.Argument(metavar="[QTY*]CODE[@COST]...")] = None,
    file: Annotated[Path | None, typer.Option("--file", help="CSV or JSON lines: code, qty, zone.")] = None,
) -> None:
    """Put goods onto a sheet: -1*CODE takes one off, CODE=5 makes it five. Codes nobody knows are kept.

    Example: pos stock sheet add 1 24*MILK
    """
    from pos_tui.bootstrap.sheets import add as put
    from pos_tui.bootstrap.stockroom import Given

    with opened(ctx, readonly=False, needs="stock.count") as front:
        count = put(front, number, Given(goods or (), file))
    say(ngettext("{count} line", "{count} lines", count))


@app.command()
def show(ctx: typer.Context, number: NumberArgument, format: FormatOption = Format.TABLE) -> None:
    """Show what is on a sheet.

    Example: pos stock sheet show 1
    """
    from pos_tui.bootstrap.sheets import shown

    with opened(ctx) as front:
        write_rows(shown(front, number), LINES, format)


@app.command()
def post(
    ctx: typer.Context,
    number: NumberArgument,
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="Why: goes on record with it.")] = "",
) -> None:
    """Move the stock that a sheet lists.

    Example: pos stock sheet post 1
    """
    from pos_tui.bootstrap.sheets import post as record

    with opened(ctx, readonly=False, needs="stock.count") as front:
        done = record(front, number, why)
    say(
        _("sheet {code} is posted: {number}", code=number, number=done.get("number") or done.get("code", "-"))
    )


@app.command()
def drop(
    ctx: typer.Context,
    numbers: Annotated[list[str], typer.Argument(metavar="NUMBER...", help="Of the sheets.")],
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="Why: goes on record with it.")] = "",
) -> None:
    """Give sheets up; nothing moves.

    Example: pos stock sheet drop 1 --why twice
    """
    from pos_tui.bootstrap.sheets import drop as record

    with opened(ctx, readonly=False, needs="stock.count") as front:
        record(front, numbers, why)
    say(_("dropped: {numbers}", numbers=", ".join(numbers)))
