"""What keeps a store quick to open: sealing, snapshots; and TinyDB's way of writing everything at once."""

from __future__ import annotations

import contextlib
import fcntl
import os
import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from data import recovery, snapshots
from data.codec import Op, copied
from data.errors import AppendOnly
from data.lazydocs import Docs, LazyDocs, moment_of
from data.schemas import spec_of
from pos_tui.core.words import _

if TYPE_CHECKING:
    from pathlib import Path

    from data.oslayer import OsLayer
    from data.state import Rows
    from data.storage import JournalStorage


class Moment(NamedTuple):
    """A table as of one record: documents are replaced, never changed, so a copy of the dict is all of it."""

    table: str
    docs: Docs
    next_id: int
    changed: int
    n: int
    h: str


def rotate(storage: JournalStorage) -> bool:
    """Seals the active segment and has snapshots written; under the lock. False where there was nothing to
    seal.

    Raises:
        StoreError: it could not be done; the segment stays active.
    """
    core = storage.core
    keys = list(core.active.keys)
    if not recovery.rotate(core):
        return False
    storage.keys.add(keys, len(core.sealed.entries))
    write_snapshots(storage)
    return True


def write_snapshots(storage: JournalStorage) -> None:
    """Writes a snapshot of each table of current documents that changed since its last one; under the lock.

    Only the copying of dicts happens here; encoding and writing are done on a thread where the storage has
    one.
    """
    moments = _moments(storage)
    if not moments:
        return
    if not storage.background:
        _write_moments(storage.fs, storage.folder, moments)
        return
    if storage.snapshot_thread is not None and storage.snapshot_thread.is_alive():
        return
    for moment in moments:
        storage.core.state.tables[moment.table].snapped = moment.changed
    thread = threading.Thread(
        target=_write_moments, args=(storage.fs, storage.folder, moments), name="pos-store-snapshot"
    )
    storage.snapshot_thread = thread
    thread.start()


def _moments(storage: JournalStorage) -> list[Moment]:
    journal = storage.core.journal
    return [
        Moment(name, _moment(rows.docs), rows.next_id, rows.changed, journal.n, journal.h)
        for name, rows in storage.core.state.tables.items()
        if not rows.spec.append_only and rows.changed > rows.snapped
    ]


def _moment(docs: Docs) -> Docs:
    return docs.copy() if isinstance(docs, LazyDocs) else dict(docs)


def _write_moments(fs: OsLayer, folder: Path, moments: list[Moment]) -> None:
    """Snapshots can be done without: a failure leaves the ones before."""
    with contextlib.suppress(OSError):
        fs.mkdir(folder / snapshots.FOLDER)
        lock = fs.open(folder / snapshots.FOLDER / "lock", os.O_RDWR | os.O_CREAT)
        try:
            fs.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # another process is at it: then it is done
            for leftover in (folder / snapshots.FOLDER).glob("*.new"):
                fs.unlink(leftover)
            for moment in moments:
                data = snapshots.pack(*moment)
                snapshots.write(fs, folder, moment.table, data)
        finally:
            fs.close(lock)


def read_tables(storage: JournalStorage) -> dict[str, dict[str, Any]]:
    """Every table as it is in memory, copied."""
    return {
        name: {str(doc_id): copied(doc) for doc_id, doc in moment_of(rows.docs)}
        for name, rows in list(storage.core.state.tables.items())
        if rows.exists
    }


def write_difference(storage: JournalStorage, data: dict[str, dict[str, Any]]) -> None:
    """Makes the tables in memory what `data` says, as one commit.

    Raises:
        AppendOnly: a record of an append-only table would change or go.
    """
    storage.begin(None)
    try:
        ops: list[Op] = []
        tables = storage.core.state.tables
        for name in [name for name, rows in tables.items() if rows.exists and name not in data]:
            if spec_of(name).append_only:
                raise AppendOnly(_("{name}: records are never removed", name=name))
            ops.append(["drop", name])
        for name, documents in data.items():
            ops.extend(_table_difference(storage.core.state.rows(name), documents))
        if ops:
            storage.commit(ops, "tinydb", None)
    finally:
        storage.end()


def update_table(
    storage: JournalStorage, table: str, updater: Callable[[dict[int, Mapping[str, Any]]], None]
) -> None:
    """Lets `updater` change a copy of a table's documents in memory, and records what it changed as one
    commit.

    Raises:
        AppendOnly: a record of an append-only table would change or go.
    """
    storage.begin(None)
    try:
        rows = storage.core.state.rows(table)
        documents: dict[int, Mapping[str, Any]] = {doc_id: copied(doc) for doc_id, doc in rows.docs.items()}
        updater(documents)
        ops = _table_difference(rows, documents)
        if ops:
            storage.commit(ops, "tinydb", None)
    finally:
        storage.end()


def _table_difference(rows: Rows, documents: Mapping[Any, Mapping[str, Any]]) -> list[Op]:
    wanted = {int(doc_id): document for doc_id, document in documents.items()}
    gone = [doc_id for doc_id in rows.docs if doc_id not in wanted]
    puts = [(doc_id, doc) for doc_id, doc in wanted.items() if rows.docs.get(doc_id) != doc]
    if rows.spec.append_only and (gone or any(doc_id < rows.next_id for doc_id, _ in puts)):
        raise AppendOnly(_("{name}: records are never changed or removed", name=rows.name))
    ops: list[Op] = [["del", rows.name, doc_id] for doc_id in gone]
    ops.extend(["put", rows.name, doc_id, dict(doc)] for doc_id, doc in puts)
    if not ops and not rows.exists:
        ops.append(["make", rows.name])
    return ops
