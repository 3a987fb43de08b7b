"""What can be read of a store, as of its last refresh: documents by what they hold, figures, the journal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import IO, TYPE_CHECKING, Any

from tinydb.table import Document

from data.active import SALES
from data.codec import Doc, Record, copy_document
from data.journalreading import lines_between, records_between
from data.lazydocs import moment_of, parts_of
from data.summaries import merge

if TYPE_CHECKING:
    from data.storage import JournalStorage
    from data.transaction import StoredDocument
    from data.verify import Report
    from pos_tui.core.reports import DaySummary


class StoreReadings:
    """The reading half of a `Store`. Nothing here takes the file lock or waits for a commit."""

    _storage: JournalStorage

    def refresh(self) -> int:
        """Takes what others recorded and returns the last record's number; one small read where there is
        nothing new."""
        return self._storage.refresh()

    # Looking up

    def find(self, table: str, field: str, value: Any) -> StoredDocument | None:
        """A copy of the document whose field has this value, or holds it if it is a list; the lowest id of
        several.

        Unique and indexed fields (`data.schemas`) cost no search, and so does the `number` of sealed records.
        """
        rows = self._storage.core.state.tables.get(table)
        if rows is None:
            return None
        document = rows.first(field, value)
        if document is not None:
            return document
        if rows.spec.append_only:
            sealed = self._storage.core.sealed.find(table, field, value)
            if sealed is not None:
                return copy_document(sealed[1], sealed[0])
        return None

    def find_all(self, table: str, field: str, value: Any) -> list[StoredDocument]:
        """Copies of the documents in memory whose field has this value, lowest id first."""
        rows = self._storage.core.state.tables.get(table)
        if rows is None:
            return []
        found = map(rows.copy_of, rows.find_ids(field, value))
        return [document for document in found if document is not None]

    def documents(self, table: str, *, copy: bool = True) -> Iterator[StoredDocument]:
        """The documents of a table in order of id, sealed ones first, read a segment at a time.

        Args:
            copy: False hands out what memory holds, which must not be changed.
        """
        core = self._storage.core
        rows = core.state.tables.get(table)
        if rows is None:
            return
        now = moment_of(rows.docs)
        if rows.spec.append_only:
            for doc_id, document in core.sealed.documents(table):
                yield Document(document, doc_id)
        for doc_id, document in now:
            yield copy_document(document, doc_id) if copy else Document(document, doc_id)

    def parts(self, table: str, *fields: str) -> Iterator[tuple[Any, ...]]:
        """For each document in memory its id and what it holds in some fields (None where it has no such
        field), as of one moment; what is handed out must not be changed."""
        rows = self._storage.core.state.tables.get(table)
        return iter(()) if rows is None else parts_of(rows.docs, fields)

    def indexing(self, table: str, *fields: str) -> Iterator[None]:
        """Builds indexes, which otherwise happens when they are first asked, about a millisecond at each
        step."""
        rows = self._storage.core.state.tables.get(table)
        return iter(()) if rows is None else rows.indexing(*fields)

    def hash_of(self, table: str, doc_id: int) -> str | None:
        """The hash (32 hex digits) of the record that an append-only document came with; None where there is
        none."""
        core = self._storage.core
        rows = core.state.tables.get(table)
        if rows is None or not rows.spec.append_only:
            return None
        if doc_id in rows.hashes:
            return rows.hashes[doc_id]
        segment = core.sealed.segment_of(table, doc_id)
        return None if segment is None else core.sealed.load(segment).state.rows(table).hashes[doc_id]

    def sales_between(self, from_day: str, to_day: str) -> Iterator[StoredDocument]:
        """The sales of the business days from `from_day` to `to_day` (both included), in the order they were
        recorded."""
        core = self._storage.core
        rows = core.state.tables.get(SALES)
        now = () if rows is None else moment_of(rows.docs)
        for entry in list(core.sealed.entries):
            if entry.odd_sales or any(from_day <= day <= to_day for day in entry.days):
                for doc_id, sale in (
                    core.sealed.load(entry.segment, keep=False).state.rows(SALES).docs.items()
                ):
                    if from_day <= sale.get("day", "") <= to_day:
                        yield Document(sale, doc_id)
        for doc_id, sale in now:
            if from_day <= sale.get("day", "") <= to_day:
                yield copy_document(sale, doc_id)

    def day_summaries(self, from_day: str, to_day: str) -> list[DaySummary]:
        """The figures of each business day in the range that has sales, earliest first; sealed sales are not
        read."""
        storage = self._storage
        with storage.mutex:
            core = storage.core
            days: dict[str, DaySummary] = {}
            stored: list[Doc] = []
            for entry in core.sealed.entries:
                stored.extend(document for day, document in entry.days.items() if from_day <= day <= to_day)
            merge(days, stored)
            active = core.active.days(core.state)
            for day, summary in active.items():
                if from_day <= day <= to_day:
                    days[day] = days[day].merged(summary) if day in days else summary
        return [days[day] for day in sorted(days)]

    # The journal itself

    def records(self, from_n: int = 1, to_n: int | None = None) -> Iterator[Record]:
        """The records from `from_n` to `to_n` (both included; the last one known, if None), each checked.

        Raises:
            StoreDamaged: a record cannot be read.
        """
        return records_between(self._storage.core, from_n, to_n)

    def follow(self, from_n: int, wait: Callable[[], bool]) -> Iterator[Record]:
        """The records from `from_n` on, and then each that is recorded, until `wait` returns False.

        Args:
            wait: called when there is nothing new; it sleeps, and says whether to go on.
        """
        while True:
            last = self.refresh()
            if last >= from_n:
                yield from self.records(from_n, last)
                from_n = last + 1
            if not wait():
                return

    def export(self, target: IO[bytes], from_n: int = 1, to_n: int | None = None) -> int:
        """Writes the lines of the journal as they are and returns how many."""
        count = 0
        for line in lines_between(self._storage.core, from_n, to_n):
            target.write(line)
            count += 1
        return count

    def verify(self, *, deep: bool = False) -> Report:
        """Checks the whole journal up to now; `deep` also replays it and compares tables, snapshots and index
        with it."""
        from data.verify import verify_store

        return verify_store(self._storage, deep=deep)
