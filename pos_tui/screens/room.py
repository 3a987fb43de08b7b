"""How much room the disk has, told to the cashier in time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pos_tui.core.errors import StoreError
from pos_tui.core.words import _

if TYPE_CHECKING:
    from .desk import Desk

_ENOUGH, _LITTLE, _NONE = range(3)


class RoomWatch:
    """Looks every minute, beside the selling; tells when there is less, and each time while there is none."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._level = _ENOUGH

    @property
    def state(self) -> str:
        """What stands on the screen as long as it holds; nothing while there is room."""
        if self._level == _ENOUGH:
            return ""
        return _("DISK FULL: no sales") if self._level == _NONE else _("disk nearly full")

    def look(self) -> None:
        """Has the worker look."""

        def found(what: tuple[int, str]) -> None:
            before, (self._level, text) = self._level, what
            if self._level > before or self._level == _NONE:
                self._desk.say(text, "refused")

        self._desk.fetch(self.read, found)

    def check(self) -> None:
        """The same before money is taken: closes the dialog that is open where it could not be recorded."""
        desk, view = self._desk, self._desk.view

        def found(what: tuple[int, str]) -> None:
            self._level, text = what
            if text:
                desk.say(text, "refused")
            if self._level == _NONE and desk.view is view:
                desk.close()

        desk.fetch(self.read, found)

    def read(self) -> tuple[int, str]:
        """(how bad it is, what to say). Reads the disk."""
        try:
            text = self._desk.register.looking.room()
        except StoreError as error:
            return _NONE, error.message
        return (_LITTLE if text else _ENOUGH), text
