"""Sealing a segment and rotating to the next.

The journal is `journal/000001.jsonl`, `000002.jsonl`, … without a gap. The highest number is the active
segment: filled with newlines ahead, written in place. All others are sealed: exactly their records, never
written again, mode 0444. A segment is sealed by `close_segment()` (a Z calls it) or when it has grown past a
size, always under the writers' lock.

Protocol, for active segment A and its successor B = A + 1:

1. cut A to the end of its records, sync A;
2. make B (the name with 256 KB of newlines), sync B, **sync the folder** `journal/`;
3. add A's entry to `segments.jsonl` (aside, sync, rename, sync);
4. make A read-only (0444);
5. publish `head`, which now names B, offset 0, and A's last record.

A crash, or a failure, after

- 1: A is the highest and merely has no padding. The next commit fills ahead again and goes on in A. Another
  writer that is alive meets the end of the file where it expects padding, looks for B, finds none, and goes
  on in A as well.
- 2 (B's name is durable or not, B holds any number of newlines or none): where B exists it is an empty active
  segment, whatever its length. Who opens the store finds A without an entry and makes the entry by reading A.
  A writer that is alive meets the end of A, **finds B, and finishes the rotation** from step 3; it never
  writes to A. That
  is why A is cut first: the end of file is what makes it look. Where B was lost with its folder entry, this
  is case 1: nothing can be in B, as nobody writes to B before the folder is synced.
- 3: the entry is there, `head` still names A's end: the same record number, so nothing is behind and nothing
  missing.
- 4, 5: `head` is a hint; a reader that still sees the old one knows all there is, because B is empty until
  the next commit, whose own `head` names B.

Never the other way round: a `head` that names B before B's folder entry is durable would outlive B in a power
cut and take B's records with it; cutting A after B exists would let a second writer go on in A beside B.

If step 1 or 2 fails, B is removed again and A stays active; if B cannot be removed the handle writes no more,
because others would take B for active. If step 3 or 4 fails the rotation stands: the entry is made again at
the next opening.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Final

from data.errors import StoreDamaged, StoreError
from data.journal import PADDING, Journal, segment_path
from data.oslayer import OsLayer, write_all
from pos_tui.core.words import _

LIMIT: Final = 4 * 1024 * 1024
"""A segment longer than this is sealed before the next commit: what is open has to be read whole at the
start."""


def segment_numbers(folder: Path) -> list[int]:
    """The numbers of the segments that exist, lowest first.

    Raises:
        StoreDamaged: one is missing.
    """
    numbers = sorted(
        int(path.stem) for path in (folder / "journal").glob("[0-9]*.jsonl") if path.stem.isdecimal()
    )
    for expected, number in enumerate(numbers, 1):
        if number != expected:
            raise StoreDamaged(segment_path(folder, expected), 0, 0, _("this part of the journal is missing"))
    return numbers


def cut_and_create(fs: OsLayer, journal: Journal) -> None:
    """Steps 1 and 2: afterwards the next segment exists durably, and the journal still stands at the old one.

    Raises:
        StoreError: it could not be done; the segment stays active.
    """
    path = segment_path(journal.folder, journal.segment + 1)
    try:
        fs.ftruncate(journal.fd, journal.end)
        journal.size = journal.end
        fs.fsync(journal.fd)
        create_segment(fs, path)
    except OSError as error:
        try:
            fs.unlink(path)
        except FileNotFoundError:
            pass
        except OSError as worse:
            journal.mark_dead(_("the disk failed: {worse}", worse=worse))
        raise StoreError(_("the journal could not be closed: {error}", error=error)) from error


def create_segment(fs: OsLayer, path: Path) -> None:
    """Makes an empty segment whose name and padding are durable.

    Raises:
        OSError: as the calls raise it; the file may exist.
    """
    fd = fs.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC)
    try:
        write_all(fs, fd, b"\n" * PADDING, 0)
        fs.fsync(fd)
    finally:
        fs.close(fd)
    fs.sync_folder(path.parent)


def make_read_only(fs: OsLayer, fd: int) -> None:
    """Step 4; a failure is harmless, the mode only keeps people from editing a sealed segment by mistake."""
    with contextlib.suppress(OSError):
        fs.fchmod(fd, 0o444)


def has_successor(folder: Path, segment: int) -> bool:
    """A rotation of this segment was begun by somebody."""
    return segment_path(folder, segment + 1).exists()
