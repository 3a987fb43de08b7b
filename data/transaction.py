"""A commit being put together: what it will write, and reading that sees it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tinydb.table import Document

from data.codec import Doc, Op, copy_document
from data.errors import AppendOnly, Duplicate, StoreError
from data.index import Index
from data.lazydocs import LazyDocs
from data.schemas import is_indexed, keys_of
from pos_tui.core.words import _

if TYPE_CHECKING:
    from types import TracebackType

    from data.state import Rows
    from data.storage import JournalStorage

StoredDocument = Document
"""A document with its internal id as `doc_id`."""


class _View:
    """One table as this commit sees it: the rows, and over them the documents it wrote (None: removed)."""

    __slots__ = ("changed", "docs", "indexes", "next_id", "row", "rows", "spec")

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.spec = rows.spec
        self.docs: dict[int, Doc | None] = {}
        self.changed: set[str] | None = set()
        """The fields that differ from the rows; None once whole documents came or went."""
        self.indexes: dict[str, Index] = {}
        self.next_id = rows.next_id
        docs = rows.docs
        self.row = docs.settled if type(docs) is LazyDocs else docs.__getitem__
        """The document of the rows with an id; a lazy one is kept, as the commit will look at it again."""

    def put(self, doc_id: int, document: Doc | None) -> None:
        """Notes a whole document, or that it is gone."""
        self.changed = None
        if self.indexes:
            self._note(doc_id, document)
        else:
            self.docs[doc_id] = document
        if doc_id >= self.next_id:
            self.next_id = doc_id + 1

    def set(self, doc_id: int, old: Doc, fields: Doc) -> None:
        """Notes new values of fields."""
        changed = self.changed
        if changed is not None:
            changed.update(fields)
            if not self.spec.watched.isdisjoint(fields):
                changed.update(self.spec.recomputed(fields))
        if self.indexes:
            self._note(doc_id, {**old, **fields})
        else:
            self.docs[doc_id] = {**old, **fields}

    def _note(self, doc_id: int, document: Doc | None) -> None:
        for index in self.indexes.values():
            old = self.docs.get(doc_id)
            if old is not None:
                index.drop(doc_id, old)
            if document is not None:
                index.add(doc_id, document)
        self.docs[doc_id] = document

    def find_ids(self, field: str, value: Any) -> tuple[int, ...]:
        """The ids of the documents with this value."""
        index = self.rows.indexes.get(field)
        ids = self.rows.find_ids(field, value) if index is None else index.find(value)
        if not self.docs or (self.changed is not None and field not in self.changed):
            return ids
        kept = tuple(doc_id for doc_id in ids if doc_id not in self.docs)
        return kept + self._find_own(field, value)

    def _find_own(self, field: str, value: Any) -> tuple[int, ...]:
        if not is_indexed(self.spec, field):
            keys = keys_of(self.spec, field)
            return tuple(i for i, doc in self.docs.items() if doc is not None and value in keys(doc))
        index = self.indexes.get(field)
        if index is None:
            present = {doc_id: doc for doc_id, doc in self.docs.items() if doc is not None}
            index = self.indexes[field] = Index(self.spec, field, present)
        return index.find(value)

    def stored(self, doc_id: int) -> Doc | None:
        """The document with an id that is in memory or was written by this commit."""
        if doc_id in self.docs:
            return self.docs[doc_id]
        return self.rows.docs.get(doc_id)


class Transaction:
    """One commit. Entering takes the lock and what others recorded; leaving without an exception makes it
    durable.

    `n` and `h` are the number and the hash of its record afterwards; `epoch` is the one it belongs to. A
    commit that writes nothing makes no record.
    """

    __slots__ = ("_key", "_operator", "_ops", "_storage", "_views", "epoch", "h", "n")

    def __init__(self, storage: JournalStorage, operator: str, key: str | None) -> None:
        self._storage = storage
        self._operator = operator
        self._key = key
        self._ops: list[Op] = []
        self._views: dict[str, _View] = {}
        self.epoch = 0
        self.n = 0
        self.h = ""

    def __enter__(self) -> Transaction:
        self._storage.begin(self._key)
        self.epoch = self._storage.epochs.epoch
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        storage = self._storage
        try:
            if kind is None and self._ops:
                self._views.clear()  # of a whole price list they would be a second copy
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
        view = self._views.get(table) or self._view(table)
        return self._put(view, view.next_id, document)

    def put(self, table: str, doc_id: int, document: Mapping[str, Any]) -> int:
        """Stores a whole document under an id, in the place of the one that is there.

        Raises:
            Duplicate; AppendOnly: there is one and the table only grows.
        """
        view = self._views.get(table) or self._view(table)
        if view.spec.append_only and doc_id < view.next_id and self._stored(view, doc_id) is not None:
            raise AppendOnly(_("{table}: a record is never changed", table=table))
        return self._put(view, doc_id, document)

    def _put(self, view: _View, doc_id: int, document: Mapping[str, Any]) -> int:
        plain = document if type(document) is dict else dict(document)
        self._check_unique(view, doc_id, plain)
        view.put(doc_id, plain)
        self._ops.append(["put", view.rows.name, doc_id, plain])
        return doc_id

    def set(self, table: str, doc_id: int, /, **fields: Any) -> None:
        """Gives fields of a document new values (absolute ones: what is recorded does not depend on what was
        there).

        Raises:
            StoreError: there is no such document. Duplicate, AppendOnly: as for `put`.
        """
        view = self._views.get(table) or self._view(table)
        if view.spec.append_only:
            raise AppendOnly(_("{table}: a record is never changed", table=table))
        docs = view.docs if doc_id in view.docs else view.rows.docs
        old = docs.get(doc_id)
        if old is None:
            raise StoreError(_("{table} {doc_id}: there is no such document", table=table, doc_id=doc_id))
        if view.spec.unique:
            self._check_unique(view, doc_id, fields)
        view.set(doc_id, old, fields)
        self._ops.append(["set", table, doc_id, fields])

    def remove(self, table: str, doc_id: int) -> None:
        """Removes a document, if it is there.

        Raises:
            AppendOnly: the table only grows.
        """
        view = self._views.get(table) or self._view(table)
        if view.spec.append_only:
            raise AppendOnly(_("{table}: a record is never removed", table=table))
        if view.stored(doc_id) is not None:
            view.put(doc_id, None)
            self._ops.append(["del", table, doc_id])

    def _check_unique(self, view: _View, doc_id: int, fields: Mapping[str, Any]) -> None:
        for field in view.spec.unique:
            value = fields.get(field)
            if value is None:
                continue
            for other in view.find_ids(field, value):
                if other != doc_id:
                    raise Duplicate(view.rows.name, field, value, other)
            sealed = self._storage.core.sealed
            if view.spec.append_only and sealed.entries and sealed.holds_number(view.rows.name, value):
                raise Duplicate(view.rows.name, field, value, 0)

    # Reading

    def next_id(self, table: str) -> int:
        """The internal id that the next document of a table will get; never one that was used before."""
        return (self._views.get(table) or self._view(table)).next_id

    def find(self, table: str, field: str, value: Any) -> StoredDocument | None:
        """The document whose field has this value (the lowest id, if several do), this commit's own writes
        included."""
        view = self._views.get(table) or self._view(table)
        index = view.rows.indexes.get(field)
        if index is not None and view.changed is not None and field not in view.changed:
            # The short way, for what every line of a sale does: the index of the rows is right as it is.
            held = index.ids.get(value)
            if type(held) is int:
                return copy_document(view.docs.get(held) or view.row(held), held)
        ids = view.find_ids(field, value)
        if ids:
            doc_id = ids[0] if len(ids) == 1 else min(ids)
            return copy_document(view.stored(doc_id) or {}, doc_id)
        if view.spec.append_only:
            sealed = self._storage.core.sealed.find(table, field, value)
            if sealed is not None:
                return copy_document(sealed[1], sealed[0])
        return None

    def find_all(self, table: str, field: str, value: Any) -> list[StoredDocument]:
        """Copies of the documents in memory with this value, this commit's own writes included."""
        view = self._views.get(table) or self._view(table)
        return [copy_document(view.stored(i) or {}, i) for i in sorted(view.find_ids(field, value))]

    def get(self, table: str, doc_id: int) -> StoredDocument | None:
        """The document with an internal id, this commit's own writes included."""
        document = self._stored(self._views.get(table) or self._view(table), doc_id)
        return None if document is None else copy_document(document, doc_id)

    def ids(self, table: str) -> list[int]:
        """The internal ids of a table's documents (without sealed ones), this commit's writes included."""
        view = self._views.get(table) or self._view(table)
        kept = [doc_id for doc_id in view.rows.docs if view.stored(doc_id) is not None]
        return kept + [i for i, doc in view.docs.items() if doc is not None and i not in view.rows.docs]

    def _view(self, table: str) -> _View:
        view = self._views[table] = _View(self._storage.core.state.rows(table))
        return view

    def _stored(self, view: _View, doc_id: int) -> Doc | None:
        document = view.stored(doc_id)
        if document is None and view.spec.append_only:
            sealed, name = self._storage.core.sealed, view.rows.name
            segment = sealed.segment_of(name, doc_id)
            if segment is not None:
                return sealed.load(segment).state.rows(name).docs[doc_id]
        return document
