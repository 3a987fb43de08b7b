"""The storage under TinyDB: one process's handle of a store, with its lock.

Writers take a thread lock, then `flock` on the file `lock`, then take what others recorded, then write, and
publish before they let go. Readers take no file lock: they read up to `head`, which is published only after a
sync.
"""

from __future__ import annotations

import contextlib
import fcntl
import gc
import os
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import Any

from tinydb.storages import Storage

from data import recovery, upkeep
from data.codec import Op, Record
from data.collecting import MANY, uncollected
from data.core import Core
from data.epochwatch import EpochWatch
from data.errors import (
    AlreadyRecorded,
    StoreError,
    StoreNeedsReopen,
    StoreReadOnly,
)
from data.head import SIZE
from data.keys import SealedKeys
from data.locations import check_files, check_folder, state_folder
from data.migrations import FORMAT, newer_message
from data.oslayer import OsLayer
from data.segments import LIMIT
from data.storefile import milliseconds, read_store_file
from pos_tui.core.words import _


class JournalStorage(Storage):
    """An open store. Reading methods show the moment of the last `refresh` or commit."""

    def __init__(
        self,
        folder: Path | str,
        *,
        clock: Callable[[], datetime],
        readonly: bool = False,
        fs: OsLayer | None = None,
        terminal: str = "",
        state: Path | None = None,
        segment_limit: int = LIMIT,
        background: bool = True,
    ) -> None:
        """Opens the store in `folder`, repairing an unfinished commit at its end.

        Args:
            clock: the time (aware) that records carry. readonly: take no lock, change nothing.
            terminal: the till's name, kept with each record. state: the state folder, else as
            `data.locations` says.
            segment_limit: bytes after which a segment is sealed. background: write snapshots on a thread.

        Raises:
            NotAStore, UnsafeFolder, StoreDamaged, StoreError
        """
        self.folder = Path(folder)
        self.fs = fs if fs is not None else OsLayer()
        self.readonly = readonly
        self.clock = clock
        self.segment_limit = segment_limit
        self.background = background
        self._state = state
        self._writer = f"{terminal}/{os.getpid()}"
        self.mutex = threading.RLock()
        self.in_transaction = False
        self.snapshot_thread: threading.Thread | None = None
        self._lock_fd = -1
        self.look_every = 1.0
        """Seconds between two looks whether the folder is still the one that was opened."""
        self._looked = 0.0
        self.open()

    # Opening and closing

    def open(self) -> None:
        """Reads the store; also after a failure that asked for it (`StoreNeedsReopen`, `OutcomeUnknown`)."""
        with self.mutex:
            check_folder(self.folder)
            self.facts = read_store_file(self.fs, self.folder)
            check_files(self.folder)
            self.core = Core(self.fs, self.folder, writable=not self.readonly)
            self.keys = SealedKeys(self.fs, self.folder)
            folder = (
                state_folder(self.folder, self.facts.id)
                if self._state is None
                else self._state / self.facts.id
            )
            self.epochs = EpochWatch(self.core, folder)
            try:
                try:
                    with uncollected():
                        self._load()
                except BaseException:  # whatever it was: nobody gets the store, so nobody would close it
                    self._release()
                    raise
            except OSError as error:
                raise StoreError(
                    _(
                        "the store at {folder} cannot be opened: {error}",
                        folder=self.folder,
                        error=error.strerror or error,
                    )
                ) from error
            if sum(len(rows.docs) for rows in self.core.state.tables.values()) > MANY:
                gc.freeze()  # or each full collection would walk all of them

    def _load(self) -> None:
        if self.readonly:
            recovery.load(self.core)
            return
        try:
            self._lock_fd = self.fs.open(self.folder / "lock", os.O_RDWR | os.O_CREAT)
        except PermissionError as error:
            raise StoreReadOnly(
                _("the store at {folder} can only be read by this user", folder=self.folder)
            ) from error
        self._lock_inode = os.fstat(self._lock_fd).st_ino
        self.fs.flock(self._lock_fd, fcntl.LOCK_EX)
        try:
            recovery.load(self.core)
        finally:
            self.fs.flock(self._lock_fd, fcntl.LOCK_UN)
        self.core.format = max(self.core.format, self.facts.format)

    def close(self) -> None:
        """Remembers the last record and closes the files."""
        with self.mutex:
            thread = self.snapshot_thread
        if thread is not None:
            thread.join()
        with self.mutex:
            if self._lock_fd >= 0 or self.core.journal.fd >= 0:
                if not self.epochs.close():
                    self.core.warnings.append(_("the state folder could not be written"))
                self._release()

    def reopen(self) -> None:
        """Closes and opens again."""
        self.close()
        self.open()

    def _release(self) -> None:
        self.core.close()
        if self._lock_fd >= 0:
            fd, self._lock_fd = self._lock_fd, -1
            self.fs.close(fd)

    # Following others

    def refresh(self) -> int:
        """Takes what others recorded and returns the number of the last record; one small read where there is
        nothing.

        While another thread commits, the moment before is shown.

        Raises:
            StoreDamaged, StoreNeedsReopen: what others recorded cannot be followed.
        """
        core = self.core
        if self.in_transaction or not self.mutex.acquire(blocking=False):
            return core.journal.n
        try:
            if core.journal.fd < 0:
                raise StoreNeedsReopen(_("the store is closed"))
            if core.head_fd < 0:
                core.open_head()
            try:
                if core.head_fd >= 0 and self.fs.pread(core.head_fd, SIZE, 0) != core.head_raw:
                    core.follow()
            except OSError as error:
                raise StoreError(
                    _("the store cannot be read: {error}", error=error.strerror or error)
                ) from error
            return core.journal.n
        finally:
            self.mutex.release()

    # Writing

    def begin(self, key: str | None) -> None:
        """Takes the lock and all there is to know. On an exception the lock is not held.

        Raises:
            AlreadyRecorded: a commit with this key is in the journal.
            StoreReadOnly, StoreNeedsReopen, StoreDamaged, StoreError
        """
        self.mutex.acquire()
        try:
            self._lock()
        except BaseException:  # an interrupt, too: it would stay locked for ever
            self.mutex.release()
            raise
        self.in_transaction = True
        try:
            self._prepare(key)
        except BaseException:  # the same
            self.end()
            raise

    def _lock(self) -> None:
        try:
            if self.in_transaction:
                raise StoreError(_("a commit is already open on this thread"))
            self._check_writable()
            self.fs.flock(self._lock_fd, fcntl.LOCK_EX)
        except OSError as error:
            raise StoreError(
                _("the store cannot be locked: {error}", error=error.strerror or error)
            ) from error

    def _check_writable(self) -> None:
        if self.readonly:
            raise StoreReadOnly(_("this store was opened for reading only"))
        if self.core.journal.dead is not None:
            raise StoreNeedsReopen(_("{reason}; open the store again", reason=self.core.journal.dead))
        if self._lock_fd < 0:
            raise StoreNeedsReopen(_("the store is closed"))
        moment = monotonic()
        if moment - self._looked > self.look_every:
            self._looked = moment
            self._check_place()

    def _check_place(self) -> None:
        """What is recorded between two looks lies in the folder that was moved, as if sold just before."""
        try:
            same = (self.folder / "lock").stat().st_ino == self._lock_inode
        except FileNotFoundError:
            same = False
        if not same:
            self._looked = 0.0
            raise StoreNeedsReopen(_("the store was moved or replaced; open it again"))

    def _prepare(self, key: str | None) -> None:
        core = self.core
        try:
            recovery.take_up(core)
            if core.format > FORMAT or core.state.newer:
                raise StoreReadOnly(newer_message(core.format))
            self.epochs.look()
            if core.journal.end > self.segment_limit:
                with contextlib.suppress(StoreError):  # it is tried again at the next commit
                    upkeep.rotate(self)
                self._check_writable()
            n = None if key is None else self.record_of(key)
        except OSError as error:
            raise StoreError(
                _("nothing was recorded: the store cannot be read ({error})", error=error)
            ) from error
        if n is not None:
            raise AlreadyRecorded(n)

    def record_of(self, key: str) -> int | None:
        """The number of the record with an idempotency key, None where there is none (as of the last
        refresh)."""
        core = self.core
        n = core.active.keys.get(key)
        if n is None and core.sealed.entries:
            try:
                return self.keys.record_of(key, len(core.sealed.entries))
            except OSError as error:
                raise StoreError(
                    _("the journal cannot be read: {error}", error=error.strerror or error)
                ) from error
        return n

    def commit(self, ops: list[Op], operator: str, key: str | None) -> Record:
        """Makes one record of `ops`, durable when this returns. Only between `begin` and `end`.

        Raises:
            BadDocument, StoreFull, StoreError, StoreNeedsReopen, OutcomeUnknown
        """
        core, epochs = self.core, self.epochs
        ops = epochs.begun(ops)
        n = core.journal.n + 1
        moment = milliseconds(self.clock())
        record = Record("0" * 32, n, moment, operator, self._writer, key, ops, n)
        if len(ops) > MANY:
            return self._commit_many(record)
        record = core.commit(record, epochs.epoch)
        epochs.recorded()
        return record

    def _commit_many(self, record: Record) -> Record:
        """A commit as of a price list, with snapshots of it: the next opening is not to replay it."""
        with uncollected():
            record = self.core.commit(record, self.epochs.epoch)
        self.epochs.recorded()
        with contextlib.suppress(StoreError):  # it is tried again at the next commit
            upkeep.rotate(self)
        return record

    def end(self) -> None:
        """Lets go of the lock."""
        self.in_transaction = False
        try:
            if self._lock_fd >= 0:
                self.fs.flock(self._lock_fd, fcntl.LOCK_UN)
        finally:
            self.mutex.release()

    # TinyDB's contract

    def read(self) -> dict[str, dict[str, Any]] | None:
        """Every table as it is in memory, copied: sealed records of append-only tables are left out."""
        self.refresh()
        return upkeep.read_tables(self) or None

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Records what differs between `data` and the tables in memory, as one commit.

        Raises:
            AppendOnly: a record of an append-only table would change or go.
        """
        upkeep.write_difference(self, data)
