"""`pos promotions`: what the shop promises, recorded version by version, and tried on a basket."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pos_tui.core.errors import InvalidValue
from pos_tui.core.words import _, ngettext

from .common import FormatOption, group, opened
from .histories import write_history
from .output import Column, Format, line, say, write_json, write_rows

if TYPE_CHECKING:
    from pos_tui.services.promotions import Changed

app = group("Promotions: add, change, end, import and try them. They hold for sales that begin afterwards.")
COLUMNS = (
    Column("code"),
    Column("version", number=True),
    Column("name"),
    Column("kind"),
    Column("goods"),
    Column("terms"),
    Column("from"),
    Column("to"),
    Column("ended"),
)
WhyOption = Annotated[str, typer.Option("--why", metavar="TEXT", help="Why: goes on record with it.")]


@app.command("list")
def list_(
    ctx: typer.Context,
    everything: Annotated[
        bool, typer.Option("--all", help="Every version there ever was, with who, when and why (json).")
    ] = False,
    format: FormatOption = Format.TABLE,
) -> None:
    """List the promotions that hold or will hold.

    Example: pos promotions list --all
    """
    from pos_tui.bootstrap.promotions import listed

    with opened(ctx) as front:
        write_rows(listed(front, everything=everything), COLUMNS, format)


@app.command()
def add(
    ctx: typer.Context,
    code: Annotated[str, typer.Argument(help="What it is called by for ever.")],
    terms: Annotated[
        list[str],
        typer.Argument(
            metavar="FIELD=VALUE...",
            help="kind=price|percent|amount|set|cheapest|buy_get|spend, goods='3*MILK,CREAM + dept:Bakery' "
            "(or all), price, percent, amount, free, least, spend, steps='50=5 100=15', limit, from, to, "
            "days=mon-fri, hours=17:00-19:00, group, coupon, name.",
        ),
    ],
    why: WhyOption = "",
) -> None:
    """Add a promotion, or a further version of one: it is never edited.

    Example: pos promotions add MILK3 kind=set 'goods=3*MILK,CREAM' price=3.00 --why "spring offer"
    """
    from pos_tui.bootstrap.promotions import add as record

    texts = {"code": code}
    for term in terms:
        name, equals, value = term.partition("=")
        if not equals or name == "code":
            raise InvalidValue(
                _("'{term}' says nothing: write FIELD=VALUE, such as price=3.00", term=term[:60])
            )
        texts[name.strip()] = value
    with opened(ctx, readonly=False, needs="promotions.change") as front:
        told, unknown = record(front, texts, why)
    _say(told, unknown)


@app.command()
def end(
    ctx: typer.Context,
    codes: Annotated[list[str], typer.Argument(metavar="CODE...", help="Which ones.")],
    why: WhyOption = "",
) -> None:
    """End promotions; sales that are open keep them.

    Example: pos promotions end MILK3 --why over
    """
    from pos_tui.bootstrap.promotions import end as record

    with opened(ctx, readonly=False, needs="promotions.change") as front:
        record(front, codes, why)
    say(_("ended: {codes}", codes=", ".join(codes)))


@app.command()
def issue(
    ctx: typer.Context,
    code: Annotated[str, typer.Argument(help="A promotion with coupon=*.")],
    count: Annotated[int, typer.Option("--count", min=1, max=100_000, help="How many.")] = 1,
) -> None:
    """Make coupons with numbers of their own, each good for once; writes one a line.

    Example: pos promotions issue WELCOME --count 50
    """
    from pos_tui.bootstrap.promotions import issue as record

    with opened(ctx, readonly=False, needs="promotions.change") as front:
        for number in record(front, code, count):
            line(number)


@app.command("import")
def import_(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="TOML with [[promotion]] tables, or CSV with a row for each.")],
    why: WhyOption = "",
    whole: Annotated[
        bool, typer.Option("--whole", help="These are all: end those that the file does not name.")
    ] = False,
) -> None:
    """Add all promotions of a file in one commit, or none; rows of the same code add goods to it.

    Example: pos promotions import offers.csv --whole
    """
    from pos_tui.bootstrap.promotions import read_in

    with opened(ctx, readonly=False, needs="promotions.change") as front:
        told, unknown = read_in(front, file, why, is_whole=whole)
    _say(told, unknown)


@app.command("try")
def try_(
    ctx: typer.Context,
    entries: Annotated[
        list[str],
        typer.Argument(metavar="ENTRY...", help="As at the till: 3*MILK, 0.7*4011, '/group members'."),
    ],
    at: Annotated[
        str, typer.Option("--at", metavar="TIME", help="As if it were then, shop time: 2026-11-23T17:30.")
    ] = "",
    json: Annotated[bool, typer.Option("--json", help="The whole document of the sale.")] = False,
) -> None:
    """Price a basket and say how it comes about; nothing is sold.

    Example: pos promotions try 4*MILK CREAM --at 2026-11-23T17:30
    """
    from pos_tui.bootstrap.pricing import try_basket

    with opened(ctx) as front:
        tried = try_basket(front, entries, at)
    if json:
        write_json(tried.document)
    else:
        for text in tried.lines:
            line(text)
    sys.stdout.flush()
    if not tried.is_exact:
        say(_("so many promotions compete here that a better use of them cannot be ruled out"))


def _say(told: Changed, unknown: set[str]) -> None:
    say(
        _(
            "{new} new, {changed} changed, {same} the same, {ended} ended",
            new=told.new,
            changed=told.changed,
            same=told.same,
            ended=told.ended,
        )
    )
    say_unknown(unknown)


def say_unknown(codes: set[str]) -> None:
    """Says which codes of goods no item has; they may come to have one."""
    if codes:
        first = ", ".join(sorted(codes)[:5])
        say(
            ngettext(
                "{count} code is no item's yet: {codes}",
                "{count} codes are no item's yet: {codes}",
                len(codes),
                codes=first,
            )
        )


@app.command()
def history(
    ctx: typer.Context,
    code: Annotated[str, typer.Argument(help="What it is called by.")],
    format: FormatOption = Format.TABLE,
) -> None:
    """What a promotion was, from the journal: what changed, when, by whom and why.

    Example: pos promotions history MILK3
    """
    write_history(ctx, "promotions", code, format)
