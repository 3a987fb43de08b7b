"""The first milliseconds: raw mode and a first screen before anything heavy is imported.

What is typed or scanned while the till loads is read from then on and sold afterwards, in order. Imports
nothing but the standard library's own terminal modules, as the whole start waits for it.
"""

from __future__ import annotations

import os
import select
import signal
import termios
import time
from typing import TYPE_CHECKING

from . import line

if TYPE_CHECKING:
    from types import FrameType

ENTER = "\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[?2004h\x1b[m\x1b[2J\x1b[H"
"""The other screen, no cursor, no wrapping, pastes that say so: ignored where they are not known."""
LEAVE = "\x1b[m\x1b[?2004l\x1b[?7h\x1b[?1049l\x1b[?25h"

_SIGNALS = (signal.SIGHUP, signal.SIGTERM, signal.SIGINT)


class Terminal:
    """A terminal in raw mode. It is restored once, by whoever comes first."""

    def __init__(self, stdin: int = 0, stdout: int = 1) -> None:
        """Raises termios.error, where they are no terminal."""
        self.stdin, self.stdout = stdin, stdout
        self.before = termios.tcgetattr(stdin)
        self.read: list[tuple[bytes, float]] = []
        """(bytes, when) of what came before the driver took over."""
        self.is_raw = False
        """Whether it is ours now."""

    def start(self, words: str) -> None:
        """Raw mode, and `words` in the first row in reverse."""
        self.make_raw()
        columns, _ = line.size(self.stdout)
        self.write(f"{ENTER}\x1b[7m {words[: columns - 2]} \x1b[m")

    def make_raw(self) -> None:
        """Every key as it is, at once."""
        termios.tcsetattr(self.stdin, termios.TCSANOW, line.raw(self.before))
        self.is_raw = True

    def write(self, text: str) -> None:
        """Writes a little text; what the line does not take is not worth waiting for."""
        try:
            os.write(self.stdout, text.encode("ascii", "replace"))
        except OSError:
            return

    def pump(self) -> None:
        """Takes what was typed so far, as the kernel keeps no more than 4 KB of it."""
        while select.select([self.stdin], [], [], 0)[0]:
            data = os.read(self.stdin, 4096)
            if not data:
                return
            self.read.append((data, time.monotonic()))

    def restore(self) -> None:
        """Leaves the terminal as it was found."""
        if self.is_raw:
            self.is_raw = False
            self.write(LEAVE)
            # A terminal that is gone cannot be restored, and what ends the till is said elsewhere.
            try:
                termios.tcsetattr(self.stdin, termios.TCSANOW, self.before)
            except termios.error:
                return


_started: Terminal | None = None


def start(words: str) -> Terminal | None:
    """Takes the terminal; None where there is none. Ends restore it, also by a signal."""
    global _started
    if not (os.isatty(0) and os.isatty(1)):
        return None
    for number in _SIGNALS:
        signal.signal(number, _end)
    _started = Terminal()
    _started.start(words)
    return _started


def taken() -> Terminal:
    """Returns the terminal that was taken early, or one that is still as it was found."""
    return _started or Terminal()


def give_back() -> None:
    """Restores the terminal, if it was taken: before anything is said on it."""
    if _started is not None:
        _started.restore()


def _end(number: int, frame: FrameType | None) -> None:
    give_back()
    raise SystemExit(128 + number)
