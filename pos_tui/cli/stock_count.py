"""`pos stock count`: counting while the shop sells."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pos_tui.core.words import _, ngettext

from .common import FormatOption, group, opened
from .output import Column, Format, line, money, say, write_rows

app = group("Counts: begun, counted by many people and in zones, closed. The shop sells meanwhile.")
NumberArgument = Annotated[str, typer.Argument(metavar="NUMBER", help="Of the count.")]
WhyOption = Annotated[str, typer.Option("--why", metavar="TEXT", help="Why: goes on record with it.")]


@app.command("list")
def list_(ctx: typer.Context, format: FormatOption = Format.TABLE) -> None:
    """List the counts that are open.

    Example: pos stock count list
    """
    from pos_tui.bootstrap.sheets import listed

    columns = (*map(Column, ("sheet", "name", "location", "begun", "by")), Column("lines", number=True))
    with opened(ctx) as front:
        write_rows(listed(front, "count"), columns, format)


@app.command()
def begin(
    ctx: typer.Context,
    name: Annotated[str, typer.Option("--name", help="What people call it.")] = "",
    place: Annotated[str, typer.Option("--place", help="Where; else the till's own place.")] = "",
    departments: Annotated[
        list[str] | None, typer.Option("--department", help="What is counted, else all; may be repeated.")
    ] = None,
) -> None:
    """Begin a count; writes its number.

    Example: pos stock count begin --place shop --department Dairy
    """
    from pos_tui.bootstrap.sheets import About
    from pos_tui.bootstrap.sheets import begin as make

    with opened(ctx, readonly=False, needs="stock.count") as front:
        line(make(front, "count", About(name, place, departments=tuple(departments or ()))))


@app.command()
def add(
    ctx: typer.Context,
    number: NumberArgument,
    goods: Annotated[list[str] | None, typer.Argument(metavar="[QTY*]CODE...", help="12*COLA 0*GUM")] = None,
    zone: Annotated[
        str, typer.Option("--zone", help="Where it lies, if not where customers take it from.")
    ] = "",
    again: Annotated[
        bool, typer.Option("--again", help="A recount: so many, whatever was counted in the zone.")
    ] = False,
    file: Annotated[Path | None, typer.Option("--file", help="CSV or JSON lines: code, qty, zone.")] = None,
) -> None:
    """Add what was counted; what is sold after that is allowed for. Codes nobody knows are kept.

    Example: pos stock count add 1 12*MILK --zone fridge
    """
    from pos_tui.bootstrap.sheets import add as put
    from pos_tui.bootstrap.stockroom import Given

    with opened(ctx, readonly=False, needs="stock.count") as front:
        count = put(front, number, Given(goods or (), file), zone, again=again)
    say(ngettext("{count} line", "{count} lines", count))


@app.command()
def show(
    ctx: typer.Context,
    number: NumberArgument,
    everything: Annotated[bool, typer.Option("--all", help="What was right, too.")] = False,
    format: FormatOption = Format.TABLE,
) -> None:
    """Show the differences, valued at cost.

    Example: pos stock count show 1
    """
    from pos_tui.bootstrap.sheets import findings

    with opened(ctx, needs="stock.change") as front:
        digits, rows = front.shop.currency.digits, findings(front, number, everything=everything)
        columns = (
            *map(Column, ("sku", "name")),
            *(Column(name, number=True) for name in ("counted", "book", "difference")),
            Column("value", digits=digits),
            Column("zones"),
        )
        write_rows(rows, columns, format)
    say(_("{amount} in all", amount=money(sum(int(row["value"]) for row in rows), digits)))


@app.command()
def uncounted(ctx: typer.Context, number: NumberArgument, format: FormatOption = Format.TABLE) -> None:
    """List what the books have and nobody counted: it stays as it is.

    Example: pos stock count uncounted 1
    """
    from pos_tui.bootstrap.sheets import uncounted as left

    with opened(ctx, needs="stock.change") as front:
        write_rows(left(front, number), (*map(Column, ("sku", "name")), Column("book", number=True)), format)


@app.command()
def close(
    ctx: typer.Context,
    number: NumberArgument,
    none_left: Annotated[
        bool, typer.Option("--uncounted-is-none", help="Of what nobody counted there is none.")
    ] = False,
    why: WhyOption = "",
) -> None:
    """Post the differences, and close the count.

    Example: pos stock count close 1 --why stocktake
    """
    from pos_tui.bootstrap.sheets import close as record
    from pos_tui.bootstrap.sheets import uncounted as left

    with opened(ctx, readonly=False, needs="stock.change") as front:
        missed = len(left(front, number))
        movement = record(front, number, why, none_left=none_left)
    say(_("count {code} is closed: {number}", code=number, number=movement["number"]))
    if missed and not none_left:
        say(ngettext("{count} item was not counted", "{count} items were not counted", missed))


@app.command()
def drop(
    ctx: typer.Context,
    numbers: Annotated[list[str], typer.Argument(metavar="NUMBER...", help="Of the counts.")],
    why: WhyOption = "",
) -> None:
    """Give counts up; nothing moves.

    Example: pos stock count drop 1 --why "wrong place"
    """
    from pos_tui.bootstrap.sheets import drop as record

    with opened(ctx, readonly=False, needs="stock.count") as front:
        record(front, numbers, why)
    say(_("dropped: {numbers}", numbers=", ".join(numbers)))
