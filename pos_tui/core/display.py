"""Text from outside, made safe to write on a terminal, and measured in terminal cells.

Names, notes and codes come from files, scanners and other people's databases, so they may hold escape
sequences, direction overrides, invisible characters or hundreds of accents on one letter. `clean` is the one
function between such text and a screen; the printer has its own in `devices`, which imports nothing of ours.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import chain
from typing import Literal

MARK = "·"
"""What stands for a character that is not shown; code page 437 and every console font have a glyph for it."""

LEFT_TO_RIGHT = "\u200e"
"""Takes no cell. Behind a name in Hebrew or Arabic it keeps a terminal that orders scripts itself from
drawing the figures behind the name before it (UAX #9: digits would else join the name's direction)."""

Align = Literal["left", "center", "right"]

_COLUMNS = re.compile(r"( {2,})")
_MOST_ACCENTS = 2
_CACHED_CHARACTERS = 8192
# Assigned, not controls, and yet blank or of no width: a name that holds one only looks like another name.
_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0")
# Variation selectors and skin tones widen the sign before them in some terminals and not in others.
_DROPPED = frozenset(map(chr, chain(range(0xFE00, 0xFE10), range(0x1F3FB, 0x1F400), range(0xE0100, 0xE01F0))))
_FLAG_LETTER_A = 0x1F1E6
_FLAG_LETTER_Z = 0x1F1FF


def clean(text: str, limit: int = 200, mark: str = MARK) -> str:
    """Return `text` as it may be shown: one line of at most `limit` cells that cannot steer a terminal.

    Control characters (C0, C1, DEL), line and paragraph separators, direction controls, zero-width and
    private-use characters, lone surrogates and unassigned code points become `mark`; odd spaces a plain one.
    """
    if text.isascii() and text.isprintable():
        return text[:limit]
    # A character takes at most a cell and two accents, so what lies beyond this can never be shown.
    return cut("".join(_visible(unicodedata.normalize("NFC", text[: limit * 8]), mark)), limit)


def _visible(text: str, mark: str) -> list[str]:
    shown: list[str] = []
    accents = _MOST_ACCENTS  # an accent with no letter before it would land on the neighbour's cell
    for char in text:
        shape = _shape(char)
        if shape is None:
            shown.append(mark)
            accents = _MOST_ACCENTS
        elif shape and _width(shape) == 0:
            accents += 1
            if accents <= _MOST_ACCENTS:
                shown.append(shape)
            elif not shown:
                shown.append(mark)
        elif shape:
            shown.append(shape)
            accents = 0
    return shown


@lru_cache(_CACHED_CHARACTERS)
def _shape(char: str) -> str | None:
    """Return what is shown for one character: itself, a stand-in, "" to drop it, None to mark it."""
    if char in _DROPPED:
        return ""
    if _FLAG_LETTER_A <= ord(char) <= _FLAG_LETTER_Z:
        return chr(ord("A") + ord(char) - _FLAG_LETTER_A)
    if char in _INVISIBLE:
        return None
    if char.isprintable():
        return char
    return " " if unicodedata.category(char) == "Zs" else None


@lru_cache(_CACHED_CHARACTERS)
def _width(char: str) -> int:
    """Return the cells of one visible character by Unicode's East Asian Width (UAX #11): 0, 1 or 2."""
    if unicodedata.category(char) in ("Mn", "Me") or char == LEFT_TO_RIGHT:
        return 0
    if "\u1160" <= char <= "\u11ff" or "\ud7b0" <= char <= "\ud7ff":
        return 0  # Hangul vowels and finals join the syllable before them
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def directed(text: str) -> str:
    """Return cleaned `text` with its columns, which two spaces part, kept in their order on any terminal."""
    return text if text.isascii() else _directed(text)


@lru_cache(_CACHED_CHARACTERS)
def _directed(text: str) -> str:
    return "".join(part + LEFT_TO_RIGHT if _runs_left(part) else part for part in _COLUMNS.split(text))


def _runs_left(text: str) -> bool:
    return any(unicodedata.bidirectional(char) in ("R", "AL", "AN") for char in text)


def cells(text: str) -> int:
    """Return how many terminal cells cleaned `text` takes: wide characters two, accents none."""
    return len(text) if text.isascii() else sum(map(_width, text))


def cut(text: str, width: int) -> str:
    """Return the start of cleaned `text` that fits into `width` cells, never half a wide character."""
    if text.isascii():
        return text[: max(0, width)]
    used = 0
    for index, char in enumerate(text):
        used += _width(char)
        if used > width:
            return text[:index]
    return text


def fit(text: str, width: int, align: Align = "left") -> str:
    """Return cleaned `text` in exactly `width` cells: cut at the end or filled with spaces by `align`."""
    shown = cut(text, width)
    room = width - cells(shown)
    left = {"left": 0, "center": room // 2, "right": room}[align]
    return " " * left + shown + " " * (room - left)
