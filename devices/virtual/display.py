"""A customer display that is not there: `dummy://name` in memory, `dummy:///some/file` for a person to read.

It obeys CD5220 and Epson's line display commands alike, as far as tills send them, and shares no code with
what makes them. `watch cat /some/file` shows it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from devices.words import _

from ..errors import LinkDown, LinkStalled
from .reader import PAGES

if TYPE_CHECKING:
    from ..address import Address

_COLUMNS: Final = 20
_FIRST_LETTER: Final = 0x20

_displays: dict[str, VirtualDisplay] = {}
_making = threading.Lock()


class Screen:
    """Two rows of twenty cells and the commands that fill them, fed with bytes in any pieces."""

    def __init__(self) -> None:
        self.unknown: list[bytes] = []
        """What no display would understand."""
        self._rest = b""
        self._reset()

    @property
    def lines(self) -> tuple[str, str]:
        """What it shows."""
        text = "".join(self._cells)
        return text[:_COLUMNS], text[_COLUMNS:]

    def feed(self, data: bytes) -> None:
        """Obeys what is whole, keeps the rest for later."""
        self._rest += data
        while self._rest and (taken := self._step(self._rest)):
            self._rest = self._rest[taken:]

    def _reset(self) -> None:
        self._cells, self._at, self._page = [" "] * (2 * _COLUMNS), 0, 0

    def _clear(self) -> None:
        self._cells, self._at = [" "] * (2 * _COLUMNS), 0

    def _step(self, data: bytes) -> int:
        """Obeys the first command or letter; returns its length, 0 while it is not whole."""
        if data[0] >= _FIRST_LETTER:
            self._put(data[:1])
            return 1
        if data[:1] == b"\x0c":
            self._clear()
            return 1
        if data[:3] in (b"\x1bQA", b"\x1bQB"):
            return self._whole_row(data)
        lengths = {b"\x1b@": 2, b"\x1bt": 3, b"\x1f$": 4, b"\x1f\x01": 2, b"\x1bQ": 4}
        if len(data) < 2:
            return 0
        length = lengths.get(data[:2], 0)
        if not length:
            self.unknown.append(data[:1])
            return 1
        if len(data) < length:
            return 0
        self._obey(data[:length])
        return length

    def _obey(self, command: bytes) -> None:
        name = command[:2]
        if name == b"\x1b@":
            self._reset()
        elif name == b"\x1bt":
            self._page = command[2]
        elif name == b"\x1f$" and 1 <= command[2] <= _COLUMNS and command[3] in (1, 2):
            self._at = command[2] - 1 + _COLUMNS * (command[3] - 1)
        elif name != b"\x1f\x01":
            self.unknown.append(command)

    def _whole_row(self, data: bytes) -> int:
        end = data.find(b"\r")
        if end < 0:
            return 0
        text, start = data[3:end], 0 if data[2:3] == b"A" else _COLUMNS
        if len(text) > _COLUMNS or any(byte < _FIRST_LETTER for byte in text):
            self.unknown.append(data[: end + 1])
        else:
            self._at = start
            self._put(text.ljust(_COLUMNS))
        return end + 1

    def _put(self, letters: bytes) -> None:
        for letter in letters.decode(PAGES.get(self._page, "ascii"), "replace"):
            self._cells[self._at] = letter
            self._at = (self._at + 1) % len(self._cells)


class VirtualDisplay:
    """One display; written to from the display's thread and read from any other."""

    def __init__(self, show: Callable[[tuple[str, str]], None] = lambda lines: None) -> None:
        self.state = "ready"
        """ready; off: not reachable, dark; deaf: takes nothing."""
        self.writes = 0
        self._screen = Screen()
        self._show = show
        self._changed = threading.Condition()

    @property
    def lines(self) -> tuple[str, str]:
        """What it shows."""
        with self._changed:
            return self._screen.lines

    @property
    def unknown(self) -> list[bytes]:
        """What it did not understand."""
        with self._changed:
            return list(self._screen.unknown)

    def wait_for(self, upper: str, timeout: float = 10.0) -> bool:
        """Wait until the upper row is this, without the space around it; return whether it came to be."""
        with self._changed:
            return self._changed.wait_for(lambda: self._screen.lines[0].strip() == upper, timeout)

    def switch_off(self) -> None:
        """No power: dark, and all forgotten."""
        with self._changed:
            self.state, self._screen = "off", Screen()

    def link(self) -> DisplayLink:
        """Return a link to it."""
        return DisplayLink(self)

    def take(self, data: bytes) -> None:
        """Obey."""
        with self._changed:
            self.writes += 1
            self._screen.feed(data)
            self._changed.notify_all()
        self._show(self.lines)


class DisplayLink:
    """A `Link` to a virtual display."""

    can_answer = False

    def __init__(self, display: VirtualDisplay) -> None:
        self._display = display

    def open(self, timeout: float) -> None:
        """Connect. Raises LinkDown while it is off."""
        self._there()

    def write(self, data: bytes, stall: float, limit: float) -> None:
        """Show. Raises LinkDown, LinkStalled."""
        self._there()
        if self._display.state == "deaf":
            raise LinkStalled(_("the virtual display takes nothing"))
        self._display.take(data)

    def read(self, most: int, timeout: float) -> bytes:
        """Return b"": it says nothing. Raises LinkDown while it is off."""
        self._there()
        return b""

    def finish(self, timeout: float) -> None:
        """Nothing waits."""

    def close(self) -> None:
        """Let go."""

    def _there(self) -> None:
        if self._display.state == "off":
            raise LinkDown(_("the virtual display is off"))


def virtual_display(address: Address) -> VirtualDisplay:
    """Return the display of a dummy address: one on a file, else this process's of that name."""
    if address.path.strip("/"):
        return VirtualDisplay(_writer(Path(address.path)))
    with _making:
        return _displays.setdefault(address.host, VirtualDisplay())


def _writer(path: Path) -> Callable[[tuple[str, str]], None]:
    def write(lines: tuple[str, str]) -> None:
        part = path.with_name(path.name + ".part")
        with suppress(OSError):
            part.write_text(f"{lines[0]}\n{lines[1]}\n", "utf-8")
            part.replace(path)

    return write
