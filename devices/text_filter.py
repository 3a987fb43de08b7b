"""The filter between text from outside and a printer: nothing that passes it can command one.

A printer obeys bytes inside the text it prints: an item named `ESC p 0 25 250` would open the drawer. Screens
have their own filter in the till's core; this package imports no other, so the rule is written down here too.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

MARK = "·"
"""What stands for a character that is not printed."""

_MOST_TEXT = 2000
_MOST_ACCENTS = 2
_CACHED_CHARACTERS = 4096


def printable(text: str) -> str:
    """Return `text` in composed form with every character that has no shape of its own replaced by `MARK`.

    That is: controls (C0, C1, DEL), line separators, direction and zero-width characters, private use, lone
    surrogates, unassigned code points. Odd spaces become a space, more than two accents on a letter are
    dropped, and what goes on beyond 2000 characters is cut off.
    """
    if text.isascii() and text.isprintable():
        return text[:_MOST_TEXT]
    shown: list[str] = []
    accents = 0
    for char in unicodedata.normalize("NFC", text[:_MOST_TEXT]):
        accents = accents + 1 if unicodedata.combining(char) else 0
        if accents <= _MOST_ACCENTS:
            shown.append(_shape(char))
    return "".join(shown)


@lru_cache(_CACHED_CHARACTERS)
def _shape(char: str) -> str:
    if "\ufe00" <= char <= "\ufe0f":
        return ""  # asks for a coloured or a plain emoji; paper knows only one
    if char.isprintable():
        return char
    return " " if unicodedata.category(char) == "Zs" else MARK


@lru_cache(_CACHED_CHARACTERS)
def cell(char: str) -> int:
    """Return the columns one printed character takes: 2 for East Asian wide ones (UAX #11), else 1 or 0."""
    if unicodedata.category(char) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def cells(text: str) -> int:
    """Return the columns `text` takes."""
    return len(text) if text.isascii() else sum(map(cell, text))
