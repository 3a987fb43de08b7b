"""The store: TinyDB's face, and what the till needs beyond it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

from tinydb import TinyDB

from data import upkeep
from data.errors import StoreError, StoreFull
from data.oslayer import OsLayer
from data.readings import StoreReadings
from data.segments import LIMIT
from data.signing import new_key
from data.storage import JournalStorage
from data.storefile import create
from data.table import JournalTable
from data.transaction import StoredDocument, Transaction
from pos_tui.core.words import _

RESERVE: Final = 16 * 1024 * 1024
"""Bytes that must be free before money is taken (RELIABILITY.md T5)."""


class Store(StoreReadings, TinyDB):
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
        keyed: bool = False,
        state: Path | None = None,
        **options: Any,
    ) -> Store:
        """Makes a store and opens it.

        Args:
            simulated: marked for ever as made for replaying a history. keyed: makes the key that signs
            closings now, so that the first record names it; else it is made when it is first needed.
            options: as for `open`.

        Raises:
            StoreExists, UnsafeFolder, StoreError
        """
        layer = fs if fs is not None else OsLayer()
        named = partial(new_key, layer, Path(folder), state) if keyed else None
        create(layer, Path(folder), simulated=simulated, clock=clock, fingerprint=named)
        store = cls.open(folder, clock=clock, fs=layer, state=state, **options)
        store.storage.epochs.created()
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
        return self._storage.epochs.folder

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

    def reopen(self) -> None:
        """Closes and opens again, after a failure that asked for it."""
        self._storage.reopen()

    def assert_room(self) -> int:
        """To be asked before money is taken; returns the bytes that are free on the store's disk.

        Raises:
            StoreFull: less than 16 MB are free.
            StoreError: the disk can only be read, or nothing can be found out about it.
        """
        try:
            left, can_write = self._storage.fs.room(self.folder)
        except OSError as error:
            raise StoreError(_("the room on the disk cannot be found out: {error}", error=error)) from error
        if not can_write:
            raise StoreError(
                _("the disk can only be read: take no money; the system has to make it writable again")
            )
        if left < RESERVE:
            raise StoreFull(
                _(
                    "the disk is full ({left} kB left): take no money; move or delete files, the sale waits",
                    left=left // 1024,
                )
            )
        return left

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

    # TinyDB's

    def document(self, table: str, doc_id: int) -> StoredDocument | None:
        """A copy of the document with an internal id."""
        return self.table(table).get(doc_id=doc_id)

    def count(self, table: Any) -> int:
        """How many documents a table has, sealed ones included; given a query, as TinyDB: how many match
        it."""
        if not isinstance(table, str):
            return self.table(self.default_table_name).count(table)
        return len(self.table(table))

    def tables(self) -> set[str]:
        """The names of the tables."""
        self._storage.refresh()
        return {name for name, rows in self._storage.core.state.tables.items() if rows.exists}
