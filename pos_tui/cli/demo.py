"""`pos demo`: a sample shop to try the till with, thrown away afterwards."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from pos_tui.core.words import _

from .call import Call
from .exit_codes import ExitCode
from .output import line, say
from .running import run_here

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pos_tui.bootstrap import Shopfront


def demo(ctx: typer.Context) -> None:
    """Open the till on a sample shop, and show the last receipt on leaving.

    Without a terminal, ring a sample basket and print its receipt.

    Example: pos demo
    """
    raise typer.Exit(run_demo(ctx.obj))


def run_demo(call: Call) -> int:
    """The same without a command line; returns the exit code."""
    from pos_tui.bootstrap import open_shop
    from pos_tui.bootstrap.sample import make_sample

    with tempfile.TemporaryDirectory(prefix="pos-demo-") as name:
        folder, state = Path(name) / "store", Path(name) / "state"
        make_sample(folder, state)
        with open_shop(folder, environ={}, flags=call.flags, state=state) as front:
            on_terminal = sys.stdin.isatty() and sys.stdout.isatty()
            return _till(front, plain=call.plain) if on_terminal else _line_mode(front)


def _till(front: Shopfront, *, plain: bool) -> int:
    from pos_tui.bootstrap import open_register

    with open_register(front) as register:
        code = run_here(register, front, plain=plain)
        if register.last_sale is not None:
            _show_receipt(front, register.last_sale)
    return code


def _show_receipt(front: Shopfront, sale: Mapping[str, Any]) -> None:
    line()
    line(front.receipt_text(sale).rstrip("\n"))
    sys.stdout.flush()


def _line_mode(front: Shopfront) -> int:
    """Shows each entry of the sample basket with its answer, then the receipt."""
    from pos_tui.bootstrap import open_register
    from pos_tui.bootstrap.sample import basket

    say(_("no terminal here: this is a sample basket in line mode (pos ring), and its receipt"))
    with open_register(front) as register:
        for entry in basket():
            line(f"> {entry}")
            line(f"  {register.run(entry).message}")
        if register.last_sale is None:
            return ExitCode.REFUSED
        _show_receipt(front, register.last_sale)
    return ExitCode.OK
