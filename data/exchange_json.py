"""JSON lines in and out: one object a line, numbers taken as the text they are written with."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NoReturn

import msgspec

from data.exchange_rows import Problem, Row
from pos_tui.core.words import _

if TYPE_CHECKING:
    from data.exchange_text import Lines


class _Bad(ValueError):
    """What is wrong with a line beyond its syntax."""


class JsonRows:
    """The rows of a JSON lines file, by the keys of each object."""

    def __init__(self, lines: Lines, fields: Sequence[str], columns: Mapping[str, str]) -> None:
        self._lines = lines
        self._keys = [(field, columns.get(field, field)) for field in fields]
        self.unused: list[str] = []

    def __iter__(self) -> Iterator[Row | Problem]:
        for number, text in self._lines:
            if not text.strip():
                continue
            try:
                yield self._row(number, text)
            except json.JSONDecodeError as error:
                yield Problem(
                    number, _("this is no JSON: {msg} at character {colno}", msg=error.msg, colno=error.colno)
                )
            except _Bad as bad:
                yield Problem(number, str(bad))
            except RecursionError:
                yield Problem(number, _("nested too deep"))

    def _row(self, number: int, text: str) -> Row:
        value = _DECODER.decode(text.strip())
        if not isinstance(value, dict):
            raise _Bad(_("a JSON object is expected"))
        return Row(number, {field: _text(field, value[key]) for field, key in self._keys if key in value})


def json_lines(rows: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """One line an object."""
    encode = msgspec.json.Encoder().encode
    for row in rows:
        yield encode(row) + b"\n"


def _text(field: str, value: object) -> str:
    """A value as the text a CSV cell would hold."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return ";".join(value)
    raise _Bad(_("{field} is neither a text nor a number", field=field))


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice, _count = Counter(key for key, _ in pairs).most_common(1)[0]
        raise _Bad(_("the key {key} is there twice", key=repr(twice)))
    return found


def _no_number(text: str) -> NoReturn:
    raise _Bad(_("{text} is no number", text=text))


_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_unique, parse_float=str, parse_int=str, parse_constant=_no_number
)
