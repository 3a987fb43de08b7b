"""What all commands share: the store they work on, dates, and refusals on one line."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from pos_tui.core.errors import InvalidValue, PosError, StoreError
from pos_tui.core.words import _

from . import crash
from .call import Call
from .exit_codes import exit_code_of
from .output import Format, say
from .running import told

if TYPE_CHECKING:
    from pos_tui.bootstrap import Shopfront

FormatOption = Annotated[Format, typer.Option("--format", help="How the data is written.")]
FromOption = Annotated[
    str | None, typer.Option("--from", metavar="DAY", help="First business day, such as 2026-11-23.")
]
ToOption = Annotated[str | None, typer.Option("--to", metavar="DAY", help="Last business day, included.")]
TillOption = Annotated[
    str | None, typer.Option("--till", help="The till to take; needed where there are several.")
]

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
FIRST_DAY = "0000-00-00"
LAST_DAY = "9999-99-99"


class PosGroup(TyperGroup):
    """Commands whose refusals are one plain line on stderr and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        """Runs the command. Raises typer.Exit in the place of a PosError."""
        try:
            return super().invoke(ctx)
        except PosError as error:
            sys.stdout.flush()
            say(f"pos: {error.message}")
            if isinstance(error, StoreError) and isinstance(ctx.obj, Call):
                crash.note_refused(ctx.obj.store, error)
            raise typer.Exit(exit_code_of(error)) from None
        except Exception as error:  # whatever ends a command is noted, and goes on its way
            # Typer's own ways to end have an exit code, or are these two.
            is_end = hasattr(error, "exit_code") or isinstance(error, typer.Abort | BrokenPipeError)
            if isinstance(ctx.obj, Call) and not is_end:
                crash.note(ctx.obj.store, error)
            raise


def group(help: str) -> typer.Typer:
    """A group of commands."""
    return typer.Typer(help=help, no_args_is_help=True, rich_markup_mode=None, add_completion=False)


@contextmanager
def opened(
    ctx: typer.Context, *, readonly: bool = True, till: str | None = None, needs: str | None = None
) -> Iterator[Shopfront]:
    """The shop a command works on; its warnings are told. Raises PosError.

    A command that changes anything names the permission it `needs`, and acts in the name of somebody.
    """
    from pos_tui.bootstrap import open_shop

    call: Call = ctx.obj
    with told(open_shop(call.store, readonly=readonly, flags=call.flags, till=till or "")) as front:
        if needs is not None:
            from .identity import identify

            identify(front, call, needs)
        yield front


def day_range(first: str | None, last: str | None) -> tuple[str, str]:
    """The business days a command is about; an end that was not given is open. Raises InvalidValue."""
    start = FIRST_DAY if first is None else checked_day(first)
    end = LAST_DAY if last is None else checked_day(last)
    if start > end:
        raise InvalidValue(_("--from {start} is after --to {end}", start=start, end=end))
    return start, end


def checked_day(text: str) -> str:
    """A date as ISO text. Raises InvalidValue."""
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text).isoformat()
    except ValueError:
        pass
    raise InvalidValue(_("'{text}' is no date, such as 2026-11-23", text=text[:40]))
