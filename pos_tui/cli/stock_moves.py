"""The commands of `pos stock` that move goods, and set the rules of items."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pos_tui.core.errors import InvalidValue
from pos_tui.core.words import _, ngettext

from .common import FormatOption, opened
from .importing import MapOption
from .output import Column, Format, say, write_rows

if TYPE_CHECKING:
    from pos_tui.bootstrap.stockroom import Given
    from pos_tui.services.stockroom import Why

EntriesArgument = Annotated[
    list[str] | None,
    typer.Argument(metavar="[QTY*]CODE[@COST]...", help="Goods: COLA, 12*COLA, 12*COLA@0.40."),
]
FileOption = Annotated[
    Path | None,
    typer.Option("--file", help="CSV or JSON lines: code, qty, cost, lot, expires."),
]
WhyOption = Annotated[str, typer.Option("--why", metavar="TEXT", help="Why: goes on record with it.")]
PlaceOption = Annotated[str, typer.Option("--place", help="Where; else the till's own place.")]
KeyOption = Annotated[
    str, typer.Option("--key", help="Counts once, however often it is given with the same key.")
]


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


def transfers(ctx: typer.Context, format: FormatOption = Format.TABLE) -> None:
    """List what is on its way, by transfer.

    Example: pos stock transfers
    """
    from pos_tui.bootstrap.stockroom import under_way

    names = ("transfer", "from", "to", "sent", "by", "sku")
    with opened(ctx) as front:
        write_rows(under_way(front), (*map(Column, names), Column("qty", number=True)), format)


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
