"""Sums of whole numbers by keys: what every report is folded into.

A cube is a commutative monoid under `add`, as whole numbers are under plus: whatever way a period is split,
and in whatever order its records are read, the parts add up to the whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from operator import add
from typing import Any

Key = tuple[str, ...]
"""The currency, what it is a sum by, and which one of these."""
Amounts = Sequence[int]
Row = tuple[Key, Amounts]


class Cube:
    """Sums by key; each key has as many numbers as its fold has measures."""

    __slots__ = ("names", "sums")

    def __init__(self, rows: Iterable[Row] = ()) -> None:
        self.sums: dict[Key, list[int]] = {}
        self.names: dict[str, tuple[str, str]] = {}
        """What something is called, by its code: (when it was, the name). The latest counts."""
        self.count(rows)

    def count(self, rows: Iterable[Row]) -> None:
        """Adds to the sums."""
        sums = self.sums
        for key, amounts in rows:
            held = sums.get(key)
            if held is None:
                sums[key] = list(amounts)
            else:
                held[:] = map(add, held, amounts)

    def name(self, code: str, when: str, name: str) -> None:
        """Notes what something was called."""
        if self.names.get(code, ("", "")) < (when, name):
            self.names[code] = (when, name)

    def add(self, other: Cube) -> None:
        """Takes in the sums of another."""
        self.count(other.sums.items())
        for code, (when, name) in other.names.items():
            self.name(code, when, name)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Cube) and (self.sums, self.names) == (other.sums, other.names)

    __hash__ = None  # type: ignore[assignment]

    def to_document(self) -> list[Any]:
        """The stored form. Names are not stored: what has any is never kept."""
        return [[*key, list(amounts)] for key, amounts in sorted(self.sums.items())]

    @classmethod
    def from_document(cls, rows: Iterable[Sequence[Any]]) -> Cube:
        """The cube of a stored form."""
        return cls((tuple(row[:-1]), row[-1]) for row in rows)


def total(cubes: Iterable[Cube]) -> Cube:
    """All of them as one."""
    found = Cube()
    for cube in cubes:
        found.add(cube)
    return found


Days = Mapping[str, Cube]
"""Sums by business day."""
