"""The line of the journal, and what a document may hold.

A record is one line of JSON:

    {"h":"<32 hex>","n":7,"t":1795423462334,"u":"owner","w":"1/4711","k":"draft id","ops":[...],"e":7}

- `h` first 32 hex digits of SHA-256(h of the record before ‖ the rest of this line after the 32 digits, line
  feed included). It always sits at bytes 6 to 37, so a check needs no parsing and no re-serialising. The
  first record follows 32 zeros.
- `n` counts from 1 without gaps; `e` repeats it at the end, which tells a damaged line from a torn one.
- `t` milliseconds since 1970 UTC, `u` operator, `w` till and process, `k` idempotency key or null.
- `ops` is done wholly or not at all. Each has one of these forms: `["put", table, id, document]`, `["set",
  table, id, {fields}]` (absolute values, so replaying twice is harmless), `["del", table, id]`, `["drop",
  table]`, `["make", table]` (an empty table), and two about the store itself: `["store", {...}]` (first
  record), `["epoch", {...}]`.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Any, Final

import msgspec
from tinydb.table import Document

from data.errors import BadDocument
from pos_tui.core.words import _

Op = list[Any]
Doc = dict[str, Any]

GENESIS: Final = "0" * 32
"""What the first record's hash follows."""
START: Final = b'{"h":"'
HASH_END: Final = 38
_TOGETHER: Final = 200
"""Operations that are asked about together before each of them is."""
MAX_DEPTH: Final = 32
MAX_DOCUMENT: Final = 1_000_000
"""Bytes of one document in the journal (RELIABILITY.md B39)."""


class Record(msgspec.Struct, gc=False):
    """One commit."""

    h: str
    n: int
    t: int
    u: str
    w: str
    k: str | None
    ops: list[Op]
    e: int


class _Parts(msgspec.Struct, gc=False):
    """A record whose operations are still text."""

    n: int
    t: int
    u: str
    w: str
    k: str | None
    ops: list[msgspec.Raw]
    e: int


def _no_float(text: str) -> float:
    raise ValueError(f"a float: {text}")


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Record, float_hook=_no_float)
_parts_decoder = msgspec.json.Decoder(_Parts)
_op_decoder = msgspec.json.Decoder(list[Any], float_hook=_no_float)
_UNFIT = (msgspec.MsgspecError, TypeError, ValueError, RecursionError, OverflowError)


def link(previous: str, rest: bytes) -> str:
    """The hash of a record: `previous` is the hash before it, `rest` the line after its own 32 digits."""
    return sha256(previous.encode() + rest).hexdigest()[:32]


def encode(record: Record, previous: str) -> bytes:
    """The line of a record; its `h` is set here.

    Raises:
        BadDocument: a document holds what JSON has no form for.
    """
    try:
        line = _encoder.encode(record)
    except _UNFIT as error:
        raise _unfit(record, error) from error
    rest = line[HASH_END:] + b"\n"
    record.h = link(previous, rest)
    return b"".join((START, record.h.encode(), rest))


def read_back(line: bytes | bytearray, record: Record) -> Record:
    """The record as `line` gives it back: new documents, shared with nobody.

    Raises:
        BadDocument: a document holds what JSON cannot give back exactly.
    """
    try:
        back = _decoder.decode(line)
    except _UNFIT as error:
        raise _unfit(record, error) from error
    if (
        back.ops != record.ops
        or (b"\\" in line and b"\\u0000" in line)
        or len(line) > MAX_DOCUMENT
        or (line.count(b"{") + line.count(b"[") > MAX_DEPTH and _deep(back.ops, MAX_DEPTH + 1))
    ):
        check_ops(record.ops)
    return back


def encode_many(record: Record, previous: str) -> bytearray:
    """As `encode`, for a record of many documents: its line is in memory once.

    Raises:
        BadDocument: a document holds what JSON has no form for.
    """
    line = bytearray()
    try:
        _encoder.encode_into(record, line)
    except _UNFIT as error:
        raise _unfit(record, error) from error
    line += b"\n"
    hashed = sha256(previous.encode())
    with memoryview(line) as view:
        hashed.update(view[HASH_END:])
    record.h = hashed.hexdigest()[:32]
    line[len(START) : HASH_END] = record.h.encode()
    return line


def read_back_many(line: bytes | bytearray, record: Record) -> Record:
    """As `read_back`; each document takes the place of the one it was made of, which nobody else may need.

    Raises:
        BadDocument: a document holds what JSON cannot give back exactly.
    """
    try:
        back = _parts_decoder.decode(line)
        if b"\\u0000" in line:
            check_ops(record.ops)
        for place, (part, asked) in enumerate(zip(back.ops, record.ops, strict=True)):
            op = _op_decoder.decode(part)
            if op != asked or len(part) > MAX_DOCUMENT or _deep(op, MAX_DEPTH):
                check_ops([asked])
            record.ops[place] = op
    except _UNFIT as error:
        raise _unfit(record, error) from error
    return record


