"""Which indexed values a TinyDB query asks for, read from its hash (a private part of TinyDB 4: see the
tests)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tinydb.queries import QueryLike


def wanted_values(cond: QueryLike, fields: tuple[str, ...]) -> tuple[str, tuple[Any, ...]] | None:
    """A field of `fields` and the values one of which a matching document must have there; None to look at
    all.

    Every document that matches is among those found so; the condition itself still has to be asked.
    """
    return _wanted(getattr(cond, "_hash", None), fields)


def _wanted(described: object, fields: tuple[str, ...]) -> tuple[str, tuple[Any, ...]] | None:
    if not isinstance(described, tuple) or not described:
        return None
    kind = described[0]
    if kind == "and" and len(described) == 2 and isinstance(described[1], frozenset):
        for part in described[1]:
            found = _wanted(part, fields)
            if found is not None:
                return found
        return None
    if len(described) != 3:
        return None
    _, path, value = described
    if not (isinstance(path, tuple) and len(path) == 1 and path[0] in fields):
        return None
    if kind == "==" and isinstance(value, str | int):
        return path[0], (value,)
    if (
        kind in ("one_of", "any")
        and isinstance(value, tuple)
        and all(isinstance(v, str | int) for v in value)
    ):
        return path[0], tuple(dict.fromkeys(value))
    return None
