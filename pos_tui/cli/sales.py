"""`pos sales`: receipts, listed, shown and found."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from pos_tui.core.currency import DIGITS
from pos_tui.core.errors import Refused
from pos_tui.core.records import business_day
from pos_tui.core.sale_query import SaleQuery
from pos_tui.core.words import _

from .common import FormatOption, FromOption, ToOption, day_range, group, opened
from .exit_codes import ExitCode
from .output import Column, Format, line, money, say, write_json, write_rows

if TYPE_CHECKING:
    from pos_tui.bootstrap import Shopfront

app = group("Receipts: list, show and find them.")
Sale = Mapping[str, Any]
AllOption = Annotated[bool, typer.Option("--all", help="Cancelled baskets too.")]


@app.command("list")
def list_(
    ctx: typer.Context,
    first: FromOption = None,
    last: ToOption = None,
    all: AllOption = False,
    format: FormatOption = Format.TABLE,
) -> None:
    """List receipts by business day; refunds are negative.

    Example: pos sales list --from 2026-11-01 --format csv
    """
    days = day_range(first, last)
    with opened(ctx) as front:
        _write(front, _sales(front, days, all), format)


@app.command()
def find(
    ctx: typer.Context,
    text: Annotated[
        str, typer.Argument(help="Number, amount, day, time, name, code, reference; all words must match.")
    ],
    first: FromOption = None,
    last: ToOption = None,
    all: AllOption = False,
    format: FormatOption = Format.TABLE,
) -> None:
    """Find receipts by what is remembered of them, as /sales does at the till.

    Example: pos sales find milk
    """
    days = day_range(first, last)
    with opened(ctx) as front:
        count = _write(front, _found(front, text, days, all) if text.strip() else (), format)
    if not count:
        say(_("pos: no receipt matches {text}", text=text))
        raise typer.Exit(ExitCode.REFUSED)


@app.command()
def show(
    ctx: typer.Context,
    number: Annotated[str, typer.Argument(help="As printed, such as 1-000142; 1-142 will do.")],
    format: FormatOption = Format.TABLE,
) -> None:
    """Show one receipt as it was printed; with --format json, its whole record.

    Example: pos sales show 1-000142
    """
    with opened(ctx) as front:
        sale = _sale(front, number)
        later = front.store.find("afterwards", "receipt", sale["number"])
        if format is Format.JSON:
            write_json({**sale, "afterwards": later} if later is not None else sale)
        elif format is Format.CSV:
            digits = front.shop.currency.digits
            write_rows(sale["lines"], _line_columns(digits), format)
        else:
            line(front.receipt_text(sale).rstrip("\n"))
            if later is not None:
                say(_("pos: came after it: {numbers}", numbers=", ".join(later["records"])))
    sys.stdout.flush()


@app.command()
def invoice(
    ctx: typer.Context,
    number: Annotated[str, typer.Argument(help="Of the receipt, such as 1-000142; 1-142 will do.")],
    name: Annotated[str, typer.Option(help="Who buys; else the customer of the sale.")] = "",
    address: Annotated[list[str] | None, typer.Option(help="A line of the address; say it for each.")] = None,
    tax_number: Annotated[str, typer.Option(help="The buyer's.")] = "",
    format: FormatOption = Format.TABLE,
) -> None:
    """Make the tax invoice of a finished sale and show it, or show it again as a copy.

    It is printed at the till with /invoice. A refund's number shows its credit note.

    Example: pos sales invoice 1-142
    """
    from pos_tui.bootstrap.invoices import invoice_of
    from pos_tui.core.invoice import Buyer

    buyer = Buyer(name, tuple(address or ()), tax_number).checked() if name or address or tax_number else None
    with opened(ctx, readonly=False, needs="receipt.invoice") as front:
        facts, text = invoice_of(front, number, buyer)
    if format is Format.JSON:
        write_json(facts)
    elif format is Format.CSV:
        write_rows(facts["about"]["lines"], _line_columns(DIGITS[facts["currency"]]), format)
    else:
        line(text.rstrip("\n"))
    sys.stdout.flush()


@app.command()
def invoices(
    ctx: typer.Context,
    first: FromOption = None,
    last: ToOption = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """List invoices and credit notes by business day, with their buyers.

    Example: pos sales invoices --from 2026-11-01
    """
    from pos_tui.bootstrap.invoices import listed

    with opened(ctx, needs="receipt.invoice") as front:
        digits = front.shop.currency.digits
        texts = ("number", "kind", "day", "sale", "credits", "buyer")
        amounts = ("net", "tax", "total")
        columns = [*map(Column, texts), *(Column(name, digits) for name in amounts)]
        write_rows(listed(front, *day_range(first, last)), columns, format)


def _sales(front: Shopfront, days: tuple[str, str], all: bool) -> Iterator[Sale]:
    return (sale for sale in front.store.sales_between(*days) if all or sale["kind"] != "cancelled")


def _sale(front: Shopfront, number: str) -> dict[str, Any]:
    """The record of a receipt, with the journal's hash. Raises Refused where there is none."""
    wanted = number.strip()
    till, dash, sequence = wanted.rpartition("-")
    candidates = [wanted]
    if dash and sequence.isascii() and sequence.isdigit():
        candidates.append(f"{till}-{int(sequence):06d}")
    for candidate in candidates:
        found = front.store.find("sales", "number", candidate)
        if found is not None:
            return {**found, "hash": front.store.hash_of("sales", found.doc_id)}
    raise Refused(_("no receipt has the number {wanted}", wanted=wanted[:40]))


def _found(front: Shopfront, text: str, days: tuple[str, str], all: bool) -> Sequence[Sale]:
    """The sales that a text means, oldest first."""
    zone = ZoneInfo(front.shop.timezone)
    today = business_day(front.clock(), zone, front.settings.cutoff_minutes)
    query = SaleQuery.parse(text, today, zone, front.shop.currency.digits, cancelled=all)
    query = replace(query, days=(max(days[0], query.days[0]), min(days[1], query.days[1])))
    found = [sale for batch in front.history.sales(query) for sale in batch]
    return list(reversed(found))


def _write(front: Shopfront, sales: Iterable[Sale], format: Format) -> int:
    digits = front.shop.currency.digits

    def tenders(given: list[dict[str, Any]]) -> str:
        return ", ".join(f"{tender['type']} {money(tender['amount'], digits)}" for tender in given)

    columns = (
        Column("number"),
        Column("kind"),
        Column("time"),
        Column("till"),
        Column("ref"),
        Column("lines", number=True),
        Column("total", digits),
        Column("rounding", digits),
        Column("change", digits),
        Column("tenders", text=tenders),
    )
    return write_rows(map(_row, sales), columns, format)


def _row(sale: Sale) -> dict[str, Any]:
    names = (
        "number",
        "kind",
        "ref",
        "day",
        "time",
        "till",
        "operator",
        "total",
        "rounding",
        "change",
        "currency",
    )
    row = {name: sale[name] for name in names}
    row["tax"] = sale["taxes"]
    row["tenders"] = sale["tenders"]
    row["lines"] = sum(not line.get("void") for line in sale["lines"])
    return row


def _line_columns(digits: int) -> tuple[Column, ...]:
    texts = (
        "line",
        "sku",
        "code",
        "name",
        "qty",
        "unit",
        "unit_price",
        "discount",
        "amount",
        "tax",
        "rate",
        "void",
    )
    numbers = ("line", "qty", "unit_price", "rate")
    amounts = ("discount", "amount")
    return tuple(Column(name, digits if name in amounts else None, name in numbers) for name in texts)