def _unfit(record: Record, error: Exception) -> BadDocument:
    check_ops(record.ops)
    return BadDocument(_("this cannot be recorded: {error}", error=error))


def decode(line: bytes, previous: str) -> Record | None:
    """The record of a line with its line feed, or None where it does not follow `previous` or is damaged."""
    if line[:6] != START or line[6:HASH_END] != link(previous, line[HASH_END:]).encode():
        return None
    return plausible(line)


def decode_parts(line: bytes, previous: str, holds: Callable[[bytes], bool]) -> Record | None:
    """As `decode`, with those operations only whose text `holds` says may be meant: few of a price list."""
    if line[:6] != START or line[6:HASH_END] != link(previous, line[HASH_END:]).encode():
        return None
    try:
        part = _parts_decoder.decode(line)
        ops: list[Op] = []
        for first in range(0, len(part.ops), _TOGETHER):
            some = part.ops[first : first + _TOGETHER]
            if holds(b",".join(some)):
                ops += [_op_decoder.decode(text) for text in map(bytes, some) if holds(text)]
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None
    h = line[len(START) : HASH_END].decode()
    return Record(h, part.n, part.t, part.u, part.w, part.k, ops, part.e) if part.n == part.e else None


def plausible(line: bytes) -> Record | None:
    """The record a line says it is, its hash unchecked; None where it is not a whole record."""
    try:
        record = _decoder.decode(line)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None
    return record if record.n == record.e else None


def check_ops(ops: list[Op]) -> None:
    """Looks at every value.

    Raises:
        BadDocument: naming the place of the first value that cannot be recorded.
    """
    for op in ops:
        for value in op[3:]:
            _check(value, f"{op[1]} {op[2]}", MAX_DEPTH)
            if len(op) > 3 and len(_encoder.encode(value)) > MAX_DOCUMENT:
                raise BadDocument(
                    _(
                        "{table} {key}: a document is at most {most} bytes",
                        table=op[1],
                        key=op[2],
                        most=MAX_DOCUMENT,
                    )
                )


def _deep(value: Any, left: int) -> bool:
    """Something is nested `left` deep or deeper."""
    parts = value.values() if type(value) is dict else value
    return any(left == 0 or _deep(part, left - 1) for part in parts if type(part) in _CONTAINERS)


def _check(value: object, place: str, left: int) -> None:
    if value is None or isinstance(value, bool | int):
        return
    if isinstance(value, str):
        _check_text(value, place)
    elif left == 0:
        raise BadDocument(_("{place}: nested more than {most} deep", place=place, most=MAX_DEPTH))
    elif isinstance(value, list | tuple):
        for position, part in enumerate(value):
            _check(part, f"{place}[{position}]", left - 1)
    elif isinstance(value, dict):
        for key, part in value.items():
            if not isinstance(key, str):
                raise BadDocument(_("{place}: the key {key} is not a text", place=place, key=repr(key)))
            _check_text(key, place)
            _check(part, f"{place}.{key}", left - 1)
    elif isinstance(value, float):
        raise BadDocument(
            _("{place}: {value} is a float; use an integer or a decimal text", place=place, value=repr(value))
        )
    else:
        raise BadDocument(_("{place}: a {name} cannot be recorded", place=place, name=type(value).__name__))


def _check_text(text: str, place: str) -> None:
    if "\0" in text:
        raise BadDocument(_("{place}: a text holds NUL", place=place))
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise BadDocument(_("{place}: a text holds half a surrogate pair", place=place)) from error


def copy_document(document: Doc, doc_id: int) -> Document:
    """A copy of a stored document, with its id, that shares no list or dict with it."""
    # Not through the class's own __init__: this is called for each item of each sale.
    copy = Document.__new__(Document)
    copy.update(document)
    copy.doc_id = doc_id
    for value in document.values():
        if type(value) in _CONTAINERS:
            copy.update((key, copied(held)) for key, held in document.items() if type(held) in _CONTAINERS)
            break
    return copy


def copied(value: Any) -> Any:
    """A copy of a JSON value that shares no list or dict with it; several times faster than
    `copy.deepcopy`."""
    kind = type(value)
    if kind is dict:
        return {k: copied(v) if type(v) in _CONTAINERS else v for k, v in value.items()}
    if kind is list:
        return [copied(v) if type(v) in _CONTAINERS else v for v in value]
    return value


_CONTAINERS = frozenset((dict, list))
