"""Opening a store, and taking up what others left: what is read, what is judged, what is repaired.

After the last valid record of the active segment there can be:

1. only newlines: clean;
2. less than `head` names: acknowledged records are damaged or gone. **Refused**, with file, byte and record;
3. something, and a whole record after it: what stands before that record was acknowledged once. **Refused**;
4. something else: the tail of a commit that nobody was told had succeeded, whatever its end looks like. It is
   copied to `quarantine/`, overwritten with newlines to the end of the file, and reported;
5. (the valid records go beyond `head`): their writer died, or failed to publish. They are synced and adopted.

Only a writer, under the lock, judges or repairs; a reader stops at `head`.
"""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

from data import segindex, snapshots
from data.active import Active
from data.chain import ChainReader, later_record
from data.errors import StoreDamaged, StoreError
from data.head import SIZE
from data.journal import segment_path, suspect_path
from data.migrations import FORMAT
from data.oslayer import read_file, replace_file, write_all
from data.sealed import SealedSegments, records_of
from data.segments import cut_and_create, has_successor, make_read_only, segment_numbers
from data.state import State
from pos_tui.core.words import _

if TYPE_CHECKING:
    from data.codec import Record
    from data.core import Core
    from data.head import Head
    from data.segindex import Entry


def load(core: Core) -> None:
    """Brings a core up to the last record.

    Raises:
        StoreDamaged: see above. OSError, StoreError: the files cannot be read, or not be repaired just now.
    """
    entries = segindex.load(core.fs, core.folder)
    snapped = _snapshot_names(core)
    core.open_head()
    head = core.read_head()
    numbers = segment_numbers(core.folder)
    if not numbers:
        raise StoreDamaged(core.folder / "journal", 0, 1, _("the journal is missing"))
    last = numbers[-1]
    if not core.writable and head is not None and head.segment in numbers:
        last = head.segment
    records, reader = _read_journal(core, entries, last, head)
    _load_tables(core, snapped, records)
    _replay_sealed(core)
    start = 0
    for record, end in records:
        core.take(record, end - start)
        start = end
    core.last = (core.state.epoch, core.journal.n, core.journal.h)
    if head is not None:
        core.format = max(core.format, head.format)
    if core.writable:
        settle_tail(core, reader, head)
        _renew_suspect(core)
        core.publish()
    elif head is not None and head.n > core.journal.n:
        _refuse(core, core.journal.end, _("acknowledged records are missing"))


def _read_journal(
    core: Core, entries: list[Entry], last: int, head: Head | None
) -> tuple[list[tuple[Record, int]], ChainReader]:
    """Sets the entries of the sealed segments, and reads the active one.

    Where the journal does not fit the index of segments, perhaps the index is of another history, and is made
    again.
    """
    core.sealed.entries = entries[: last - 1]
    try:
        _index_missing(core, last)
        records, reader = _read_active(core, last, head)
        if records or not core.sealed.entries or reader.data[:1] in (b"", b"\n"):
            return records, reader
    except StoreDamaged:
        if not entries:
            raise
    core.sealed.entries = []
    _index_missing(core, last)
    return _read_active(core, last, head)


def _read_active(core: Core, segment: int, head: Head | None) -> tuple[list[tuple[Record, int]], ChainReader]:
    """The records of the active segment with where each ends; nothing is applied yet."""
    journal = core.journal
    journal.open(segment)
    journal.n, journal.h = core.sealed.last()
    core.active.restart(journal.n, journal.h)
    limit = None if core.writable or head is None or head.segment != segment else head.offset
    reader = ChainReader(journal.read(limit), journal.n, journal.h)
    return [(record, reader.position) for record in reader], reader


def _index_missing(core: Core, last: int) -> None:
    """Makes the entries of sealed segments that the index does not have."""
    known = len(core.sealed.entries)
    for segment in range(known + 1, last):
        core.sealed.entries.append(make_entry(core.sealed, core, segment))
    if core.writable and len(core.sealed.entries) > known:
        with contextlib.suppress(OSError):  # it will be made again
            segindex.save(core.fs, core.folder, core.sealed.entries)


def make_entry(sealed: SealedSegments, core: Core, segment: int) -> Entry:
    """The entry of a sealed segment, by reading it.

    Raises:
        StoreDamaged: the segment is damaged.
    """
    n, h = sealed.last()
    state, active = State(), Active(n, h)
    if sealed.entries:
        state.epoch = sealed.entries[-1].epoch
    for record in records_of(core.fs, core.folder, segment, n, h):
        state.apply(record)
        active.note(record)
    return active.entry(state, segment, segment_path(core.folder, segment).stat().st_size)


def _snapshot_names(core: Core) -> dict[str, None]:
    """The tables that have a snapshot; looked up before `head` is read, so that none is newer than it."""
    names = (path.name.split(".")[0] for path in (core.folder / snapshots.FOLDER).glob("*.jsonl"))
    return dict.fromkeys(names)


def _load_tables(core: Core, names: dict[str, None], records: list[tuple[Record, int]]) -> None:
    entries = core.sealed.entries
    if entries:
        core.state.epoch = entries[-1].epoch
    first = core.journal.n + 1
    upto = core.journal.n + len(records)
    for name in names:
        found = snapshots.load(core.fs, core.folder, name, upto)
        if found is None:
            continue
        header, rows = found
        at = header.n - first
        h = records[at][0].h if at >= 0 else core.sealed.hash_at(header.n)
        if h == header.h:
            core.state.tables[name] = rows
            core.state.newer = snapshots.upgrade_rows(rows, header.v) or core.state.newer
    for entry in entries:
        for name, span in entry.tables.items():
            rows = core.state.rows(name)
            rows.next_id = max(rows.next_id, span.last + 1)
            rows.exists = True


