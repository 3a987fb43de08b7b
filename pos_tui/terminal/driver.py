"""The terminal, without threads: keys when they arrive, bytes when the line takes them, nothing while idle.

The stock driver pays for each key with a thread switch and a pipe, wakes ten times a second for ever, and
takes every SIGCONT for a return from the shell and starts a second reader. This one asks the terminal no more
than whether it can hold a frame together, and only those that might.
"""

from __future__ import annotations

import os
import signal
import termios
import time
from typing import TYPE_CHECKING, Any, Protocol, cast

from textual import events
from textual.driver import Driver
from textual.geometry import Size

from . import early, line
from .encoding import encoded
from .keys import ESCAPE_DELAY, KeyReader

if TYPE_CHECKING:
    import asyncio

    from textual.app import App

    from .router import Stroke

_ASK_SYNC, _SYNC_START, _SYNC_END = "\x1b[?2026$p", "\x1b[?2026h", "\x1b[?2026l"
_MAY_KNOW_SYNC = ("xterm", "tmux", "screen", "foot", "alacritty", "kitty", "wezterm", "ghostty", "contour")
_WORTH_SYNC = 512
"""Bytes; a smaller frame arrives in one piece anyway."""
_POINTER_SHAPE = "\x1b]22;"
"""Textual says it at the start; nobody points here, and some terminals show it as text."""
_NO_REST = 0.02
"""Seconds: what is read so soon after the keys before came while those were acted on, at their pace."""
_BACKLOG = 0.1
"""Seconds of a serial line's time that may be queued in it before the next frame waits."""
_REPAINT_PAUSE = 5.0
"""Seconds between repaints after SIGCONT, which some supervisors send many times a second."""


class Listener(Protocol):
    """The App, as the driver sees it."""

    def take_strokes(self, strokes: list[Stroke]) -> None:
        """Keys, in the order they came."""

    def line_is_free(self) -> None:
        """All that was written has left."""

    def repaint(self) -> None:
        """The screen may show something else."""

    def hung_up(self) -> None:
        """Nobody is at the other end any more."""


