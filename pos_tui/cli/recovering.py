"""What opens the names of customers on another machine: the recovery code, made or used."""

from __future__ import annotations

import os
import sys

import typer

from pos_tui.core.errors import Refused
from pos_tui.core.words import _, ngettext

from .common import opened
from .output import line, say


def recover(ctx: typer.Context) -> None:
    """Opens customers with the code where they are closed here; else has a code open them elsewhere.

    The shop's own recovery code, or a new one where it has none. Raises Refused, StoreError.
    """
    from pos_tui.bootstrap import people

    if "SSH_CONNECTION" in os.environ:
        raise Refused(_("that is done at the shop's own machine, not over a line"))
    with opened(ctx, readonly=False, needs="customers.export") as front:
        keys = people.keys_of(front)
        if keys.locked():
            found = people.open_customers(front, _code())
            if not found:
                raise Refused(_("that code opens nothing here"))
            say(ngettext("what is known of 1 person opens again", "{count} persons open again", found))
            return
        code = people.entrust_customers(front, _code() if people.has_recovery(front) else "")
    if code:
        say(_("RECOVERY CODE, shown once; write it down and lock it away:"))
        line(code)
    say(_("on another machine this code opens what is known of customers, with pos customers recover"))


def _code() -> str:
    """The code, asked for unseen on a terminal, else from standard input. Raises Refused."""
    from .identity import ask_secret

    return ask_secret(_("recovery code: ")) if sys.stdin.isatty() else sys.stdin.readline().strip()
