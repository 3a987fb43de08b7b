"""`pos stock`: what there is and where, what came, went and was counted, and what it is worth."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pos_tui.core.errors import InvalidValue
from pos_tui.core.words import _, ngettext

from . import stock_count, stock_sheets
from .common import FormatOption, FromOption, ToOption, day_range, group, opened
from .exit_codes import ExitCode
from .output import Column, Format, line, money, say, write_json, write_rows

if TYPE_CHECKING:
    from pos_tui.bootstrap import Shopfront
    from pos_tui.bootstrap.stockroom import Given
    from pos_tui.services.stockroom import Why

app = group("Stock: what there is and where, what comes and goes, counts, and what it is worth.")
app.add_typer(stock_count.app, name="count")
app.add_typer(stock_sheets.app, name="sheet")

EntriesArgument = Annotated[
    list[str] | None,
    typer.Argument(metavar="[QTY*]CODE[@COST]...", help="Goods: COLA, 12*COLA, 12*COLA@0.40."),
]
FileOption = Annotated[
    Path | None,
    typer.Option("--file", help="CSV or JSON lines: code, qty, cost, lot, expires."),
]
MapOption = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="FIELD=COLUMN", help="The column a field is read from; may be repeated."),
]
WhyOption = Annotated[str, typer.Option("--why", metavar="TEXT", help="Why: goes on record with it.")]
PlaceOption = Annotated[str, typer.Option("--place", help="Where; else the till's own place.")]
KeyOption = Annotated[
    str, typer.Option("--key", help="Counts once, however often it is given with the same key.")
]


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

    with _reading(ctx) as front:
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

    with _reading(ctx) as front:
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
def receive(
    ctx: typer.Context,
    goods: EntriesArgument = None,
    file: FileOption = None,
    columns: MapOption = None,
    place: PlaceOption = "",
    ref: Annotated[str, typer.Option("--ref", help="The delivery note, or the invoice.")] = "",
    supplier: Annotated[str, typer.Option("--supplier", help="Who they came from.")] = "",
    why: WhyOption = "",
    key: KeyOption = "",
) -> None:
    """Book goods in; a cost moves the item's average. Opening stock comes in the same way.

    Behind a code may stand @COST, and then `lot L` and `exp 2026-12-24`, all in one word: "5*CODE lot L7".

    Example: pos stock receive 24*MILK --why delivery
    """
    _move(ctx, "receive", _given(goods, file, columns), _why(why, place, ref, supplier, key))


@app.command()
def waste(
    ctx: typer.Context,
    goods: EntriesArgument = None,
    file: FileOption = None,
    columns: MapOption = None,
    place: PlaceOption = "",
    why: WhyOption = "",
    key: KeyOption = "",
) -> None:
    """Write goods off, for a reason.

    Example: pos stock waste 2*MILK --why "out of date"
    """
    _move(ctx, "waste", _given(goods, file, columns), _why(why, place, key=key))


@app.command()
def adjust(
    ctx: typer.Context,
    goods: EntriesArgument = None,
    file: FileOption = None,
    columns: MapOption = None,
    place: PlaceOption = "",
    why: WhyOption = "",
    key: KeyOption = "",
) -> None:
    """Put quantities right, for a reason: 2*CODE adds, -2*CODE takes, CODE=5 makes it five.

    What begins with a minus comes after --: pos stock adjust --why broken -- -2*CODE

    Example: pos stock adjust MILK=12 --why "found in the cellar"
    """
    _move(ctx, "adjust", _given(goods, file, columns), _why(why, place, key=key))


@app.command("return")
def return_(
    ctx: typer.Context,
    goods: EntriesArgument = None,
    file: FileOption = None,
    columns: MapOption = None,
    supplier: Annotated[str, typer.Option("--supplier", help="Who gets them back.")] = "",
    place: PlaceOption = "",
    why: WhyOption = "",
) -> None:
    """Give goods back to who supplied them.

    Example: pos stock return 6*MILK --supplier DAIRY --why damaged
    """
    _move(ctx, "returned", _given(goods, file, columns), _why(why, place, supplier=supplier))


@app.command()
def transfer(
    ctx: typer.Context,
    goods: EntriesArgument = None,
    to: Annotated[str, typer.Option("--to", help="Where they go.")] = "",
    file: FileOption = None,
    columns: MapOption = None,
    place: PlaceOption = "",
    why: WhyOption = "",
    key: KeyOption = "",
) -> None:
    """Send goods to another place; they are on their way until they arrive.

    Example: pos stock transfer 6*MILK --to cellar
    """
    from pos_tui.bootstrap.stockroom import send

    if not to:
        raise InvalidValue(_("say where they go: --to PLACE"))
    with opened(ctx, readonly=False, needs="stock.transfer") as front:
        sent = send(front, _given(goods, file, columns), to, _why(why, place, key=key))
    say(
        _("transfer {code} is on its way to {place}", code=sent.get("code", "-"), place=sent.get("there", to))
    )


@app.command()
def transfers(ctx: typer.Context, format: FormatOption = Format.TABLE) -> None:
    """List what is on its way, by transfer.

    Example: pos stock transfers
    """
    from pos_tui.bootstrap.stockroom import under_way

    names = ("transfer", "from", "to", "sent", "by", "sku")
    with _reading(ctx) as front:
        write_rows(under_way(front), (*map(Column, names), Column("qty", number=True)), format)


@app.command()
def arrive(
    ctx: typer.Context,
    number: Annotated[str, typer.Argument(help="Of the transfer.")],
    goods: EntriesArgument = None,
    file: FileOption = None,
    columns: MapOption = None,
    rest_lost: Annotated[
        bool, typer.Option("--rest-lost", help="What is missing will not come; say --why.")
    ] = False,
    why: WhyOption = "",
) -> None:
    """Take in what arrived of a transfer; without goods all of it.

    Example: pos stock arrive 1-M000001
    """
    from pos_tui.bootstrap.stockroom import arrive as take_in

    with opened(ctx, readonly=False, needs="stock.transfer") as front:
        after = take_in(front, number, _given(goods, file, columns), why, is_all=rest_lost)
    if after["open"]:
        say(_("transfer {code}: some of it is still on its way", code=number))
    else:
        say(_("transfer {code} is done", code=number))


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
    with _reading(ctx) as front:
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

    with _reading(ctx, needs="costs.read") as front:
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

    with _reading(ctx) as front:
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
    with _reading(ctx) as front:
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
    with _reading(ctx) as front:
        write_rows(low(front, place, supplier), columns, format)


@app.command()
def rules(
    ctx: typer.Context,
    codes: Annotated[list[str], typer.Argument(metavar="CODE... RULE=VALUE...", help="low=5 full=20.")],
    place: PlaceOption = "",
    why: WhyOption = "",
) -> None:
    """Set reorder points of items (low, and full to order up to), and what happens below zero.

    negative=block refuses to sell what is not there, negative=sell sells it, negative= is the setting
    stock.negative. A rule without a value is taken away.

    Example: pos stock rules MILK --place shop
    """
    from pos_tui.bootstrap.stockroom import set_rules

    pairs = [word for word in codes if "=" in word]
    with opened(ctx, readonly=False, needs="stock.change") as front:
        count = set_rules(front, [word for word in codes if "=" not in word], pairs, _why(why, place))
    say(ngettext("{count} item changed", "{count} items changed", count))


@app.command()
def check(ctx: typer.Context, format: FormatOption = Format.TABLE) -> None:
    """Add all movements and sales of the journal up again, and compare. Ends with 1 where they differ.

    Example: pos stock check
    """
    from pos_tui.bootstrap.stockroom import differences

    columns = (*map(Column, ("sku", "location")), Column("sum", number=True), Column("table", number=True))
    with _reading(ctx) as front:
        rows, began = differences(front)
    if began:
        say(ngettext("{count} began without a movement", "{count} began without a movement", began))
    if rows:
        write_rows(rows, columns, format)
        raise typer.Exit(ExitCode.REFUSED)
    say(_("the stock is the sum of what was recorded"))


@contextmanager
def _reading(ctx: typer.Context, needs: str | None = None) -> Iterator[Shopfront]:
    """The shop, to look: who looks is asked for where costs are not for everybody."""
    with opened(ctx, needs=needs) as front:
        yield front


def _given(goods: list[str] | None, file: Path | None, columns: list[str] | None) -> Given:
    from pos_tui.bootstrap.stockroom import FIELDS, Given
    from pos_tui.bootstrap.stockroom import mapping as mapped

    return Given(goods or (), file, mapped(columns or (), FIELDS))


def _why(reason: str, place: str, ref: str = "", supplier: str = "", key: str = "") -> Why:
    from pos_tui.bootstrap.stockroom import Why as Reasons

    return Reasons(reason, place, ref, supplier, key)


def _move(ctx: typer.Context, kind: str, given: Given, why: Why) -> None:
    from pos_tui.bootstrap.stockroom import NEEDS, move

    with opened(ctx, readonly=False, needs=NEEDS[kind]) as front:
        record = move(front, kind, given, why)
    count = len(record.get("lines", ()))
    say(
        ngettext("{number}: {count} item", "{number}: {count} items", count, number=record.get("number", "-"))
    )
