"""A record of the journal in full, as lines to read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from .journal_query import JournalRecord

_INDENT: Final = "  "
_HASHED: Final = "$argon2"
"""How the hash of a PIN begins: nobody needs to see it."""


def fields_of(record: JournalRecord) -> Iterator[str]:
    """Everything a record holds, a field a line, what is nested further in; hashes of PINs are left out.

    A record may be an import of a whole catalogue: whoever asks takes no more lines than can be read.
    """
    yield from (f"hash: {record.h}", f"writer: {record.w}", f"key: {_text(record.k)}")
    for op in record.ops:
        yield ""
        yield " ".join(str(part) for part in op if not isinstance(part, dict))
        for part in op:
            if isinstance(part, dict):
                yield from _nested(part, _INDENT)


def _nested(value: dict[str, Any], indent: str) -> Iterator[str]:
    for name, part in value.items():
        if isinstance(part, dict):
            yield f"{indent}{name}:"
            yield from _nested(part, indent + _INDENT)
        elif isinstance(part, list) and any(isinstance(one, dict) for one in part):
            yield f"{indent}{name}:"
            for place, one in enumerate(part, 1):
                yield f"{indent}{_INDENT}#{place}"
                yield from _nested(one if isinstance(one, dict) else {"": one}, indent + 2 * _INDENT)
        elif isinstance(part, list):
            yield f"{indent}{name}: {', '.join(map(_text, part)) or '-'}"
        else:
            yield f"{indent}{name}: {_text(part)}"


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None or value == "":
        return "-"
    return "***" if isinstance(value, str) and value.startswith(_HASHED) else str(value)
