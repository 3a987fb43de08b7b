"""`pos stock`: what there is and where, what came, went and was counted, and what it is worth."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

import typer

from pos_tui.core.words import _, ngettext

from . import stock_count, stock_moves, stock_sheets
from .common import FormatOption, FromOption, ToOption, day_range, group, opened
from .exit_codes import ExitCode
from .output import Column, Format, line, money, say, write_json, write_rows
from .stock_moves import PlaceOption

app = group("Stock: what there is and where, what comes and goes, counts, and what it is worth.")
app.add_typer(stock_count.app, name="count")
app.add_typer(stock_sheets.app, name="sheet")
for command in (
    stock_moves.receive,
    stock_moves.waste,
    stock_moves.adjust,
    stock_moves.transfer,
    stock_moves.transfers,
    stock_moves.arrive,
    stock_moves.rules,
):
    app.command()(command)
app.command("return")(stock_moves.return_)


@app.command("list")
def list_(
    ctx: typer.Context,
    words: Annotated[list[str] | None, typer.Argument(help="Of code, name, department or place.")] = None,
    place: PlaceOption = "",
    format: FormatOption = Format.TABLE,
) -> None:
    """List what is kept in stock, by item and place; `> cellar` is on its way there.

    Example: pos stock list milk --place shop
    """
    from pos_tui.bootstrap.stockroom import listed

    with opened(ctx) as front:
        columns = (
            *map(Column, ("sku", "name", "location")),
            *(Column(name, number=True) for name in ("qty", "low", "on_order", "cost")),
            Column("value", digits=front.shop.currency.digits),
        )
        write_rows(listed(front, " ".join(words or ()), place), columns, format)


@app.command()
def show(
    ctx: typer.Context,
    code: Annotated[str, typer.Argument(help="SKU, PLU or bar code.")],
    format: FormatOption = Format.TABLE,
) -> None:
    """Show everything about one item: places, costs, lots, orders, and what moved last.

    Example: pos stock show MILK
    """
    from pos_tui.bootstrap.stockroom import shown

    with opened(ctx) as front:
        facts = shown(front, code)
    if format is Format.JSON:
        write_json(facts)
    elif format is Format.CSV:
        write_rows(facts["places"], tuple(map(Column, ("sku", "location", "qty", "low", "full"))), format)
    else:
        for text in _card(facts):
            line(text)


def _card(facts: dict[str, Any]) -> Iterator[str]:
    yield f"{facts['sku']}  {facts['name']}  {facts['department']}".rstrip()
    for name in ("price", "cost", "last", "margin"):
        if facts[name] is not None:
            yield f"  {name:<10}{facts[name]}{' %' if name == 'margin' else ''}"
    for row in facts["places"]:
        rules = " ".join(f"{name} {row[name]}" for name in ("low", "full", "negative") if row[name])
        yield f"  {row['qty']:>8}  {row['location']}  {rules}".rstrip()
    for row in facts["lots"]:
        yield f"  lot {row['lot']}  {row['expires']}  {row['qty']} {row['location']}"
    for row in facts["orders"]:
        yield f"  order {row['order']}  {row['supplier']}  {row['qty']}"
    for row in facts["suppliers"]:
        yield f"  from {row['supplier']}  {row['their']}  pack {row['pack']}  {row['cost'] or ''}".rstrip()
    for row in facts["movements"]:
        yield f"  {row['time'][:16]}  {row['kind']:<9}{row['qty']:>8}  {row['number']}"
    yield "  sold a week: " + " ".join(sold for _day, sold in facts["weeks"])


@app.command()
def movements(
    ctx: typer.Context,
    code: Annotated[str, typer.Argument(help="Of one item, with its sales; else of all, without.")] = "",
    first: FromOption = None,
    last: ToOption = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """List what moved, newest first.

    Example: pos stock movements MILK --from 2026-11-01
    """
    from pos_tui.bootstrap.stockroom import movements as moved

    columns = (
        *map(Column, ("time", "kind", "number", "sku")),
        *(Column(name, number=True) for name in ("qty", "cost")),
        *map(Column, ("location", "lot", "reason", "ref", "operator")),
    )
    with opened(ctx) as front:
        write_rows(moved(front, code, day_range(first, last)), columns, format)


@app.command()
def value(
    ctx: typer.Context,
    at: Annotated[
        str, typer.Option("--at", metavar="TIME", help="As it was then: 2026-11-23, or 2026-11-23T14:05.")
    ] = "",
    format: FormatOption = Format.TABLE,
) -> None:
    """Say what the stock is worth at its cost, by department; items without a cost count nothing.

    Example: pos stock value --at 2026-10-31
    """
    from pos_tui.bootstrap.stockroom import valued

    with opened(ctx, needs="costs.read") as front:
        digits, rows = front.shop.currency.digits, valued(front, at)
        columns = (Column("department"), Column("items", number=True), Column("value", digits=digits))
        write_rows(rows, (*columns, Column("unknown", number=True)), format)
    total = sum(int(row["value"]) for row in rows)
    say(_("{amount} in all", amount=money(total, digits)))


@app.command()
def negative(ctx: typer.Context, format: FormatOption = Format.TABLE) -> None:
    """List what there is fewer than nothing of: sold, and never booked in.

    Example: pos stock negative --format csv
    """
    from pos_tui.bootstrap.stockroom import below_zero

    with opened(ctx) as front:
        columns = (*map(Column, ("sku", "name", "location")), Column("qty", number=True))
        write_rows(below_zero(front), columns, format)


@app.command()
def expiring(
    ctx: typer.Context,
    days: Annotated[int, typer.Option("--days", help="Within so many days, or before now.")] = 7,
    format: FormatOption = Format.TABLE,
) -> None:
    """List the lots that expire soon, those first that are sold first.

    Example: pos stock expiring --days 7
    """
    from pos_tui.bootstrap.stockroom import expiring as soon

    columns = (
        Column("expires"),
        Column("days", number=True),
        *map(Column, ("sku", "name", "lot")),
        Column("qty", number=True),
        Column("location"),
    )
    with opened(ctx) as front:
        write_rows(soon(front, days), columns, format)


@app.command()
def reorder(
    ctx: typer.Context,
    supplier: Annotated[str, typer.Option("--supplier", help="Only what this one has.")] = "",
    place: PlaceOption = "",
    format: FormatOption = Format.TABLE,
) -> None:
    """List what is at its reorder point or below, and what to order; pos orders suggest makes the orders.

    Example: pos stock reorder --supplier DAIRY
    """
    from pos_tui.bootstrap.stockroom import low

    columns = (
        *map(Column, ("sku", "name")),
        *(Column(name, number=True) for name in ("here", "coming", "low", "order")),
        *map(Column, ("supplier", "their")),
        Column("pack", number=True),
    )
    with opened(ctx) as front:
        write_rows(low(front, place, supplier), columns, format)


@app.command()
def check(ctx: typer.Context, format: FormatOption = Format.TABLE) -> None:
    """Add all movements and sales of the journal up again, and compare. Ends with 1 where they differ.

    Example: pos stock check
    """
    from pos_tui.bootstrap.stockroom import differences

    columns = (*map(Column, ("sku", "location")), Column("sum", number=True), Column("table", number=True))
    with opened(ctx) as front:
        rows, began = differences(front)
    if began:
        say(ngettext("{count} began without a movement", "{count} began without a movement", began))
    if rows:
        write_rows(rows, columns, format)
        raise typer.Exit(ExitCode.REFUSED)
    say(_("the stock is the sum of what was recorded"))
