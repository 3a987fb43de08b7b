"""Reading the journal itself, line by line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from data.chain import ChainReader
from data.errors import StoreDamaged
from data.journal import segment_path
from data.oslayer import read_file
from pos_tui.core.words import _

if TYPE_CHECKING:
    from data.codec import Record
    from data.core import Core


def _walk(core: Core, from_n: int, to_n: int | None) -> Iterator[tuple[Record, bytes]]:
    last = core.journal.n if to_n is None else min(to_n, core.journal.n)
    entries = list(core.sealed.entries)
    segment = 1
    while segment <= len(entries) and entries[segment - 1].last_n < from_n:
        segment += 1
    n, h = core.sealed.before(segment)
    while n < last:
        path = segment_path(core.folder, segment)
        reader = ChainReader(read_file(core.fs, path), n, h)
        start = 0
        for record in reader:
            if from_n <= record.n <= last:
                yield record, reader.data[start : reader.position]
            start = reader.position
            if record.n >= last:
                return
        if not reader.only_padding_left() or reader.n == n:
            raise StoreDamaged(path, reader.position, reader.n + 1, _("this is not the record that follows"))
        n, h = reader.n, reader.h
        segment += 1


def records_between(core: Core, from_n: int, to_n: int | None) -> Iterator[Record]:
    """The records from `from_n` to `to_n`, each checked.

    Raises:
        StoreDamaged: one cannot be read.
    """
    return (record for record, _ in _walk(core, from_n, to_n))


def lines_between(core: Core, from_n: int, to_n: int | None) -> Iterator[bytes]:
    """The same records as the bytes they are in the journal, line feed included."""
    return (line for _, line in _walk(core, from_n, to_n))
