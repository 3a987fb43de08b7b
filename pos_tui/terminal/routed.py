"""What every screen program of ours is: an App whose keys meet one router, with one worker behind it."""

from __future__ import annotations

import asyncio
import gc
import signal
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from textual import events
from textual.app import App

from .bells import Bells
from .driver import LeanDriver
from .painter import Painted
from .router import SCAN_PAUSE, Stroke

if TYPE_CHECKING:
    from textual.driver import Driver

    from .router import Router

T = TypeVar("T")
_SLOW = 0.3
"""Seconds after which what waits for the disk is worth a word."""
_SIGNALS = (signal.SIGHUP, signal.SIGTERM, signal.SIGINT)


class Routed(Painted, App[int]):
    """Ends with 0, or with 128 + the number of the signal that ended it."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, work: str) -> None:
        """`work` names the worker's thread."""
        super().__init__()
        self.theme = "ansi-dark"
        self._worker = ThreadPoolExecutor(1, work)
        self._painting = False
        self._bells = Bells(self.bell, self.set_timer)

    # What a program says. Textual's metaclass leaves no room for ABCMeta.

    @property
    def router(self) -> Router:
        """Where keys go."""
        raise NotImplementedError

    def show(self) -> None:
        """Draws what changed, or leaves."""
        raise NotImplementedError

    def say_slow(self) -> None:
        """Says that what runs in the worker takes its time."""

    def run_here(self) -> int:
        """Runs it on this terminal; returns the exit code. Raises what nobody foresaw."""
        code = self.run(mouse=False)
        error = self._exception
        if error is not None:
            raise getattr(error, "error", error)  # a worker's is wrapped
        return self.return_code or 0 if code is None else code

    def _fatal_error(self) -> None:
        """Textual's shows the values of variables, and so what somebody typed; ours is left to the caller."""
        self._close_messages_no_wait()

    # Keys

    def get_driver_class(self) -> type[Driver]:
        """Ours, on a terminal; tests bring their own."""
        return LeanDriver

    def take_strokes(self, strokes: Iterable[Stroke]) -> None:
        """Gives keys to the router, in the order they came and at once."""
        for stroke in strokes:
            if stroke.key == "ctrl+l":
                self.repaint()
            else:
                self.router.feed(stroke)
        self._show()

    def hung_up(self) -> None:
        """The terminal is gone: leaves as after SIGHUP."""
        self.leave(128 + signal.SIGHUP)

    async def on_event(self, event: events.Event) -> None:
        """Takes keys that come by way of Textual, as in tests; the rest is Textual's."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            self.router.feed(Stroke(event.key, event.character, event.time))
            self._show_soon()
        elif isinstance(event, events.Paste) and not event.is_forwarded:
            self.router.paste(event.text, event.time)
            self._show_soon()
        else:
            await super().on_event(event)
            if isinstance(event, events.Resize):
                # Several in a row may end at the size it had, after the terminal has cut what it showed.
                self.repaint()

    # From start to end

    def on_ready(self) -> None:
        """Heeds the signals that end a session, spares the collector the imports."""
        loop = asyncio.get_running_loop()
        for number in _SIGNALS:
            loop.add_signal_handler(number, self.leave, 128 + number)
        self.started()
        gc.freeze()
        gc.enable()

    def started(self) -> None:
        """The first screen is there."""

    async def ended(self) -> None:
        """The screen is gone."""

    async def on_unmount(self) -> None:
        """Lets the worker end."""
        await self.ended()
        self._worker.shutdown(wait=True)

    def leave(self, code: int) -> None:
        """Ends the program."""
        self.exit(code)

    # Painting, working, sounding

    def _show_soon(self) -> None:
        """Paints once for all the keys that Textual has here already; they were all acted on before."""
        if not self._painting:
            self._painting = True
            self.call_later(self._show)

    def _show(self) -> None:
        self._painting = False
        if self.router.may_be_over:
            self.set_timer(SCAN_PAUSE, self._pause)
        self.show()

    def _pause(self) -> None:
        self.router.pause(monotonic())
        self._show()

    def work(self, job: Callable[[], T], done: Callable[[T], None]) -> None:
        """Runs a job in the worker thread; keys queue up in the router meanwhile."""

        async def run() -> None:
            slow = self.set_timer(_SLOW, self.say_slow)
            outcome = await asyncio.get_running_loop().run_in_executor(self._worker, job)
            slow.stop()
            done(outcome)
            self.worked()
            self._show()

        # A worker of Textual's ends the app when the job raises what no job may raise.
        self.run_worker(run(), exclusive=False, exit_on_error=True)

    def worked(self) -> None:
        """A job is done and its outcome taken."""

    def sound(self, name: str) -> None:
        """Says by the bell how something went: good, unknown, refused."""
        if self.is_running:
            self._bells.play(name)
