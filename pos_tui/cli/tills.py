"""`pos tills`: the tills of the shop."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from pos_tui.core.words import _

from .common import FormatOption, group, opened
from .output import Column, Format, say, write_rows

FloatOption = Annotated[str | None, typer.Option(help="What it is usually opened with, such as 100.")]
PrinterOption = Annotated[str | None, typer.Option(metavar="ADDRESS", help="Its receipt printer and drawer.")]
ScannerOption = Annotated[str | None, typer.Option(metavar="ADDRESS", help="Its scanner.")]
ScaleOption = Annotated[str | None, typer.Option(metavar="ADDRESS", help="Its scale.")]
DisplayOption = Annotated[str | None, typer.Option(metavar="ADDRESS", help="Its customer display.")]

app = group("Tills: list, add and change them. Each has receipt numbers, a drawer and shifts of its own.")


@app.command("list")
def list_(ctx: typer.Context, format: FormatOption = Format.TABLE) -> None:
    """List the tills: the next receipt, the usual float, what the last Z left, the shift that is open.

    Example: pos tills list
    """
    from pos_tui.bootstrap.tills import tills

    with opened(ctx) as front:
        digits = front.shop.currency.digits
        columns = (
            *(Column("till"), Column("next"), Column("float", digits), Column("left", digits)),
            *(Column("shift", number=True), Column("day"), Column("owner"), Column("printer")),
        )
        write_rows(tills(front), columns, format)
    sys.stdout.flush()


@app.command()
def add(
    ctx: typer.Context,
    code: Annotated[
        str, typer.Argument(help="Letters, digits and hyphens, 16 at most: it is in receipt numbers.")
    ],
    float: FloatOption = None,
    printer: PrinterOption = None,
    scanner: ScannerOption = None,
    scale: ScaleOption = None,
    display: DisplayOption = None,
) -> None:
    """Add a till. Devices that are not named are the shop's; none is said for one it has not.

    Example: pos tills add 2 --float 100 --printer "tcp://192.0.2.7:9100?drawer=2" --scale none
    """
    from pos_tui.bootstrap.tills import add_till

    devices = _given(printer=printer, scanner=scanner, scale=scale, display=display)
    with opened(ctx, readonly=False, needs="settings.change") as front:
        add_till(front, code, float, devices)
    say(_("till {code} is there: pos --till {code} opens it", code=code))


@app.command("set")
def set_(
    ctx: typer.Context,
    code: Annotated[str, typer.Argument(help="Of the till.")],
    float: FloatOption = None,
    printer: PrinterOption = None,
    scanner: ScannerOption = None,
    scale: ScaleOption = None,
    display: DisplayOption = None,
) -> None:
    """Give a till another float or other devices; an empty address is the shop's, none is none.

    Example: pos tills set 2 --printer "" --float 150
    """
    from pos_tui.bootstrap.tills import change_till

    devices = _given(printer=printer, scanner=scanner, scale=scale, display=display)
    with opened(ctx, readonly=False, needs="settings.change") as front:
        change_till(front, code, float, devices)
    say(_("till {code} has changed; it counts when the till is opened", code=code))


def _given(**devices: str | None) -> dict[str, str]:
    return {key: address for key, address in devices.items() if address is not None}
