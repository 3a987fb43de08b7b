"""`pos`: the entry point, and the options that stand before every command."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from pos_tui import __version__
from pos_tui.core.errors import InvalidValue
from pos_tui.settings import known
from pos_tui.terminal import early

from . import config, demo, init, items, journal, report, ring, sales
from .common import Call, PosGroup, TillOption, opened
from .exit_codes import ExitCode
from .output import say

app = typer.Typer(
    cls=PosGroup,
    help="A shop's till in a terminal. Without a command it opens the till.",
    epilog="Exit codes: 0 done, 1 refused or failed, 2 wrong usage, 3 done in part, 4 the store is missing, "
    "damaged or in use.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(init.init)
app.command()(demo.demo)
app.command()(ring.ring)
for name, commands in (
    ("items", items.app),
    ("sales", sales.app),
    ("report", report.app),
    ("config", config.app),
    ("journal", journal.app),
):
    app.add_typer(commands, name=name)


def _version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"pos-tui {__version__}\n")
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
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True)] = False,
) -> None:
    """Reads what stands before the command; opens the till where there is none."""
    from pos_tui.bootstrap import default_store

    flags: dict[str, str] = {}
    for pair in setting or []:
        key, equals, value = pair.partition("=")
        known(key.strip())
        if not equals:
            raise InvalidValue(f"'{pair[:60]}' sets nothing: write KEY=VALUE")
        flags[key.strip()] = value
    ctx.obj = Call(store.expanduser() if store is not None else default_store(), flags)
    if ctx.invoked_subcommand is None:
        raise typer.Exit(_open_till(ctx, till))


def _open_till(ctx: typer.Context, till: str | None) -> int:
    """Runs the till's screen on this terminal; returns the exit code."""
    folder = ctx.obj.store
    if not (folder / "store.json").exists():
        say(
            f"pos: there is no shop at {folder} yet.\n"
            "  pos init    sets one up (pos init --help lists what it asks)\n"
            "  pos demo    opens a sample shop that is thrown away afterwards\n"
            "  pos --store DIR, or POS_STORE, opens one that is elsewhere"
        )
        return ExitCode.STORE
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        say("pos: the till needs a terminal; pos ring reads the same entries from a file or a pipe")
        return ExitCode.USAGE
    from pos_tui.bootstrap import open_register

    with (
        opened(ctx, readonly=False, till=till, on_screen=True) as front,
        open_register(front, till) as register,
    ):
        from pos_tui.app import run_till

        return run_till(register, front=front)


def main() -> None:
    """Runs `pos`; what nobody foresaw ends here, with the journal already safe."""
    os.umask(0o077)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        app(prog_name="pos")
    except Exception:  # noqa: BLE001
        import traceback

        early.give_back()
        traceback.print_exc()
        say("pos: this should not have happened. What was recorded is safe; please report the lines above.")
        sys.exit(ExitCode.REFUSED)
