"""`snap/<table>.jsonl`: a table of current documents as of one record, so that opening need not replay all
records.

The first line is a header, `{"sum","table","next_id","changed","n","h","v","ids","lengths"}`; then comes one
document a line. `sum` is SHA-256 of every byte after its digits; `ids` are those of the documents, ascending,
and `lengths` the bytes of their lines, so that nobody need look for the ends. A snapshot is written aside and
swapped in; the generation before stays as `<table>.prev.jsonl`. Both can be deleted: the journal alone
rebuilds every table.
"""

from __future__ import annotations

from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from time import sleep
from typing import Final

import msgspec

from data.lazydocs import Docs, LazyDocs
from data.migrations import current_version, upgraded
from data.oslayer import OsLayer, read_file, replace_file
from data.state import Rows

FOLDER: Final = "snap"
_SLICE: Final = 1000
"""Documents that are put into lines in one go: about a millisecond."""
_PAUSE: Final = 0.0005
"""Seconds between two slices, in which other threads have their turn."""
_START: Final = b'{"sum":"'
_SUM_END: Final = len(_START) + 64


class Header(msgspec.Struct):
    """First line of a snapshot."""

    table: str
    next_id: int
    changed: int
    """The last record that touched the table."""
    n: int
    """The last record before the snapshot."""
    h: str
    v: int
    """The schema version of its documents."""
    ids: list[int]
    lengths: list[int]


_encoder = msgspec.json.Encoder()
_header = msgspec.json.Decoder(Header)


def path_of(folder: Path, table: str) -> Path | None:
    """The snapshot file of a table; None for a name that cannot be a file name (then the table is
    replayed)."""
    if table.isascii() and table.replace("_", "").isalnum() and len(table) <= 64:
        return folder / FOLDER / f"{table}.jsonl"
    return None


def pack(table: str, docs: Docs, next_id: int, changed: int, n: int, h: str) -> bytes:
    """The file."""
    ids = sorted(docs)
    line_of = docs.unchanged if isinstance(docs, LazyDocs) else lambda doc_id: None
    lines, ends = bytearray(), [0]  # one buffer: texts of their own would leave holes in memory
    for first in range(0, len(ids), _SLICE):
        if first:
            sleep(_PAUSE)
        for doc_id in ids[first : first + _SLICE]:
            line = line_of(doc_id)
            if line is None:
                _encoder.encode_into(docs[doc_id], lines, -1)
                lines += b"\n"
            else:
                lines += line
            ends.append(len(lines))
    lengths = [end - begin for begin, end in pairwise(ends)]
    header = Header(table, next_id, changed, n, h, current_version(table), ids, lengths)
    parts = (b'",', _encoder.encode(header)[1:], b"\n", lines)
    total = sha256()
    for part in parts:
        total.update(part)
    return b"".join((_START, total.hexdigest().encode(), *parts))


def write(fs: OsLayer, folder: Path, table: str, data: bytes) -> None:
    """Puts a snapshot in place.

    Raises:
        OSError: as the calls raise it; a good snapshot, if there was one, is still there.
    """
    path = path_of(folder, table)
    if path is None:
        return
    fs.mkdir(folder / FOLDER)
    replace_file(fs, path, data, keep=path.with_suffix(".prev.jsonl"))


def unpack(data: bytes) -> tuple[Header, Rows] | None:
    """The header and the rows; None where the file is damaged or cut."""
    if data[: len(_START)] != _START:
        return None
    if sha256(memoryview(data)[_SUM_END:]).hexdigest().encode() != data[len(_START) : _SUM_END]:
        return None
    end = data.find(b"\n") + 1
    try:
        header = _header.decode(data[:end])
        docs = LazyDocs(data, end, header.ids, header.lengths)
    except (msgspec.MsgspecError, ValueError, OverflowError):
        return None
    rows = Rows(header.table)
    rows.docs = docs
    rows.exists = True
    rows.next_id = header.next_id
    rows.changed = rows.snapped = header.changed
    rows.base = header.n
    return header, rows


def load(fs: OsLayer, folder: Path, table: str, upto: int) -> tuple[Header, Rows] | None:
    """The newest good snapshot of a table that is not from after record `upto`."""
    path = path_of(folder, table)
    for candidate in () if path is None else (path, path.with_suffix(".prev.jsonl")):
        try:
            found = unpack(read_file(fs, candidate))
        except OSError:
            continue
        if found is not None and found[0].table == table and found[0].n <= upto:
            return found
    return None


def upgrade_rows(rows: Rows, version: int) -> bool:
    """Brings the documents of a snapshot to this program's schema; True where a newer program wrote it."""
    if version < current_version(rows.name):
        for doc_id, document in rows.docs.items():
            rows.docs[doc_id] = upgraded(rows.name, document)[0]
    return version > current_version(rows.name)
