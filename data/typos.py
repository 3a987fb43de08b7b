"""The words somebody may have meant, by optimal string alignment distance."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

_LONG: Final = 6
"""Words this long are forgiven two slips, shorter ones one."""
_SHORTEST: Final = 3


class Typos:
    """The words that occur, compared with one that does not."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = sorted(words)
        self._joined = " ".join(self._words)
        self._beginnings: dict[int, list[str]] = {}

    def holds(self, part: str) -> bool:
        """Whether it occurs in any word."""
        return part in self._joined

    def near(self, word: str, limit: int = 4) -> list[str]:
        """The nearest words, or, when there are none, the nearest beginnings of words as long as `word`."""
        if len(word) < _SHORTEST or word.isdecimal():
            return []
        return self._nearest(word, self._words, limit) or self._nearest(word, self._starts(len(word)), limit)

    def _starts(self, length: int) -> list[str]:
        starts = self._beginnings.get(length)
        if starts is None:
            starts = sorted({word[:length] for word in self._words if len(word) > length})
            self._beginnings[length] = starts
        return starts

    @staticmethod
    def _nearest(word: str, words: list[str], limit: int) -> list[str]:
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        slips = 2 if len(word) >= _LONG else 1
        found = process.extract(word, words, scorer=OSA.distance, score_cutoff=slips, limit=limit)
        return [match for match, _, _ in found]
