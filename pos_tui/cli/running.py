"""A shop while a command works on it, and its till on this terminal. No Typer in here: see `opening`."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pos_tui.core.words import _
from pos_tui.locale import formats, speak

from .output import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pos_tui.bootstrap import Shopfront
    from pos_tui.register.register import Register


@contextmanager
def told(front: Shopfront, *, first: bool = True) -> Iterator[Shopfront]:
    """Closes the shop afterwards and says what it warns of; `first` says at once what it warned of so far.

    From here on all is said in the language that is set there, else in that of a locale that is set.
    """
    chosen = front.settings
    speak(chosen.language or (chosen.locale if "locale" in chosen.sources else ""))
    said = len(front.warnings)
    for warning in front.warnings if first else ():
        say(f"pos: {warning}")
    try:
        yield front
    finally:
        front.close()
        for warning in front.warnings[said:]:
            say(f"pos: {warning}")


def run_here(register: Register, front: Shopfront, *, plain: bool) -> int:
    """Runs the till on this terminal, with numbers as the shop's locale has them; returns the exit code."""
    register.mark = formats(front.settings.locale).mark
    if plain:
        from .plain import run_plain

        return run_plain(register, front)
    if os.environ.get("TERM", "dumb") == "dumb":
        front.warnings.append(_("TERM says that this terminal shows no screen: pos --plain needs none"))
    from pos_tui.app import run_till

    return run_till(register, front=front)
