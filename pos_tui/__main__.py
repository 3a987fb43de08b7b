"""The program `pos`, also as `python -m pos_tui`. Where it opens a screen, that comes before all else."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Mapping, Sequence

_TAKES_VALUE = ("--store", "--set", "--till")
"""The options of `pos` itself that a value follows; a test holds them against Typer's."""
_X = ["report", "x"]
"""What an owner asks for from afar many times a day; with options of its own, Typer reads it."""
_BEHIND = frozenset({"backup", "dashboard", "doctor", "export"})
"""Commands that read much, and so stand back from their first moment on where a till wants the processor; a
report does where a till waits for it, or once it has to read the records themselves."""
_WAITED_FOR = "PROGRESS_LINES"
"""In the environment where a till waits; see `pos_tui.cli.progress`."""
_COMPLETING = "_POS_COMPLETE"
"""In the environment where a shell asks how a word goes on."""
_NO_SCREEN = ("", "dumb", "unknown")
"""Terminals that cannot place a character."""


def options_of(arguments: Sequence[str]) -> list[tuple[str, str]] | None:
    """(option, value) of a call that opens a till; None where anything else is asked for."""
    found, rest = _parted(arguments)
    return None if rest else found


def _parted(arguments: Sequence[str]) -> tuple[list[tuple[str, str]], list[str]]:
    """(option, value) of what stands before a command, and the rest."""
    rest, found = list(arguments), []
    while rest:
        option, equals, value = rest[0].partition("=")
        if option not in _TAKES_VALUE or not (equals or rest[1:]):
            break
        del rest[0]
        found.append((option, value if equals else rest.pop(0)))
    return found, rest


def _word_of(rest: Sequence[str]) -> str:
    """The command's name, behind who calls it and as what."""
    while rest[:1] and rest[0] in ("--role", "--as"):
        rest = rest[2:]
    return rest[0] if rest else ""


def opens_screen(arguments: Sequence[str], environ: Mapping[str, str]) -> bool:
    """Whether this call shows a screen, on a terminal that can."""
    if environ.get("TERM", "") in _NO_SCREEN or _COMPLETING in environ:
        return False
    return options_of(arguments) is not None or (
        arguments[-1:] == ["demo"] and options_of(arguments[:-1]) is not None
    )


def main() -> None:
    """Runs `pos`; what nobody foresaw ends here, with the journal already safe."""
    from pos_tui.terminal import early

    os.umask(0o077)
    if opens_screen(sys.argv[1:], os.environ):
        early.start("pos-tui ...")
        # Until the screen stands nothing becomes garbage that would be worth looking for.
        gc.disable()
    from pos_tui.core.words import _
    from pos_tui.locale import speak

    speak()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        _run(sys.argv[1:])
    except Exception as error:  # noqa: BLE001 - the one place where what nobody foresaw ends
        from pos_tui.cli import crash
        from pos_tui.cli.exit_codes import ExitCode
        from pos_tui.cli.output import say

        early.give_back()
        crash.tell(error)
        say(
            _("pos: this should not have happened. What was recorded is safe; please report the lines above.")
        )
        sys.exit(ExitCode.REFUSED)
    finally:
        early.give_back()


def _run(arguments: list[str]) -> None:
    """What is waited for is done here, in the time that importing Typer would take; all else is Typer's."""
    options, command = _parted(arguments)
    if command not in ([], _X) or _COMPLETING in os.environ:
        if _word_of(command) in _BEHIND or _WAITED_FOR in os.environ:
            from pos_tui.cli.progress import stand_back

            stand_back()
        from pos_tui.cli.main import app

        app(prog_name="pos")
        return
    from pathlib import Path

    from pos_tui.cli.call import call_of
    from pos_tui.cli.exit_codes import exit_code_of
    from pos_tui.cli.output import say
    from pos_tui.core.errors import PosError

    if command:
        from pos_tui.cli.report_x import report_x as run
    else:
        from pos_tui.cli.opening import open_till as run

    last = dict(options)
    try:
        store = Path(last["--store"]) if "--store" in last else None
        call = call_of(store, [value for option, value in options if option == "--set"])
        code = run(call, last.get("--till"))
    except PosError as error:
        say(f"pos: {error.message}")
        code = exit_code_of(error)
    sys.exit(code)


if __name__ == "__main__":
    main()
