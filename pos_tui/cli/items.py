"""`pos items`: the price list in, out, found, shown and changed."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pos_tui.core.barcode import kept_gtin
from pos_tui.core.errors import Refused
from pos_tui.core.money import format_price
from pos_tui.core.words import _, ngettext

from .common import FormatOption, group, opened
from .exit_codes import ExitCode
from .importing import (
    CommaOption,
    DryRunOption,
    EncodingOption,
    FileArgument,
    FileFormat,
    FormatOfFile,
    MapOption,
    OnError,
    OnErrorOption,
    ReportOption,
    tell,
    written,
)
from .output import Column, Format, line, say, write_json, write_rows
from .progress import progress_bar

if TYPE_CHECKING:
    from pos_tui.bootstrap import Shopfront

app = group("The price list: import, export, list, find, show and set items.")

COLUMNS = (
    Column("sku"),
    Column("name"),
    Column("price", number=True),
    Column("unit"),
    Column("department"),
    Column("tax"),
    Column("plu"),
    Column("gtins", text=";".join),
)
_ALWAYS = frozenset(("sku", "gtins", "plu", "name", "price", "cost", "department", "tax", "unit", "stock"))

_PRICES = ("price", "cost")


@app.command("import")
def import_(
    ctx: typer.Context,
    file: FileArgument,
    columns: MapOption = None,
    format: FormatOfFile = None,
    encoding: EncodingOption = None,
    tax: Annotated[str | None, typer.Option(help="The tax of items that name none.")] = None,
    comma: CommaOption = False,
    on_error: OnErrorOption = OnError.STOP,
    preset: Annotated[
        str, typer.Option(help="ospos, square, shopify, loyverse, odoo; else by the columns.")
    ] = "",
    location: Annotated[str, typer.Option(help="Where the stock is that the file counts.")] = "",
    dry_run: DryRunOption = False,
    report: ReportOption = Format.TABLE,
) -> None:
    """Bring items in: new ones are added, known ones changed, in one commit.

    Fields: sku, gtin (several apart by ;), plu, name, price, cost, department, tax, unit, weighed;
    stock (what there is, at its cost) and location (where, else --location, else the shop's own place);
    content (330 ml, 6x330 ml) for the unit price on labels, tare (a name of the setting tares);
    age (18: who buys it must be so old), asks (serial or lot, of the
    very piece), with (the skus of what is charged with it, such as deposits and fees: CAN25,ECOFEE or
    CRATE,20*BOTTLE).
    Which column is what is asked for once, on a terminal, and kept for files with the same columns.
    Ends with 1 where rows are bad (nothing is stored), with 3 where --on-error skip left some out.

    Example: pos items import catalogue.csv --map sku=code --map name=description
    """
    from pos_tui.bootstrap.goods import Reading, read_in
    from pos_tui.bootstrap.mappings import arranged, open_questions, remember
    from pos_tui.bootstrap.pricelist import columns_of

    kind: Any = None if format is None else format.value
    how = Reading(
        columns or (), kind, encoding, tax, on_error is OnError.SKIP, dry_run, comma, location=location
    )
    with (
        opened(ctx, readonly=dry_run, needs=None if dry_run else "items.change") as front,
        progress_bar(file.name) as progress,
    ):
        how, said = arranged(front, file, how, preset)
        if said:
            say(said)
        header = open_questions(front, file, how)
        if header and sys.stdin.isatty():
            how = replace(how, columns=_asked(header))
        result = read_in(front, file, how, progress)
        if result.stored and how.columns:
            remember(front, columns_of(file, how.encoding), how.columns)
    raise typer.Exit(tell(result, dry_run=dry_run, format=report))


def _asked(header: list[str]) -> list[str]:
    """Asks on the terminal which column is what; an empty answer leaves a field out. Raises InvalidValue."""
    from pos_tui.bootstrap.mappings import proposals

    say(_("The columns of this file: {columns}", columns=", ".join(header)))
    pairs = []
    for field, proposed in proposals(header).items():
        column = typer.prompt(_("column of {field}", field=field), default=proposed, err=True)
        if column.strip():
            pairs.append(f"{field}={column.strip()}")
    return pairs


@app.command()
def export(
    ctx: typer.Context,
    file: Annotated[Path | None, typer.Argument(help="Where to; without it, standard output.")] = None,
    format: Annotated[FileFormat, typer.Option(help="Of the file.")] = FileFormat.CSV,
    location: Annotated[str, typer.Option(help="Where the stock is; else the shop's own place.")] = "",
) -> None:
    """Write all items, with their stock, in the form import reads.

    Example: pos items export all.csv
    """
    from pos_tui.bootstrap.goods import export

    kind: Any = format.value
    with opened(ctx) as front:
        count = written(file, lambda target: export(front, target, kind, location))
    if file is not None:
        say(ngettext("1 item in {file}", "{count} items in {file}", count, file=file))


@app.command("list")
def list_(
    ctx: typer.Context,
    department: Annotated[str, typer.Option(help="Only of this one and what is a part of it.")] = "",
    format: FormatOption = Format.TABLE,
) -> None:
    """List all items, or those of a department.

    Example: pos items list --department Food
    """
    with opened(ctx) as front:
        documents: Iterable[Mapping[str, Any] | None] = front.store.documents("items")
        if department:
            from pos_tui.bootstrap.labelling import of_department

            found = of_department(front, department)
            documents = (front.store.find("items", "sku", item.sku) for item in found)
        write_rows((shown(document, front, format) for document in documents if document), COLUMNS, format)


@app.command()
def find(
    ctx: typer.Context,
    words: Annotated[list[str], typer.Argument(help="Words of the name, or a part of a code.")],
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 20,
    format: FormatOption = Format.TABLE,
) -> None:
    """Find items by name or code, the best first. Ends with 1 where nothing is found.

    Example: pos items find milk choc
    """
    with opened(ctx) as front:
        hits = front.catalogue.search(" ".join(words), limit)
        documents = (front.store.find("items", "sku", item.sku) for item in hits)
        count = write_rows(
            [shown(document, front, format) for document in documents if document], COLUMNS, format
        )
    if not count:
        say(_("pos: no item matches {words}", words=" ".join(words)))
        raise typer.Exit(ExitCode.REFUSED)


@app.command("show")
def show_(
    ctx: typer.Context,
    code: Annotated[str, typer.Argument(help="Its SKU, PLU or bar code.")],
    format: FormatOption = Format.TABLE,
) -> None:
    """Show one item, with its stock.

    Example: pos items show MILK
    """
    with opened(ctx) as front:
        show(shown(item_of(front, code), front, format), format)


def item_of(front: Shopfront, code: str) -> Mapping[str, Any]:
    """The document of the item with a code. Raises Refused where no item, or more than one, is meant."""
    catalogue = front.catalogue
    found = catalogue.by_code(code) or catalogue.by_folded_code(code)
    if not found and (gtin := kept_gtin(code)):
        found = catalogue.by_gtin(gtin)
    skus = {item.sku for item in found}
    if len(skus) > 1:
        raise Refused(_("{code} may be any of {skus}", code=code[:64], skus=", ".join(sorted(skus))))
    document = front.store.find("items", "sku", skus.pop()) if skus else None
    if document is None:
        raise Refused(_("no item has the code {code}", code=code[:64]))
    return document


def shown(document: Mapping[str, Any], front: Shopfront, format: Format) -> dict[str, Any]:
    """An item as of today: for people with prices as they are written, for scripts as import reads them."""
    from pos_tui.bootstrap.goods import described

    item = described(front, document)
    if format in (Format.TABLE, Format.MD):
        prices = {
            name: format_price(Decimal(item[name]), front.shop.currency) for name in _PRICES if item[name]
        }
        return item | prices
    return item


def show(item: Mapping[str, Any], format: Format) -> None:
    """Writes an item to stdout."""
    if format is Format.JSON:
        write_json(item)
    elif format is Format.CSV:
        write_rows([item], (*COLUMNS, Column("stock", number=True)), format)
    else:
        for name, value in item.items():
            if value in ("", [], None) and name not in _ALWAYS:
                continue
            text = "; ".join(value) if isinstance(value, list) else "" if value is None else str(value)
            line(f"{name:<12}{text}".rstrip())
