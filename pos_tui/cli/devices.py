"""`pos devices`: what is connected, how it does, and what waits to be printed."""

from __future__ import annotations

import sys
import time
from typing import Annotated

import typer

from pos_tui.core.errors import Refused
from pos_tui.core.words import _

from .common import FormatOption, TillOption, group, opened
from .output import Column, Format, line, say, write_json, write_rows

app = group("Devices: printer, drawer, scanner, scale, customer display, label printer.")

_JOB_COLUMNS = tuple(map(Column, ("number", "title", "state", "made", "copy", "attempts", "reason")))
_SECONDS = 20.0
"""How long a job that is printed again may take."""


@app.command("list")
def list_(ctx: typer.Context, format: FormatOption = Format.TABLE) -> None:
    """List what is set up, and what is plugged in.

    Example: pos devices list --format json
    """
    from pos_tui.bootstrap.devices import listed

    with opened(ctx) as front:
        write_rows(listed(front), [Column(name) for name in ("device", "address", "detail")], format)
    sys.stdout.flush()


@app.command()
def status(ctx: typer.Context, format: FormatOption = Format.TABLE) -> None:
    """Ask printer, scale, display and label printer how they are. Exit code 1 where one is at fault.

    Example: pos devices status
    """
    from pos_tui.bootstrap.devices import others, printer_condition

    with opened(ctx) as front:
        rows = others(front)
        row = printer_condition(front) if front.settings.printer or not rows else {}
    if format is Format.JSON:
        write_json({**row, "devices": rows} if rows else row)
    else:
        if row:
            line(f"{row['address']}: {row['trouble'] or ('ok' if row['answers'] else 'sends no answer')}")
        for other in rows:
            line(f"{other['address']}: {other['found']}")
    sys.stdout.flush()
    if row.get("trouble") or any(other["good"] is False for other in rows):
        raise typer.Exit(1)


@app.command("test")
def test_(
    ctx: typer.Context,
    kind: Annotated[
        str | None, typer.Argument(help="Only this kind: printer, drawer, scanner…; else all that are set.")
    ] = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Try each device that is set: a page, a scan, a look at the drawer. Exit code 1 where one is at fault.

    Example: pos devices test scanner
    """
    from pos_tui.bootstrap.kinds import kind_of, kinds

    with opened(ctx) as front:
        chosen = [kind_of(kind)] if kind else [one for one in kinds() if one.address(front)]
        if kind and not chosen[0].address(front):
            raise Refused(_("no {kind} is set: pos config set {kind} ADDRESS", kind=kind))
        rows = []
        for one in chosen:
            say(_("{device} at {address}...", device=one.name(), address=one.address(front)))
            told = one.examine(front)
            rows.append(
                {"device": one.word, "address": one.address(front), "good": told.is_good, "found": told.words}
            )
        write_rows(rows, [Column(name) for name in ("device", "address", "good", "found")], format)
    sys.stdout.flush()
    if any(row["good"] is False for row in rows):
        raise typer.Exit(1)


@app.command("print-test")
def print_test(
    ctx: typer.Context,
    address: Annotated[
        str | None, typer.Argument(help="A printer's address; else the one that is set.")
    ] = None,
) -> None:
    """Print a test page.

    Example: pos devices print-test tcp://192.0.2.7:9100?profile=TM-T20II
    """
    from pos_tui.bootstrap import trying
    from pos_tui.locale import currency_symbol

    with opened(ctx) as front:
        wanted = address or front.settings.printer
        if not wanted:
            raise Refused(_("no printer is set: pos config set printer ADDRESS, or name one here"))
        sign = currency_symbol(front.shop.currency.code, front.settings.locale)
        say(trying.print_test(trying.printer_address(wanted), front.shop.name, sign))


@app.command()
def jobs(
    ctx: typer.Context,
    till: TillOption = None,
    again: Annotated[int | None, typer.Option("--print", help="Print it now, as a copy if need be.")] = None,
    drop: Annotated[int | None, typer.Option("--drop", help="Give this job up.")] = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """List what waits to be printed or needs a decision; print or drop one, while the till is closed.

    Example: pos devices jobs --till 1 --print 12
    """
    from pos_tui.bootstrap import open_register
    from pos_tui.bootstrap.devices import jobs as waiting
    from pos_tui.bootstrap.till import chosen_till

    with opened(ctx, readonly=again is None and drop is None, till=till) as front:
        code = chosen_till(front.store, till)
        if again is not None or drop is not None:
            with open_register(front, code):
                if front.printer is None:
                    raise Refused(_("no printer is set: pos config set printer ADDRESS"))
                if again is not None:
                    front.printer.retry(again)
                if drop is not None:
                    front.printer.discard(drop)
                front.printer.close(_SECONDS)
        write_rows(waiting(front, code), _JOB_COLUMNS, format)
    sys.stdout.flush()


@app.command()
def monitor(
    ctx: typer.Context,
    every: Annotated[float, typer.Option(help="Seconds between two looks.", min=0.5)] = 2.0,
    times: Annotated[int, typer.Option(help="Looks; 0 goes on until Ctrl-C.", min=0)] = 0,
) -> None:
    """Show how the printer does, a line at each change.

    Example: pos devices monitor --every 5
    """
    from pos_tui.bootstrap.devices import printer_condition

    seen, looks = None, 0
    with opened(ctx) as front:
        while not times or looks < times:
            time.sleep(every if looks else 0)
            looks += 1
            try:
                row = printer_condition(front)
                now = row["trouble"] or ("ok" if row["answers"] else _("sends no answer"))
            except Refused as error:
                now = error.message
            if now != seen:
                seen = now
                line(f"{front.clock():%H:%M:%S} {now}")
                sys.stdout.flush()
