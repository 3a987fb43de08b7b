"""What an item was: each change of it in the journal, field by field, with who and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .journal_query import JournalRecord

Texts = Callable[[Mapping[str, Any]], Mapping[str, str]]
"""The fields of a stored item as texts."""


@dataclass(frozen=True, slots=True)
class ItemRecords:
    """A query of the journal: the records that touch one item, by its internal id."""

    doc_id: int

    def may_hold(self, line: bytes) -> bool:
        """Whether a record with this line, or these lines, may be meant."""
        return any(f'["{what}","items",{self.doc_id}'.encode() in line for what in ("put", "set", "del"))

    def matches(self, record: JournalRecord) -> bool:
        """Whether a record is meant."""
        return any(_is_of(op, self.doc_id) for op in record.ops)


@dataclass(frozen=True, slots=True)
class ItemChange:
    """One change of an item."""

    n: int
    """The journal's record."""
    time: int
    """Milliseconds since 1970, UTC."""
    operator: str
    why: str
    fields: tuple[tuple[str, str, str], ...]
    """(field, before, after); all that is not empty for a new item."""
    is_new: bool = False


def changes(records: Iterable[JournalRecord], doc_id: int, texts: Texts) -> list[ItemChange]:
    """The changes of an item by its records, which come oldest first."""
    before: Mapping[str, Any] = {}
    found: list[ItemChange] = []
    for record in records:
        for op in record.ops:
            if not _is_of(op, doc_id):
                continue
            after = {} if op[0] == "del" else {**before, **op[3]} if op[0] == "set" else op[3]
            fields = _differences(texts(before) if before else {}, texts(after) if after else {})
            if fields:
                why = "" if op[0] == "del" else str(op[3].get("why") or "")
                found.append(ItemChange(record.n, record.t, record.u, why, fields, not before))
            before = after
    return found


def _is_of(op: list[Any], doc_id: int) -> bool:
    return len(op) > 2 and op[0] in ("put", "set", "del") and op[1] == "items" and op[2] == doc_id


def _differences(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[tuple[str, str, str], ...]:
    names = dict.fromkeys((*after, *before))
    pairs = ((name, before.get(name, ""), after.get(name, "")) for name in names)
    return tuple(pair for pair in pairs if pair[1] != pair[2])