class LeanDriver(Driver):
    """Reads and writes the terminal in the event loop."""

    def __init__(
        self,
        app: App[Any],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=False, size=size)
        self._listener = cast("Listener", app)
        self._terminal = early.taken()
        self._charset = line.encoding()
        self._keys = KeyReader(self._charset)
        self._out = b""
        self._output = -1
        self._rate = line.bytes_per_second(self._terminal.before)
        self._escape: asyncio.TimerHandle | None = None
        self._since = self._rested = 0.0
        """When what is read came at the earliest, and when there was last nothing to do."""
        self._repainting: asyncio.TimerHandle | None = None
        self._repaint_again = False
        self._waiting: asyncio.TimerHandle | None = None

    # Starting and stopping

    def start_application_mode(self) -> None:
        """Takes the terminal, if that was not done early, and hands on what was typed before."""
        terminal, loop = self._terminal, self._loop
        self._output = _own_descriptor(terminal.stdout)
        if not terminal.is_raw:
            terminal.start("")
        for number, act in ((signal.SIGWINCH, self._resized), (signal.SIGCONT, self._continued)):
            loop.add_signal_handler(number, act)
        signal.signal(signal.SIGTSTP, signal.SIG_IGN)
        self._resized()
        if os.environ.get("TERM", "").startswith(_MAY_KNOW_SYNC):
            self.write(_ASK_SYNC)
        terminal.pump()
        loop.call_soon(self._take_early)
        loop.add_reader(terminal.stdin, self._readable)
        loop.set_exception_handler(self._failed)

    def disable_input(self) -> None:
        """Reads no more keys."""
        self._loop.remove_reader(self._terminal.stdin)
        for number in (signal.SIGWINCH, signal.SIGCONT):
            self._loop.remove_signal_handler(number)

    def stop_application_mode(self) -> None:
        """Sends what is left, as far as the line takes it, and leaves the terminal as it was found."""
        self.disable_input()
        self._loop.remove_writer(self._output)
        self._try_to_send()
        self._terminal.restore()

    def close(self) -> None:
        """Gives the descriptor back."""
        if self._output == self._terminal.stdout:
            os.set_blocking(self._output, True)
        elif self._output >= 0:
            os.close(self._output)
        self._output = -1

    # Writing

    def write(self, data: str) -> None:
        """Sends, or queues what the line does not take now."""
        if data.startswith(_POINTER_SHAPE):
            return
        was_empty = not self._out
        self._out += encoded(data, self._charset)
        if was_empty:
            self._try_to_send()
            if self._out:
                self._loop.add_writer(self._output, self._writable)

    def write_frame(self, data: str) -> None:
        """Sends a frame, kept together where the terminal can."""
        if data:
            together = self._keys.has_sync and len(data) > _WORTH_SYNC
            self.write(f"{_SYNC_START}{data}{_SYNC_END}" if together else data)

    @property
    def is_busy(self) -> bool:
        """Whether a frame would have to wait; the listener is told when it need not."""
        if self._out:
            return True
        seconds = line.queued(self._output) / self._rate
        if seconds <= _BACKLOG:
            return False
        if self._waiting is None:
            self._waiting = self._loop.call_later(seconds - _BACKLOG / 2, self._line_is_free)
        return True

    def _line_is_free(self) -> None:
        self._waiting = None
        self._listener.line_is_free()

    def _writable(self) -> None:
        self._try_to_send()
        if not self._out:
            self._loop.remove_writer(self._output)
            self._listener.line_is_free()

    def _try_to_send(self) -> None:
        try:
            self._out = self._out[os.write(self._output, self._out) :] if self._out else b""
        except BlockingIOError:
            return
        except OSError:
            # The terminal is gone; SIGHUP ends the till, and nothing may hold it up until then.
            self._out = b""

    # Reading

    def _take_early(self) -> None:
        for data, when in self._terminal.read:
            self._take(data, when)
        self._terminal.read.clear()

    def _readable(self) -> None:
        try:
            data = os.read(self._terminal.stdin, 4096)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            data = b""
        if data:
            now = time.monotonic()
            if now - self._rested > _NO_REST:
                self._since = now
            self._take(data, self._since)
            self._rested = time.monotonic()
        else:
            # A line that was hung up reads as its end for ever.
            self._loop.remove_reader(self._terminal.stdin)
            self._listener.hung_up()

    def _take(self, data: bytes, when: float) -> None:
        if self._escape is not None:
            self._escape.cancel()
            self._escape = None
        self._listener.take_strokes(self._keys.feed(data, when))
        if self._keys.is_waiting:
            self._escape = self._loop.call_later(ESCAPE_DELAY, self._expire)

    def _expire(self) -> None:
        self._escape = None
        self._listener.take_strokes(self._keys.expire(time.monotonic()))

    def _failed(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """What no handler foresaw ends the app, as it would in a message handler of Textual's."""
        error = context.get("exception")
        if "handle" in context and isinstance(error, Exception):
            self._app._handle_exception(error)

    # Signals

    def _resized(self) -> None:
        size = Size(*line.size(self._terminal.stdout))
        self._app.post_message(events.Resize(size, size))

    def _continued(self) -> None:
        """After a stop the shell may have changed the modes and somebody may have written."""
        try:
            self._terminal.make_raw()
        except termios.error:
            return  # the line hung up, which comes with SIGCONT: SIGHUP ends the till
        if self._repainting is not None:
            self._repaint_again = True
            return
        self._listener.repaint()
        self._repainting = self._loop.call_later(_REPAINT_PAUSE, self._end_pause)

    def _end_pause(self) -> None:
        self._repainting = None
        if self._repaint_again:
            self._repaint_again = False
            self._continued()


def _own_descriptor(shared: int) -> int:
    """Returns a descriptor of the terminal that does not wait, without changing the one the shell shares."""
    try:
        return os.open(os.ttyname(shared), os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK)
    except OSError:
        os.set_blocking(shared, False)
        return shared
