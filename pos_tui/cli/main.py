"""The commands of `pos`, and the options that stand before every command."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from pos_tui import __version__

from .call import call_of
from .commands import PosCommands
from .common import TillOption
from .opening import open_till

app = typer.Typer(
    cls=PosCommands,
    help="A shop's till in a terminal. Without a command it opens the till.",
    epilog="Exit codes: 0 done, 1 refused or failed, 2 wrong usage, 3 done in part, 4 the store is missing, "
    "damaged, in use or out of room.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        from pos_tui.bootstrap.journal import FORMAT

        sys.stdout.write(f"pos-tui {__version__}, store format {FORMAT}\n")
        raise typer.Exit()


@app.callback(invoke_without_command=True)
def pos(
    ctx: typer.Context,
    store: Annotated[
        Path | None,
        typer.Option(
            help="The store's folder; else POS_STORE, else the user's data folder.", show_default=False
        ),
    ] = None,
    setting: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="KEY=VALUE", help="A setting for this call; see pos config."),
    ] = None,
    till: TillOption = None,
    plain: Annotated[
        bool,
        typer.Option("--plain", help="The till in plain lines, for dumb terminals and screen readers."),
    ] = False,
    who: Annotated[
        str, typer.Option("--as", metavar="CODE", help="The operator who acts; the PIN is asked for.")
    ] = "",
    role: Annotated[
        str, typer.Option("--role", help="Allows no more than this role may, whoever acts.")
    ] = "",
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_version, is_eager=True, help="The program's version, and the store format."
        ),
    ] = False,
) -> None:
    """Reads what stands before the command; opens the till where there is none."""
    ctx.obj = call_of(store, setting or (), plain=plain, who=who, role=role)
    if ctx.invoked_subcommand is None:
        raise typer.Exit(open_till(ctx.obj, till))
