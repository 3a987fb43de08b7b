"""`pos prices`: price lists for groups of customers or for hours, and prices by quantity."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pos_tui.core.errors import InvalidValue
from pos_tui.core.words import _, ngettext

from .common import FormatOption, group, opened
from .histories import write_history
from .output import Column, Format, say, write_rows
from .promotions import WhyOption, say_unknown

app = group("Price lists: for groups of customers, for hours, by quantity. What is entered keeps its price.")
LISTS = (
    Column("code"),
    Column("name"),
    Column("group"),
    Column("from"),
    Column("to"),
    Column("when"),
    Column("prices"),
    Column("items", number=True),
)
PRICES = (
    Column("sku"),
    Column("name"),
    Column("price", number=True),
    Column("breaks"),
    Column("catalogue", number=True),
)
ListArgument = Annotated[str, typer.Argument(metavar="LIST", help="The list's code.")]


@app.command("lists")
def lists(ctx: typer.Context, format: FormatOption = Format.TABLE) -> None:
    """List the price lists.

    Example: pos prices lists
    """
    from pos_tui.bootstrap.prices import listed

    with opened(ctx) as front:
        write_rows(listed(front), LISTS, format)


@app.command("list")
def list_(
    ctx: typer.Context,
    code: ListArgument,
    terms: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FIELD=VALUE...",
            help="name, group, from, to, days=mon-fri, hours=17:00-19:00, prices=exclusive (without tax).",
        ),
    ] = None,
    why: WhyOption = "",
) -> None:
    """Make a price list, or change whom and when it is for.

    Example: pos prices list TRADE group=trade days=mon-fri
    """
    from pos_tui.bootstrap.prices import set_list

    texts = {}
    for term in terms or ():
        name, equals, value = term.partition("=")
        if not equals:
            raise InvalidValue(
                _("'{term}' says nothing: write FIELD=VALUE, such as group=trade", term=term[:60])
            )
        texts[name.strip()] = value
    with opened(ctx, readonly=False, needs="promotions.change") as front:
        made = set_list(front, code, texts, why)
    say(_("price list {code}: {name}, for {group}", code=made.code, name=made.name, group=made.group or "-"))


@app.command("show")
def show(ctx: typer.Context, code: ListArgument, format: FormatOption = Format.TABLE) -> None:
    """Show the prices of a list beside the catalogue's.

    Example: pos prices show TRADE
    """
    from pos_tui.bootstrap.prices import prices_of

    with opened(ctx) as front:
        write_rows(prices_of(front, code), PRICES, format)


@app.command("set")
def set_(
    ctx: typer.Context,
    code: ListArgument,
    item: Annotated[str, typer.Argument(help="The item, by any of its codes.")],
    prices: Annotated[
        list[str],
        typer.Argument(metavar="PRICE|FROM=PRICE...", help="1.05 12=0.99 48=0.95: from 12 on, each 0.99."),
    ],
    why: WhyOption = "",
) -> None:
    """Give an item a price on a list, also by the quantity in a sale.

    Example: pos prices set TRADE MILK 1.05 12=0.99
    """
    from pos_tui.bootstrap.prices import parse_price, set_prices
    from pos_tui.bootstrap.promotions import Codes

    with opened(ctx, readonly=False, needs="promotions.change") as front:
        codes = Codes(front)
        set_prices(front, [parse_price(code, codes(item), prices)], why)
    say_unknown(codes.unknown)


@app.command("remove")
def remove(
    ctx: typer.Context,
    code: ListArgument,
    sku: Annotated[str, typer.Argument(help="The item's SKU.")],
    why: WhyOption = "",
) -> None:
    """Take an item off a list.

    Example: pos prices remove TRADE MILK
    """
    from pos_tui.bootstrap.prices import remove_price

    with opened(ctx, readonly=False, needs="promotions.change") as front:
        remove_price(front, code, sku, why)


@app.command("end")
def end(ctx: typer.Context, code: ListArgument, why: WhyOption = "") -> None:
    """End a price list.

    Example: pos prices end TRADE --why over
    """
    from pos_tui.bootstrap.prices import end_list

    with opened(ctx, readonly=False, needs="promotions.change") as front:
        end_list(front, code, why)


@app.command("import")
def import_(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="CSV: list, sku, price, breaks (12=0.99 48=0.95).")],
    why: WhyOption = "",
) -> None:
    """Give the items of a file their prices in one commit, or none.

    Example: pos prices import trade.csv
    """
    from pos_tui.bootstrap.prices import read_in

    with opened(ctx, readonly=False, needs="promotions.change") as front:
        count, unknown = read_in(front, file, why)
    say(ngettext("{count} price changed", "{count} prices changed", count))
    say_unknown(unknown)


@app.command()
def history(
    ctx: typer.Context,
    code: Annotated[str, typer.Argument(help="The list.")],
    format: FormatOption = Format.TABLE,
) -> None:
    """What a price list was, and what it asked, from the journal: what changed, when, by whom and why.

    Example: pos prices history TRADE
    """
    write_history(ctx, "pricelists", code, format)
