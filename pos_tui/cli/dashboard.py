"""`pos dashboard`: today at a glance, on a screen that is left open or once as data."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pos_tui.core.currency import Currency

from .common import FormatOption, opened
from .output import Column, Format, money, write_json, write_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pos_tui.bootstrap.dashboard import BoardReader

_LEAST, _MOST = 1.0, 3600.0
_MONEY = frozenset(("sold", "usual", "average"))


def dashboard(
    ctx: typer.Context,
    every: Annotated[
        float, typer.Option(metavar="SECONDS", min=_LEAST, max=_MOST, help="How often it is read again.")
    ] = 5.0,
    once: Annotated[bool, typer.Option("--once", help="Write it once, and end.")] = False,
    format: FormatOption = Format.TABLE,
) -> None:
    """Today: sales by hour beside what is usual, ways to pay, tills, stock and health.

    Reads without a lock and changes nothing, whoever runs it; leave it open over SSH, Esc ends it. In a pipe,
    and with --once, it is written once. Usual is the mean of the four days of the same weekday before.

    With --role it needs the right reports.read, which is all that a viewer has.

    Example: ssh -t shop pos dashboard --every 30; pos dashboard --once --format json
    """
    from pos_tui.bootstrap import people
    from pos_tui.bootstrap.dashboard import BoardReader

    with opened(ctx) as front:
        if ctx.obj.role:
            people.act_as(front, None, ctx.obj.role)
            front.rights.require("reports.read", front.shop.currency)
        reader = BoardReader(front)
        if once or format is not Format.TABLE or not (sys.stdin.isatty() and sys.stdout.isatty()):
            _write(reader, format)
            return
        from pos_tui.dashboard import run_dashboard

        code = run_dashboard(front.shop, front.settings.locale, reader.read, front.clock, every=every)
    if code:
        raise typer.Exit(code)


def _write(reader: BoardReader, format: Format) -> None:
    document = reader.read().to_document()
    if format is Format.JSON:
        write_json(document)
    else:
        figures = ({"figure": name, "value": value} for name, value in _figures(document))
        write_rows(figures, [Column("figure"), Column("value", number=True)], format)
    sys.stdout.flush()


def _figures(document: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    def amount(minor: int | None, currency: str = document["currency"]) -> str | None:
        return None if minor is None else money(minor, Currency.parse(currency).digits)

    for name in ("sold", "usual", "receipts", "lines", "average", "change"):
        yield name, amount(document[name]) if name in _MONEY else document[name]
    for one in document["hours"]:
        yield f"hour {one['hour']}", amount(one["sold"])
    for one in document["tenders"]:
        yield f"{one['tender']} {one['currency']}", amount(one["amount"], one["currency"])
    yield from document["stock"].items()
    for one in (*document["findings"], *document["health"]):
        yield one["area"], one["found"]
