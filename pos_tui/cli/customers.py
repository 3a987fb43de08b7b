"""`pos customers`: who buys here, what they owe, their points; what is known of them exported and erased.

What names a person is better typed when it is asked, or piped in: other programs of the machine can see what
stands behind a command.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Annotated, Any

import typer

from pos_tui.core.errors import InvalidValue, Refused
from pos_tui.core.words import _

from .common import FormatOption, FromOption, TillOption, day_range, group, opened
from .importing import (
    CommaOption,
    DryRunOption,
    EncodingOption,
    FileArgument,
    FormatOfFile,
    MapOption,
    OnError,
    OnErrorOption,
    ReportOption,
)
from .output import Column, Format, line, say, write_json, write_rows

app = group(
    "Customers: who they are, what they owe, their points. WHO is an id, a card, a short name or words that "
    "only one has; a dash (-) asks for it, or reads it from standard input."
)
COLUMNS = (
    *(Column(name) for name in ("id", "name", "phone", "email", "card", "group", "tier")),
    *(Column(name, number=True) for name in ("owes", "limit", "points")),
)
_ASKED = ("name", "phone", "email", "address", "card")
Who = Annotated[str, typer.Argument(metavar="WHO", help="An id, card, short name or words; - reads it.")]
Terms = Annotated[
    list[str] | None,
    typer.Argument(metavar="[FIELD=VALUE]...", help="name, phone, email, address, tax_number, alias, note, "
                   "card, group, tax, limit; a dash (-) reads them from standard input, one a line."),
]  # fmt: skip
Why = Annotated[str, typer.Option("--why", metavar="TEXT", help="Why: goes on record.")]


@app.command()
def add(ctx: typer.Context, terms: Terms = None, why: Why = "") -> None:
    """Make a customer; without fields it asks for them, or reads them from a pipe. Writes the id.

    Example: pos customers add name="Ada Byron" --why "asked at the counter"
    """
    from pos_tui.bootstrap.clientele import add as make

    with opened(ctx, readonly=False, needs="customers.add") as front:
        made = make(front, _terms(terms or ["-"], _ASKED), why)
    line(made.id)


@app.command("list")
def list_(ctx: typer.Context, format: FormatOption = Format.TABLE) -> None:
    """List the customers, oldest first.

    Example: pos customers list
    """
    _write(ctx, "", format)


@app.command()
def find(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None, typer.Argument(help="Of the name, phone, e-mail; - reads them.")
    ] = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Find customers by words of what is known of them.

    Example: pos customers find ada
    """
    _write(ctx, _who(" ".join(words or ["-"])), format)


def _write(ctx: typer.Context, words: str, format: Format) -> None:
    from pos_tui.bootstrap.clientele import listed
    from pos_tui.bootstrap.people import keys_of

    with opened(ctx, needs="customers.read") as front:
        write_rows(listed(front, words), COLUMNS, format)
        if keys_of(front).is_locked():
            say(_("pos: names of some are closed on this machine: pos customers recover"))


@app.command()
def show(ctx: typer.Context, who: Who, format: FormatOption = Format.TABLE) -> None:
    """Show all that is kept of one but what they bought.

    Example: pos customers show ada
    """
    from pos_tui.bootstrap.clientele import shown

    with opened(ctx, needs="customers.read") as front:
        row = shown(front, _who(who))
    if format is Format.JSON:
        write_json(row)
    elif format is Format.CSV:
        write_rows([row], COLUMNS, format)
    else:
        for name, value in row.items():
            line(f"{name:<14}{_text(value)}".rstrip())


@app.command("set")
def set_(ctx: typer.Context, who: Who, terms: Terms = None, why: Why = "") -> None:
    """Change fields of one; an empty value takes a field away.

    Example: pos customers set ada group=trade --why "asked for it"
    """
    from pos_tui.bootstrap.clientele import change

    wanted = _who(who)
    with opened(ctx, readonly=False, needs="customers.change") as front:
        changed = change(front, wanted, _terms(terms or ["-"], ()), why)
    say(_("{id} changed", id=changed.id))


@app.command()
def consent(
    ctx: typer.Context,
    who: Who,
    about: Annotated[str, typer.Argument(help="email, phone or post.")],
    answer: Annotated[str, typer.Argument(help="yes or no.")],
    how: Annotated[str, typer.Option("--how", metavar="TEXT", help="Where and how they said so.")],
) -> None:
    """Record that one agrees to hear of offers, or no longer does.

    Example: pos customers consent ada email yes --how form
    """
    from pos_tui.bootstrap.clientele import consent as record

    if answer not in ("yes", "no"):
        raise InvalidValue(_("yes or no, not '{answer}'", answer=answer[:20]))
    with opened(ctx, readonly=False, needs="customers.add") as front:
        one = record(front, _who(who), about, given=answer == "yes", how=how)
    say(_("{id} changed", id=one.id))


@app.command()
def merge(
    ctx: typer.Context,
    keep: Annotated[str, typer.Argument(help="Who stays.")],
    gone: Annotated[str, typer.Argument(help="Who becomes part of them.")],
    why: Why = "",
) -> None:
    """Make two customers one: balances and points add up, records keep their ids.

    Example: pos customers merge ada ada2 --why "came twice"
    """
    from pos_tui.bootstrap.clientele import merge as record

    with opened(ctx, readonly=False, needs="customers.change") as front:
        one = record(front, keep, gone, why)
    say(_("{id} has what both had", id=one.id))


@app.command()
def export(ctx: typer.Context, who: Who) -> None:
    """Write all that the shop has of one person as JSON, to be handed to them; it is on record.

    Example: pos customers export ada
    """
    from pos_tui.bootstrap.clientele import exported

    with opened(ctx, readonly=False, needs="customers.export") as front:
        write_json(exported(front, _who(who)))


