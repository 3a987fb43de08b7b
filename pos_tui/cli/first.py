"""The first start: a shop set up by answering questions, on the screen or line by line."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pos_tui.core.errors import PosError
from pos_tui.core.words import _
from pos_tui.wizard.sheet import Ending

from .exit_codes import ExitCode
from .output import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from pos_tui.wizard.engine import Wizard

    from .call import Call

_NO_SCREEN: Final = ("", "dumb", "unknown")


def first_start(call: Call, *, in_lines: bool = False) -> int | None:
    """Asks what a shop needs, on this terminal; returns an exit code, or None where the till is to be opened.

    It goes on where it stopped the last time. Raises PosError.
    """
    from pos_tui.bootstrap.setup import open_wizard

    _only_who_may(call)
    in_lines = in_lines or os.environ.get("TERM", "") in _NO_SCREEN
    wizard = open_wizard(call.store)
    ask: Callable[[Wizard], int] = _ask_in_lines if in_lines else _ask_on_screen
    while True:
        code = ask(wizard)
        ending = wizard.ending
        if ending is Ending.TILL:
            return None
        if ending is Ending.DEMO:
            return _demo(call, plain=in_lines)
        if ending is Ending.PRACTICE:
            _practise(call, in_lines)
            wizard.go_on()
            continue
        if wizard.farewell:
            say(f"pos: {wizard.farewell}")
            return ExitCode.STORE
        if not code:
            say(_("What was answered is kept: pos goes on there."))
        return code


def _only_who_may(call: Call) -> None:
    """A shop whose operators sign on is set up further by one who may. Raises NotAllowed, Refused."""
    if (call.store / "store.json").exists():
        from pos_tui.bootstrap import open_shop
        from pos_tui.settings.reaching import RIGHT

        from .identity import identify

        with open_shop(call.store, readonly=False, flags=call.flags) as front:
            identify(front, call, "settings.change")
            front.permit(RIGHT)  # it asks for folders and addresses


def _demo(call: Call, *, plain: bool) -> int:
    from .demo import run_demo

    return run_demo(replace(call, plain=plain))


def _practise(call: Call, in_lines: bool) -> None:
    """Opens the till on a copy; a shop that cannot be copied for it is told, and the questions go on."""
    try:
        if in_lines:
            _practise_in_lines(call)
        else:
            _practise_on_screen(call)
    except PosError as error:
        say(f"pos: {error.message}")


def _ask_on_screen(wizard: Wizard) -> int:
    from pos_tui.firststart import run_first_start

    return run_first_start(wizard)


def _ask_in_lines(wizard: Wizard) -> int:
    from .asking import ask

    return ask(wizard)


def _practise_on_screen(call: Call) -> None:
    from pos_tui.bootstrap.practice import practice

    with practice(call.store) as (front, register):
        from pos_tui.app import run_till

        run_till(register, front=front)


def _practise_in_lines(call: Call) -> None:
    from pos_tui.bootstrap.practice import practice

    from .asking import practise

    with practice(call.store) as (_front, register):
        practise(register)
