"""Notes: what has to be on record besides the sale, until the next commit takes it into the journal."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from pos_tui.core.errors import PosError, StoreError, UnknownCode
from pos_tui.core.records import utc_text
from pos_tui.core.words import _
from pos_tui.services import events, identifying
from pos_tui.services.watching import ClockWatch, Jump

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pos_tui.services.counter import Counter
    from pos_tui.services.events import Event

_MOST: Final = 500
"""Events that wait; of the misses beyond them only the number is kept."""


class Notes:
    """Unmatched scans and clock jumps of one till. They are in the draft file until a sale records them."""

    def __init__(
        self, counter: Counter, latest: Mapping[str, Any] | None, warn: Callable[[str], None] | None
    ) -> None:
        """`latest` is the till's last sale; `warn` tells a person at the till."""
        self._counter = counter
        self._warn = warn or _tell_nobody
        till = counter.ledger.find("tills", "till", counter.till) or {}
        self._missed: list[dict[str, Any]] = list(till.get("missed", ()))
        self._stale = True
        self.waiting: tuple[Event, ...] = ()
        """What the next commit records."""
        self._watch: ClockWatch | None = None
        if counter.steady is not None:
            last = None if latest is None else datetime.fromisoformat(latest["time"])
            self._watch = ClockWatch(counter.clock, counter.steady, last)

    # Unmatched scans

    @property
    def missed(self) -> tuple[Mapping[str, Any], ...]:
        """The codes that met no item and still meet none, with how often and when; the last one last."""
        if self._stale:
            self._missed = [row for row in self._missed if self._is_unknown(row["code"])]
            self._stale = False
        return tuple(self._missed)

    def look_again(self) -> None:
        """Other items may be there: what was missed may be known by now."""
        self._stale = True

    def miss(self, basket: str, error: UnknownCode, entered: str) -> None:
        """A code that met no item; `basket` is the open one's id."""
        code = error.code
        known = any(row["kind"] == events.UNKNOWN_SCAN and row["code"] == code for row in self.waiting)
        if len(self.waiting) >= _MOST and not known:
            code = ""
        fields = {"code": code, "entered": entered, "times": 1}
        if error.misread and code:
            fields["misread"] = True
        new = events.event(self._counter.frame(), events.UNKNOWN_SCAN, **fields)
        self._missed = events.missed(self._missed, [new])
        self.note(basket, new, durable=bool(code))

    def _is_unknown(self, code: str) -> bool:
        try:
            identifying.find_item(self._counter, code)
        except UnknownCode:
            return True
        except PosError:
            return False
        return False

    # The clock

    def look_at_clock(self, basket: str) -> None:
        """Notes and tells a clock that was put forward or back since the last look."""
        jump = None if self._watch is None else self._watch.look()
        if jump is None:
            return
        seconds = round((jump.shown - jump.expected).total_seconds())
        fields = {"from": utc_text(jump.expected), "to": utc_text(jump.shown), "seconds": seconds}
        self.note(basket, events.event(self._counter.frame(), events.CLOCK_JUMP, **fields))
        self._warn(_jumped(jump, ZoneInfo(self._counter.shop.timezone)))

    # The drawer

    def look_at_drawer(self, basket: str) -> None:
        """Notes and tells that the drawer did not open for what it was to."""
        drawer = self._counter.drawer
        for opened_for, why in () if drawer is None else drawer.failures():
            fields = {"for": opened_for, "reason": why}
            self.note(basket, events.event(self._counter.frame(), events.DRAWER_FAILED, **fields))

    # From the draft file to the journal

    def note(self, basket: str, new: Event, *, durable: bool = True) -> None:
        """Has the next commit record an event, and keeps it in the draft file until then."""
        self.waiting = events.add(self.waiting, new)
        if durable:
            # A full disk takes no note, and must not stop a sale for it: it is still in `waiting`.
            with suppress(StoreError):
                self._counter.draft.append({"id": basket, "event": new})

    def recorded(self) -> None:
        """A commit has taken what waited."""
        self.waiting = ()

    def carry(self, basket: str) -> None:
        """The draft file was emptied, and another basket begins in it: what still waits goes along."""
        with suppress(StoreError):
            for new in self.waiting:
                self._counter.draft.append({"id": basket, "event": new})

    def resume(self, noted: Iterable[Event]) -> None:
        """Takes up what a draft file holds."""
        for new in noted:
            self.waiting = events.add(self.waiting, new)
            self._missed = events.missed(self._missed, [new])


def _jumped(jump: Jump, zone: ZoneInfo) -> str:
    before, after = (f"{time.astimezone(zone):%Y-%m-%d %H:%M}" for time in (jump.expected, jump.shown))
    return _(
        "the clock jumped from {before} to {after}: is the time right now? It is on record",
        before=before,
        after=after,
    )


def _tell_nobody(_: str) -> None:
    """Where nobody is there to be told."""
