"""What a printer answers, bit by bit: status in real time, and the answers that come in order.

Epson's command reference for TM printers: DLE EOT n is answered at once, whatever is in the buffer, GS r 1
and GS ( H when all that came before them has been printed. Fixed bits tell an answer from noise.
"""

from __future__ import annotations

from dataclasses import dataclass

from devices.words import _

PRINTER, OFFLINE_CAUSE, PAPER = 1, 2, 4
"""What DLE EOT may be asked for."""

ASB_OFF = b"\x1da\x00"
"""GS a 0: no status that was not asked for."""
PAPER_IN_ORDER = b"\x1dr\x01"
"""GS r 1: answered once all before it is printed."""

_PID_HEAD = b"\x1d(H\x06\x00\x30\x30"
_PID_REPLY, _PID_DIGITS = b"\x37\x22", 4
_ASB_LENGTH = 4
_NO_PAPER, _SELECTED, _NO_ERROR = 0x20, 0x10, 0x08
_FIXED = 0x93
"""Bits 0, 1, 4 and 7, by which answers are told apart."""


@dataclass(frozen=True, slots=True)
class Condition:
    """How a printer is, as far as it says."""

    offline: bool = False
    cover_open: bool = False
    paper_out: bool = False
    paper_low: bool = False
    error: bool = False
    """The blade is jammed, or something else that a person has to see to."""
    drawer_pin: bool | None = None
    """Pin 3 of the drawer connector is high; what that means is the drawer's matter."""

    @property
    def trouble(self) -> str:
        """Why it cannot print, "" when it can."""
        if self.cover_open:
            return _("the printer's cover is open")
        if self.paper_out:
            return _("the printer is out of paper")
        if self.error:
            return _("the printer reports an error: look at its lights")
        return _("the printer is offline") if self.offline else ""


def ask(what: int) -> bytes:
    """Returns DLE EOT `what`."""
    return bytes((0x10, 0x04, what))


def condition(printer: int, cause: int | None, paper: int | None) -> Condition:
    """Returns what the answers to DLE EOT 1, 2 and 4 say; one that did not come is None."""
    cause, paper = cause or 0, paper or 0
    return Condition(
        offline=bool(printer & 0x08),
        cover_open=bool(cause & 0x04),
        paper_out=bool(cause & 0x20) or bool(paper & 0x60),
        paper_low=bool(paper & 0x0C),
        error=bool(cause & 0x40),
        drawer_pin=bool(printer & 0x04),
    )


def from_port(lines: int | None) -> Condition | None:
    """Returns what the status lines of a printer's port say (`ports.StatusLines`); None without any."""
    if not lines:
        return None  # no line at all is what ports without wires for them show
    return Condition(
        offline=not lines & _SELECTED, paper_out=bool(lines & _NO_PAPER), error=not lines & _NO_ERROR
    )


def process_id(number: int) -> bytes:
    """Returns the command that has the printer answer with `number` (0 to 9999) once all is printed."""
    return _PID_HEAD + f"{number % 10_000:04d}".encode()


class Answers:
    """Sorts what a printer says, in whatever pieces; status nobody asked for is dropped."""

    def __init__(self) -> None:
        self._rest = b""
        self.realtime: list[int] = []
        """Answers to DLE EOT, oldest first."""
        self.ordered = 0
        """Answers to GS r 1 so far."""
        self.processes: list[int] = []
        """Numbers of `process_id` that are printed."""

    def take(self, data: bytes) -> None:
        """Takes what was read."""
        self._rest += data
        while self._rest:
            used = self._one(self._rest)
            if not used:
                return
            self._rest = self._rest[used:]

    def _one(self, data: bytes) -> int:
        """Sorts the first answer; returns its length, 0 where it is not whole yet."""
        first = data[0]
        if first & _FIXED == 0x10:
            return _ASB_LENGTH if len(data) >= _ASB_LENGTH else 0
        if first == _PID_REPLY[0]:
            return self._process(data)
        if first & _FIXED == 0x12:
            self.realtime.append(first)
        elif not first & 0x90:
            self.ordered += 1
        return 1

    def _process(self, data: bytes) -> int:
        length = len(_PID_REPLY) + _PID_DIGITS + 1
        if len(data) < length:
            return 0
        digits = data[len(_PID_REPLY) : length - 1]
        if not data.startswith(_PID_REPLY) or data[length - 1] or not digits.isdigit():
            return 1
        self.processes.append(int(digits))
        return length
