"""TinyDB's table over the journal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from typing import TYPE_CHECKING, Any

from tinydb.table import Document, Table

from data import upkeep
from data.codec import Doc, copy_document
from data.errors import AppendOnly
from data.lazydocs import moment_of
from data.lookup import named_value, wanted_values
from data.schemas import spec_of
from data.transaction import Transaction
from pos_tui.core.words import _

if TYPE_CHECKING:
    from tinydb.queries import QueryLike

    from data.storage import JournalStorage

Fields = Mapping[str, Any] | Callable[[MutableMapping[str, Any]], None]


class JournalTable(Table):
    """A table of the store, with TinyDB's methods. Each writing method is one commit, durable when it
    returns.

    Where it differs from TinyDB's own table:

    - Documents handed out are copies; changing one changes nothing in the store.
    - Ids of removed documents are not used again, unless the whole table was emptied; `_get_next_id` reserves
      nothing.
    - `upsert`, `insert_multiple` and `update_multiple` are wholly done or not at all.
    - A document must be JSON that comes back as it was: floats, keys that are no text, NUL and half
      surrogates raise `BadDocument`. Tuples come back as lists.
    - Tables that only grow (sales, events…) raise `AppendOnly` for update, remove and truncate. `len` and
      looking a record up by `doc_id` or `number` use the index of segments, `search` and iteration read
      sealed segments one after the other, `storage.read()` leaves sealed records out.
    - The query cache is emptied by every commit, this process's or another's (a call that changes nothing
      makes none); tables that only grow are not cached.
    - `persist_empty` makes the table if it is not there; it does not empty one that is.
    - No method may be used inside `with store.transaction(...)` to write: use the transaction.
    """

    _storage: JournalStorage

    def __init__(
        self, storage: JournalStorage, name: str, cache_size: int = 10, persist_empty: bool = False
    ) -> None:
        self._cached_at = 0
        super().__init__(storage, name, cache_size, False)
        if persist_empty and (
            name not in storage.core.state.tables or not storage.core.state.tables[name].exists
        ):
            self._commit_ops([["make", name]])

    # Writing

    def insert(self, document: Mapping[str, Any]) -> int:
        """Adds a document and returns its id; a `Document` keeps its own.

        Raises:
            ValueError: it is no mapping, or its id is taken. Duplicate, BadDocument, StoreError
        """
        return self.insert_multiple((document,))[0]

    def insert_multiple(self, documents: Iterable[Mapping[str, Any]]) -> list[int]:
        """Adds documents, all or none, and returns their ids.

        Raises:
            ValueError: one is no mapping, or its id is taken. Duplicate, BadDocument, StoreError
        """
        with self._transaction() as tx:
            return [self._insert(tx, document) for document in documents]

    def _insert(self, tx: Transaction, document: Mapping[str, Any]) -> int:
        if not isinstance(document, Mapping):
            raise ValueError("Document is not a Mapping")
        if not isinstance(document, self.document_class):
            return tx.insert(self.name, document)
        if tx.get(self.name, document.doc_id) is not None:
            raise ValueError(f"Document with ID {document.doc_id} already exists")
        return tx.put(self.name, document.doc_id, document)

    def update(
        self, fields: Fields, cond: QueryLike | None = None, doc_ids: Iterable[int] | None = None
    ) -> list[int]:
        """Changes fields of the documents that match, or of those with these ids, or of all; returns their
        ids."""
        with self._transaction() as tx:
            return self._update(tx, fields, cond, doc_ids)

    def _update(
        self, tx: Transaction, fields: Fields, cond: QueryLike | None, doc_ids: Iterable[int] | None
    ) -> list[int]:
        ids = self._target_ids(tx, cond, doc_ids)
        for doc_id in ids:
            self._change(tx, doc_id, fields)
        return ids

    def _target_ids(
        self, tx: Transaction, cond: QueryLike | None, doc_ids: Iterable[int] | None
    ) -> list[int]:
        if doc_ids is not None:
            return [doc_id for doc_id in doc_ids if tx.get(self.name, doc_id) is not None]
        if cond is None:
            return tx.ids(self.name)
        return [doc_id for doc_id, _ in self._matching_in_memory(cond)]

    def _change(self, tx: Transaction, doc_id: int, fields: Fields) -> None:
        if isinstance(fields, Mapping):
            tx.set(self.name, doc_id, **fields)
        else:
            document = tx.get(self.name, doc_id)
            if document is not None:
                fields(document)
                tx.put(self.name, doc_id, dict(document))

    def update_multiple(self, updates: Iterable[tuple[Fields, QueryLike]]) -> list[int]:
        """Does several updates, each with its own condition, as one commit; returns the ids that were
        changed."""
        pairs = list(updates)
        changed = []
        with self._transaction() as tx:
            for doc_id in tx.ids(self.name):
                for fields, cond in pairs:
                    document = tx.get(self.name, doc_id)
                    if document is not None and cond(document):
                        self._change(tx, doc_id, fields)
                        changed.append(doc_id)
        return changed

    def upsert(self, document: Mapping[str, Any], cond: QueryLike | None = None) -> list[int]:
        """Updates the documents that match, or the one with the `Document`'s id; adds the document if there
        is none."""
        doc_ids = [document.doc_id] if isinstance(document, self.document_class) else None
        if doc_ids is None and cond is None:
            raise ValueError(
                "If you don't specify a search query, you must specify a doc_id. "
                "Hint: use a table.Document object."
            )
        with self._transaction() as tx:
            return self._update(tx, document, cond, doc_ids) or [self._insert(tx, document)]

    def remove(self, cond: QueryLike | None = None, doc_ids: Iterable[int] | None = None) -> list[int]:
        """Removes the documents that match, or those with these ids, and returns their ids."""
        if cond is None and doc_ids is None:
            raise RuntimeError("Use truncate() to remove all documents")
        with self._transaction() as tx:
            ids = self._target_ids(tx, cond, doc_ids)
            for doc_id in ids:
                tx.remove(self.name, doc_id)
        return ids

    def truncate(self) -> None:
        """Removes all documents."""
        if spec_of(self.name).append_only:
            raise AppendOnly(_("{name}: records are never removed", name=self.name))
        self._commit_ops([["drop", self.name], ["make", self.name]])

    def _transaction(self) -> Transaction:
        return Transaction(self._storage, "tinydb", None)

    def _commit_ops(self, ops: list[list[Any]]) -> None:
        self._storage.begin(None)
        try:
            self._storage.commit(ops, "tinydb", None)
        finally:
            self._storage.end()

    # Reading

    def search(self, cond: QueryLike) -> list[Document]:
        """The documents that match."""
        found = self._search(cond)
        return [copy_document(document, document.doc_id) for document in found]

    def _search(self, cond: QueryLike) -> list[Document]:
        n = self._storage.refresh()
        if n != self._cached_at:
            self.clear_cache()
            self._cached_at = n
        cached = self._query_cache.get(cond)
        if cached is not None:
            return cached
        found = [Document(doc, doc_id) for doc_id, doc in self._matching(cond)]
        cacheable: Callable[[], bool] = getattr(cond, "is_cacheable", lambda: True)
        if cacheable() and not spec_of(self.name).append_only:
            self._query_cache[cond] = found
        return found

    def count(self, cond: QueryLike) -> int:
        """How many documents match."""
        return len(self._search(cond))

    def get(  # type: ignore[override]
        self, cond: QueryLike | None = None, doc_id: int | None = None, doc_ids: list[int] | None = None
    ) -> Document | list[Document] | None:
        """The document with this id, those with these ids, or the first that matches; None where there is
        none."""
        if doc_id is None and doc_ids is None and cond is None:
            raise RuntimeError("You have to pass either cond or doc_id or doc_ids")
        self._storage.refresh()
        if doc_id is not None:
            return self._by_id(doc_id)
        if doc_ids is not None:
            found = (self._by_id(one) for one in sorted(set(doc_ids)))
            return [document for document in found if document is not None]
        return self._first(cond)  # type: ignore[arg-type]

    def _first(self, cond: QueryLike) -> Document | None:
        rows = self._storage.core.state.tables.get(self.name)
        if rows is not None and not rows.spec.append_only:
            named = named_value(cond, rows.spec.named)
            if named is not None:
                field, value, listed = named
                found = rows.first(field, value)
                # What the index says is not asked again: this is what a scan waits for.
                if found is None or (type(found[field]) is list if listed else found[field] == value):
                    return found
        for found_id, document in self._matching(cond):
            return copy_document(document, found_id)
        return None

    def _by_id(self, doc_id: int) -> Document | None:
        core = self._storage.core
        rows = core.state.tables.get(self.name)
        if rows is None:
            return None
        document = rows.copy_of(doc_id)
        if document is None and rows.spec.append_only:
            segment = core.sealed.segment_of(self.name, doc_id)
            if segment is not None:
                return core.sealed.load(segment).state.rows(self.name).copy_of(doc_id)
        return document

    def __len__(self) -> int:
        self._storage.refresh()
        core = self._storage.core
        rows = core.state.tables.get(self.name)
        return 0 if rows is None else len(rows.docs) + core.sealed.count(self.name)

    def __iter__(self) -> Iterator[Document]:
        self._storage.refresh()
        for doc_id, document in self._everything():
            yield copy_document(document, doc_id)

    def _everything(self) -> Iterator[tuple[int, Doc]]:
        core = self._storage.core
        rows = core.state.tables.get(self.name)
        now = () if rows is None else moment_of(rows.docs)
        if spec_of(self.name).append_only:
            yield from core.sealed.documents(self.name)
        yield from now

    def _matching(self, cond: QueryLike) -> Iterator[tuple[int, Doc]]:
        spec = spec_of(self.name)
        if not spec.append_only:
            yield from self._matching_in_memory(cond)
            return
        wanted = wanted_values(cond, ("number",))
        if wanted is None:
            yield from ((doc_id, doc) for doc_id, doc in self._everything() if cond(doc))
            return
        for value in wanted[1]:
            found = self._storage.core.sealed.find(self.name, "number", value)
            if found is not None and cond(found[1]):
                yield found
        yield from self._matching_in_memory(cond)

    def _matching_in_memory(self, cond: QueryLike) -> Iterator[tuple[int, Doc]]:
        rows = self._storage.core.state.tables.get(self.name)
        if rows is None:
            return
        wanted = wanted_values(cond, rows.spec.named)
        if wanted is None:
            candidates = moment_of(rows.docs)
        else:
            field, values = wanted
            ids = sorted({doc_id for value in values for doc_id in rows.find_ids(field, value)})
            candidates = [(doc_id, rows.docs[doc_id]) for doc_id in ids if doc_id in rows.docs]
        for doc_id, document in candidates:
            if cond(document):
                yield doc_id, document

    # What TinyDB's own methods are built on

    def _get_next_id(self) -> int:
        self._storage.refresh()
        rows = self._storage.core.state.tables.get(self.name)
        return 1 if rows is None else rows.next_id

    def _read_table(self) -> dict[str, Mapping[str, Any]]:
        return {str(document.doc_id): document for document in self}

    def _update_table(self, updater: Callable[[dict[int, Mapping[str, Any]]], None]) -> None:
        upkeep.update_table(self._storage, self.name, updater)
