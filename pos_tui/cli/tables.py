"""`pos tables`: departments, prices, stock, customers and what a shop begins with, out to files and in."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from pos_tui.core.errors import InvalidValue
from pos_tui.core.words import _, ngettext

from .common import FormatOption, FromOption, ToOption, checked_day, day_range, group, opened
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
from .output import Column, Format, line, say, write_rows

app = group("Tables out to files and in from files: CSV or JSON lines, each in one commit.")
_COMPARED = (
    Column("department"),
    Column("tax"),
    Column("earlier", number=True),
    Column("now", number=True),
    Column("percent", number=True),
)
NameArgument = Annotated[str, typer.Argument(metavar="TABLE", help="As pos tables list has it.")]


@app.command("list")
def list_(ctx: typer.Context, format: FormatOption = Format.TABLE) -> None:
    """List the tables with their columns, those that name a row first.

    Example: pos tables list
    """
    from pos_tui.bootstrap.tablefiles import SHEETS, sheet_of

    with opened(ctx) as front:
        rows = [{"table": name, "columns": ", ".join(sheet_of(front, name).fields)} for name in SHEETS]
    if format is Format.TABLE:
        for row in rows:
            line(f"{row['table']:<12} {row['columns']}")
    else:
        write_rows(rows, [Column("table"), Column("columns")], format)
    sys.stdout.flush()


@app.command("import")
def import_(
    ctx: typer.Context,
    name: NameArgument,
    file: FileArgument,
    columns: MapOption = None,
    format: FormatOfFile = None,
    encoding: EncodingOption = None,
    comma: CommaOption = False,
    on_error: OnErrorOption = OnError.STOP,
    dry_run: DryRunOption = False,
    report: ReportOption = Format.TABLE,
) -> None:
    """Bring a table in: new rows are added, known ones changed. Columns it lacks leave what there was.

    A dry run shows each row that would be new, changed (field by field) or refused, and why.

    Example: pos tables import departments departments.csv
    """
    from pos_tui.bootstrap.goods import Reading
    from pos_tui.bootstrap.tablefiles import read_in, right_to

    kind: Any = None if format is None else format.value
    how = Reading(columns or (), kind, encoding, None, on_error is OnError.SKIP, dry_run, comma)
    needs = "customers.export" if name == "customers" else None if dry_run else right_to(name)
    with opened(ctx, readonly=dry_run, needs=needs) as front:
        result = read_in(front, name, file, how)
    raise typer.Exit(tell(result, dry_run=dry_run, format=report))


@app.command()
def export(
    ctx: typer.Context,
    name: NameArgument,
    file: Annotated[Path | None, typer.Argument(help="Where to; without it, standard output.")] = None,
    format: Annotated[FileFormat, typer.Option(help="Of the file.")] = FileFormat.CSV,
) -> None:
    """Write a table in the form import reads.

    Example: pos tables export departments departments.csv
    """
    from pos_tui.bootstrap.tablefiles import right_to_read, write_out

    kind: Any = format.value
    with opened(ctx, needs=right_to_read(name)) as front:
        count = written(file, lambda target: write_out(front, name, target, kind))
    if file is not None:
        say(ngettext("1 row in {file}", "{count} rows in {file}", count, file=file))


@app.command()
def compare(
    ctx: typer.Context,
    first: FromOption = None,
    last: ToOption = None,
    before: Annotated[
        str | None,
        typer.Option(metavar="DAY", help="Where the earlier days begin; else 52 weeks before."),
    ] = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Turnover by department and tax beside an earlier till's, which the table earlier has; gross amounts.

    Example: pos tables compare --from 2026-11-01 --to 2026-11-30
    """
    from pos_tui.bootstrap.earlier import compared

    if first is None or last is None:
        raise InvalidValue(_("compare which days? --from 2026-11-01 --to 2026-11-30"))
    start, end = day_range(first, last)
    with opened(ctx, needs="reports.read") as front:
        rows = compared(front, start, end, "" if before is None else checked_day(before))
    write_rows(rows, _COMPARED, format)
