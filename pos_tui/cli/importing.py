"""What commands that bring files in have in common: their options, and what they say of what came of it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer

from pos_tui.core.errors import Refused
from pos_tui.core.words import _, ngettext

from .exit_codes import ExitCode
from .output import Column, Format, say, write_rows

if TYPE_CHECKING:
    from pos_tui.bootstrap.goods import ImportResult

_COLUMNS = tuple(map(Column, ("line", "what", "key", "field", "before", "after")))
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Show what would change; store nothing.")]
FileArgument = Annotated[Path, typer.Argument(help="CSV or JSON lines, plain or gzip.")]
MapOption = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="FIELD=COLUMN", help="The column a field is read from; repeatable."),
]
EncodingOption = Annotated[str | None, typer.Option(help="Such as cp1252; else it is worked out.")]
CommaOption = Annotated[bool, typer.Option("--comma", help="Numbers have a decimal comma: 1,19.")]
ReportOption = Annotated[Format, typer.Option("--report", help="How a dry run writes what would change.")]


class FileFormat(StrEnum):
    """Of an item file."""

    CSV = "csv"
    JSONL = "jsonl"


class OnError(StrEnum):
    """What happens where a row is bad."""

    STOP = "stop"
    SKIP = "skip"


FormatOfFile = Annotated[FileFormat | None, typer.Option(help="Else as the file's name says.")]
OnErrorOption = Annotated[OnError, typer.Option(help="stop stores nothing, skip the good rows.")]


def tell(result: ImportResult, *, dry_run: bool, format: Format = Format.TABLE) -> ExitCode:
    """Says what an import did, of a dry run each difference; returns the exit code."""
    if dry_run:
        write_rows(_differences(result), _COLUMNS, format)
    for note in result.notes:
        say(_("note: {note}", note=note))
    for problem in result.errors:
        say(str(problem))
    if result.skipped > len(result.errors):
        say(_("... and {count} more", count=result.skipped - len(result.errors)))
    if result.departments:
        say(
            _(
                "departments that are new: {departments} (pos departments list)",
                departments=", ".join(result.departments),
            )
        )
    counts = _(
        "{new} new, {changed} changed, {same} as they were, {bad} bad",
        new=result.new,
        changed=result.changed,
        same=result.same,
        bad=result.skipped,
    )
    if dry_run:
        say(_("would be: {counts}; nothing was stored", counts=counts))
        return ExitCode.REFUSED if result.skipped else ExitCode.OK
    if not result.stored:
        say(
            ngettext(
                "pos: 1 bad row, so nothing was stored (--on-error skip stores the others)",
                "pos: {count} bad rows, so nothing was stored (--on-error skip stores the others)",
                result.skipped,
            )
        )
        return ExitCode.REFUSED
    say(_("stored: {counts}", counts=counts))
    return ExitCode.PARTLY if result.skipped else ExitCode.OK


def _differences(result: ImportResult) -> Iterator[dict[str, str]]:
    for one in result.differences:
        what = _("new") if one.is_new else _("changed")
        shared = {"line": str(one.line), "what": what, "key": one.key}
        for field, before, after in one.fields:
            yield {**shared, "field": field, "before": before, "after": after}
    for problem in result.errors:
        refused = {"line": str(problem.line), "what": _("refused"), "key": "", "field": "", "before": ""}
        yield {**refused, "after": problem.reason}


def written(file: Path | None, write: Callable[[IO[bytes]], int]) -> int:
    """Writes to a new file, or to stdout (none, or `-`); returns how many rows. Raises Refused."""
    if file is None or str(file) == "-":
        count = write(sys.stdout.buffer)
        sys.stdout.flush()
        return count
    try:
        with file.open("xb") as target:
            return write(target)
    except OSError as error:
        raise Refused(
            _("{file} cannot be written: {error}", file=file, error=error.strerror or error)
        ) from error
