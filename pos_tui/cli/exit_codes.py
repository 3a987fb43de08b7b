"""How a command ends, for scripts."""

from __future__ import annotations

from enum import IntEnum

from pos_tui.core.errors import InvalidValue, PosError, StoreError


class ExitCode(IntEnum):
    """The exit codes of all commands."""

    OK = 0
    """Done."""
    REFUSED = 1
    """Not done: the rules say no, or some lines of `pos ring` were refused."""
    USAGE = 2
    """A word, an option or a value on the command line, or a setting, is not what it should be."""
    PARTLY = 3
    """Done in part, as asked for: `pos items import --on-error skip` left rows out."""
    STORE = 4
    """The store is missing, damaged, in use, or out of room."""


def exit_code_of(error: PosError) -> ExitCode:
    """How a command ends that failed with this error."""
    if isinstance(error, StoreError):
        return ExitCode.STORE
    return ExitCode.USAGE if isinstance(error, InvalidValue) else ExitCode.REFUSED
