"""Stores with a fault built in. Each must be caught by the experiments, or these prove nothing."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from data import recovery, segments, snapshots
from data.core import Core
from data.errors import StoreDamaged
from data.journal import PADDING, Journal
from data.oslayer import OsLayer, write_all
from data.storage import JournalStorage

if TYPE_CHECKING:
    from data.codec import Record

_commit = JournalStorage.commit


def _grow_as_needed(journal: Journal, line: bytes) -> None:
    if journal.end + len(line) > journal.size:
        journal._grow(len(line))


def _no_sync(journal: Journal, length: int) -> None:
    """Takes what was written for durable."""


def _sync_before_write(journal: Journal, line: bytes) -> None:
    _grow_as_needed(journal, line)
    journal._fs.fdatasync(journal.fd)
    journal._fs.pwrite(journal.fd, line, journal.end)


def _no_blank(journal: Journal, length: int) -> None:
    """Leaves what a failed commit wrote."""


def _line_an_operation(handle: JournalStorage, ops: list[Any], operator: str, key: str | None) -> Any:
    record = None
    for op in ops:
        record = _commit(handle, [op], operator, key)
        key = None
    return record


def _write_in_place(fs: OsLayer, path: Path, data: bytes, *, keep: Path | None = None) -> None:
    fd = fs.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    try:
        write_all(fs, fd, data, 0)
        fs.fsync(fd)
    finally:
        fs.close(fd)


def _create_without_folder_sync(fs: OsLayer, path: Path) -> None:
    fd = fs.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC)
    write_all(fs, fd, b"\n" * PADDING, 0)
    fs.fsync(fd)
    fs.close(fd)


def _head_first(core: Core, record: Record, length: int, epoch: int) -> bytes:
    """Publishes a record that is not durable yet."""
    raw = _head_after(core, record, length, epoch)
    core.publish(raw)
    return raw


_head_after = Core.head_after


def _refuses_any_tail(core: Core, reader: Any, head: Any) -> None:
    """Takes what a crash left for damage."""
    if not reader.only_padding_left():
        raise StoreDamaged(core.folder, core.journal.end, core.journal.n + 1, "a tail")


def _looks_for_no_successor(folder: Path, segment: int) -> bool:
    """Takes the end of a segment for want of padding, though somebody was about to leave it."""
    return False


@contextlib.contextmanager
def mutant(name: str) -> Iterator[None]:
    """The store with one fault built in."""
    with contextlib.ExitStack() as stack:
        for target, attribute, replacement in MUTANTS[name]:
            stack.enter_context(patch.object(target, attribute, replacement))
        yield


MUTANTS: dict[str, list[tuple[Any, str, Any]]] = {
    "no sync": [(Journal, "sync", _no_sync)],
    "sync before write": [(Journal, "put", _sync_before_write), (Journal, "sync", _no_sync)],
    "no undo": [(Journal, "blank", _no_blank)],
    "a line an operation": [(JournalStorage, "commit", _line_an_operation)],
    "snapshot in place": [(snapshots, "replace_file", _write_in_place)],
    "head before the folder is synced": [(segments, "create_segment", _create_without_folder_sync)],
    "head before the record": [(Core, "head_after", _head_first)],
    "any tail is damage": [(recovery, "settle_tail", _refuses_any_tail)],
    "goes on in a segment that was being left": [(recovery, "has_successor", _looks_for_no_successor)],
}