def _replay_sealed(core: Core) -> None:
    """Applies the sealed segments that changed a table after its snapshot."""
    tables = core.state.tables
    for entry in core.sealed.entries:
        if any(last > (tables[name].base if name in tables else 0) for name, last in entry.touched.items()):
            for record in core.sealed.records(entry.segment):
                core.state.apply(record)
            core.state.seal()


def settle_tail(core: Core, reader: ChainReader, head: Head | None) -> None:
    """Judges what stands after the last valid record, and repairs it; for a writer under the lock.

    Args:
        reader: what read the active segment up to the last valid record.

    Raises:
        StoreDamaged: acknowledged data is damaged. StoreError: the tail cannot be set aside just now.
    """
    journal = core.journal
    clean = reader.only_padding_left()
    if head is not None and head.n > journal.n:
        _refuse(
            core, journal.end, _("acknowledged records are missing") if clean else _("this record is damaged")
        )
    if not clean:
        later = later_record(reader.data, reader.position)
        if later is not None:
            _refuse(core, journal.end, _("this record is damaged, whole records follow it"))
    try:
        if not clean:
            _quarantine(core, reader.data[reader.position :])
        elif head is None or head.n < journal.n:
            core.fs.fdatasync(journal.fd)
    except OSError as error:
        raise StoreError(_("the end of the journal cannot be put in order: {error}", error=error)) from error


def take_up(core: Core) -> None:
    """Takes all there is, for a writer under the lock: up to the head, and what a writer that died could not
    publish."""
    journal, fs = core.journal, core.fs
    if fs.pread(core.head_fd, SIZE, 0) != core.head_raw:
        core.follow()
        if core.format > FORMAT:
            return
    while True:
        next_byte = fs.pread(journal.fd, 1, journal.end)
        if next_byte == b"\n":
            return
        if next_byte:
            _adopt(core)
            return
        journal.size = journal.end
        if not has_successor(core.folder, journal.segment):
            return
        finish_rotation(core)


def _adopt(core: Core) -> None:
    """Somebody died between writing and publishing: whole records are synced and taken, the rest is set
    aside."""
    try:
        core.fs.fdatasync(core.journal.fd)
    except OSError as error:
        core.journal.mark_dead(_("the disk failed: {error}", error=error))
        raise
    head = core.read_head()
    settle_tail(core, core.read_on(), head)
    core.publish()


def _refuse(core: Core, byte: int, why: str) -> None:
    raise StoreDamaged(segment_path(core.folder, core.journal.segment), byte, core.journal.n + 1, why)


def _quarantine(core: Core, tail: bytes) -> None:
    """Keeps a tail byte for byte, then overwrites all of it: a later, shorter record must find no residue
    behind it."""
    journal = core.journal
    folder = core.folder / "quarantine"
    core.fs.mkdir(folder)
    name = f"{journal.segment:06d}-{journal.end}"
    number = 1
    while (folder / f"{name}-{number}").exists():
        number += 1
    replace_file(core.fs, folder / f"{name}-{number}", tail.rstrip(b"\n"))
    write_all(core.fs, journal.fd, b"\n" * len(tail), journal.end)
    core.fs.fsync(journal.fd)
    core.warnings.append(
        _(
            "the journal ended in an unfinished record after record {n}, which nobody was "
            "told was recorded; it was set aside as quarantine/{name}-{number}",
            n=journal.n,
            name=name,
            number=number,
        )
    )


def _renew_suspect(core: Core) -> None:
    """Replaces a segment that the disk failed by a copy of what is good in it, and goes on in a new one.

    A page that could not be written counts as clean afterwards and may differ from the disk, so syncing the
    same file again proves nothing. Others that have the old file open learn of the change by the new
    segment's number.
    """
    journal = core.journal
    mark = suspect_path(core.folder, journal.segment)
    if not mark.exists():
        return
    path = segment_path(core.folder, journal.segment)
    end, n, h = journal.end, journal.n, journal.h
    replace_file(core.fs, path, read_file(core.fs, path)[:end])
    journal.open(journal.segment)
    journal.advance(end, n, h)
    rotate(core)
    with contextlib.suppress(OSError):
        core.fs.unlink(mark)
    core.warnings.append(
        _("the disk had failed a write; what is recorded was copied to a fresh file and checked")
    )


def rotate(core: Core) -> bool:
    """Seals the active segment and starts the next (see `data.segments`); False where it holds no record yet.

    Raises:
        StoreError: it could not be done; the segment stays active.
    """
    if not core.active.hashes:
        return False
    cut_and_create(core.fs, core.journal)
    try:
        finish_rotation(core)
    except OSError as error:
        # The next segment exists: the next commit finds it at the end of this one and finishes.
        raise StoreError(_("the journal could not be closed: {error}", error=error)) from error
    return True


def finish_rotation(core: Core) -> None:
    """Steps 3 to 5: the next segment exists."""
    old = os.dup(core.journal.fd)
    try:
        core.pass_on()
        with contextlib.suppress(OSError):  # the entry is made again at the next opening
            segindex.save(core.fs, core.folder, core.sealed.entries)
        make_read_only(core.fs, old)
    finally:
        os.close(old)
    core.publish()
