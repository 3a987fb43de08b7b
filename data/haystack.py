"""Many short texts in one piece of bytes, searched by `bytes.find`; hits are mapped to rows by bisection.

A row is `\\n word word`, as UTF-8, and the next row's line feed ends it: what is looked for says whether it
must be the start of a word, the end of the text, or any part of it. What a text starts with is looked up in a
sorted list of rows instead, as people type names from their start.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, islice
from typing import Final

END: Final = "\n"
"""In what is looked for: the end of the text."""
_HEAP: Final = 2000
"""About how many texts are put in order in one go."""
_SAMPLED: Final = 1000
"""Texts that are looked at to find out how all are spread."""
_SAMPLE: Final = 65_536
"""Bytes in which needles are counted, to start with the rarest."""
_RARE: Final = 4000
"""Rows that take about as long to look at as one more needle takes to look for in all the text."""
_FEW: Final = 800
"""So many hits are put in order by looking at each; the best of more than these are searched for apart."""
_FEW_TOGETHER: Final = 200
"""The same for several words, where each hit takes longer; of more than these the first are put in order."""


class Haystack:
    """Texts without line feeds, by row number in the order given."""

    __slots__ = ("_lines", "_sorted", "_starts", "_text")

    def __init__(self) -> None:
        self._lines: list[bytes] = []
        """What was added, until it is finished."""
        self._text = b"\n"
        self._starts = array("l", [0])
        self._sorted = array("l")

    def add(self, texts: Sequence[str]) -> None:
        """Adds texts."""
        lines = "\n ".join(["", *texts]).encode(errors="replace")
        self._lines.append(lines)
        lengths = [len(row) + 1 for row in lines.split(b"\n")[1:]]
        self._starts.extend(accumulate(lengths, initial=self._starts.pop()))

    def finishing(self) -> Iterator[None]:
        """Makes what was added ready to be searched, a little at each step."""
        self._text = b"".join([*self._lines, b"\n"])
        self._lines.clear()
        yield
        # Dealt out to heaps that are small enough to be put in order in one go.
        count = len(self)
        sample = sorted(map(self._row, range(0, count, count // _SAMPLED + 1)))
        bounds = sample[:: _SAMPLED * _HEAP // (count + 1) + 1]
        heaps: list[list[int]] = [[] for _ in range(len(bounds) + 1)]
        for first in range(0, count, _HEAP):
            for row in range(first, min(first + _HEAP, count)):
                heaps[bisect_right(bounds, self._row(row))].append(row)
            yield
        for heap in heaps:
            self._sorted.extend(sorted(heap, key=self._row))
            yield

    def _row(self, row: int) -> bytes:
        return self._text[self._starts[row] : self._starts[row + 1]]

    def __len__(self) -> int:
        return len(self._starts) - 1

    @property
    def words(self) -> set[str]:
        """Every word that occurs."""
        return set(self._text.decode().split())

    def best(self, words: Sequence[str], limit: int) -> list[int]:
        """Rows that hold every word, the best first.

        The whole text, then texts that start so, then those where words start so, then the rest.
        """
        best = dict.fromkeys(self.starting(" ".join(words), limit))
        if len(best) >= limit:
            return list(best)
        found = list(islice(self.rows(words), _FEW if len(words) == 1 else _FEW_TOGETHER))
        if len(words) == 1 and len(found) == _FEW:
            best.update(dict.fromkeys(islice(self.rows([f" {words[0]}"]), limit)))
        else:
            starts = [f" {word}" for word in words]
            found.sort(key=lambda row: not self.has(row, starts))
        best.update(dict.fromkeys(found))
        return list(best)[:limit]

    def starting(self, start: str, limit: int) -> list[int]:
        """Rows whose text starts so, in the order of their texts: one that is the whole text comes first."""
        needle = b"\n " + start.encode(errors="replace")
        length = len(needle)

        def head(row: int) -> bytes:
            begin = self._starts[row]
            return self._text[begin : begin + length]

        first = bisect_left(self._sorted, needle, key=head)
        rows = self._sorted[first : first + limit]
        return list(rows[: bisect_right(rows, needle, key=head)])

    def rows(self, needles: Sequence[str]) -> Iterator[int]:
        """The rows that hold every needle, in order."""
        sought = [needle.encode(errors="replace") for needle in needles]
        if len(sought) == 1:
            return self._leaping(sought)
        sample = {needle: self._text.count(needle, 0, _SAMPLE) for needle in sought}
        sought.sort(key=sample.__getitem__)
        rare = sample[sought[0]] * len(self._text) < _RARE * _SAMPLE
        return self._rare(sought) if rare else self._leaping(sought)

    def _rare(self, needles: Sequence[bytes]) -> Iterator[int]:
        """Looks at each row with the first needle."""
        find, starts = self._text.find, self._starts
        first, *rest = needles
        hit = find(first)
        while hit >= 0:
            row = bisect_right(starts, hit) - 1
            begin, end = starts[row], starts[row + 1]
            for needle in rest:
                if find(needle, begin, end) < 0:
                    break
            else:
                yield row
            hit = find(first, end)

    def _leaping(self, needles: Sequence[bytes]) -> Iterator[int]:
        """Goes from a row with one needle to the next row with another: for needles that are all frequent."""
        find, starts = self._text.find, self._starts
        first, *rest = needles
        hit = find(first)
        while hit >= 0:
            row = bisect_right(starts, hit) - 1
            begin, end = starts[row], starts[row + 1]
            for needle in rest:
                other = find(needle, begin)
                if other < 0:
                    return
                if other >= end:  # no row before that one can hold both
                    end = starts[bisect_right(starts, other) - 1]
                    break
            else:
                yield row
            hit = find(first, end)

    def text(self, row: int) -> str:
        """The text of a row."""
        return self._text[self._starts[row] + len(b"\n ") : self._starts[row + 1]].decode()

    def has(self, row: int, needles: Sequence[str]) -> bool:
        """Whether a row holds every needle."""
        begin, end = self._starts[row], self._starts[row + 1]
        return all(self._text.find(needle.encode(errors="replace"), begin, end) >= 0 for needle in needles)
