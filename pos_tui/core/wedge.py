"""How a scanner that types like a keyboard is set up: what it sends before, within and behind a code."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from .cards import holds_card_number
from .scan import GS, is_data

_NAMED: Final = {"any": "", "enter": "", "cr": "", "lf": "", "tab": "\t", "etx": "\x03"}
SILENT: Final = "none"
_GS1_128: Final = "]C1"
# Behind a quantity, too.
_FNC1_FIRST: Final = re.compile(rf"([\d.,]*\*|){GS}(.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Wedge:
    """As an address says it: wedge://?prefix=%02&suffix=tab&gs=%7C"""

    prefix: str = ""
    """Characters before each code: what follows is a scan, however fast it comes."""
    end: str = ""
    """A character that ends a code besides Enter."""
    is_silent: bool = False
    """Nothing ends a code but the pause behind it."""
    separator: str = ""
    """What the scanner types for GS, which not every terminal and keyboard lets through."""

    @classmethod
    def of(cls, prefix: str = "", suffix: str = "any", separator: str = "") -> Wedge:
        """Of the options of an address: a suffix by its name, or the character itself."""
        end = "" if suffix == SILENT else _NAMED.get(suffix, suffix[:1])
        return cls(prefix, end, suffix == SILENT, separator)

    def code(self, text: str, *, is_scan: bool) -> str:
        """A code with its separators; of typed text only where nobody could have typed it."""
        if self.separator and (is_scan or is_data(text)) and not holds_card_number(text):
            text = text.replace(self.separator, GS)
        if first := _FNC1_FIRST.match(text):
            # What the AIM id says as well, which is not stripped like a blank.
            text = first[1] + _GS1_128 + first[2].strip(GS)
        return text
