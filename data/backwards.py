"""Reading the journal from its end: what somebody looks for is mostly recent.

Lines that cannot be what is looked for are never decoded: that makes a search through years bearable. Each
that is decoded is checked against its own hash and that of the line before it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from data.codec import HASH_END, START, Record, decode, decode_parts
from data.errors import StoreDamaged, StoreError
from data.journal import segment_path
from data.oslayer import read_file
from pos_tui.core.words import _

if TYPE_CHECKING:
    from data.segindex import Entry
    from data.storage import JournalStorage

LINES: Final = 2000
"""Lines that are looked at before a batch is handed over, so that whoever waits can stop or show it."""
LONG: Final = 100_000
"""Bytes of a line of which only the operations that are looked for are decoded, if that is enough."""
FOUND: Final = 50
"""Records after which a batch is handed over."""


class _Part(NamedTuple):
    """A segment to be read up to `end` bytes (None: all of it), which follows a record with hash `before`."""

    segment: int
    end: int | None
    before: str
    entry: Entry | None


def newest_first(
    storage: JournalStorage,
    holds: Callable[[bytes], bool],
    wanted: Callable[[Entry], bool] = lambda entry: True,
    *,
    after: int = 0,
    is_whole: bool = True,
) -> Iterator[list[Record]]:
    """The records whose lines `holds` says may be meant, the newest first, as they were recorded until now.

    They come in batches, some of them empty: a batch ends after so many lines, whatever was found.

    Args:
        holds: asked about a line, and first about all lines of a segment together.
        wanted: whether a sealed segment is to be read at all. after: older records than this are left out.
        is_whole: False leaves operations out of long records that `holds`, asked about each, refuses.

    Raises:
        StoreDamaged, StoreError: what was recorded cannot be read.
    """
    for part in _parts(storage):
        if part.entry is not None and (part.entry.last_n <= after or not wanted(part.entry)):
            continue
        batch: list[Record] = []
        for count, record in enumerate(_records(storage, part, holds, is_whole=is_whole), 1):
            if record is not None:
                if record.n <= after:
                    break
                batch.append(record)
            if len(batch) == FOUND or count % LINES == 0:
                yield batch
                batch = []
        yield batch


def _parts(storage: JournalStorage) -> list[_Part]:
    """The segments there are now, the newest first."""
    with storage.mutex:
        journal, sealed = storage.core.journal, storage.core.sealed
        parts = [_Part(journal.segment, journal.end, sealed.before(journal.segment)[1], None)]
        for entry in reversed(sealed.entries):
            parts.append(_Part(entry.segment, None, entry.prev_h, entry))
    return parts


def _records(
    storage: JournalStorage, part: _Part, holds: Callable[[bytes], bool], *, is_whole: bool
) -> Iterator[Record | None]:
    """For each line from the last to the first the record, or None where it is not looked for."""
    path = segment_path(storage.folder, part.segment)
    try:
        data = read_file(storage.fs, path)[: part.end].rstrip(b"\n")
    except OSError as error:
        raise StoreError(
            _("{name} cannot be read: {error}", name=path.name, error=error.strerror or error)
        ) from error
    if not holds(data):
        return
    end = len(data)
    while end > 0:
        start = data.rfind(b"\n", 0, end) + 1
        line = data[start:end]
        end = start - 1
        if not holds(line):
            yield None
            continue
        previous = part.before if start == 0 else _hash_of(data, data.rfind(b"\n", 0, end) + 1)
        needed = None if is_whole or len(line) < LONG else holds
        record = decode_parts(line + b"\n", previous, needed) if needed else decode(line + b"\n", previous)
        if record is None:
            first = 0 if part.entry is None else part.entry.first_n
            raise StoreDamaged(
                path, start, first + data.count(b"\n", 0, start), _("it does not match its hash")
            )
        yield record


def _hash_of(data: bytes, start: int) -> str:
    """The hash that the line at `start` says it has."""
    return data[start + len(START) : start + HASH_END].decode("ascii", "replace")
