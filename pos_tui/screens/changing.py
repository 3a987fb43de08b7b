"""Changing settings from the screen: written by the worker, heeded at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from pos_tui.core.words import _

if TYPE_CHECKING:
    from .desk import Desk


def change(
    desk: Desk,
    changes: Mapping[str, str | None],
    said: str,
    then: Callable[[], None] = lambda: None,
    seen: Mapping[str, str] | None = None,
    failed: Callable[[], None] = lambda: None,
) -> None:
    """Has settings written, and heeds them; says so, or why not, or that something else counts more.

    `then` is called once they count; `seen` is what they were when somebody decided,
    `failed` is called where nothing was written.
    """
    front = desk.front
    if front is None:
        return

    def done(_none: None) -> None:
        desk.heed_settings()
        desk.router.wedge = front.wedge
        overruled = [key for key, text in changes.items() if text is not None and front.setting(key) != text]
        desk.say(
            _("{key} is written, but the environment or the command line says otherwise", key=overruled[0])
            if overruled
            else said
        )
        if not overruled:
            then()

    desk.fetch(
        lambda: front.change_settings(changes, seen),
        done,
        failed=failed,
        hold=True,
        doing=_("writing to the disk"),
    )
