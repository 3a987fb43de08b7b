"""`pos doctor`: what is not as it should be, and what to do about it."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer

from pos_tui.core.finding import Finding, Level
from pos_tui.core.words import _, ngettext

from .call import Call
from .common import FormatOption
from .exit_codes import ExitCode
from .output import Column, Format, line, say, write_json, write_rows


def doctor(
    ctx: typer.Context,
    deep: Annotated[
        bool, typer.Option("--deep", help="Also read the whole journal, and the last backup.")
    ] = False,
    format: FormatOption = Format.TABLE,
) -> None:
    """Look over store, disk, clock, devices, versions, backups and files; changes nothing, holds up no till.

    Ends with 0 where nothing has to be done, 1 where something has, 4 where the store is damaged.

    Example: pos doctor --deep
    """
    from pos_tui.bootstrap.doctor import examine

    call: Call = ctx.obj
    found = []
    for finding in examine(call.store, call.flags, deep=deep):
        found.append(finding)
        if format is Format.TABLE:
            _tell(finding)
    if format is Format.JSON:
        write_json([_row(finding) for finding in found])
    elif format is not Format.TABLE:
        write_rows(map(_row, found), [Column(name) for name in ("area", "level", "found", "do")], format)
    sys.stdout.flush()
    count = sum(finding.level in (Level.DO, Level.BAD) for finding in found)
    if count:
        say(ngettext("1 thing to do", "{count} things to do", count))
    else:
        say(_("nothing has to be done"))
    if any(finding.level is Level.BAD for finding in found):
        raise typer.Exit(ExitCode.STORE)
    raise typer.Exit(ExitCode.REFUSED if count else ExitCode.OK)


_MARKS = {Level.OK: "ok  ", Level.NOTE: "note", Level.DO: "DO  ", Level.BAD: "BAD "}


def _tell(finding: Finding) -> None:
    line(f"{_MARKS[finding.level]}  {finding.area:<9}  {finding.text}")
    if finding.do:
        line(f"{'':17}-> {finding.do}")
    sys.stdout.flush()


def _row(finding: Finding) -> dict[str, Any]:
    return {"area": finding.area, "level": str(finding.level), "found": finding.text, "do": finding.do}
