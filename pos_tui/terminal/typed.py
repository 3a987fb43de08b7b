"""What stands in the buffer, with what is needed to tell a scan from typing."""

from __future__ import annotations

from dataclasses import dataclass

from pos_tui.core.scan import is_code

# A line that never ends must not eat the memory; far beyond what is refused anyway.
_MOST = 4096

SCAN_LENGTH = 8
SCAN_GAP = 0.030
"""Seconds: a mean gap below it over at least SCAN_LENGTH characters is a scanner, not a hand."""

PAUSE = 0.1
"""Seconds: after a longer gap a hand may have put a scanner to work, or pressed Enter itself."""


@dataclass(slots=True)
class Typed:
    """The buffer, with what is needed to tell a scan from typing."""

    text: str = ""
    first: float = 0.0
    last: float = 0.0
    by_hand: bool = False
    burst: int = 0
    """Where the text begins that came without a pause."""
    burst_first: float = 0.0
    given: bool = False
    """It is there again because a scan came after it; nobody has touched it since."""
    pasted: bool = False
    """Some of it was pasted."""
    marked: int | None = None
    """Where the code begins that the scanner's prefix announced."""

    def add(self, character: str, time: float, *, pasted: bool = False) -> None:
        """One more character, unless there are too many."""
        if not self.text:
            self.first, self.by_hand = time, False
        if not self.text or time - self.last > PAUSE:
            self.burst, self.burst_first = len(self.text), time
        self.given = False
        if len(self.text) < _MOST:
            self.text += character
        self.last = time
        self.pasted = self.pasted or pasted

    def mark(self, prefix: str) -> None:
        """Takes the scanner's prefix off the end: a code follows."""
        self.text = self.text[: -len(prefix)]
        self.marked = len(self.text)

    @property
    def is_scan(self) -> bool:
        """Whether all of it came at a scanner's pace; of what was pasted only a bar code is one."""
        if self.pasted and not is_code(self.text):
            return False
        return len(self.text) >= SCAN_LENGTH and not self.text.startswith("/") and self.is_fast

    @property
    def is_fast(self) -> bool:
        """Whether no hand types like that."""
        count = len(self.text)
        return count > 1 and not self.by_hand and (self.last - self.first) / (count - 1) < SCAN_GAP

    @property
    def scanned(self) -> str:
        """The end of it that came at a scanner's pace, behind what was typed."""
        tail = self.text[self.burst :]
        if len(tail) < SCAN_LENGTH or tail.startswith("/") or (self.pasted and not is_code(tail)):
            return ""
        return tail if (self.last - self.burst_first) / (len(tail) - 1) < SCAN_GAP else ""

    @property
    def before(self) -> str:
        """What stands before `scanned`."""
        return self.text[: len(self.text) - len(self.scanned)]
