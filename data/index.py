"""Looking documents up by what they hold."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from data.schemas import TableSpec, keys_of

if TYPE_CHECKING:
    from data.codec import Doc
    from data.lazydocs import LazyDocs


INDEXING: Final = threading.Lock()
"""Held while an index is put in place and while a record is taken in: neither may miss the other."""


class Index:
    """The ids of the documents that hold a value."""

    __slots__ = ("_field", "_keys", "ids")

    def __init__(self, spec: TableSpec, field: str, documents: Mapping[int, Doc]) -> None:
        self._field = field
        self._keys = keys_of(spec, field)
        self.ids: dict[Any, int | tuple[int, ...]] = {}
        """Value to the id of the document that has it, or to the ids of several."""
        for doc_id, document in documents.items():
            self.add(doc_id, document)

    def take_column(self, ids: Sequence[int], values: list[Any]) -> None:
        """Takes in what documents that were never seen hold in this index's field."""
        held = self.ids
        if values.count(None) == len(values):
            return
        for doc_id, value in zip(ids, values, strict=True):
            if type(value) is list and len(value) == 1:
                value = value[0]
            if type(value) is str and value not in held:
                held[value] = doc_id
            elif value is not None:
                self.add(doc_id, {self._field: value})

    def add(self, doc_id: int, document: Doc) -> None:
        """Takes a document in."""
        ids = self.ids
        for key in self._keys(document):
            held = ids.get(key)
            if held is None:
                ids[key] = doc_id
            elif type(held) is int:
                ids[key] = tuple(sorted((held, doc_id)))
            else:
                ids[key] = tuple(sorted((*held, doc_id)))  # type: ignore[misc]

    def drop(self, doc_id: int, document: Doc) -> None:
        """Takes a document out."""
        ids = self.ids
        for key in self._keys(document):
            held = ids.get(key)
            if held == doc_id:
                del ids[key]
            elif type(held) is tuple:
                rest = tuple(other for other in held if other != doc_id)
                ids[key] = rest if len(rest) > 1 else rest[0]

    def catch_up(self, documents: LazyDocs) -> None:
        """Takes in what differs from the snapshot, whose lines were taken in."""
        for doc_id, old, new in documents.changed():
            if old is not None:
                self.drop(doc_id, old)
            if new is not None:
                self.add(doc_id, new)

    def find(self, value: Any) -> tuple[int, ...]:
        """The ids of the documents with this value, lowest first."""
        try:
            held = self.ids.get(value)
        except TypeError:  # a list or dict is never a key
            return ()
        return () if held is None else (held,) if type(held) is int else held  # type: ignore[return-value]


def taking_lines(spec: TableSpec, indexes: Mapping[str, Index], documents: LazyDocs) -> Iterator[None]:
    """Takes the lines of a snapshot into some indexes, decoding only the fields that matter, a slice at each
    step."""
    computed = [indexes[field] for field in indexes if spec.computed is not None and field in spec.computed]
    plain = [field for field in indexes if spec.computed is None or field not in spec.computed]
    fields = list(dict.fromkeys((*plain, *(spec.computed_from if computed else ()))))
    for ids, columns in documents.columns(fields):
        for field, column in zip(plain, columns, strict=False):
            indexes[field].take_column(ids, column)
        if computed:
            for doc_id, *values in zip(ids, *columns, strict=True):
                document = dict(zip(fields, values, strict=True))
                for index in computed:
                    index.add(doc_id, document)
        yield
