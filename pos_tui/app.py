"""The till's screen in Textual. It shows and routes; rules are the register's, and so is every write."""

from __future__ import annotations

from .terminal import environment  # noqa: F401  # sets what Textual reads when it is imported

# isort: split
import asyncio
import os
from collections.abc import Iterator
from time import monotonic
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from .core.words import _
from .screens.desk import Desk
from .screens.drawer import PATIENCE, OpenDrawer
from .screens.window import TillScreen
from .styles.themes import has_colours
from .terminal.routed import Routed

if TYPE_CHECKING:
    from collections.abc import Callable

    from .screens.device_port import Supervisor
    from .screens.port import FrontPort, RegisterPort
    from .terminal.router import Router

_TO_DECIDE = ("old", "unsure", "failed")
"""States of print jobs that only a person gets them out of."""
_SOON = 1.0
"""Seconds after the start until the disk is looked at: scans that were typed ahead come first."""
_BREATH = 0.002
"""Seconds between two steps of what is done beside the keys."""


class Till(Routed):
    """One till. Leaves with 0, or with 128 + the number of the signal that ended it."""

    CSS_PATH = "styles/till.tcss"

    def __init__(
        self, register: RegisterPort, front: FrontPort | None = None, *, colours: bool = True
    ) -> None:
        super().__init__("register")
        self._front = front
        self._told = 0
        self._since = monotonic()
        self._open_drawer = OpenDrawer()
        self._supervisor: Supervisor | None = None
        self._is_asked = False
        """Whether a scanner waits for its answer."""
        self.desk = Desk(
            register, self.work, self.sound, front=front, colours=colours, later=self._call_later
        )
        self.desk.answered = self._answered
        self.window = TillScreen(self.desk)

    def get_default_screen(self) -> TillScreen:
        """The only screen there is."""
        return self.window

    @property
    def router(self) -> Router:
        """The desk's."""
        return self.desk.router

    def started(self) -> None:
        """Starts the clock, and listens to the printer."""
        if self._front is not None:
            self._front.listener = self._hear
            self._front.rescan = self._rescan_soon
            self._open_scanner(self._front)
            self.run_worker(self._prepare(self._front.preparing()))
            self.set_timer(_SOON, self.desk.room.look)
        self._tick()

    def _open_scanner(self, front: FrontPort) -> None:
        """Opens the scanner that is set."""
        self._supervisor = front.supervisor(self._scanned, self._device_told)
        if self._supervisor is not None:
            self._supervisor.start()

    def _rescan_soon(self) -> None:
        """In any thread."""
        self.call_later(self._rescan)

    async def _rescan(self) -> None:
        """Opens it anew: another may be set, and a line has one reader."""
        await self.ended()
        if self._front is not None:
            self._open_scanner(self._front)

    async def _prepare(self, steps: Iterator[None]) -> None:
        """Makes ready what typing names needs, between the keys."""
        for _step in steps:
            await asyncio.sleep(_BREATH)

    def show(self) -> None:
        """Draws what changed, or leaves."""
        if self.desk.leaving:
            self.leave(0)
        else:
            self._watch_drawer()
            self.window.show()
            self.paint_now(self.window.parts)

    def worked(self) -> None:
        """The printer may have something to do now."""
        self._watch_printer()

    def say_slow(self) -> None:
        """The disk, or a device, takes its time."""
        if self.desk.router.held:
            count = self.desk.router.queued
            waiting = _(" {count} keys wait", count=count) if count else ""
            self.desk.say(f"{self.desk.doing}...{waiting}")
            self._show()

    def _tick(self) -> None:
        """Brings time and printer up to date, now and at each full minute."""
        if self._front is None:
            return
        now = self._front.clock().astimezone(ZoneInfo(self.desk.register.shop.timezone))
        self.window.time = self.desk.formats.day_and_time(now)
        self._watch_printer()
        self._lock_if_left()
        self._show()
        self.set_timer(60 - now.second, self._minute)

    def _minute(self) -> None:
        """What is looked at each minute."""
        self.desk.room.look()
        self._tick()

    def _lock_if_left(self) -> None:
        """Locks when nobody has touched a key for as long as the setting says."""
        assert self._front is not None
        minutes = int(self._front.setting("lock.after") or 0)
        station = self.desk.register.station
        if minutes and station is not None and not station.is_locked:
            idle = monotonic() - max(self.router.last_time, self._since)
            if idle >= 60 * minutes and not self.router.held:
                self.desk.run("/lock")

    def _call_later(self, seconds: float, call: Callable[[], None]) -> None:
        def run() -> None:
            call()
            self._show()

        self.set_timer(seconds, run)

    async def ended(self) -> None:
        """Lets go of the scanners."""
        if self._supervisor is not None:
            await self._supervisor.stop()

    def _scanned(self, code: str) -> None:
        self._is_asked = True
        self.router.scan(code, monotonic())
        self._show()

    def _answered(self, sold: bool) -> None:
        """Tells the scanner on a line of its own what its scan came to."""
        if self._is_asked and self._supervisor is not None:
            self._is_asked = False
            self._supervisor.answer(good=sold)

    def _device_told(self, name: str, trouble: str) -> None:
        """Says that a scanner went, or that it is back."""
        if trouble:
            self.desk.say(_("scanner {name}: {trouble}", name=name, trouble=trouble), "refused")
        else:
            self.desk.say(_("scanner {name} is back", name=name))
        self._show()

    def _hear(self) -> None:
        """In the print thread: has the screen look at the printer, unless it is closing."""
        self.call_later(self._watch_printer)

    def _watch_drawer(self) -> None:
        """Says that the drawer should be closed."""
        printer = None if self._front is None else self._front.printer
        is_open = printer is not None and printer.status.drawer_open
        if self._open_drawer.must_tell(is_open, self.desk.shown.count, monotonic()):
            self.desk.say(_("close the drawer"), "refused")
        elif not is_open and self.desk.notice.text == _("close the drawer"):
            self.desk.say("")

    def _watch_printer(self) -> None:
        """Shows the printer's state, and new warnings."""
        if self._front is None:
            return
        told, self._told = self._told, len(self._front.warnings)
        warnings = self._front.warnings[told:]
        if warnings:
            # At the start there may be word of a restored sale, which must stay to be read.
            first = [self.desk.notice.text] if self.desk.notice.text and not told else []
            self.desk.say("; ".join([*first, *warnings]), "refused")
        printer = self._front.printer
        if printer is None:
            return
        status = printer.status
        if status.drawer_open and self.window.printer != _drawer_words():
            self.set_timer(PATIENCE, self._show)
        before, self.window.printer = self.window.printer, _printer_words(status)
        # A drawer that must be opened with its key has been told with the same reason, and matters more.
        if before != self.window.printer and status.trouble and status.trouble not in self.desk.notice.text:
            # The column beside the ledger has no room for a long reason.
            self.desk.say(_("printer: {trouble}", trouble=status.trouble), "refused")
            if any(job.state in _TO_DECIDE for job in status.jobs):
                self.desk.hint(_("/jobs prints or drops it"))
        self._show()


def _printer_words(status: Any) -> str:
    if status.trouble:
        return _("PRINTER {trouble}", trouble=status.trouble)
    if status.drawer_open:
        return _drawer_words()
    # One that says nothing was sent what it got; whether there is paper nobody knows.
    return _("printer: sent") if status.answers is False else _("printer ok")


def _drawer_words() -> str:
    return _("DRAWER OPEN")


def run_till(register: RegisterPort, *, front: FrontPort | None = None) -> int:
    """Runs the till's screen on this terminal until it is left; returns the exit code."""
    till = Till(register, front, colours=has_colours(os.environ))
    return till.run_here()
