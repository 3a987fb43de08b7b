"""`pos` without a command: the till. No Typer in here, as the cashier waits for every import."""

from __future__ import annotations

import os
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from pos_tui.core.errors import PosError
from pos_tui.core.words import _

from .exit_codes import ExitCode
from .output import say
from .running import run_here, told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pos_tui.bootstrap import Shopfront

    from .call import Call


_BEGUN: Final = 1.0
"""Seconds after which a till is noted to have begun: until then a cashier waits for it."""


def open_till(call: Call, till: str | None) -> int:
    """Runs the till on this terminal; returns the exit code. Raises PosError."""
    from pos_tui.bootstrap.notes import pending

    made = (call.store / "store.json").exists()
    if (pending(call.store) or not made) and sys.stdin.isatty() and sys.stdout.isatty():
        from .first import first_start

        code = first_start(call, in_lines=call.plain)
        if code is not None:
            return code
    elif not made:
        say(
            _(
                "pos: there is no shop at {store} yet.\n"
                "  pos init    sets one up (pos init --help lists what it asks)\n"
                "  pos demo    opens a sample shop that is thrown away afterwards\n"
                "  pos --store DIR, or POS_STORE, opens one that is elsewhere",
                store=call.store,
            )
        )
        return ExitCode.STORE
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        say(_("pos: the till needs a terminal; pos ring reads the same entries from a file or a pipe"))
        return ExitCode.USAGE
    from pos_tui.bootstrap import open_register, open_shop

    front = open_shop(call.store, readonly=False, flags=call.flags, till=till or "")
    # The till shows the first warnings; said here they would stand under its screen.
    with told(front, first=False), _noted(front), open_register(front, till, call.role) as register:
        code = run_here(register, front, plain=call.plain)
        till, operator = register.till, register.operator
    if not front.training_wanted:
        return code
    from .training import train

    train(call, till, operator)
    return open_till(call, till)


@contextmanager
def _noted(front: Shopfront) -> Iterator[None]:
    """Puts beginning and end into the log file, the beginning once the screen is there."""
    beginning = threading.Timer(_BEGUN, lambda: front.log.note("start", **_surroundings(front)))
    beginning.daemon = True
    beginning.start()
    try:
        yield
    except PosError as error:
        front.log.note("refused", what=type(error).__name__)
        raise
    except Exception as error:  # whatever ends a till is noted, and goes on its way
        from pos_tui.bootstrap.log import CRASH, places

        front.log.note(CRASH, till=front.taken, where=places(error))
        raise
    finally:
        beginning.cancel()
        front.log.note("stop", till=front.taken)


def _surroundings(front: Shopfront) -> dict[str, str]:
    from pos_tui import __version__

    return {"till": front.taken, "version": __version__, "term": os.environ.get("TERM", "")}
