"""Names as they are compared when searched: without case, accents and most punctuation."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final

_SEPARATORS: Final = '!"#&()*+,-/:;<=>?@[\\]^_{|}~\u00a0·•–—‐‑־'
_DROPPED: Final = "'`´’‘\u05f3\u05f4\u00ad\u200b\u200c\u200d\u200e\u200f\ufeff"
_SPELT: Final = {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
"""Letters that have no decomposition and that a keyboard without them spells otherwise."""


class _Fold(dict[int, str | int | None]):
    """What `str.translate` makes of each character; combining marks (accents, points) go."""

    def __missing__(self, code: int) -> int | None:
        to = None if unicodedata.combining(chr(code)) else code
        self[code] = to
        return to


_TABLE: Final = _Fold(
    {
        **dict.fromkeys([*range(32), 127, *map(ord, _SEPARATORS)], " "),
        **dict.fromkeys(map(ord, _DROPPED)),
        **{ord(char): spelling for char, spelling in _SPELT.items()},
    }
)
_LINES: Final = _Fold({**_TABLE, ord("\n"): "\n"})


def folded(text: str) -> str:
    """The text as it is searched: small letters, no accents, words divided by one space."""
    return " ".join(_bare(text).translate(_TABLE).split())


def folded_all(texts: Sequence[str]) -> list[str]:
    """As `folded` for each, but faster: all that is ASCII in one piece, and all the rest in another."""
    plain = _in_one_piece([text for text in texts if text.isascii()])
    other = _in_one_piece([text for text in texts if not text.isascii()])
    return [next(plain if text.isascii() else other) for text in texts]


def _in_one_piece(texts: list[str]) -> Iterator[str]:
    joined = _bare("\n".join(texts)).translate(_LINES)
    while "  " in joined:
        joined = joined.replace("  ", " ")
    lines = joined.replace("\n ", "\n").replace(" \n", "\n").strip(" ").split("\n")
    if texts and len(lines) != len(texts):  # a name with a line feed in it
        lines = [folded(text) for text in texts]
    return iter(lines)


def _bare(text: str) -> str:
    """Without case and, by NFKD, with accents apart from their letters."""
    return text.lower() if text.isascii() else unicodedata.normalize("NFKD", text.casefold()).casefold()
