"""The code-page planner: text to bytes, with as few changes of page as can be and never a wrong letter.

It belongs to one receipt, as printers forget their page at `ESC @`. A letter that the page in use has is
printed in it, another in the first page of the printer's list that has it. One that the printer has nowhere
gets a stand-in, or is drawn.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING

from ..text_filter import cell, printable
from . import bidi
from .standins import step

if TYPE_CHECKING:
    from types import ModuleType

    from .profiles import Profile
    from .tables import Table

_UNKNOWN = "?"
_LAST_ASCII = "\x7f"
_MOST_STEPS = 4
_SELECT_PAGE = b"\x1bt"
_KANJI_ON = b"\x1c&"
_KANJI_OFF = b"\x1c."


class Planner:
    """The repertoire and the encoder of one receipt on one printer."""

    wide = 2

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._page: tuple[int, Table] | None = None
        self.replaced: set[str] = set()
        """Letters this printer has nothing for; they were printed as ?."""

    def begin(self) -> bytes:
        """Return the bytes that put the printer's letters into a known state after `ESC @`."""
        self._page = self._profile.pages[0] if self._profile.pages else None
        leave = _KANJI_OFF if self._profile.kanji else b""
        return leave + (self._select(self._page) if self._page else b"")

    def prepare(self, text: str) -> str:
        """Return `text` as this printer will show it: filtered, with stand-ins for what it lacks."""
        return "".join(self._available(letter, _MOST_STEPS) for letter in printable(text))

    def cells(self, text: str) -> int:
        """Return the columns of prepared `text`: each byte of a page is one, a letter of kanji mode two."""
        return len(text) if text.isascii() else sum(map(self._width, text))

    def order(self, text: str) -> str:
        """Return prepared `text` in the order in which the printer wants its letters."""
        return bidi.visual(text) if self._profile.rtl == "visual" else text

    def encode(self, text: str) -> bytes:
        """Return the bytes of prepared `text`; no byte below 20h but the changes of page and mode."""
        out = bytearray()
        for kanji, run in self._runs(text):
            if kanji:
                out += _KANJI_ON + run.encode(self._profile.kanji) + _KANJI_OFF
            else:
                out += self._paged(run)
        return bytes(out)

    def must_be_drawn(self, text: str) -> bool:
        """Return whether a letter of prepared `text` is in no font of the printer."""
        return not text.isascii() and not all(map(self._is_printed, text))

    def _width(self, letter: str) -> int:
        return 2 if self._is_kanji(letter) else 1 if self._is_printed(letter) else cell(letter)

    def _is_printed(self, letter: str) -> bool:
        return letter.isascii() or self._in_a_page(letter) or self._is_kanji(letter)

    def _is_drawable(self, letter: str) -> bool:
        if not self._profile.images or not _is_for_drawing(letter):
            return False
        return drawing().font_of(letter, self._profile.font) is not None

    def _available(self, letter: str, steps: int) -> str:
        if " " <= letter < _LAST_ASCII or self._in_a_page(letter) or self._is_kanji(letter):
            return letter
        instead = step(letter) if steps else None
        if instead is None and self._is_drawable(letter):
            return letter
        if instead is None:
            self.replaced.add(letter)
            return _UNKNOWN
        return "".join(self._available(char, steps - 1) for char in instead)

    def _in_a_page(self, letter: str) -> bool:
        return any(letter in table.letters for _, table in self._profile.pages)

    def _is_kanji(self, letter: str) -> bool:
        codec = self._profile.kanji
        return bool(codec) and _is_wide_in(codec, letter) and not self._in_a_page(letter)

    def _runs(self, text: str) -> Iterator[tuple[bool, str]]:
        run = ""
        for letter in text:
            if run and self._is_kanji(letter) != self._is_kanji(run[0]):
                yield self._is_kanji(run[0]), run
                run = ""
            run += letter
        if run:
            yield self._is_kanji(run[0]), run

    def _paged(self, text: str) -> bytes:
        out = bytearray()
        for letter in text:
            if letter < _LAST_ASCII:
                out += letter.encode("ascii") if letter >= " " else b"?"
                continue
            if self._page is None or letter not in self._page[1].letters:
                self._page = next(page for page in self._profile.pages if letter in page[1].letters)
                out += self._select(self._page)
            out.append(self._page[1].letters[letter])
        return bytes(out)

    def _select(self, page: tuple[int, Table]) -> bytes:
        return _SELECT_PAGE + bytes((page[0],))


def drawing() -> ModuleType:
    """Return the drawer of letters, whose libraries only letters without a font need."""
    return import_module("devices.escpos.drawing")


def _is_for_drawing(letter: str) -> bool:
    """Return whether a name cannot be read without `letter`; Arabic would have to be joined."""
    if unicodedata.bidirectional(letter) == "AL":
        return False
    is_wide_sign = "\u3000" < letter < "\u3100" or "\uff00" < letter < "\uffef"
    return is_wide_sign or unicodedata.category(letter)[0] == "L"


@lru_cache(4096)
def _is_wide_in(codec: str, letter: str) -> bool:
    """Return whether `letter` is wide and two bytes in an East Asian codec, none of them a control."""
    if cell(letter) != 2:
        return False
    try:
        encoded = letter.encode(codec)
    except UnicodeEncodeError:
        return False
    return len(encoded) == 2 and encoded[0] > 0x7F and encoded[1] > 0x20
