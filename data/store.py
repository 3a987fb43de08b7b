"""The store: TinyDB's face, and what the till needs beyond it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from tinydb import TinyDB
from tinydb.table import Document

from data import upkeep
from data.active import SALES
from data.codec import Doc, Record, copy_document
from data.errors import StoreError, StoreFull
from data.lazydocs import moment_of
from data.oslayer import OsLayer
from data.reading import lines_between, records_between
from data.segments import LIMIT
from data.storage import JournalStorage
from data.storefile import create
from data.summaries import merge
from data.table import JournalTable
from data.transaction import StoredDocument, Transaction
from pos_tui.core.words import _

if TYPE_CHECKING:
    from data.verify import Report
    from pos_tui.core.reports import DaySummary

RESERVE: Final = 16 * 1024 * 1024
"""Bytes that must be free before money is taken (RELIABILITY.md T5)."""


class Store(TinyDB):
    """An open store. `find`, `documents` and the figures show the moment of the last `refresh` or commit;
    TinyDB's own methods refresh by themselves. Safe to use from several threads; one commits at a time."""

    table_class = JournalTable  # type: ignore[assignment]
    default_storage_class = JournalStorage  # type: ignore[assignment]

    _storage: JournalStorage

    @classmethod
    def create(
        cls,
        folder: Path | str,
        *,
        simulated: bool,
        clock: Callable[[], datetime],
        fs: OsLayer | None = None,
        fingerprint: str | None = None,
        state: Path | None = None,
        **options: Any,
    ) -> Store:
        """Makes a store and opens it.

        Args:
            simulated: marked for ever as made for replaying a history. fingerprint: of the key that signs
            closings.
            options: as for `open`.

        Raises:
            StoreExists, UnsafeFolder, StoreError
        """
        layer = fs if fs is not None else OsLayer()
        create(layer, Path(folder), simulated=simulated, clock=clock, fingerprint=fingerprint)
        store = cls.open(folder, clock=clock, fs=layer, state=state, **options)
        store.storage.remember_creation()
        return store

    @classmethod
    def open(
        cls,
        folder: Path | str,
        *,
        clock: Callable[[], datetime],
        create: bool = False,
        readonly: bool = False,
        fs: OsLayer | None = None,
        terminal: str = "",
        state: Path | None = None,
        segment_limit: int = LIMIT,
        background: bool = True,
    ) -> Store:
        """Opens a store, repairing an unfinished commit at its end (`warnings` then says so).

        Args:
            clock: the time (aware) that records carry. create: make a real (not simulated) one where there is
            none.
            readonly: takes no lock and changes nothing. terminal: the till's name, kept with each record.
            state: where this machine remembers how far it saw each store, else as `data.locations` says.
            segment_limit: bytes after which a segment is sealed. background: write snapshots on a thread.

        Raises:
            NotAStore, UnsafeFolder, StoreReadOnly, StoreDamaged, StoreError
        """
        if create and not (Path(folder) / "store.json").exists():
            return cls.create(folder, simulated=False, clock=clock, fs=fs, state=state, terminal=terminal)
        return cls(
            Path(folder),
            clock=clock,
            readonly=readonly,
            fs=fs,
            terminal=terminal,
            state=state,
            segment_limit=segment_limit,
            background=background,
        )

    # Facts

    @property
    def storage(self) -> JournalStorage:
        """The storage under TinyDB."""
        return self._storage

    @property
    def folder(self) -> Path:
        """Where the store lies."""
        return self._storage.folder

    @property
    def machine_folder(self) -> Path:
        """Where this machine keeps what is its own about the store, outside of every backup."""
        return self._storage.memory.folder

    @property
    def id(self) -> str:
        """The store's random id."""
        return self._storage.facts.id

    @property
    def simulated(self) -> bool:
        """The store was made for replaying a history."""
        return self._storage.facts.simulated

    @property
    def created(self) -> str:
        """When the store was made, ISO 8601 UTC."""
        return self._storage.facts.created

    @property
    def readonly(self) -> bool:
        """This handle may only read."""
        return self._storage.readonly

    @property
    def warnings(self) -> list[str]:
        """What a person should be told about the opening: a tail set aside, a segment renewed."""
        return self._storage.core.warnings

    @property
    def epoch(self) -> int:
        """The epoch of the last record."""
        return self._storage.core.state.epoch

    def at(self) -> int:
        """The number of the last record that is shown."""
        return self._storage.core.journal.n

    def changed(self, table: str) -> int:
        """The number of the last record that changed a table; 0 where none did."""
        rows = self._storage.core.state.tables.get(table)
        return 0 if rows is None else rows.changed

    def head_hash(self) -> str:
        """The hash of that record."""
        return self._storage.core.journal.h

    # Writing

    def transaction(self, *, operator: str, key: str | None = None) -> Transaction:
        """A commit: `with store.transaction(operator="ana", key=draft_id) as tx: ...`.

        Raises (on entering):
            AlreadyRecorded: a commit with this key is in the journal. StoreReadOnly, StoreNeedsReopen,
            StoreError
        Raises (on leaving):
            BadDocument, StoreFull, StoreError: nothing was recorded. StoreNeedsReopen: nothing was, and
            nothing will be until `reopen`. OutcomeUnknown: only `reopen` and `recorded` can say.
        """
        return Transaction(self._storage, operator, key)

    def recorded(self, key: str) -> bool:
        """A commit with this idempotency key is in the journal (as of now)."""
        self._storage.refresh()
        return self._storage.record_of(key) is not None

    def refresh(self) -> int:
        """Takes what others recorded and returns the last record's number; one small read where there is
        nothing new."""
        return self._storage.refresh()

    def reopen(self) -> None:
        """Closes and opens again, after a failure that asked for it."""
        self._storage.reopen()

    def space_left(self) -> int:
        """Free bytes on the store's disk.

        Raises:
            StoreError: it cannot be found out.
        """
        try:
            return self._storage.fs.free_bytes(self.folder)
        except OSError as error:
            raise StoreError(_("the room on the disk cannot be found out: {error}", error=error)) from error

    def assert_room(self) -> None:
        """To be asked before money is taken.

        Raises:
            StoreFull: less than 16 MB are free.
        """
        left = self.space_left()
        if left < RESERVE:
            raise StoreFull(
                _(
                    "the disk is nearly full ({left} kB left); make room before taking money",
                    left=left // 1024,
                )
            )

    def close_segment(self) -> bool:
        """Seals the active segment (a closing does this) and has snapshots written; False where it held
        nothing.

        Raises:
            StoreReadOnly, StoreNeedsReopen, StoreError: it stays open.
        """
        storage = self._storage
        storage.begin(None)
        try:
            return upkeep.rotate(storage)
        finally:
            storage.end()

    def snapshot(self) -> None:
        """Writes snapshots of the tables that changed, so that the next opening is quick.

        Raises:
            StoreReadOnly, StoreNeedsReopen, StoreError
        """
        storage = self._storage
        storage.begin(None)
        try:
            upkeep.write_snapshots(storage)
        finally:
            storage.end()

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

    def document(self, table: str, doc_id: int) -> StoredDocument | None:
        """A copy of the document with an internal id."""
        return self.table(table).get(doc_id=doc_id)

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

    def count(self, table: Any) -> int:
        """How many documents a table has, sealed ones included; given a query, as TinyDB: how many match
        it."""
        if not isinstance(table, str):
            return self.table(self.default_table_name).count(table)
        return len(self.table(table))

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

    # TinyDB's

    def tables(self) -> set[str]:
        """The names of the tables."""
        self._storage.refresh()
        return {name for name, rows in self._storage.core.state.tables.items() if rows.exists}
