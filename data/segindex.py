"""`segments.jsonl`: one line for each sealed segment, so that old records are found without reading them all.

A line is `{"c":"<16 hex>",...entry...}`; `c` is the first 16 hex digits of SHA-256 of the rest of the line
after them.
The file is rebuildable: an entry that is missing or damaged is made again by reading its segment.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from data.codec import Doc  # noqa: TC001 - msgspec reads the annotation
from data.oslayer import OsLayer, read_file, replace_file

if TYPE_CHECKING:
    from data.state import Rows

NAME: Final = "segments.jsonl"
_START: Final = b'{"c":"'
_SUM_END: Final = 22


class Span(msgspec.Struct):
    """What a segment holds of one append-only table."""

    count: int
    first: int
    last: int
    """Lowest and highest document id."""
    numbers: dict[str, tuple[int, int]]
    """Per prefix (`1` of `1-000123`) the lowest and highest number."""
    odd: int = 0
    """Documents whose number has no such form: they can only be found by reading the segment."""

    def may_hold(self, number: object) -> bool:
        """A document with this number can be in the segment."""
        prefix, at = split_number(number)
        low, high = self.numbers.get(prefix, (1, 0))
        return low <= at <= high or (at < 0 and self.odd > 0)


class Entry(msgspec.Struct):
    """One sealed segment."""

    segment: int
    first_n: int
    last_n: int
    prev_h: str
    h: str
    bytes: int
    epoch: int
    """The epoch after its last record."""
    tables: dict[str, Span]
    touched: dict[str, int]
    """Per table of current documents the number of the last record that changed it."""
    days: dict[str, Doc]
    """Per business day the summary of the sales in this segment."""
    odd_sales: int = 0
    """Sales that could not be summed up, because they are not as the core makes them."""


def split_number(number: object) -> tuple[str, int]:
    """`1.2-000143` as `("1.2", 143)`; anything else as `("", -1)`."""
    if isinstance(number, str):
        prefix, _, digits = number.rpartition("-")
        if digits.isdecimal() and digits.isascii() and len(digits) <= 18:
            return prefix, int(digits)
    return "", -1


def span_of(rows: Rows) -> Span:
    """The span of an append-only table's active documents (there is at least one)."""
    numbers: dict[str, tuple[int, int]] = {}
    odd = 0
    for document in rows.docs.values():
        prefix, at = split_number(document.get("number"))
        if at < 0:
            odd += 1
            continue
        low, high = numbers.get(prefix, (at, at))
        numbers[prefix] = (min(low, at), max(high, at))
    return Span(len(rows.docs), min(rows.docs), max(rows.docs), numbers, odd)


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Entry)


def _checksum(rest: bytes) -> bytes:
    return sha256(rest).hexdigest()[:16].encode()


def pack(entries: Iterable[Entry]) -> bytes:
    """The file."""
    lines = []
    for entry in entries:
        rest = b'",' + _encoder.encode(entry)[1:] + b"\n"
        lines.append(_START + _checksum(rest) + rest)
    return b"".join(lines)


def _entries(data: bytes) -> Iterator[Entry]:
    for number, line in enumerate(data.splitlines(keepends=True), 1):
        if line[:6] != _START or line[6:_SUM_END] != _checksum(line[_SUM_END:]):
            return
        try:
            entry = _decoder.decode(line)
        except msgspec.MsgspecError:
            return
        if entry.segment != number:
            return
        yield entry


def load(fs: OsLayer, folder: Path) -> list[Entry]:
    """The entries up to the first that is missing or damaged; they hang together by number and hash."""
    try:
        data = read_file(fs, folder / NAME)
    except FileNotFoundError:
        return []
    good: list[Entry] = []
    for entry in _entries(data):
        if good and (entry.prev_h != good[-1].h or entry.first_n != good[-1].last_n + 1):
            break
        good.append(entry)
    return good


def save(fs: OsLayer, folder: Path, entries: list[Entry]) -> None:
    """Writes the file anew.

    Raises:
        OSError: as the calls raise it; the file that was there is then still there.
    """
    replace_file(fs, folder / NAME, pack(entries))
