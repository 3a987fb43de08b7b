"""Rows of a file, of whatever format: named texts with the line they stand on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from pos_tui.core.errors import InvalidValue
from pos_tui.core.words import _


@dataclass(frozen=True, slots=True)
class Row:
    """One record: its fields as text, those only that the file has."""

    line: int
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row cannot be taken."""

    line: int
    reason: str

    def __str__(self) -> str:
        return _("line {line}: {reason}", line=self.line, reason=self.reason)


def mapping(pairs: Sequence[str], fields: Sequence[str]) -> dict[str, str]:
    """Which column each field is read from, of texts like "sku=code".

    Raises:
        InvalidValue: not of that form, no such field, or a field named twice.
    """
    columns: dict[str, str] = {}
    for pair in pairs:
        field, equals, column = pair.partition("=")
        field, column = field.strip().lower(), column.strip()
        if not equals or not column:
            raise InvalidValue(_("'{pair}' says no mapping: write FIELD=COLUMN, such as sku=code", pair=pair))
        if field not in fields:
            raise InvalidValue(
                _("there is no field '{field}'{hint}", field=field, hint=nearest(field, fields))
            )
        if field in columns:
            raise InvalidValue(_("the field '{field}' is mapped twice", field=field))
        columns[field] = column
    return columns


def nearest(word: str, known: Sequence[str]) -> str:
    """What to say after "there is no such thing": the nearest one there is, or all of them."""
    close = get_close_matches(word.lower(), list(known), n=1)
    if close:
        return _(": did you mean '{word}'?", word=close[0])
    return _(". There are: {names}", names=", ".join(known))
