"""What a row of a table was: each change of it in the journal, field by field, with who, when and why."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from .journal_query import JournalRecord

Document = Mapping[str, Any]
Texts = Callable[[Sequence[Document]], Mapping[str, str]]
"""The fields, as texts, of what is stored: one document, or the several that make one thing, oldest first."""
_WRITES: Final = ("put", "set", "del")


@dataclass(frozen=True, slots=True)
class TableRecords:
    """A query of the journal: records that may touch the documents of a table with a value in a field.

    What changes or removes a document does not say the value: `changes` tells whose it is.
    """

    table: str
    field: str
    value: str

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables that a record has to touch."""
        return (self.table,)

    @property
    def is_whole(self) -> bool:
        """Whether a record is looked at as a whole."""
        return False

    def may_hold(self, line: bytes) -> bool:
        """Whether a record with this line, or these lines, may be meant."""
        if f'["put","{self.table}",'.encode() in line:
            said = f'"{self.field}":{json.dumps(self.value, ensure_ascii=False)}'
            if said.encode() in line:
                return True
        return any(f'["{what}","{self.table}",'.encode() in line for what in ("set", "del"))

    def matches(self, record: JournalRecord) -> bool:
        """Whether a record is meant."""
        return any(
            op[0] != "put" or op[3].get(self.field) == self.value for op in _written(record, self.table)
        )


@dataclass(frozen=True, slots=True)
class Change:
    """One change, which one record made."""

    n: int
    """The journal's record."""
    time: int
    """Milliseconds since 1970, UTC."""
    operator: str
    why: str
    fields: tuple[tuple[str, str, str], ...]
    """(field, before, after); all that is not empty for what is new."""
    is_new: bool = False


def changes(records: Iterable[JournalRecord], query: TableRecords, texts: Texts) -> list[Change]:
    """The changes of what a query asks for, by records that come oldest first."""
    there: dict[int, Document] = {}
    was: Mapping[str, str] = {}
    found: list[Change] = []
    for record in records:
        is_new, why, is_touched = not there, "", False
        for op in _written(record, query.table):
            is_meant = op[3].get(query.field) == query.value if op[0] == "put" else op[2] in there
            if not is_meant:
                continue
            is_touched = True
            if op[0] == "del":
                del there[op[2]]
            else:
                there[op[2]] = {**there[op[2]], **op[3]} if op[0] == "set" else op[3]
                why = said_why(op[3]) or why
        if not is_touched:
            continue
        now = texts(tuple(there.values())) if there else {}
        fields = differences(was, now)
        if fields:
            found.append(Change(record.n, record.t, record.u, why, fields, is_new))
        was = now
    return found


def differences(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[tuple[str, str, str], ...]:
    """(field, before, after) of what differs."""
    names = dict.fromkeys((*after, *before))
    pairs = ((name, before.get(name, ""), after.get(name, "")) for name in names)
    return tuple(pair for pair in pairs if pair[1] != pair[2])


def said_why(document: Document) -> str:
    """The reason that came with a document, in itself or with who changed it."""
    places = [document, *(part for part in document.values() if isinstance(part, Mapping))]
    return next((str(place["why"]) for place in places if place.get("why")), "")


def _written(record: JournalRecord, table: str) -> list[list[Any]]:
    return [op for op in record.ops if len(op) > 2 and op[0] in _WRITES and op[1] == table]
