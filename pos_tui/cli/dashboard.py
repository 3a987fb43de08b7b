"""`pos dashboard`: today at a glance, on a screen that is left open or once as data."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from .common import FormatOption, opened
from .output import Column, Format, write_json, write_rows

if TYPE_CHECKING:
    from pos_tui.bootstrap.dashboard import BoardReader

_LEAST, _MOST = 1.0, 3600.0


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
        rows = [
            (name, document[name]) for name in ("sold", "usual", "receipts", "lines", "average", "change")
        ]
        rows += [(f"hour {one['hour']}", one["sold"]) for one in document["hours"]]
        rows += [(f"{one['tender']} {one['currency']}", one["amount"]) for one in document["tenders"]]
        rows += document["stock"].items()
        rows += [(one["area"], one["found"]) for one in (*document["findings"], *document["health"])]
        figures = ({"figure": name, "value": value} for name, value in rows)
        write_rows(figures, [Column("figure"), Column("value", number=True)], format)
    sys.stdout.flush()
