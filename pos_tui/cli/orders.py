"""`pos orders`: what is ordered from suppliers, what came of it, and what did not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pos_tui.core.words import _, ngettext

from .common import FormatOption, group, opened
from .output import Column, Format, line, say, write_json, write_rows

if TYPE_CHECKING:
    from pos_tui.bootstrap.stockroom import Given

app = group("Orders from suppliers: made by hand or as the stock suggests, sent, come in parts.")
NumberArgument = Annotated[str, typer.Argument(metavar="NUMBER", help="Of the order.")]
GoodsArgument = Annotated[
    list[str] | None,
    typer.Argument(metavar="[QTY*]CODE[@COST]...", help="Goods: 24*COLA, 24*COLA@0.40."),
]
FileOption = Annotated[Path | None, typer.Option("--file", help="CSV or JSON lines: code, qty, cost.")]
WhyOption = Annotated[str, typer.Option("--why", metavar="TEXT", help="Why: goes on record with it.")]
PlaceOption = Annotated[str, typer.Option("--place", help="Where it is to come; else the till's place.")]
LINES = (
    *map(Column, ("sku", "their", "name")),
    *(Column(name, number=True) for name in ("pack", "qty", "cost", "came", "missing")),
)


@app.command("list")
def list_(
    ctx: typer.Context,
    everything: Annotated[bool, typer.Option("--all", help="Those that are over, too.")] = False,
    format: FormatOption = Format.TABLE,
) -> None:
    """List the orders, newest first.

    Example: pos orders list --all
    """
    from pos_tui.bootstrap.orders import listed

    with opened(ctx) as front:
        columns = (
            *map(Column, ("order", "supplier", "location", "state", "made", "by")),
            *(Column(name, number=True) for name in ("lines", "missing")),
            Column("total", digits=front.shop.currency.digits),
        )
        write_rows(listed(front, everything=everything), columns, format)


@app.command()
def show(ctx: typer.Context, number: NumberArgument, format: FormatOption = Format.TABLE) -> None:
    """Show an order: what was ordered, what came, what is missing. With --format csv it is exported.

    Example: pos orders show 1
    """
    from pos_tui.bootstrap.orders import shown

    with opened(ctx) as front:
        order = shown(front, number)
    if format is Format.JSON:
        write_json(order)
    else:
        write_rows(order["lines"], LINES, format)


@app.command()
def make(
    ctx: typer.Context,
    supplier: Annotated[str, typer.Argument(metavar="SUPPLIER", help="The supplier's code.")],
    goods: GoodsArgument = None,
    file: FileOption = None,
    place: PlaceOption = "",
    note: Annotated[str, typer.Option("--note", help="Stands on the order.")] = "",
) -> None:
    """Make a draft of an order; writes its number.

    Example: pos orders make DAIRY 48*MILK
    """
    from pos_tui.bootstrap.orders import make as draft

    with opened(ctx, readonly=False, needs="orders.change") as front:
        order = draft(front, supplier, _given(goods, file), place, note)
    line(order["code"])


@app.command()
def suggest(
    ctx: typer.Context,
    supplier: Annotated[str, typer.Option("--supplier", help="Only from this one.")] = "",
    place: PlaceOption = "",
) -> None:
    """Make a draft for each supplier of what runs low; writes their numbers.

    Example: pos orders suggest --supplier DAIRY
    """
    from pos_tui.bootstrap.orders import suggest as draft

    with opened(ctx, readonly=False, needs="orders.change") as front:
        made = draft(front, place, supplier)
    for order in made:
        line(order["code"])
        count = len(order["lines"])
        say(ngettext("{who}: {count} item", "{who}: {count} items", count, who=order["supplier"]))
    if not made:
        say(_("nothing runs low that a supplier is known for: pos stock reorder"))


@app.command("set")
def set_(
    ctx: typer.Context,
    number: NumberArgument,
    goods: GoodsArgument = None,
    file: FileOption = None,
) -> None:
    """Put goods into a draft: 24*COLA makes it 24, 0*COLA takes it out.

    Example: pos orders set 1 36*MILK
    """
    from pos_tui.bootstrap.orders import set_lines

    with opened(ctx, readonly=False, needs="orders.change") as front:
        _tell(set_lines(front, number, _given(goods, file)))


@app.command()
def send(ctx: typer.Context, number: NumberArgument) -> None:
    """Note that an order went to its supplier: from now on it is coming.

    Example: pos orders send 1
    """
    from pos_tui.bootstrap.orders import send as record

    with opened(ctx, readonly=False, needs="orders.change") as front:
        _tell(record(front, number))


@app.command()
def receive(
    ctx: typer.Context,
    number: NumberArgument,
    goods: GoodsArgument = None,
    file: FileOption = None,
    ref: Annotated[str, typer.Option("--ref", help="The invoice, or the delivery note.")] = "",
    extra: Annotated[
        str, typer.Option("--extra", metavar="AMOUNT", help="Freight and the like, spread over the goods.")
    ] = "",
) -> None:
    """Book in what came of an order; without goods all that is missing. @COST is the invoice's.

    Example: pos orders receive 1 --ref 4711
    """
    from pos_tui.bootstrap.orders import receive as record
    from pos_tui.bootstrap.orders import shown
    from pos_tui.bootstrap.stockroom import Why

    with opened(ctx, readonly=False, needs="stock.receive") as front:
        record(front, number, _given(goods, file), Why(ref=ref), extra)
        _tell(shown(front, number))


@app.command()
def cancel(ctx: typer.Context, number: NumberArgument, why: WhyOption = "") -> None:
    """Cancel what of an order has not come, or a draft.

    Example: pos orders cancel 1 --why "out of stock"
    """
    from pos_tui.bootstrap.orders import cancel as record

    with opened(ctx, readonly=False, needs="orders.change") as front:
        _tell(record(front, number, why))


@app.command("print")
def print_(
    ctx: typer.Context,
    number: NumberArgument,
    printer: Annotated[bool, typer.Option("--printer", help="On the receipt printer, not as text.")] = False,
) -> None:
    """Write an order as it goes to the supplier, or print it.

    Example: pos orders print 1
    """
    from pos_tui.bootstrap.orders import paper, print_paper

    with opened(ctx) as front:
        text, drafted = paper(front, number)
        if printer:
            print_paper(front, drafted)
        else:
            line(text)


def _tell(order: dict[str, Any]) -> None:
    from pos_tui.bootstrap.orders import said_state

    say(_("order {code}: {state}", code=order["code"], state=said_state(order)))


def _given(goods: list[str] | None, file: Path | None) -> Given:
    from pos_tui.bootstrap.stockroom import Given

    return Given(goods or (), file)
