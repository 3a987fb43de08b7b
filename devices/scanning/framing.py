"""Where one scan ends and the next begins, in a stream of bytes that comes in any pieces. Pure, and bounded.

A scanner is set to send something after a code: CR, LF, both, ETX or TAB; and may send something before it.
Only one that sends nothing is cut off by its silence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ..address import Address

LONGEST: Final = 4096
"""Bytes of a scan; of a longer one nothing is kept up to the next end mark."""
SILENCE: Final = 0.08
"""Seconds of silence that end a scan, only where no end mark is set."""

_ENDS: Final = b"\r\n\x03\t"
_NOISE: Final = b"\x00\x02\x15"
"""NUL of a line at rest, STX before a code, NAK of a scanner that was asked."""

ENDS: Final = {
    "any": _ENDS,
    "enter": b"\r\n\x03",
    "tab": b"\t",
    "etx": b"\x03",
    "lf": b"\n",
    "cr": b"\r",
    "none": b"",
}
"""End marks by the name an address gives them."""


@dataclass(slots=True)
class Framer:
    """Cuts one scanner's bytes into codes. What is left when the line drops is dropped with it (`reset`)."""

    prefix: bytes = b""
    """Stripped from the front of each code."""
    ends: bytes = _ENDS
    """Each byte of it ends a code; empty: silence does."""
    separator: bytes = b""
    """What the scanner sends in place of GS, the separator of GS1 codes."""
    lost: int = 0
    """Scans that were too long, so far."""
    _rest: bytes = b""
    _skipping: bool = False

    def feed(self, data: bytes) -> list[str]:
        """Returns the codes that `data` completes, oldest first; empty ones are none."""
        codes: list[str] = []
        for byte in data:
            if byte in self.ends:
                codes += self._take()
            elif not self._skipping:
                self._rest += bytes((byte,))
                if len(self._rest) > LONGEST:
                    self._rest, self._skipping = b"", True
                    self.lost += 1
        return codes

    def silence(self) -> list[str]:
        """Returns the code that silence has ended, where no end mark is set."""
        return [] if self.ends else self._take()

    def reset(self) -> None:
        """The line dropped: half a code is no code."""
        self._rest, self._skipping = b"", False

    @property
    def is_waiting(self) -> bool:
        """Whether silence would end something."""
        return not self.ends and bool(self._rest)

    def _take(self) -> list[str]:
        data, self._rest, skipped = self._rest, b"", self._skipping
        self._skipping = False
        data = data.translate(None, _NOISE).removeprefix(self.prefix.translate(None, _NOISE))
        if self.separator:
            data = data.replace(self.separator, b"\x1d")
        code = _text(data)
        return [] if skipped or not code.strip() else [code]


def framer(address: Address) -> Framer:
    """The framer that an address asks for."""
    suffix = address.get("suffix", "any")
    ends = ENDS[suffix] if suffix in ENDS else suffix.encode("latin-1", "ignore")
    prefix, separator = (address.get(key).encode("latin-1", "ignore") for key in ("prefix", "gs"))
    return Framer(prefix, ends, separator)


def _text(data: bytes) -> str:
    """UTF-8, and Latin-1 where it is not: no scan is lost for a byte."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("latin-1")
