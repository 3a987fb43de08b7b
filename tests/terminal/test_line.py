"""Modes, sizes and character sets of lines."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import termios
from collections.abc import Iterator

import pytest

from pos_tui.terminal import line
from pos_tui.terminal.encoding import encoded


@pytest.fixture
def tty() -> Iterator[int]:
    master, slave = pty.openpty()
    yield slave
    os.close(slave)
    os.close(master)


def test_raw_hands_every_byte_on_and_changes_nothing_else(tty: int) -> None:
    before = termios.tcgetattr(tty)
    after = line.raw(before)
    assert not after[3] & (termios.ECHO | termios.ICANON | termios.ISIG | termios.IEXTEN)
    assert not after[0] & (termios.ICRNL | termios.IXON)
    assert (after[1], after[2], after[4], after[5]) == (before[1], before[2], before[4], before[5])
    assert before == termios.tcgetattr(tty), "the modes to restore are left as they were"


def test_a_line_that_knows_no_size_is_asked_of_the_environment(tty: int) -> None:
    assert line.size(tty, {}) == (80, 24)
    assert line.size(tty, {"COLUMNS": "132", "LINES": "43"}) == (132, 43)
    assert line.size(tty, {"COLUMNS": "0", "LINES": "x"}) == (80, 24)
    fcntl.ioctl(tty, termios.TIOCSWINSZ, struct.pack("HHHH", 20, 40, 0, 0))
    assert line.size(tty, {"COLUMNS": "132"}) == (40, 20)


def test_a_serial_line_is_as_slow_as_its_speed(tty: int) -> None:
    attributes = termios.tcgetattr(tty)
    attributes[5] = termios.B9600
    assert line.bytes_per_second(attributes) == 960
    attributes[5] = termios.B115200
    assert line.bytes_per_second(attributes) == 11520
    assert line.queued(tty) == 0


@pytest.mark.parametrize(
    ("environ", "charset"),
    [
        ({}, "ascii"),
        ({"LANG": "C"}, "ascii"),
        ({"LANG": "en_GB.UTF-8"}, "utf-8"),
        ({"LANG": "en_GB.utf8"}, "utf-8"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "C"}, "ascii"),
        ({"LANG": "C", "LC_CTYPE": "de_DE.ISO-8859-15@euro"}, "iso-8859-15"),
        ({"LANG": "xx.no-such-set"}, "ascii"),
    ],
)
def test_the_locale_names_the_character_set(environ: dict[str, str], charset: str) -> None:
    assert line.encoding(environ) == charset


@pytest.mark.parametrize(
    ("text", "charset", "sent"),
    [
        ("Café ·", "utf-8", "Café ·".encode()),
        ("Café ·", "ascii", b"Cafe ."),
        ("Café €", "iso-8859-15", b"Caf\xe9 \xa4"),
        ("牛乳x", "ascii", b"????x"),
        ("שלום", "ascii", b"????"),
        ("e\u0301x", "ascii", b"ex"),
    ],
)
def test_what_a_terminal_lacks_keeps_its_cells(text: str, charset: str, sent: bytes) -> None:
    assert encoded(text, charset) == sent
