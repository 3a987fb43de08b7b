"""`snap/<table>.jsonl`: a table of current documents as of one record, so that opening need not replay all
records.

The first line is a header, `{"table","count","next_id","changed","n","h","sum"}`; then one `[id, document]` a
line. `sum` is SHA-256 over these lines. A snapshot is written aside and swapped in; the generation before
stays as `<table>.prev.jsonl`. Both can be deleted: the journal alone rebuilds every table.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from data.lazydocs import LazyDocs
from data.migrations import current_version, upgraded
from data.oslayer import OsLayer, read_file, replace_file
from data.state import Rows

if TYPE_CHECKING:
    from data.codec import Doc

FOLDER: Final = "snap"
_SLICE: Final = 2000


class Header(msgspec.Struct):
    """First line of a snapshot."""

    table: str
    count: int
    next_id: int
    changed: int
    """The last record that touched the table."""
    n: int
    """The last record before the snapshot."""
    h: str
    sum: str
    v: int = 1
    """The schema version of its documents."""


_encoder = msgspec.json.Encoder()
_header = msgspec.json.Decoder(Header)
_lines = msgspec.json.Decoder(tuple[int, msgspec.Raw])


def path_of(folder: Path, table: str) -> Path | None:
    """The snapshot file of a table; None for a name that cannot be a file name (then the table is
    replayed)."""
    if table.isascii() and table.replace("_", "").isalnum() and len(table) <= 64:
        return folder / FOLDER / f"{table}.jsonl"
    return None


def pack(table: str, docs: dict[int, Doc], next_id: int, changed: int, n: int, h: str) -> bytes:
    """The file."""
    pairs = list(docs.items())
    # In slices, so that other threads get a turn: encoding holds the interpreter.
    parts = [_encoder.encode_lines(pairs[at : at + _SLICE]) for at in range(0, len(pairs), _SLICE)]
    body = b"".join(parts)
    header = Header(
        table, len(pairs), next_id, changed, n, h, sha256(body).hexdigest(), current_version(table)
    )
    return _encoder.encode(header) + b"\n" + body


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
    end = data.find(b"\n") + 1
    body = memoryview(data)[end:]
    try:
        header = _header.decode(data[:end])
        if sha256(body).hexdigest() != header.sum:
            return None
        docs = LazyDocs(_lines.decode_lines(body))
    except msgspec.MsgspecError:
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
