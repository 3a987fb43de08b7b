"""`pos taxes`: tax codes, their rates from a day on, and what depends on how goods are served."""

from __future__ import annotations

from typing import Annotated

import typer

from pos_tui.core.words import _

from .common import FormatOption, group, opened
from .histories import write_history
from .output import Column, Format, say, write_rows

app = group("Taxes: codes, rates from a day on, eat in and take away.")
CODES = (Column("code"), Column("name"), Column("rates"), Column("kind"), Column("ended"))
SERVED = (Column("what"), Column("eatin"), Column("takeaway"))
CodeArgument = Annotated[str, typer.Argument(help="The tax code.")]


@app.command("list")
def list_(ctx: typer.Context, format: FormatOption = Format.TABLE) -> None:
    """List the tax codes with their rates of today and those to come.

    Example: pos taxes list
    """
    from pos_tui.bootstrap.taxes import listed

    with opened(ctx) as front:
        write_rows(listed(front), CODES, format)


@app.command()
def add(
    ctx: typer.Context,
    tax: Annotated[
        str,
        typer.Argument(
            metavar="CODE=RATE",
            help="standard=20, outside=none (of scope), stamps=exempt, or 'qc=GST 5 + QST 9.5 compound'.",
        ),
    ],
    name: Annotated[str, typer.Option(help="As people read it; else the code.")] = "",
) -> None:
    """Make a tax code.

    Example: pos taxes add reduced=5 --name Reduced
    """
    from pos_tui.bootstrap.taxes import add

    with opened(ctx, readonly=False, needs="taxes.change") as front:
        made = add(front, tax, name)
    say(_("tax {code}", code=made.code))


@app.command()
def rate(
    ctx: typer.Context,
    code: CodeArgument,
    percent: Annotated[str, typer.Argument(help="In percent, such as 21.")],
    day: Annotated[str, typer.Option("--from", metavar="DAY", help="From its midnight on; else today.")] = "",
    of: Annotated[str, typer.Option(help="Which tax, where the code has several.")] = "",
) -> None:
    """Give a tax another rate, at midnight of a day by the shop's clock.

    Example: pos taxes rate standard 21 --from 2027-01-01
    """
    from pos_tui.bootstrap.taxes import set_rate

    with opened(ctx, readonly=False, needs="taxes.change") as front:
        set_rate(front, code, percent, day, of)
    say(_("{code}: {rate} % from {day}", code=code, rate=percent, day=day or _("today")))


@app.command()
def serve(
    ctx: typer.Context,
    what: Annotated[
        str | None, typer.Argument(metavar="item:SKU|dept:NAME|tax:CODE", help="What is served.")
    ] = None,
    taxes: Annotated[
        list[str] | None,
        typer.Argument(metavar="MODE=CODE...", help="eatin=standard takeaway=reduced; none takes it back."),
    ] = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Say which tax goods have when they are eaten here or taken away; alone, list that.

    Examples: pos taxes serve tax:standard takeaway=zero; pos taxes serve
    """
    from pos_tui.bootstrap.taxes import serve, served

    if what is None:
        with opened(ctx) as front:
            write_rows(served(front), SERVED, format)
        return
    with opened(ctx, readonly=False, needs="taxes.change") as front:
        rule = serve(front, what, taxes or ())
    said = " ".join(f"{mode}={code}" for mode, code in rule.taxes.items())
    say(f"{rule.key}: {said or _('taxed the same however it is served')}")


@app.command()
def history(
    ctx: typer.Context,
    code: Annotated[str, typer.Argument(help="Its code.")],
    format: FormatOption = Format.TABLE,
) -> None:
    """What a tax was, from the journal: what changed, when, by whom and why.

    Example: pos taxes history standard
    """
    write_history(ctx, "taxes", code, format)
