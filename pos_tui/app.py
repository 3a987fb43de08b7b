"""The till's screen in Textual. It shows and routes; rules are the register's, and so is every write."""

from __future__ import annotations

from .terminal import environment  # noqa: F401  # sets what Textual reads when it is imported

# isort: split
import asyncio
import gc
import os
import signal
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from textual import events
from textual.app import App

from .screens.desk import Desk
from .screens.window import TillScreen
from .styles.themes import has_colours
from .terminal.driver import LeanDriver
from .terminal.painter import Painted
from .terminal.router import Stroke

if TYPE_CHECKING:
    from textual.driver import Driver

    from .screens.port import FrontPort, RegisterPort

_BELLS = {"unknown": 2, "refused": 1}
"""How often the bell sounds; what went well is silent, as the scanner beeps itself."""
_BELL_PAUSE = 0.15
_SLOW = 0.3
"""Seconds after which a command that waits for the disk is worth a word."""
_PRINTER_PAUSE = 2.0
"""Seconds between looks at a printer that has something to do."""
_SIGNALS = (signal.SIGHUP, signal.SIGTERM, signal.SIGINT)


class Till(Painted, App[int]):
    """One till. Leaves with 0, or with 128 + the number of the signal that ended it."""

    CSS_PATH = "styles/till.tcss"
    ENABLE_COMMAND_PALETTE = False

    def __init__(
        self, register: RegisterPort, front: FrontPort | None = None, *, colours: bool = True
    ) -> None:
        super().__init__()
        self.theme = "ansi-dark"
        self._front = front
        self._worker = ThreadPoolExecutor(1, "register")
        self._painting = self._watching = False
        self._told = 0
        self.desk = Desk(register, self._work, self._sound, front=front, colours=colours)
        self.window = TillScreen(self.desk)

    def get_default_screen(self) -> TillScreen:
        """The only screen there is."""
        return self.window

    def get_driver_class(self) -> type[Driver]:
        """Ours, on a terminal; tests bring their own."""
        return LeanDriver

    def take_strokes(self, strokes: Iterable[Stroke]) -> None:
        """Gives keys to the router, in the order they came and at once."""
        for stroke in strokes:
            if stroke.key == "ctrl+l":
                self.repaint()
            else:
                self.desk.router.feed(stroke)
        self._show()

    def hung_up(self) -> None:
        """The terminal is gone: leaves as after SIGHUP, with the basket in its draft."""
        self._leave(128 + signal.SIGHUP)

    async def on_event(self, event: events.Event) -> None:
        """Takes keys that come by way of Textual, as in tests; the rest is Textual's."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            self.desk.router.feed(Stroke(event.key, event.character, event.time))
            self._show_soon()
        elif isinstance(event, events.Paste) and not event.is_forwarded:
            self.desk.router.paste(event.text, event.time)
            self._show_soon()
        else:
            await super().on_event(event)
            if isinstance(event, events.Resize):
                # Several in a row may end at the size it had, after the terminal has cut what it showed.
                self.repaint()

    def on_ready(self) -> None:
        """Starts the clock, heeds the signals that end a session, spares the collector the imports."""
        loop = asyncio.get_running_loop()
        for number in _SIGNALS:
            loop.add_signal_handler(number, self._leave, 128 + number)
        self._tick()
        gc.freeze()
        gc.enable()

    def on_unmount(self) -> None:
        """Lets the worker end."""
        self._worker.shutdown(wait=True)

    def _leave(self, code: int) -> None:
        self.exit(code)

    def _show_soon(self) -> None:
        """Paints once for all the keys that Textual has here already; they were all acted on before."""
        if not self._painting:
            self._painting = True
            self.call_later(self._show)

    def _show(self) -> None:
        self._painting = False
        if self.desk.leaving:
            self._leave(0)
        else:
            self.window.show()
            self.paint_now(self.window.parts)

    def _work(self, job: Callable[[], Any], done: Callable[[Any], None]) -> None:
        """Runs a job of the desk in the worker thread; keys queue up in the router meanwhile."""

        async def run() -> None:
            slow = self.set_timer(_SLOW, self._say_slow)
            outcome = await asyncio.get_running_loop().run_in_executor(self._worker, job)
            slow.stop()
            done(outcome)
            self._watch_printer()
            self._show()

        # A worker of Textual's ends the app when the job raises what no command may raise.
        self.run_worker(run(), exclusive=False, exit_on_error=True)

    def _say_slow(self) -> None:
        if self.desk.router.held:
            self.desk.say(f"writing to the disk... {self.desk.router.queued} keys wait")
            self._show()

    def _sound(self, sound: str) -> None:
        for number in range(_BELLS.get(sound, 0) if self.is_running else 0):
            if number:
                self.set_timer(_BELL_PAUSE * number, self.bell)
            else:
                self.bell()

    def _tick(self) -> None:
        """Brings time and printer up to date, now and at each full minute."""
        if self._front is None:
            return
        now = self._front.clock().astimezone(ZoneInfo(self.desk.register.shop.timezone))
        self.window.time = f"{now:%a} {now.day} {now:%b %H:%M}"
        self._watch_printer()
        self._show()
        self.set_timer(60 - now.second, self._tick)

    def _watch_printer(self) -> None:
        """Shows the printer's state, again and again while receipts are on their way, and new warnings."""
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
        before, self.window.printer = self.window.printer, _printer_words(status.trouble)
        if before != self.window.printer or told != self._told:
            self._show()
        if status.jobs and not self._watching:
            self._watching = True
            self.set_timer(_PRINTER_PAUSE, self._look_again)

    def _look_again(self) -> None:
        self._watching = False
        self._watch_printer()


def _printer_words(trouble: str) -> str:
    return f"PRINTER {trouble}" if trouble else "printer ok"


def run_till(register: RegisterPort, *, front: FrontPort | None = None) -> int:
    """Runs the till's screen on this terminal until it is left; returns the exit code."""
    till = Till(register, front, colours=has_colours(os.environ))
    code = till.run(mouse=False)
    return till.return_code or 0 if code is None else code
