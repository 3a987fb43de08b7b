"""Text in the terminal's character set, each character in as many cells as it was measured with."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from pos_tui.core.display import cells

_ASCII = {
    "·": ".",
    "×": "x",
    "–": "-",
    "—": "-",
    "‘": "'",
    "’": "'",
    "“": '"',
    "”": '"',
    "…": ".",
    "€": "E",
    "£": "L",
}


def encoded(text: str, charset: str) -> bytes:
    """Returns `text` in `charset`; what it does not have as the letter without its accent, else as "?"."""
    if text.isascii():
        return text.encode("ascii")
    try:
        return text.encode(charset)
    except UnicodeEncodeError:
        return b"".join(_one(char, charset) for char in text)


@lru_cache(maxsize=2048)
def _one(char: str, charset: str) -> bytes:
    for shown in (char, unicodedata.normalize("NFKD", char)[:1], _ASCII.get(char, "")):
        if shown and cells(shown) == cells(char):
            try:
                return shown.encode(charset)
            except UnicodeEncodeError:
                continue
    return b"?" * cells(char)
