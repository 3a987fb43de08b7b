"""`pos shift`: a till opened, read, counted and closed from the command line, and past Zs."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from pos_tui.core.errors import Refused

from .common import FormatOption, FromOption, TillOption, ToOption, day_range, group, opened
from .identity import identify
from .output import Column, Format, line, write_json, write_rows

app = group("Shifts: open a till, read, count and close it; list and show past Zs.")


@app.command("open")
def open_(
    ctx: typer.Context,
    cash: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FLOAT]", help="What is in the drawer: 100, or 20x4 10x2; else what was left."
        ),
    ] = None,
    till: TillOption = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Open a shift with the float in the drawer.

    Example: pos shift open 20x4 10x2 --till 1
    """
    _run(ctx, till, format, "open", *(cash or ()))


@app.command()
def x(ctx: typer.Context, till: TillOption = None, format: FormatOption = Format.TABLE) -> None:
    """Read how the shift stands; nothing is reset.

    Example: pos shift x --till 1
    """
    _run(ctx, till, format, "x")


@app.command()
def count(
    ctx: typer.Context,
    counted: Annotated[list[str], typer.Argument(help="20x3 0.50x11, a sum, and card=125.40 for slips.")],
    till: TillOption = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Record what is in the drawer; what is expected is said only afterwards.

    Example: pos shift count 20x3 5x7 0.50x11 --till 1
    """
    _run(ctx, till, format, "count", *counted)


@app.command()
def z(
    ctx: typer.Context,
    left: Annotated[str | None, typer.Argument(metavar="[FLOAT]", help="What stays in the drawer.")] = None,
    reason: Annotated[str, typer.Option(help="Why what was counted differs.")] = "",
    till: TillOption = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Close the shift with its Z. Somebody has to have counted since money last moved.

    Example: pos shift z 100 --till 1
    """
    _run(ctx, till, format, "z", *filter(None, (left, reason and f"for {reason}")))


@app.command("list")
def list_(
    ctx: typer.Context,
    first: FromOption = None,
    last: ToOption = None,
    till: TillOption = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """List the Zs of some business days, oldest first.

    Example: pos shift list --from 2026-11-01
    """
    from pos_tui.bootstrap.shifts import listed

    days = day_range(first, last)
    with opened(ctx) as front:
        digits = front.shop.currency.digits
        columns = [Column(name) for name in ("number", "till", "day", "closed", "operator")]
        columns += [Column("receipts", number=True)]
        columns += [
            Column(name, digits) for name in ("gross", "expected", "counted", "over_short", "left", "bag")
        ]
        write_rows(listed(front, days, till), [*columns, Column("reason")], format)
    sys.stdout.flush()


@app.command()
def show(
    ctx: typer.Context,
    number: Annotated[
        str | None, typer.Argument(help="As printed, such as 1-Z000012; without it, where the till stands.")
    ] = None,
    till: TillOption = None,
    again: Annotated[bool, typer.Option("--print", help="Print it again, marked as a copy.")] = False,
    format: FormatOption = Format.TABLE,
) -> None:
    """Show a Z, an X or a slip as it was printed; with --format json its whole record.

    Example: pos shift show 1-Z000012
    """
    from pos_tui.bootstrap.shifts import paper_text, record_of

    if number is None or again:
        _run(ctx, till, format, "shift", *filter(None, (number, "print" if again else "")))
        return
    with opened(ctx) as front:
        record = record_of(front, number)
        if format is Format.JSON:
            write_json(record)
        else:
            line(paper_text(front, record).strip("\n"))
    sys.stdout.flush()


def _run(ctx: typer.Context, till: str | None, format: Format, word: str, *arguments: str) -> None:
    """Runs a command of the register, as the till's prompt does. Raises Refused."""
    from pos_tui.bootstrap import open_register

    with (
        opened(ctx, readonly=False, till=till) as front,
        open_register(front, till, ctx.obj.role) as register,
    ):
        operator = identify(front, ctx.obj) if register.station is not None else None
        if operator is not None and register.station is not None:
            register.station.take(operator)
        outcome = register.run(" ".join((f"/{word}", *arguments)))
    if not outcome.ok:
        raise Refused(outcome.message)
    if format is Format.JSON:
        write_json(outcome.data)
    else:
        line(outcome.message)
    sys.stdout.flush()
