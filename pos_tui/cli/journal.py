"""`pos journal`: the record of everything, checked, shown and copied."""

from __future__ import annotations

import signal
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pos_tui.core.errors import Refused
from pos_tui.core.journal_words import what
from pos_tui.core.words import _, ngettext

from .call import Call
from .common import FormatOption, group
from .exit_codes import ExitCode
from .output import Column, Format, json_text, line, say, write_json, write_rows

if TYPE_CHECKING:
    from pos_tui.bootstrap.journal import Report

app = group("The journal: check, show, follow, export it; rebuild everything else from it.")
FirstOption = Annotated[int | None, typer.Option("--from", metavar="N", min=1, help="First record.")]
LastOption = Annotated[int | None, typer.Option("--to", metavar="N", min=1, help="Last record, included.")]

_SHOWN = 20
_POLL_SECONDS = 0.5
_COLUMNS = (
    Column("n", number=True),
    Column("time"),
    Column("operator"),
    Column("writer"),
    Column("hash"),
    Column("what"),
)


@app.command()
def verify(
    ctx: typer.Context,
    deep: Annotated[
        bool, typer.Option("--deep", help="Replay it, and compare what the store shows.")
    ] = False,
    key: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FINGERPRINT",
            help="The key that must have signed, as a Z prints it; several after a restore.",
        ),
    ] = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Check each record against its hash, and each Z against its signature and the journal.

    Ends with 4 where something is wrong; changes nothing.

    Example: pos journal verify --deep
    """
    from pos_tui.bootstrap.journal import verify

    report = verify(_folder(ctx), deep=deep, keys=[one.strip().lower() for one in key or ()])
    _tell(report, format)
    raise typer.Exit(ExitCode.OK if report.ok else ExitCode.STORE)


def _tell(report: Report, format: Format) -> None:
    figures = {
        "ok": report.ok,
        "records": report.records,
        "segments": report.segments,
        "bytes": report.bytes,
        "epoch": report.epoch,
        "last": report.last_n,
        "hash": report.last_h,
        "made_with": report.fingerprint,
        "key": report.key,
        "problems": [str(problem) for problem in report.problems],
    }
    if format is Format.JSON:
        write_json(figures)
    else:
        for name in ("records", "segments", "bytes", "epoch", "last", "hash", "made_with", "key"):
            line(f"{name:<10}{figures[name] or '-'}")
        for problem in report.problems:
            line(_("problem   {problem}", problem=problem))
        count = len(report.problems)
        line(_("the journal is whole") if report.ok else ngettext("1 problem", "{count} problems", count))
    sys.stdout.flush()


@app.command()
def show(
    ctx: typer.Context,
    number: Annotated[int | None, typer.Argument(metavar="[N]", min=1, help="One record, whole.")] = None,
    first: FirstOption = None,
    last: LastOption = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Show records, the last 20 unless told which; json gives each as it is, one a line.

    Example: pos journal show --from 100 --to 120
    """
    from pos_tui.bootstrap.journal import opened

    with opened(_folder(ctx)) as store:
        end = number or last or store.at()
        start = number or first or max(1, end - _SHOWN + 1)
        records = store.records(start, min(end, store.at()))
        if number is not None and number > store.at():
            raise Refused(_("the journal has {at} records", at=store.at()))
        if format is Format.JSON or number is not None:
            for record in records:
                sys.stdout.write(json_text(record) + "\n")
        else:
            write_rows(map(_row, records), _COLUMNS, format)
    sys.stdout.flush()


@app.command()
def follow(ctx: typer.Context, first: FirstOption = None) -> None:
    """Write each record as one line of JSON as soon as it is durable, until interrupted.

    Example: pos journal follow | jq .ops
    """
    from pos_tui.bootstrap.journal import opened

    stopped = threading.Event()

    def wait() -> bool:
        sys.stdout.flush()
        return not stopped.wait(_POLL_SECONDS)

    # An exception out of the handler may end in a finalizer, which drops it.
    before = signal.signal(signal.SIGINT, lambda _number, _frame: stopped.set())
    try:
        with opened(_folder(ctx)) as store:
            for record in store.follow(first or store.at() + 1, wait):
                sys.stdout.write(json_text(record) + "\n")
    finally:
        signal.signal(signal.SIGINT, before)


@app.command()
def export(
    ctx: typer.Context,
    file: Annotated[Path | None, typer.Argument(help="Where to; without it, standard output.")] = None,
    first: FirstOption = None,
    last: LastOption = None,
) -> None:
    """Copy the journal's lines as they are, byte for byte.

    Example: pos journal export copy.jsonl
    """
    from pos_tui.bootstrap.journal import opened

    with opened(_folder(ctx)) as store:
        if file is None:
            store.export(sys.stdout.buffer, first or 1, last)
            sys.stdout.flush()
            return
        try:
            with file.open("xb") as target:
                count = store.export(target, first or 1, last)
        except OSError as error:
            raise Refused(
                _("{file} cannot be written: {error}", file=file, error=error.strerror or error)
            ) from error
    say(ngettext("1 record in {file}", "{count} records in {file}", count, file=file))


@app.command()
def rebuild(ctx: typer.Context) -> None:
    """Make tables, snapshots, index and head again from the journal alone.

    Example: pos journal rebuild
    """
    from pos_tui.bootstrap.allsums import make_all
    from pos_tui.bootstrap.journal import remake

    from .progress import progress_bar

    for found in remake(_folder(ctx)):
        line(found)
    with progress_bar(_("days")) as tell:
        make_all(_folder(ctx), tell)
    sys.stdout.flush()
    say(_("rebuilt from the journal"))


def _folder(ctx: typer.Context) -> Path:
    call: Call = ctx.obj
    return call.store


def _row(record: Any) -> dict[str, Any]:
    moment = datetime.fromtimestamp(record.t // 1000, UTC)
    return {
        "n": record.n,
        "time": moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "operator": record.u,
        "writer": record.w,
        "hash": record.h[:8],
        "what": what(record.ops),
    }
