"""Commands about who stands at the till."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pos_tui.core.errors import InvalidValue, Refused
from pos_tui.core.words import N_, _
from pos_tui.register.command import Command
from pos_tui.register.outcome import Outcome

if TYPE_CHECKING:
    from pos_tui.register.register import Register


class Lock(Command):
    """Lock the till, or let somebody else sign on.

    An open sale stays open; when somebody else signs on, it waits for who began it.
    """

    word = "lock"
    label = "Lock"
    group = N_("Till")
    blocks = True

    def run(self, register: Register, arguments: str) -> Outcome:
        if arguments:
            raise InvalidValue(_("/lock takes nothing behind it"))
        station = register.station
        if station is None or not station.people():
            raise Refused(_("nobody has a PIN here, so nothing is locked: pos operators add gives one"))
        station.lock()
        return Outcome("locked", _("locked"), {})
