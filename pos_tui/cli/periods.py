"""`pos periods`: tax periods closed, so that what was filed stays true."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from pos_tui.core.words import _

from .common import FormatOption, group, opened
from .output import Column, Format, say, write_rows
from .period import chosen_period
from .progress import progress_bar

app = group("Tax periods: close one, and list those that are closed.")


@app.command()
def close(
    ctx: typer.Context,
    period: Annotated[str, typer.Argument(help="2026-Q4, 2026-11, FY2026, or two days with .. between.")],
) -> None:
    """Close a tax period: from then on no record of its days is taken.

    Refused before it is over, while a shift of it is open, and where its sales and Zs differ. What it comes
    to is kept with it; pos report tax-period PERIOD shows it before and after.

    Example: pos periods close 2026-Q4
    """
    from pos_tui.bootstrap.tax_periods import close as close_period

    with opened(ctx, readonly=False, needs="taxes.change") as front:
        chosen = chosen_period(front, period, None, None)
        with progress_bar(period) as tell:
            record = close_period(front, period, chosen, tell or (lambda done, whole: None))
    say(_("{period} is closed, {first} to {last}", period=record["code"], **_days(record)))


@app.command("list")
def list_(ctx: typer.Context, format: FormatOption = Format.TABLE) -> None:
    """List the closed periods with what they came to.

    Example: pos periods list
    """
    from pos_tui.bootstrap.tax_periods import listed

    with opened(ctx) as front:
        digits = front.shop.currency.digits
        columns = [Column(name) for name in ("code", "first", "last", "closed", "operator", "currency")]
        columns += [Column("net", digits), Column("tax", digits)]
        write_rows(listed(front), [*columns, Column("record", number=True), Column("hash")], format)
    sys.stdout.flush()


def _days(record: dict[str, str]) -> dict[str, str]:
    return {"first": record["first"], "last": record["last"]}
