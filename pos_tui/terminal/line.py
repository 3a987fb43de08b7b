"""The line to the terminal: its modes, its size, its speed and its characters. No Textual in here."""

from __future__ import annotations

import fcntl
import os
import struct
import termios
from collections.abc import Mapping
from typing import Any

Attributes = list[Any]
"""What tcgetattr returns."""

FULL_SPEED = 115_200
"""Bits per second of a line that is taken as it is: pseudo terminals say 38400 and mean nothing by it."""

_INPUT, _LOCAL, _SPEED, _CONTROL = 0, 3, 5, 6
_COOKED_INPUT = termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR | termios.IGNCR | termios.ISTRIP
_COOKED_LOCAL = termios.ECHO | termios.ICANON | termios.IEXTEN | termios.ISIG
_SPEEDS = {getattr(termios, f"B{bits}"): bits for bits in (300, 1200, 2400, 4800, 9600, 19200, 38400, 57600)}


def raw(before: Attributes) -> Attributes:
    """Returns modes in which every key arrives as it is and nothing is echoed."""
    after = [*before[:_CONTROL], list(before[_CONTROL])]
    after[_INPUT] &= ~_COOKED_INPUT
    after[_LOCAL] &= ~_COOKED_LOCAL
    after[_CONTROL][termios.VMIN], after[_CONTROL][termios.VTIME] = 1, 0
    return after


def size(fd: int, environ: Mapping[str, str] = os.environ) -> tuple[int, int]:
    """Returns (columns, rows); where a serial line knows neither, those of the environment, else 80x24."""
    try:
        rows, columns = struct.unpack("HHHH", fcntl.ioctl(fd, termios.TIOCGWINSZ, b"\0" * 8))[:2]
    except OSError:
        rows = columns = 0
    return columns or _number(environ.get("COLUMNS"), 80), rows or _number(environ.get("LINES"), 24)


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdecimal() and 0 < int(text) < 1000 else otherwise


def queued(fd: int) -> int:
    """Returns how many bytes the line has taken and not yet sent (TIOCOUTQ); 0 where it does not say."""
    try:
        return int(struct.unpack("i", fcntl.ioctl(fd, termios.TIOCOUTQ, b"\0" * 4))[0])
    except OSError:
        return 0


def bytes_per_second(attributes: Attributes) -> int:
    """Returns what a serial line carries: ten bits a byte, with start and stop bit."""
    return _SPEEDS.get(attributes[_SPEED], FULL_SPEED) // 10


def encoding(environ: Mapping[str, str] = os.environ) -> str:
    """Returns the character set of the locale (POSIX 8.2: LC_ALL, LC_CTYPE, LANG), "ascii" without one."""
    chosen = next((environ[name] for name in ("LC_ALL", "LC_CTYPE", "LANG") if environ.get(name)), "")
    charset = chosen.partition(".")[2].partition("@")[0].lower().replace("_", "-")
    if charset in ("utf-8", "utf8"):
        return "utf-8"
    try:
        "".encode(charset or "ascii")
    except LookupError:
        return "ascii"
    return charset or "ascii"