@app.command()
def erase(
    ctx: typer.Context,
    who: Who,
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="Why: goes on record, without a name.")],
    settle: Annotated[
        bool, typer.Option("--settle", help="What is still open is given up on both sides.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Asks nothing.")] = False,
) -> None:
    """Destroy what is known of one, for ever: the journal stays, and says nothing of them any more.

    Example: pos customers erase ada --why "asked for it"
    """
    from pos_tui.bootstrap.clientele import erase as destroy
    from pos_tui.bootstrap.clientele import finish_erasing, found

    wanted = _who(who)
    with opened(ctx, readonly=False, needs="customers.export") as front:
        finish_erasing(front)
        one = found(front, wanted)
        if not yes and _answer(_("destroy all that is known of {name}? yes", name=one.label)) != "yes":
            raise Refused(_("nothing was destroyed: say yes, or --yes"))
        ids = destroy(front, one.id, why, settle=settle)
    say(_("nothing is known of {ids} any more", ids=", ".join(ids)))
    say(_("make a backup now: it replaces the keys beside older ones"))


@app.command()
def recover(ctx: typer.Context) -> None:
    """Open with the recovery code what was restored elsewhere; else see to it that the code will.

    What is known of customers opens on the shop's machine, or with the code: a backup alone has no names.

    Example: pos customers recover
    """
    from .recovering import recover as run

    run(ctx)


@app.command()
def statement(
    ctx: typer.Context,
    who: Who,
    first: FromOption = None,
    last: Annotated[
        str | None, typer.Option("--to", metavar="DAY", help="Last business day, included.")
    ] = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Write an account: what was owed, each sale and payment, what is owed.

    Example: pos customers statement ada --from 2026-11-01
    """
    from pos_tui.bootstrap.clientele import statement as made_of

    with opened(ctx, needs="customers.read") as front:
        digits = front.shop.currency.digits
        made = made_of(front, _who(who), day_range(first, last)).to_document()
    if format is Format.JSON:
        write_json(made)
        return
    frame = {"day": "", "number": ""}
    rows: list[dict[str, Any]] = [{**frame, "what": "opening", "owed": made["opening"]}]
    rows += [*made["entries"], {**frame, "what": "closing", "owed": made["closing"]}]
    columns = (
        Column("day"),
        Column("number"),
        Column("what"),
        Column("amount", digits),
        Column("owed", digits),
    )
    write_rows(rows, columns, format)


@app.command()
def history(ctx: typer.Context, who: Who, format: FormatOption = Format.TABLE) -> None:
    """List what was sold to one, newest first.

    Example: pos customers history ada
    """
    from pos_tui.bootstrap.clientele import history as sold

    with opened(ctx, needs="customers.read") as front:
        digits = front.shop.currency.digits
        columns = (Column("number"), Column("day"), Column("kind"), Column("total", digits))
        write_rows(sold(front, _who(who)), columns, format)


@app.command()
def pay(
    ctx: typer.Context,
    who: Who,
    amount: Annotated[str, typer.Argument(help="What they pay of what is on their account.")],
    kind: Annotated[str, typer.Argument(metavar="[TYPE]", help="The way to pay.")] = "cash",
    till: TillOption = None,
) -> None:
    """Take a payment for an account, as the till does: it is a record of that till.

    Example: pos customers pay ada 50 cash --till 1
    """
    from pos_tui.bootstrap import open_register
    from pos_tui.bootstrap.clientele import found

    from .identity import identify

    with (
        opened(ctx, readonly=False, till=till) as front,
        open_register(front, till, ctx.obj.role) as register,
    ):
        operator = identify(front, ctx.obj) if register.station is not None else None
        if operator is not None and register.station is not None:
            register.station.take(operator)
        if not register.basket.is_empty:
            raise Refused(_("a sale is open at this till: finish it, or hold it"))
        id = found(front, _who(who)).id
        for entry in (f"/account {id} {amount}", f"/customer {id}", f"/pay {kind}"):
            outcome = register.run(entry)
            if not outcome.ok:
                register.start_over()
                raise Refused(outcome.message)
    line(outcome.message)


@app.command("import")
def import_(
    ctx: typer.Context,
    file: FileArgument,
    columns: MapOption = None,
    format: FormatOfFile = None,
    encoding: EncodingOption = None,
    comma: CommaOption = False,
    on_error: OnErrorOption = OnError.STOP,
    dry_run: DryRunOption = False,
    report: ReportOption = Format.TABLE,
) -> None:
    """Bring customers in, as pos tables import customers does; what they owe is the table balances.

    Example: pos customers import customers.csv --dry-run
    """
    from .tables import import_ as read

    read(ctx, "customers", file, columns, format, encoding, comma, on_error, dry_run, report)


def _who(text: str) -> str:
    """Who is meant: what was said, or, for a dash, what is asked for or comes from standard input."""
    return _answer(_("who")) if text.strip() == "-" else text


def _answer(prompt: str) -> str:
    if sys.stdin.isatty():
        sys.stderr.write(f"{prompt}: ")
        sys.stderr.flush()
    return sys.stdin.readline().strip()


def _terms(terms: list[str], asked: tuple[str, ...]) -> Iterator[str]:
    """The terms; for a dash each of those asked for on a terminal, else the lines of standard input."""
    for term in terms:
        if term != "-":
            yield term
        elif sys.stdin.isatty() and asked:
            yield from (f"{name}={text}" for name in asked if (text := _answer(name)))
        else:
            yield from filter(None, map(str.strip, sys.stdin))


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{name} {_text(part)}" for name, part in value.items())
    if isinstance(value, list):
        return "; ".join(map(_text, value))
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
