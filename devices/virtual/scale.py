"""A scale that is not there: `dummy://name` in memory, `dummy:///some/file` for a person to set.

`echo 734 > /some/file` puts 734 g on it; a second word says how it does, as in `734 moving`.
"""

from __future__ import annotations

import threading
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Final

from devices.words import _

from ..errors import LinkDown

if TYPE_CHECKING:
    from ..address import Address

CAPACITY: Final = 15_000
"""Grams; with more on it, it gives no weight."""
STATES: Final = ("ready", "moving", "off", "mute", "tared", "pounds")
"""Weighs; does not come to rest; not reachable; says nothing; with a tare of its own; set to pounds."""
_MOST: Final = 64
_POUND: Final = Decimal("453.59237")
"""Grams."""

_scales: dict[str, VirtualScale] = {}
_making = threading.Lock()


class VirtualScale:
    """What lies on it and how it does, to be set from any thread."""

    def __init__(self) -> None:
        self.grams = 0
        self.state = "ready"
        self.asked = 0
        """How often it was asked for the weight."""

    def link(self, request: bytes) -> ScaleLink:
        """Return a link to it for who asks with `request`."""
        return ScaleLink(self, request)

    def look(self) -> tuple[int, str]:
        """Return grams and state as they are now."""
        return self.grams, self.state


class FileScale(VirtualScale):
    """One whose weight stands in a file; without the file it is empty."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path

    def look(self) -> tuple[int, str]:
        """Return what the file says; what it says wrong is an answer that nobody understands."""
        try:
            words = self._path.read_text("ascii", "replace")[:_MOST].split()
        except OSError:
            return 0, "ready"
        grams, state = (words or ["0"])[0], (words[1:2] or ["ready"])[0]
        good = grams.lstrip("-").isdigit() and state in STATES
        return (int(grams), state) if good else (0, "faulty")


class ScaleLink:
    """A `Link` to a virtual scale, which answers in what it is asked in."""

    can_answer = True

    def __init__(self, scale: VirtualScale, request: bytes) -> None:
        self._scale, self._request = scale, request
        self._said: bytes | None = None

    def open(self, timeout: float) -> None:
        """Connect. Raises LinkDown while it is off."""
        if self._scale.look()[1] == "off":
            raise LinkDown(_("the virtual scale is off"))
        self._said = b""

    def write(self, data: bytes, stall: float, limit: float) -> None:
        """Be asked."""
        self._opened()
        self._scale.asked += 1
        grams, state = self._scale.look()
        if state != "mute" and data == self._request:
            self._said = _as_toledo(grams, state) if data == b"W" else _as_sma(grams, state)

    def read(self, most: int, timeout: float) -> bytes:
        """Return what it said."""
        said = self._opened()
        self._said = said[most:]
        return said[:most]

    def finish(self, timeout: float) -> None:
        """Nothing waits."""

    def close(self) -> None:
        """Let go."""
        self._said = None

    def _opened(self) -> bytes:
        if self._said is None:
            raise LinkDown(_("it is not open"))
        return self._said


def _as_toledo(grams: int, state: str) -> bytes:
    bits = (state == "moving") | (grams > CAPACITY) << 1 | (grams < 0) << 2 | (grams == 0) << 4
    if bits & 0x07 or state == "faulty":
        return b"\x02?" + bytes((0x40 | bits,)) + b"\r"
    if state == "pounds":
        return f"\x02{_pounds(grams):0>5}\r".encode()
    return f"\x02{grams // 1000:02}.{grams % 1000:03}{'N' if state == 'tared' else ''}\r".encode()


def _as_sma(grams: int, state: str) -> bytes:
    sign = "O" if grams > CAPACITY else "U" if grams < 0 else "Z" if grams == 0 else " "
    sign = "E" if state == "faulty" else sign
    kind, motion = "N" if state == "tared" else "G", "M" if state == "moving" else " "
    kilograms = f"{Decimal(grams).scaleb(-3):.3f}"
    unit, value = ("lb ", _pounds(grams)) if state == "pounds" else ("kg ", kilograms)
    return f"\n{sign}1{kind}{motion} {'-' * 10 if sign == 'E' else value:>10}{unit}\r".encode()


def _pounds(grams: int) -> str:
    return f"{grams / _POUND:.2f}"


def virtual_scale(address: Address) -> VirtualScale:
    """Return the scale of a dummy address: the one in its file, else this process's of that name."""
    if address.path.strip("/"):
        return FileScale(Path(address.path))
    with _making:
        return _scales.setdefault(address.host, VirtualScale())
