"""`pos training`: the till on a copy of the shop, to learn on."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from pos_tui.core.words import _

from .common import TillOption
from .exit_codes import ExitCode
from .output import say
from .running import run_here, told

if TYPE_CHECKING:
    from .call import Call


def training(ctx: typer.Context, till: TillOption = None) -> None:
    """Open the till on a copy of the shop that is thrown away afterwards, to learn on.

    Every screen and paper is marked TRAINING; no drawer opens. The shop's journal keeps only who was there,
    and when.

    Example: pos training --till 1
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        say(_("pos: training needs a terminal"))
        raise typer.Exit(ExitCode.USAGE)
    raise typer.Exit(train(ctx.obj, till))


def train(call: Call, till: str | None, operator: str = "") -> int:
    """Runs it on this terminal for an operator, else for whom it asks; returns the exit code.

    Raises PosError: nobody said who they are, or the shop cannot be copied.
    """
    from pos_tui.bootstrap import open_shop
    from pos_tui.bootstrap.training import note, training

    from .identity import identify

    with told(open_shop(call.store, flags=call.flags, till=till or "")) as front:
        if operator:
            front.operator = operator
        else:
            identify(front, call)
        operator = front.operator
        note(front, till, begun=True)
    try:
        with training(call.store, operator) as (front, register):
            code = run_here(register, front, plain=call.plain)
    finally:
        with told(open_shop(call.store, flags=call.flags, till=till or ""), first=False) as front:
            front.operator = operator
            note(front, till, begun=False)
    return code
