"""The `head` file: how far the journal goes, for readers that take no lock.

256 bytes, one line of JSON padded with spaces, published after the commit is durable and never synced: it is
a hint, and can be rebuilt from the journal. Its own checksum `c` (first 16 hex digits of SHA-256 of every
byte before `,"c"`) tells a torn read or write from a good one.
"""

from __future__ import annotations

import os
from hashlib import sha256
from typing import TYPE_CHECKING, Final

import msgspec

if TYPE_CHECKING:
    from data.oslayer import OsLayer

SIZE: Final = 256
_TRIES: Final = 200


class Head(msgspec.Struct, frozen=True):
    """Where the last durable record ends: in which segment, at which byte, its number and its hash."""

    format: int
    segment: int
    offset: int
    epoch: int
    n: int
    h: str


_decoder = msgspec.json.Decoder(Head)


def pack(head: Head) -> bytes:
    """The 256 bytes of a head."""
    return pack_values(head.format, head.segment, head.offset, head.epoch, head.n, head.h)


def pack_values(version: int, segment: int, offset: int, epoch: int, n: int, h: str) -> bytes:
    """The 256 bytes of a head with these values."""
    text = (
        f'{{"format":{version},"segment":{segment},"offset":{offset},"epoch":{epoch},"n":{n},"h":"{h}"'
    ).encode()
    line = text + b',"c":"' + sha256(text).hexdigest()[:16].encode() + b'"}'
    return line.ljust(SIZE - 1) + b"\n"


def unpack(raw: bytes) -> Head | None:
    """The head in these bytes; None where they are torn or damaged."""
    text, mark, rest = raw.rpartition(b',"c":"')
    if len(raw) != SIZE or not mark or rest[:16] != sha256(text).hexdigest()[:16].encode():
        return None
    try:
        return _decoder.decode(raw)
    except msgspec.MsgspecError:
        return None


def read_head(fs: OsLayer, fd: int, raw: bytes | None = None) -> tuple[bytes, Head | None]:
    """The head as bytes and as values (None where it stays unreadable, e.g. its writer died in the middle).

    A read that meets a write is tried again; `raw` is what was read already.
    """
    for _ in range(_TRIES):
        if raw is None:
            raw = fs.pread(fd, SIZE, 0)
        head = unpack(raw)
        if head is not None:
            return raw, head
        os.sched_yield()
        raw = None
    return fs.pread(fd, SIZE, 0), None
