"""What the journal adds up to, in memory: tables and their indexes.

A document here is replaced, never changed in place, so whoever holds a dict of documents holds one moment of
the table.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from data.codec import copy_document
from data.index import INDEXING, Index, taking_lines
from data.lazydocs import Docs, LazyDocs, moment_of
from data.migrations import upgraded
from data.schemas import is_indexed, keys_of, spec_of

if TYPE_CHECKING:
    from tinydb.table import Document

    from data.codec import Doc, Op, Record


_ABOUT_THE_STORE = frozenset(("store", "epoch"))
Change = tuple["Rows", int, "Doc | None", "Doc", "Doc | None"]
"""Rows, id, the document before and after, and the fields that were set (None: a whole document; none where
no index looks at them)."""


class Rows:
    """The documents of one table; of an append-only table, those of the active segment."""

    __slots__ = (
        "base",
        "changed",
        "docs",
        "exists",
        "hashes",
        "indexes",
        "name",
        "next_id",
        "snapped",
        "spec",
    )

    def __init__(self, name: str) -> None:
        self.name = name
        self.spec = spec_of(name)
        self.docs: Docs = {}
        self.exists = False
        """The table was made: by its first document, or empty by name."""
        self.next_id = 1
        self.base = 0
        """Number of the last record that a loaded snapshot held; records up to it are not applied again."""
        self.changed = 0
        """Number of the last record that touched this table."""
        self.snapped = 0
        """`changed` as it was when the last snapshot was taken."""
        self.hashes: dict[int, str] = {}
        """Append-only: the hash of the record each document came with."""
        self.indexes: dict[str, Index] = {}

    def index(self, field: str) -> Index:
        """The index on `field`, built now if this is the first time."""
        for _ in self.indexing(field):
            pass
        return self.indexes[field]

    def indexing(self, *fields: str) -> Iterator[None]:
        """Builds the indexes on some fields, a little at each step; done at once where nothing is lazy."""
        if isinstance(self.docs, LazyDocs) and not self.spec.named.isdisjoint(fields):
            fields = (*fields, *self.spec.named)  # what costs is the decoding
        missing = [field for field in dict.fromkeys(fields) if field not in self.indexes]
        lines = self.docs
        indexes = {field: Index(self.spec, field, {}) for field in missing}
        if isinstance(lines, LazyDocs) and missing:
            yield from taking_lines(self.spec, indexes, lines)
        with INDEXING:
            for field, index in indexes.items():
                if lines is not self.docs:  # the table was dropped meanwhile
                    index = Index(self.spec, field, self.docs)
                elif isinstance(lines, LazyDocs):
                    index.catch_up(lines)
                else:
                    index = Index(self.spec, field, lines)
                self.indexes.setdefault(field, index)

    def copy_of(self, doc_id: int) -> Document | None:
        """A copy of the document with an id."""
        docs = self.docs
        if isinstance(docs, LazyDocs):
            return docs.fresh(doc_id)
        document = docs.get(doc_id)
        return None if document is None else copy_document(document, doc_id)

    def first(self, field: str, value: Any) -> Document | None:
        """A copy of the document whose `field` is (or holds) `value`; of several that with the lowest id."""
        index = self.indexes.get(field)
        held = index.ids.get(value) if index is not None and type(value) is str else None
        if type(held) is int:
            return self.copy_of(held)
        for doc_id in self.find_ids(field, value):
            document = self.copy_of(doc_id)
            if document is not None:
                return document
        return None

    def find_ids(self, field: str, value: Any) -> tuple[int, ...]:
        """The ids of the documents whose `field` is (or, a list, holds) `value`, by index if there is one."""
        index = self.indexes.get(field)
        if index is not None:
            return index.find(value)
        if is_indexed(self.spec, field):
            return self.index(field).find(value)
        keys = keys_of(self.spec, field)
        return tuple(doc_id for doc_id, doc in moment_of(self.docs) if value in keys(doc))

    def put(self, doc_id: int, document: Doc) -> None:
        """Stores a whole document."""
        self.replace(doc_id, self.docs.get(doc_id), document)

    def replace(self, doc_id: int, old: Doc | None, document: Doc) -> None:
        """Stores a whole document in the place of `old`."""
        self.exists = True
        self.docs[doc_id] = document
        if doc_id >= self.next_id:
            self.next_id = doc_id + 1
        for index in self.indexes.values():
            if old is not None:
                index.drop(doc_id, old)
            index.add(doc_id, document)

    def reindex(self, doc_id: int, old: Doc, new: Doc, fields: Doc) -> None:
        """Brings the indexes up to date after fields of a document were replaced."""
        recomputed = self.spec.recomputed(fields)
        for field, index in self.indexes.items():
            if field in fields or field in recomputed:
                index.drop(doc_id, old)
                index.add(doc_id, new)

    def delete(self, doc_id: int) -> None:
        """Removes a document, if it is there."""
        old = self.docs.pop(doc_id, None)
        if old is not None:
            for index in self.indexes.values():
                index.drop(doc_id, old)


class State:
    """Every table, and what the records so far say about the store itself."""

    __slots__ = ("dropped", "epoch", "epoch_starts", "identity", "newer", "tables")

    def __init__(self) -> None:
        self.tables: dict[str, Rows] = {}
        self.identity: Doc | None = None
        """What the first record says: store id, format, created, simulated."""
        self.epoch = 1
        self.epoch_starts: list[Doc] = []
        self.newer = False
        """A document was written by a newer program than this one."""

    def rows(self, table: str) -> Rows:
        """The rows of a table, made when first named."""
        rows = self.tables.get(table)
        if rows is None:
            rows = self.tables[table] = Rows(table)
        return rows

    def changes(self, record: Record) -> list[Change] | None:
        """What a record that comes next will change, for `adopt`; None for one that says more than put and
        set."""
        changes: list[Change] = []
        new: dict[tuple[str, int], Doc] = {}
        for op in record.ops:
            kind = op[0]
            if kind != "set" and kind != "put":
                return None
            _, table, doc_id, given = op
            rows = self.tables.get(table) or self.rows(table)
            old = new.get((table, doc_id)) or rows.docs.get(doc_id)
            if kind == "put":
                document, newer = upgraded(table, given)
                if newer:
                    return None
                changes.append((rows, doc_id, old, document, None))
            elif old is not None:
                document = {**old, **given}
                seen = {} if rows.spec.watched.isdisjoint(given) else given
                changes.append((rows, doc_id, old, document, seen))
            else:
                continue
            new[table, doc_id] = document
        return changes

    def adopt(self, record: Record, changes: list[Change]) -> None:
        """Makes the changes of a record, worked out before."""
        n = record.n
        with INDEXING:
            for rows, doc_id, old, document, fields in changes:
                rows.changed = n
                if fields is None or old is None:
                    rows.replace(doc_id, old, document)
                    if rows.spec.append_only:
                        rows.hashes[doc_id] = record.h
                else:
                    rows.docs[doc_id] = document
                    if fields:
                        rows.reindex(doc_id, old, document, fields)

    def apply(self, record: Record) -> None:
        """Does what a record says, except to tables that hold it already (a snapshot was newer)."""
        with INDEXING:
            self._apply(record)

    def _apply(self, record: Record) -> None:
        n = record.n
        tables = self.tables
        for op in record.ops:
            kind = op[0]
            if kind in _ABOUT_THE_STORE:
                self._note(kind, op[1])
                continue
            rows = tables.get(op[1])
            if rows is None:
                rows = self.rows(op[1])
            if n <= rows.base:
                continue
            rows.changed = n
            if kind == "set":
                doc_id, fields = op[2], op[3]
                old = rows.docs.get(doc_id)
                if old is not None:
                    document = rows.docs[doc_id] = {**old, **fields}
                    if not rows.spec.watched.isdisjoint(fields):
                        rows.reindex(doc_id, old, document, fields)
            elif kind == "put":
                document, newer = upgraded(rows.name, op[3])
                self.newer = self.newer or newer
                rows.put(op[2], document)
                if rows.spec.append_only:
                    rows.hashes[op[2]] = record.h
            else:
                self._change(rows, kind, op)

    def _change(self, rows: Rows, kind: str, op: Op) -> None:
        if kind == "del":
            rows.delete(op[2])
        elif kind == "drop":
            rows.docs = {}
            rows.indexes = {}
            rows.next_id = 1
            rows.exists = False
        elif kind == "make":
            rows.exists = True
        else:
            self.newer = True

    def _note(self, kind: str, facts: Doc) -> None:
        if kind == "store":
            self.identity = facts
        else:
            self.epoch = facts["epoch"]
            self.epoch_starts.append(facts)

    def seal(self) -> None:
        """Forgets the documents of append-only tables: their segment is sealed now and loads on demand."""
        for rows in self.tables.values():
            if rows.spec.append_only:
                rows.docs = {}
                rows.hashes = {}
                rows.indexes = {}
