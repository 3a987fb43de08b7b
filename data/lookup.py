"""Which indexed values a TinyDB query asks for, read from its hash (a private part of TinyDB 4: see the
tests)."""

from __future__ import annotations

from collections.abc import Container
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tinydb.queries import QueryLike


Wanted = tuple[str, tuple[Any, ...]]


def wanted_values(cond: QueryLike, fields: Container[str]) -> Wanted | None:
    """A field of `fields` and the values one of which a matching document must have there; None to look at
    all.

    Every document that matches is among those found so; the condition itself still has to be asked.
    """
    return _wanted(getattr(cond, "_hash", None), fields)


def named_value(cond: QueryLike, fields: Container[str]) -> tuple[str, str, bool] | None:
    """The field of `fields` and the one text that a condition asks for there and nothing else, as by far the
    most do; and whether in a list (`any`) or as the value itself (`==`)."""
    described = getattr(cond, "_hash", None)
    if type(described) is not tuple or len(described) != 3:
        return None
    kind, path, value = described
    listed = kind == "any"
    if listed and type(value) is tuple and len(value) == 1:
        value = value[0]
    elif kind != "==":
        return None
    if type(value) is not str or len(path) != 1 or path[0] not in fields:
        return None
    return path[0], value, listed


def _wanted(described: object, fields: Container[str]) -> Wanted | None:
    if not isinstance(described, tuple):
        return None
    if len(described) == 3:
        return _compared(described, fields)
    if len(described) == 2 and described[0] == "and" and isinstance(described[1], frozenset):
        for part in described[1]:
            found = _wanted(part, fields)
            if found is not None:
                return found
    return None


def _compared(described: tuple[Any, ...], fields: Container[str]) -> Wanted | None:
    kind, path, value = described
    if not isinstance(path, tuple) or len(path) != 1 or path[0] not in fields:
        return None
    if kind == "==":
        return (path[0], (value,)) if isinstance(value, str | int) else None
    if kind not in ("one_of", "any") or not isinstance(value, tuple):
        return None
    for one in value:
        if not isinstance(one, str | int):
            return None
    return path[0], value if len(value) < 2 else tuple(dict.fromkeys(value))
