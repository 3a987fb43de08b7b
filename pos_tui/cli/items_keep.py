"""`pos items set`, `history`, `check`: items changed one by one or many at once, and looked over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from pos_tui.core.errors import InvalidValue
from pos_tui.core.words import _, ngettext

from .common import FormatOption, checked_day, opened
from .exit_codes import ExitCode
from .histories import HISTORY, history_rows
from .items import app, item_of, show, shown
from .output import Column, Format, say, write_rows

if TYPE_CHECKING:
    from pos_tui.bootstrap import Shopfront

__all__ = ["app"]

WhyOption = Annotated[str, typer.Option("--why", help="The reason, for the journal.")]
_CHANGES = tuple(map(Column, ("sku", "name", "field", "before", "after")))
_FINDINGS = tuple(map(Column, ("kind", "sku", "about")))


@app.command("set")
def set_(
    ctx: typer.Context,
    words: Annotated[
        list[str], typer.Argument(metavar="[SKU] FIELD=VALUE...", help="Such as COLA price=1.20.")
    ],
    where: Annotated[
        list[str] | None,
        typer.Option(metavar="CONDITION", help="All items it holds for, in the place of one; repeatable."),
    ] = None,
    rounding: Annotated[
        str,
        typer.Option("--round", metavar="NAME", help="minor 5 10 50 100 9 90 95 99, and -up or -down."),
    ] = "minor",
    begins: Annotated[
        str | None, typer.Option("--from", metavar="DAY", help="The price holds from that business day on.")
    ] = None,
    why: WhyOption = "",
    seen: Annotated[
        list[str] | None,
        typer.Option("--if", metavar="FIELD=VALUE", help="Only if the field still is that; repeatable."),
    ] = None,
    new: Annotated[bool, typer.Option("--new", help="Make a new item.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would change; store nothing.")
    ] = False,
    format: FormatOption = Format.TABLE,
) -> None:
    """Change fields of an item, make one, or change many; the journal keeps what they were, who and why.

    Examples: pos items set COLA price=1.29 --from 2026-12-01;
    pos items set --where department=Bakery --where 'price>1' price=+5% --round 9 --dry-run

    A condition is a field, = != < <= > >= and a value, or ~ and words. Prices and costs also take +5%, -0.10.
    """
    if where:
        _set_many(ctx, words, where, (rounding, begins, why), dry_run=dry_run, format=format)
        return
    sku, *pairs = words
    if "=" in sku and not pairs:
        raise InvalidValue(_("which item? Its sku comes first, or --where says which"))
    from pos_tui.bootstrap.itembook import Edit, ItemBook, texts_of

    with opened(ctx, readonly=dry_run, needs=None if dry_run else "items.change") as front:
        texts = _of_one(front, sku, texts_of(pairs), rounding, begins)
        edit = Edit(sku, texts, texts_of(seen or ()) if seen else None, new)
        (edited,) = ItemBook(front).change([edit], why, dry_run=dry_run)
        if dry_run:
            _write_changes([edited], format)
        else:
            show(shown(edited.document, front, format), format)


def _of_one(
    front: Shopfront, sku: str, texts: dict[str, str], rounding: str, begins: str | None
) -> dict[str, str]:
    """What one item is to be: rules for prices worked out, a price from a day on among those to come."""
    from pos_tui.bootstrap.bulk import price_from, ruled
    from pos_tui.bootstrap.itembook import ItemBook

    if begins is None and not any(map(ruled, texts.items())):
        return texts
    from pos_tui.core.repricing import PriceRounding, changed_price

    there = ItemBook(front).of(sku)
    kind, currency = PriceRounding.parse(rounding), front.shop.currency
    found = {
        field: changed_price(there[field], value, kind, currency) if ruled((field, value)) else value
        for field, value in texts.items()
    }
    if begins is None:
        return found
    if set(found) != {"price"}:
        raise InvalidValue(_("only a price begins with a day: pos items set SKU price=1.20 --from DAY"))
    return price_from(there, checked_day(begins), found["price"])


def _set_many(
    ctx: typer.Context,
    pairs: list[str],
    where: list[str],
    how: tuple[str, str | None, str],
    *,
    dry_run: bool,
    format: Format,
) -> None:
    from pos_tui.bootstrap.bulk import Bulk, Condition, apply
    from pos_tui.bootstrap.itembook import texts_of
    from pos_tui.core.repricing import PriceRounding

    rounding, begins, why = how
    bulk = Bulk(
        list(map(Condition.parse, where)),
        texts_of(pairs),
        PriceRounding.parse(rounding),
        "" if begins is None else checked_day(begins),
    )
    with opened(ctx, readonly=dry_run, needs=None if dry_run else "items.change") as front:
        edited = apply(front, bulk, why, dry_run=dry_run)
    _write_changes(edited, format)
    count = len(edited)
    if dry_run:
        say(
            ngettext(
                "1 item would change; nothing was stored",
                "{count} items would change; nothing was stored",
                count,
            )
        )
    else:
        say(ngettext("1 item changed", "{count} items changed", count))


def _write_changes(edited: list[Any], format: Format) -> None:
    rows = (
        {"sku": one.sku, "name": one.document["name"], "field": field, "before": before, "after": after}
        for one in edited
        for field, before, after in one.differences
    )
    write_rows(rows, _CHANGES, format)


@app.command()
def history(
    ctx: typer.Context,
    code: Annotated[str, typer.Argument(help="Its SKU, PLU or bar code.")],
    field: Annotated[str | None, typer.Option(help="One field only, such as price.")] = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """What an item was, from the journal: what changed, when, by whom and why; then its prices to come.

    Example: pos items history MILK --field price
    """
    from pos_tui.bootstrap.itemfacts import history, to_come

    with opened(ctx) as front:
        document = item_of(front, code)
        found = history(front, document["sku"])
        zone = ZoneInfo(front.shop.timezone)
        rows = [row for change in found for row in history_rows(change, zone)]
        rows += [
            {"time": day, "operator": "", "field": "price", "before": "", "after": price, "why": _("to come")}
            for day, price in to_come(front, document)
        ]
    write_rows((row for row in rows if field in (None, row["field"])), HISTORY, format)


@app.command()
def check(
    ctx: typer.Context,
    kinds: Annotated[list[str] | None, typer.Argument(help="Only these kinds: code digit tax ...")] = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Look all items over: codes that several have, wrong check digits, missing taxes, departments, prices.

    Also prices below the cost, names that collide, parts that are no items. Nothing is changed; ends with 1
    where something was found.

    Example: pos items check
    """
    from pos_tui.bootstrap.itemfacts import findings
    from pos_tui.core.item_check import KINDS

    unknown = [kind for kind in kinds or () if kind not in KINDS]
    if unknown:
        raise InvalidValue(
            _("there is no kind {kind}: {kinds}", kind=unknown[0][:40], kinds=", ".join(KINDS))
        )
    with opened(ctx) as front:
        found = [one for one in findings(front) if not kinds or one.kind in kinds]
    rows = [{"kind": one.kind, "sku": one.sku, "about": one.about} for one in found]
    count = write_rows(rows, _FINDINGS, format)
    for kind, told in KINDS.items():
        times = sum(one.kind == kind for one in found)
        if times:
            say(f"{times:>6}  {kind}: {_(told)}")
    if count:
        raise typer.Exit(ExitCode.REFUSED)
    say(_("nothing to look at"))
