"""`pos tenders`: the ways to pay, and what each of them may do."""

from __future__ import annotations

from typing import Annotated

import typer

from pos_tui.core.words import _

from .common import FormatOption, group, opened
from .histories import write_history
from .output import Column, Format, say, write_rows

app = group("Ways to pay: list, set and remove them. voucher, store_credit and cheque begin as is usual.")
COLUMNS = (
    Column("code"),
    Column("name"),
    Column("does"),
    Column("keeps"),
    Column("currency"),
)
RATES = (Column("currency"), Column("rate", number=True), Column("day"), Column("today"))
CodeArgument = Annotated[str, typer.Argument(help="As it is typed at the till: /pay 10 CODE.")]


@app.command("list")
def list_(ctx: typer.Context, format: FormatOption = Format.TABLE) -> None:
    """List the ways to pay and what they may do.

    Example: pos tenders list
    """
    from pos_tui.bootstrap.tenders import listed

    with opened(ctx) as front:
        cash_back = Column("cash_back", digits=front.shop.currency.digits)
        write_rows(listed(front), (*COLUMNS, cash_back), format)


@app.command("set")
def set_(
    ctx: typer.Context,
    code: CodeArgument,
    terms: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FIELD=VALUE...",
            help="name=TEXT; gives_change, over_tender, opens_drawer, refundable, needs_reference, counted "
            "= yes or no; keeps=voucher: its reference is a voucher of this shop; currency=USD: cash of that "
            "currency; cash_back=50: so much more may be charged and given back in cash.",
        ),
    ] = None,
) -> None:
    """Make a way to pay, or change one. Tills that run follow when they are started again.

    Example: pos tenders set card refundable=no
    """
    from pos_tui.bootstrap.tenders import set_type

    with opened(ctx, readonly=False, needs="settings.change") as front:
        kind = set_type(front, code, terms or ())
    say(_("{code}: {name}", code=kind.code, name=_(kind.name)))


@app.command()
def remove(ctx: typer.Context, code: CodeArgument) -> None:
    """Take a way to pay away; what was paid by it stays on record.

    Example: pos tenders remove cheque
    """
    from pos_tui.bootstrap.tenders import remove_type

    with opened(ctx, readonly=False, needs="settings.change") as front:
        remove_type(front, code)
    say(_("{code} is gone", code=code))


@app.command()
def rate(
    ctx: typer.Context,
    currency: Annotated[str, typer.Argument(help="An ISO 4217 code, such as USD.")],
    worth: Annotated[str, typer.Argument(help="What 1 of it is worth in the shop's currency, such as 0.79.")],
    day: Annotated[str, typer.Option("--from", metavar="DAY", help="The first day; else today.")] = "",
) -> None:
    """Set what a currency is worth, from a business day on. Tills follow at once.

    Example: pos tenders rate USD 0.79
    """
    from pos_tui.bootstrap.tenders import set_rate

    with opened(ctx, readonly=False, needs="settings.change") as front:
        made = set_rate(front, currency, worth, day)
        home = front.shop.currency.code
    facts = {"currency": made.currency.code, "rate": made.rate, "home": home, "day": made.day}
    say(_("1 {currency} = {rate} {home} from {day}", **facts))


@app.command()
def rates(ctx: typer.Context, format: FormatOption = Format.TABLE) -> None:
    """List the rates of other currencies.

    Example: pos tenders rates
    """
    from pos_tui.bootstrap.tenders import rates as listed

    with opened(ctx) as front:
        write_rows(listed(front), RATES, format)


@app.command()
def history(
    ctx: typer.Context,
    code: Annotated[str, typer.Argument(help="Its code.")],
    format: FormatOption = Format.TABLE,
) -> None:
    """What a way to pay was, from the journal: what changed, when, by whom and why.

    Example: pos tenders history card
    """
    write_history(ctx, "tenders", code, format)
