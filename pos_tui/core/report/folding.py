"""Records folded into the sums of their business days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from .cube import Cube

if TYPE_CHECKING:
    from .spec import Doc, Fold, Place

DayCubes = dict[str, dict[str, Cube]]
"""Sums by fold, by business day."""


def fold(facts: Iterable[tuple[str, Doc]], folds: Sequence[Fold], place: Place, into: DayCubes) -> int:
    """Adds documents (table, document) to the sums of their days; returns how many are not as a till records
    them, which count nowhere."""
    wanted = {
        table: [fold for fold in folds if table in fold.tables]
        for table in frozenset().union(*(fold.tables for fold in folds))
    }
    odd = 0
    for table, document in facts:
        try:
            rows = [(fold, list(fold.rows(table, document, place))) for fold in wanted.get(table, ())]
            day = document["day"]
        except (KeyError, TypeError, ValueError, AttributeError, IndexError, ArithmeticError):
            odd += 1
            continue
        for one, found in rows:
            if found:
                _cube(into, day, one).count(found)
            if found and one.named is not None:
                for code, when, name in one.named(document):
                    _cube(into, day, one).name(code, when, name)
    return odd


def _cube(days: DayCubes, day: str, fold: Fold) -> Cube:
    cubes = days.setdefault(day, {})
    cube = cubes.get(fold.name)
    if cube is None:
        cube = cubes[fold.name] = Cube()
    return cube


def merge(into: DayCubes, more: DayCubes) -> None:
    """Adds the sums of other records."""
    for day, cubes in more.items():
        held = into.setdefault(day, {})
        for name, cube in cubes.items():
            if name in held:
                held[name].add(cube)
            else:
                held[name] = cube
