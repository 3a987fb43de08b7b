"""A commit being put together: what it will write, and reading that sees it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tinydb.table import Document

from data.codec import Doc, Op, copied
from data.errors import AppendOnly, Duplicate, StoreError
from data.schemas import TableSpec, is_indexed, keys_of, spec_of
from data.state import Index, Rows

if TYPE_CHECKING:
    from types import TracebackType

    from data.storage import JournalStorage

StoredDocument = Document
"""A document with its internal id as `doc_id`."""


class _Overlay:
    """The documents of one table as this commit will leave them; None for one that it removes."""

    __slots__ = ("docs", "indexes", "next_id")

    def __init__(self, rows: Rows) -> None:
        self.docs: dict[int, Doc | None] = {}
        self.indexes: dict[str, Index] = {}
        self.next_id = rows.next_id

    def put(self, doc_id: int, document: Doc | None) -> None:
        for index in self.indexes.values():
            old = self.docs.get(doc_id)
            if old is not None:
                index.drop(doc_id, old)
            if document is not None:
                index.add(doc_id, document)
        self.docs[doc_id] = document
        if doc_id >= self.next_id:
            self.next_id = doc_id + 1

    def find(self, spec: TableSpec, field: str, value: Any) -> tuple[int, ...]:
        if not is_indexed(spec, field):
            keys = keys_of(spec, field)
            return tuple(i for i, doc in self.docs.items() if doc is not None and value in keys(doc))
        index = self.indexes.get(field)
        if index is None:
            present = {doc_id: doc for doc_id, doc in self.docs.items() if doc is not None}
            index = self.indexes[field] = Index(spec, field, present)
        return index.find(value)


class Transaction:
    """One commit. Entering takes the lock and what others recorded; leaving without an exception makes it
    durable.

    `n` and `h` are the number and the hash of its record afterwards; `epoch` is the one it belongs to. A
    commit that writes nothing makes no record.
    """

    __slots__ = ("_key", "_operator", "_ops", "_overlays", "_state", "_storage", "epoch", "h", "n")

    def __init__(self, storage: JournalStorage, operator: str, key: str | None) -> None:
        self._storage = storage
        self._operator = operator
        self._key = key
        self._ops: list[Op] = []
        self._overlays: dict[str, _Overlay] = {}
        self.epoch = 0
        self.n = 0
        self.h = ""

    def __enter__(self) -> Transaction:
        storage = self._storage
        storage.begin(self._key)
        self._state = storage.core.state
        self.epoch = storage.epoch
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        storage = self._storage
        try:
            if kind is None and self._ops:
                record = storage.commit(self._ops, self._operator, self._key)
                self.n, self.h = record.n, record.h
            elif kind is None:
                self.n, self.h = storage.core.journal.n, storage.core.journal.h
        finally:
            storage.end()

    # Writing

    def insert(self, table: str, document: Mapping[str, Any]) -> int:
        """Adds a document and returns its internal id.

        Raises:
            Duplicate: a field that names one document holds a value that another has.
        """
        overlay = self._overlay(table)
        return self.put(table, overlay.next_id, document)

    def put(self, table: str, doc_id: int, document: Mapping[str, Any]) -> int:
        """Stores a whole document under an id, in the place of the one that is there.

        Raises:
            Duplicate; AppendOnly: there is one and the table only grows.
        """
        overlay = self._overlay(table)
        spec = spec_of(table)
        if spec.append_only and doc_id < overlay.next_id and self._stored(table, doc_id) is not None:
            raise AppendOnly(f"{table}: a record is never changed")
        plain = document if type(document) is dict else dict(document)
        self._check_unique(table, spec, doc_id, plain)
        overlay.put(doc_id, plain)
        self._ops.append(["put", table, doc_id, plain])
        return doc_id

    def set(self, table: str, doc_id: int, /, **fields: Any) -> None:
        """Gives fields of a document new values (absolute ones: what is recorded does not depend on what was
        there).

        Raises:
            StoreError: there is no such document. Duplicate, AppendOnly: as for `put`.
        """
        spec = spec_of(table)
        if spec.append_only:
            raise AppendOnly(f"{table}: a record is never changed")
        old = self._stored(table, doc_id)
        if old is None:
            raise StoreError(f"{table} {doc_id}: there is no such document")
        self._check_unique(table, spec, doc_id, fields)
        self._overlay(table).put(doc_id, {**old, **fields})
        self._ops.append(["set", table, doc_id, fields])

    def remove(self, table: str, doc_id: int) -> None:
        """Removes a document, if it is there.

        Raises:
            AppendOnly: the table only grows.
        """
        if spec_of(table).append_only:
            raise AppendOnly(f"{table}: a record is never removed")
        if self._stored(table, doc_id) is not None:
            self._overlay(table).put(doc_id, None)
            self._ops.append(["del", table, doc_id])

    def _check_unique(self, table: str, spec: TableSpec, doc_id: int, fields: Mapping[str, Any]) -> None:
        for field in spec.unique:
            value = fields.get(field)
            if value is None:
                continue
            for other in self._find_ids(table, spec, field, value):
                if other != doc_id:
                    raise Duplicate(table, field, value, other)
            if spec.append_only and self._storage.core.sealed.holds_number(table, value):
                raise Duplicate(table, field, value, 0)

    # Reading

    def find(self, table: str, field: str, value: Any) -> StoredDocument | None:
        """The document whose field has this value (the lowest id, if several do), this commit's own writes
        included."""
        spec = spec_of(table)
        ids = self._find_ids(table, spec, field, value)
        if ids:
            doc_id = min(ids)
            return Document(copied(self._stored(table, doc_id)), doc_id)
        if spec.append_only:
            sealed = self._storage.core.sealed.find(table, field, value)
            if sealed is not None:
                return Document(copied(sealed[1]), sealed[0])
        return None

    def get(self, table: str, doc_id: int) -> StoredDocument | None:
        """The document with an internal id, this commit's own writes included."""
        document = self._stored(table, doc_id)
        return None if document is None else Document(copied(document), doc_id)

    def ids(self, table: str) -> list[int]:
        """The internal ids of a table's documents (without sealed ones), this commit's own writes
        included."""
        rows, overlay = self._state.rows(table), self._overlays.get(table)
        if overlay is None:
            return list(rows.docs)
        kept = [doc_id for doc_id in rows.docs if overlay.docs.get(doc_id, rows) is not None]
        return kept + [i for i, doc in overlay.docs.items() if doc is not None and i not in rows.docs]

    def _overlay(self, table: str) -> _Overlay:
        overlay = self._overlays.get(table)
        if overlay is None:
            overlay = self._overlays[table] = _Overlay(self._state.rows(table))
        return overlay

    def _find_ids(self, table: str, spec: TableSpec, field: str, value: Any) -> tuple[int, ...]:
        ids = self._state.rows(table).find_ids(field, value)
        overlay = self._overlays.get(table)
        if overlay is None or not overlay.docs:
            return ids
        kept = tuple(doc_id for doc_id in ids if doc_id not in overlay.docs)
        return kept + overlay.find(spec, field, value)

    def _stored(self, table: str, doc_id: int) -> Doc | None:
        overlay = self._overlays.get(table)
        if overlay is not None and doc_id in overlay.docs:
            return overlay.docs[doc_id]
        rows = self._state.rows(table)
        document = rows.docs.get(doc_id)
        if document is None and rows.spec.append_only:
            segment = self._storage.core.sealed.segment_of(table, doc_id)
            if segment is not None:
                return self._storage.core.sealed.load(segment).state.rows(table).docs[doc_id]
        return document
