"""The active segment: where the next record goes, and how a commit that failed is undone.

The file is filled with newlines ahead of the records, so a commit overwrites blocks that exist: one write and
one `fdatasync` that has no metadata of the file system to commit.
"""

from __future__ import annotations

import contextlib
import errno
import os
from pathlib import Path
from typing import Final, NoReturn

from data.errors import OutcomeUnknown, StoreError, StoreFull, StoreNeedsReopen
from data.oslayer import OsLayer, read_from, write_all
from pos_tui.core.words import _

PADDING: Final = 256 * 1024
_FULL: Final = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EFBIG))


def segment_path(folder: Path, segment: int) -> Path:
    """Where a segment lies in the store's folder."""
    return folder / "journal" / f"{segment:06d}.jsonl"


def suspect_path(folder: Path, segment: int) -> Path:
    """The mark that says: the disk failed this segment, copy what is good before it is used again."""
    return folder / "journal" / f"{segment:06d}.suspect"


class Journal:
    """The open active segment and the position in it. Only whoever holds the lock calls what writes."""

    __slots__ = ("_fs", "dead", "end", "fd", "folder", "h", "n", "segment", "size", "writable")

    def __init__(self, fs: OsLayer, folder: Path, *, writable: bool) -> None:
        self._fs = fs
        self.folder = folder
        self.writable = writable
        self.fd = -1
        self.segment = 0
        self.end = 0
        """Where the last good record ends."""
        self.size = 0
        """How far the file is known to be filled."""
        self.n = 0
        self.h = ""
        self.dead: str | None = None
        """Why this handle may not write any more."""

    def open(self, segment: int) -> None:
        """Opens a segment at its beginning.

        Raises:
            OSError: it cannot be opened.
        """
        path = segment_path(self.folder, segment)
        if self.writable:
            try:
                fd = self._fs.open(path, os.O_RDWR)
            except PermissionError:
                # Made read-only by a rotation that did not come to its end.
                path.chmod(0o600)
                fd = self._fs.open(path, os.O_RDWR)
        else:
            fd = self._fs.open(path, os.O_RDONLY)
        self.close()
        self.fd, self.segment, self.end, self.size = fd, segment, 0, self._fs.size(fd)

    def close(self) -> None:
        """Closes the file."""
        if self.fd >= 0:
            fd, self.fd = self.fd, -1
            with contextlib.suppress(OSError):
                self._fs.close(fd)

    def read(self, until: int | None = None) -> bytes:
        """What stands after the last good record, to the end of the file or to `until`."""
        return read_from(self._fs, self.fd, self.end, until)

    def put(self, line: bytes | bytearray) -> None:
        """Puts a line after the last good record and sends it on its way to the disk; `sync` waits for it.

        Raises:
            StoreFull: no room; nothing is recorded and the store stays usable.
            StoreError: the disk refused the write; nothing is recorded and the store stays usable.
            OutcomeUnknown: the disk failed the undoing too.
        """
        if self.end + len(line) > self.size:
            self._grow(len(line))
        try:
            written = self._fs.pwrite(self.fd, line, self.end)
        except OSError as error:
            self._undo_write(len(line), error)
        if written != len(line):
            self._undo_write(len(line), OSError(errno.ENOSPC, "a write stopped short"))
        self._fs.start_writing(self.fd, self.end, len(line))

    def sync(self, length: int) -> None:
        """Waits until the line of this length that was put is durable. The position stays (see `advance`).

        Raises:
            StoreNeedsReopen: the disk failed the sync; nothing is recorded.
            OutcomeUnknown: the disk failed the undoing too.
        """
        try:
            self._fs.fdatasync(self.fd)
        except OSError as error:
            self._undo_sync(length, error)

    def take_back(self, length: int) -> None:
        """Undoes a `put`.

        Raises:
            OutcomeUnknown: the disk failed it.
        """
        try:
            self.blank(length)
        except OSError as error:
            self._outcome_unknown(error)

    def advance(self, length: int, n: int, h: str) -> None:
        """Takes a record that was read or written as good."""
        self.end += length
        self.n = n
        self.h = h

    def blank(self, length: int) -> None:
        """Overwrites what stands after the last good record with newlines, durably.

        Raises:
            OSError: as the calls raise it.
        """
        length = min(length, max(0, self._fs.size(self.fd) - self.end))
        write_all(self._fs, self.fd, b"\n" * length, self.end)
        self._fs.fdatasync(self.fd)

    def mark_dead(self, why: str) -> None:
        """Lets this handle write no more, and tells whoever opens the store next to copy this segment."""
        self.dead = why
        with contextlib.suppress(OSError):
            fd = self._fs.open(suspect_path(self.folder, self.segment), os.O_WRONLY | os.O_CREAT)
            self._fs.close(fd)
            self._fs.sync_folder(self.folder / "journal")

    def _grow(self, length: int) -> None:
        """Fills the file ahead for `length` bytes more."""
        start = max(self.end, self._fs.size(self.fd))
        # By more the longer it is: filling takes long, and so is the lot of few sales in a day of many.
        target = -(-(self.end + length + self.end // 2) // PADDING) * PADDING + PADDING
        try:
            write_all(self._fs, self.fd, b"\n" * (target - start), start)
            self._fs.fsync(self.fd)
        except OSError as error:
            with contextlib.suppress(OSError):
                self._fs.ftruncate(self.fd, start)
            self.size = min(self.size, start)
            if error.errno in _FULL:
                raise StoreFull(_no_room(error)) from error
            # A sync that failed once may succeed the next time without having written anything.
            self.mark_dead(_("the disk failed: {error}", error=error))
            raise StoreNeedsReopen(
                _("nothing was recorded: the disk failed ({error}); open the store again", error=error)
            ) from error
        self.size = target

    def _undo_write(self, length: int, error: OSError) -> NoReturn:
        self.take_back(length)
        if error.errno in _FULL:
            raise StoreFull(_no_room(error)) from error
        raise StoreError(
            _("nothing was recorded: the disk refused the write ({error})", error=error)
        ) from error

    def _undo_sync(self, length: int, error: OSError) -> NoReturn:
        self.take_back(length)
        self.mark_dead(_("the disk failed: {error}", error=error))
        raise StoreNeedsReopen(
            _("nothing was recorded: the disk failed ({error}); open the store again", error=error)
        ) from error

    def _outcome_unknown(self, error: OSError) -> NoReturn:
        self.mark_dead(_("the disk failed: {error}", error=error))
        raise OutcomeUnknown(
            _(
                "the disk failed ({error}) and it is not known whether this was recorded; open "
                "the store again and look before repeating it",
                error=error,
            )
        ) from error


def _no_room(error: OSError) -> str:
    why = error.strerror or error
    return _("nothing was recorded: no room on the disk ({error}); make room and try again", error=why)
