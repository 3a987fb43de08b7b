"""The journal and what it adds up to, followed record by record. Knows no lock and no transaction."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from data.active import Active
from data.chain import ChainReader
from data.codec import GENESIS, Record, encode, encode_many, read_back, read_back_many
from data.collecting import MANY
from data.errors import BadDocument, StoreDamaged, StoreNeedsReopen
from data.head import SIZE, pack_values, read_head
from data.journal import Journal, segment_path
from data.migrations import FORMAT
from data.sealed import SealedSegments
from data.state import Change, State
from pos_tui.core.words import _

if TYPE_CHECKING:
    from data.head import Head
    from data.oslayer import OsLayer


class Core:
    """One process's view of a store, as of one record."""

    __slots__ = (
        "active",
        "folder",
        "format",
        "fs",
        "head_fd",
        "head_raw",
        "journal",
        "last",
        "sealed",
        "state",
        "warnings",
        "writable",
    )

    def __init__(self, fs: OsLayer, folder: Path, *, writable: bool) -> None:
        self.fs = fs
        self.folder = folder
        self.writable = writable
        self.journal = Journal(fs, folder, writable=writable)
        self.state = State()
        self.sealed = SealedSegments(fs, folder)
        self.active = Active(0, GENESIS)
        self.head_fd = -1
        self.head_raw = b""
        self.format = FORMAT
        """The version of the files, as the newest writer left it."""
        self.last = (1, 0, GENESIS)
        """Epoch, number and hash of the last record, as one value: a thread reads it without the lock."""
        self.warnings: list[str] = []
        """What a person should be told about the opening."""

    def open_head(self) -> None:
        """Opens the head file; a writer makes one where it is gone."""
        flags = os.O_RDWR | os.O_CREAT if self.writable else os.O_RDONLY
        with contextlib.suppress(FileNotFoundError):
            self.head_fd = self.fs.open(self.folder / "head", flags)

    def read_head(self) -> Head | None:
        """The head, or None where there is none to be read."""
        if self.head_fd < 0:
            return None
        self.head_raw, head = read_head(self.fs, self.head_fd)
        return head

    def close(self) -> None:
        """Closes the files."""
        self.journal.close()
        if self.head_fd >= 0:
            fd, self.head_fd = self.head_fd, -1
            self.fs.close(fd)

    def take(self, record: Record, length: int, changes: list[Change] | None = None) -> None:
        """Makes a durable record part of what is known; `changes` is what the state worked out for it."""
        # Spelled out rather than called: this is part of every sale.
        if changes is None:
            self.state.apply(record)
        else:
            self.state.adopt(record, changes)
        active, journal = self.active, self.journal
        active.hashes.append(record.h)
        if record.k is not None:
            active.keys[record.k] = record.n
        journal.end += length
        journal.n = record.n
        journal.h = record.h
        self.last = (self.state.epoch, record.n, record.h)

    def commit(self, record: Record, epoch: int) -> Record:
        """Makes the next record durable, takes it in and publishes it; returns it as it was read back.

        Args:
            epoch: that the record belongs to.

        Raises:
            BadDocument, StoreFull, StoreError, StoreNeedsReopen, OutcomeUnknown
        """
        journal, many = self.journal, len(record.ops) > MANY
        line = encode_many(record, journal.h) if many else encode(record, journal.h)
        length = len(line)
        journal.put(line)
        # While the disk is at it. A line that does not say what was asked is undone like a failed write.
        try:
            back = read_back_many(line, record) if many else read_back(line, record)
        except BadDocument:
            journal.take_back(length)
            raise
        head = self.head_after(back, length, epoch)
        changes = None if many else self.state.changes(back)
        journal.sync(length)
        self.take(back, length, changes)
        self.publish(head)
        return back

    def read_on(self, until: int | None = None) -> ChainReader:
        """Takes the records that follow in the active segment; returns the reader, which tells what stopped
        it."""
        reader = ChainReader(self.journal.read(until), self.journal.n, self.journal.h)
        taken = 0
        for record in reader:
            self.take(record, reader.position - taken)
            taken = reader.position
        return reader

    def head_after(self, record: Record, length: int, epoch: int) -> bytes:
        """What the head will say once a record of this length is durable."""
        j = self.journal
        return pack_values(self.format, j.segment, j.end + length, epoch, record.n, record.h)

    def publish(self, raw: bytes | None = None) -> None:
        """Writes the head: what `head_after` gave, or as things stand. A failure is swallowed: what it would
        say is durable already, and it can be rebuilt."""
        if raw is None:
            j = self.journal
            raw = pack_values(self.format, j.segment, j.end, self.state.epoch, j.n, j.h)
        try:
            if self.fs.pwrite(self.head_fd, raw, 0) == SIZE:
                self.head_raw = raw
        except OSError:
            pass

    def follow(self) -> None:
        """Takes what others recorded, up to the head. Raises as `catch_up`."""
        head = self.read_head()
        if head is not None and (head.format <= FORMAT or head.format == self.format):
            self.catch_up(head)
        elif head is not None:
            # Newer records may mean what this program does not know: it keeps showing what it knows.
            self.format = head.format

    def catch_up(self, head: Head) -> int:
        """Takes what others recorded, up to `head`; returns how many records.

        Raises:
            StoreDamaged: what the head names cannot be read.
            StoreNeedsReopen: the head belongs to another history than the one followed so far.
        """
        j = self.journal
        before = j.n
        self.format = head.format
        if head.n <= j.n:  # its writer could not publish what we have read, or it is ours
            return 0
        while j.segment < head.segment:
            # By name: a segment that the disk failed is replaced by a copy before it is sealed.
            self._reopen_active()
            self._expect_end(self.read_on())
            self.pass_on()
        reader = self.read_on(head.offset)
        if j.n < head.n:
            path = segment_path(self.folder, j.segment)
            raise StoreDamaged(path, j.end, j.n + 1, _("this is not the record that follows"))
        if j.h != head.h or reader.position < len(reader.data):
            raise StoreNeedsReopen(_("the store was replaced by another copy; open it again"))
        return j.n - before

    def pass_on(self) -> None:
        """Leaves the active segment, which was sealed, for the next one."""
        j = self.journal
        entry = self.active.entry(self.state, j.segment, j.end)
        j.open(j.segment + 1)
        self.sealed.entries.append(entry)
        self.state.seal()
        self.active.restart(j.n, j.h)

    def _reopen_active(self) -> None:
        end = self.journal.end
        self.journal.open(self.journal.segment)
        self.journal.end = end

    def _expect_end(self, reader: ChainReader) -> None:
        if not reader.only_padding_left():
            path = segment_path(self.folder, self.journal.segment)
            raise StoreDamaged(
                path, self.journal.end, self.journal.n + 1, _("this is not the record that follows")
            )

    def hash_at(self, n: int) -> str | None:
        """The hash of record `n`, None where there is no such record."""
        return self.active.hash_at(n) or self.sealed.hash_at(n)
