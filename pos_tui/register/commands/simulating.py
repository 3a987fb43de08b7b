"""Commands that only a simulated store has."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from pos_tui.core.errors import InvalidValue, Refused
from pos_tui.core.records import utc_text
from pos_tui.core.words import _
from pos_tui.register.command import Command
from pos_tui.register.outcome import Outcome

if TYPE_CHECKING:
    from pos_tui.register.register import Register


class SetClock(Command):
    """Set the till's clock, in the shop's time zone. Only in a simulated store, which replays a history."""

    word = "clock"
    usage = "2010-12-01T08:26"
    label = "Clock"
    group = "Simulation"
    needs_simulation = True

    def run(self, register: Register, arguments: str) -> Outcome:
        if register.set_clock is None:
            raise Refused(_("only a simulated store can set its clock"))
        try:
            time = datetime.fromisoformat(arguments)
        except ValueError:
            raise InvalidValue(
                _("'{text}' is not a time, such as 2010-12-01T08:26", text=arguments[:40])
            ) from None
        if not 1970 <= time.year < 2200:
            raise InvalidValue(_("the year {year} is not one that a till sells in", year=time.year))
        if time.tzinfo is None:
            time = time.replace(tzinfo=ZoneInfo(register.shop.timezone))
        time = time.astimezone(UTC)
        register.set_clock(time)
        return Outcome("info", _("the clock is {time}", time=utc_text(time)), {"time": utc_text(time)})
