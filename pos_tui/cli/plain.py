"""`pos --plain`: the till as a teletype on any terminal, one line in and a few lines out.

The terminal stays in its line mode: it echoes and edits, and nothing is ever written but lines of text. A
thread takes lines in as they end, so that what is scanned while something slow runs neither overflows the
terminal's buffer nor changes its place.
"""

from __future__ import annotations

import os
import signal
import sys
import termios
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, Final

from pos_tui.core.words import _

from .linereading import lines
from .output import line
from .teletype import Teletype

if TYPE_CHECKING:
    from pos_tui.bootstrap import Shopfront
    from pos_tui.register.register import Register

    from .linereading import Line

_SIGNALS: Final = (signal.SIGHUP, signal.SIGTERM)
_KILL, _END = b"\x03", 128
_LOCAL, _CONTROL = 3, 6
"""Places in what termios tells of a terminal."""


def run_plain(register: Register, front: Shopfront) -> int:
    """Sells on this terminal until it is left; returns 0, or 128 + the number of the signal that ended it."""
    with _line_editing():
        return _Talk(register, front).run()


@contextmanager
def _line_editing() -> Iterator[None]:
    """The terminal's own line mode, in which no key sends a signal and Ctrl-C takes back the line.

    A signal would also drop whole lines that the terminal had taken in, and so lose scans.
    """
    fd = sys.stdin.fileno()
    before = termios.tcgetattr(fd)
    changed: list[Any] = termios.tcgetattr(fd)
    changed[0] = changed[0] & ~(termios.IGNCR | termios.INLCR) | termios.ICRNL
    changed[1] |= termios.OPOST | termios.ONLCR
    changed[_LOCAL] |= termios.ICANON | termios.ECHO | termios.ECHOK | termios.ECHOCTL
    # Erasing a line by moving back over it is what a teletype cannot do; its mark and a new line can be read.
    changed[_LOCAL] &= ~(termios.ISIG | termios.ECHOKE | termios.ECHOPRT)
    changed[_CONTROL][termios.VKILL] = _KILL
    termios.tcsetattr(fd, termios.TCSADRAIN, changed)
    try:
        yield
    finally:
        if os.isatty(fd):
            termios.tcsetattr(fd, termios.TCSADRAIN, before)


def _hide(hide: bool) -> None:
    """Has the terminal show what is typed, or not."""
    fd = sys.stdin.fileno()
    if not os.isatty(fd):
        return  # the terminal is gone
    mode: list[Any] = termios.tcgetattr(fd)
    mode[_LOCAL] = mode[_LOCAL] & ~termios.ECHO if hide else mode[_LOCAL] | termios.ECHO
    termios.tcsetattr(fd, termios.TCSADRAIN, mode)


class _Talk:
    """The conversation on this terminal."""

    def __init__(self, register: Register, front: Shopfront) -> None:
        self._till = Teletype(register, self._write, _hide)
        self._front = front
        self._told, self._trouble = 0, ""
        self._gone = False
        self._prompted = False
        self._came: SimpleQueue[Line | int | None] = SimpleQueue()
        """Lines in their order; None where the printer has news; the exit code where they end."""
        front.listener = lambda: self._came.put(None)

    def run(self) -> int:
        for number in _SIGNALS:
            signal.signal(number, self._end)
        for number in (signal.SIGINT, signal.SIGTSTP):
            signal.signal(number, signal.SIG_IGN)
        threading.Thread(target=self._read, name="lines", daemon=True).start()
        self._till.greet()
        code = 0
        while not self._till.leaving:
            came = self._next()
            if isinstance(came, int):
                code = came
                break
            _number, text, unreadable = came
            self._prompted = False
            if unreadable:
                self._till.refuse(unreadable)
            else:
                self._till.enter(text)
        self._till.leave()
        return _END + signal.SIGHUP if self._gone else code

    def _read(self) -> None:
        try:
            with open(sys.stdin.fileno(), "rb", buffering=0, closefd=False) as stream:
                for entry in lines(stream, lambda: None):
                    self._came.put(entry)
        except OSError:
            pass  # the terminal is gone, which is an end like any other
        self._came.put(0)

    def _next(self) -> Line | int:
        """The next line; says meanwhile what a cashier has to know of."""
        while True:
            self._tell_warnings()
            if self._came.empty() and not self._prompted:
                self._show(self._till.prompt)
                self._prompted = True
            came = self._came.get()
            if came is not None:
                return came

    def _tell_warnings(self) -> None:
        warnings = self._front.warnings
        for warning in warnings[self._told :]:
            self._write(warning)
        self._told = len(warnings)
        printer = self._front.printer
        trouble = "" if printer is None else printer.status.trouble
        if trouble != self._trouble:
            self._trouble = trouble
            self._write(
                _("printer: {trouble}", trouble=trouble) if trouble else _("the printer prints again")
            )

    def _write(self, text: str) -> None:
        """Whole lines, cleaned; on a line of their own where a prompt waits already."""
        try:
            if self._prompted:
                self._prompted = False
                line()
            line(text)
            sys.stdout.flush()
        except OSError:
            self._let_go()

    def _show(self, prompt: str) -> None:
        try:
            sys.stdout.write(prompt)
            sys.stdout.flush()
        except OSError:
            self._let_go()

    def _end(self, number: int, frame: object) -> None:
        """A signal ends the session after what was entered before it."""
        if number == signal.SIGHUP:
            self._let_go()
        self._came.put(_END + number)

    def _let_go(self) -> None:
        """The terminal is gone: nothing that is still said may fail for it."""
        self._gone = True
        nowhere = os.open(os.devnull, os.O_RDWR)
        for fd in (0, 1, 2):
            os.dup2(nowhere, fd)
        os.close(nowhere)
