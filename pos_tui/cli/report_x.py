"""`pos report x`: how the open shifts stand, while they go on. No Typer in here: see `pos_tui.__main__`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from pos_tui.core.errors import Refused
from pos_tui.core.words import _

from .exit_codes import ExitCode
from .output import Format, line, write_json
from .running import told

if TYPE_CHECKING:
    from pos_tui.bootstrap import Shopfront

    from .call import Call


def report_x(call: Call, till: str | None) -> int:
    """Writes them for people; returns the exit code. Raises PosError."""
    from pos_tui.bootstrap import open_shop

    with told(open_shop(call.store, readonly=True, flags=call.flags, till=till or "")) as front:
        write_x(front, till, Format.TABLE)
    sys.stdout.flush()
    return ExitCode.OK


def write_x(front: Shopfront, till: str | None, format: Format) -> None:
    """The open shifts one after another, or that of one till; nothing is recorded or printed.

    Raises Refused.
    """
    from pos_tui.bootstrap.shifts import standing, standing_figures, standing_text

    found = list(standing(front, till))
    if not found:
        raise Refused(_("no shift is open: /open and the float, such as /open 100"))
    if format is Format.JSON:
        write_json([standing_figures(x) for x in found])
    else:
        for x in found:
            line(standing_text(front, x).strip("\n"))
