"""What the journal adds up to, in memory: tables and their indexes.

A document here is replaced, never changed in place, so whoever holds a dict of documents holds one moment of
the table.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from data.lazydocs import LazyDocs, moment_of, part_decoder
from data.migrations import upgraded
from data.schemas import TableSpec, is_indexed, keys_of, spec_of

if TYPE_CHECKING:
    from data.codec import Doc, Op, Record


_ABOUT_THE_STORE = frozenset(("store", "epoch"))
_INDEXING = threading.Lock()
"""Held while an index is built and while a record is taken in: an index built meanwhile would miss it."""

Change = tuple["Rows", int, "Doc | None", "Doc", "Doc | None"]
"""Rows, id, the document before and after, and the fields that were set (None: a whole document; none where
no index looks at them)."""


class Index:
    """The ids of the documents that hold a value. Built when first asked for, kept up from then on."""

    __slots__ = ("_keys", "ids")

    def __init__(self, spec: TableSpec, field: str, documents: dict[int, Doc]) -> None:
        self._keys = keys_of(spec, field)
        self.ids: dict[Any, int | tuple[int, ...]] = {}
        """Value to the id of the document that has it, or to the ids of several."""
        if isinstance(documents, LazyDocs):
            self._take_lazy(spec, field, documents)
            return
        for doc_id, document in documents.items():
            self.add(doc_id, document)

    def _take_lazy(self, spec: TableSpec, field: str, documents: LazyDocs) -> None:
        """Takes in what is bytes still, decoding only the fields that matter."""
        if spec.computed is not None and field in spec.computed:
            for doc_id, document in documents.parts(part_decoder(spec.computed_from)):
                self.add(doc_id, document)
            return
        ids = self.ids
        for doc_id, value in documents.column(field):
            if type(value) is list and len(value) == 1:
                value = value[0]
            if type(value) is str and value not in ids:
                ids[value] = doc_id
            else:
                self.add(doc_id, {field: value})

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

    def find(self, value: Any) -> tuple[int, ...]:
        """The ids of the documents with this value, lowest first."""
        try:
            held = self.ids.get(value)
        except TypeError:  # a list or dict is never a key
            return ()
        return () if held is None else (held,) if type(held) is int else held  # type: ignore[return-value]


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
        self.docs: dict[int, Doc] = {}
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
        with _INDEXING:
            index = self.indexes.get(field)
            if index is None:
                index = self.indexes[field] = Index(self.spec, field, self.docs)
        return index

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
        with _INDEXING:
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
        with _INDEXING:
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
