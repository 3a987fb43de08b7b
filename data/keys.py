"""Idempotency keys of sealed segments, so that a basket is not sold twice however late it is tried again.

The file `keys` holds one 8-byte fingerprint a key, sorted, behind a 32-byte header: how many sealed segments
it covers (8 bytes) and the first 24 bytes of SHA-256 of the rest. It is read when a key is first asked about,
and is made again from the segments where it is missing, damaged or behind.
"""

from __future__ import annotations

import contextlib
import re
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Final
from zlib import crc32

from data.codec import plausible
from data.journal import segment_path
from data.oslayer import OsLayer, read_file, replace_file

NAME: Final = "keys"
_HEADER: Final = 32
_KEY = re.compile(
    rb'^\{"h":"[0-9a-f]{32}","n":\d+,"t":-?\d+,"u":"(?:[^"\\]|\\.)*","w":"(?:[^"\\]|\\.)*","k":"', re.M
)


def fingerprint(key: str) -> int:
    """Eight bytes that stand for a key: the checksums of its halves. Two keys with one cost a search."""
    raw = key.encode()
    middle = len(raw) // 2
    return crc32(raw[:middle]) << 32 | crc32(raw[middle:])


class SealedKeys:
    """The fingerprints of every key in a sealed segment."""

    def __init__(self, fs: OsLayer, folder: Path) -> None:
        self._fs = fs
        self._folder = folder
        self._covers = -1
        self._prints: array[int] = array("Q")

    def record_of(self, key: str, sealed: int) -> int | None:
        """The number of the sealed record with this key; None where there is none.

        Args:
            sealed: how many segments are sealed.
        """
        if self._covers != sealed:
            self._cover(sealed)
        raw, prints = key.encode(), self._prints
        half = crc32(raw[: len(raw) // 2])
        at = bisect_left(prints, half << 32)
        if at == len(prints) or prints[at] >> 32 != half:
            return None
        wanted = fingerprint(key)
        at = bisect_left(prints, wanted)
        if at == len(prints) or prints[at] != wanted:
            return None
        for segment in range(sealed, 0, -1):
            for line in _keyed_lines(read_file(self._fs, segment_path(self._folder, segment))):
                record = plausible(line)
                if record is not None and record.k == key:
                    return record.n
        return None

    def add(self, keys: Iterable[str], sealed: int) -> None:
        """A segment with these keys was sealed as number `sealed`. Where those before it are not known,
        nothing is done."""
        if self._covers < 0 and not self._load() and sealed == 1:
            self._covers = 0
        if self._covers == sealed - 1:
            self._extend((fingerprint(key) for key in keys), sealed)

    def _cover(self, sealed: int) -> None:
        if self._covers < 0 and not self._load():
            self._covers = 0
        if self._covers > sealed:
            self._covers, self._prints = 0, array("Q")
        missing: list[int] = []
        for segment in range(self._covers + 1, sealed + 1):
            for line in _keyed_lines(read_file(self._fs, segment_path(self._folder, segment))):
                record = plausible(line)
                if record is not None and record.k is not None:
                    missing.append(fingerprint(record.k))
        if self._covers != sealed:
            self._extend(missing, sealed)

    def _extend(self, prints: Iterable[int], sealed: int) -> None:
        self._prints = array("Q", sorted((*self._prints, *prints)))
        self._covers = sealed
        body = _little(self._prints).tobytes()
        rest = sealed.to_bytes(8, "little") + body
        with contextlib.suppress(OSError):  # made again when it is needed
            replace_file(self._fs, self._folder / NAME, rest[:8] + sha256(rest).digest()[:24] + body)

    def _load(self) -> bool:
        try:
            data = read_file(self._fs, self._folder / NAME)
        except OSError:
            return False
        rest = data[:8] + data[_HEADER:]
        if len(data) < _HEADER or len(rest) % 8 or data[8:_HEADER] != sha256(rest).digest()[:24]:
            return False
        prints: array[int] = array("Q")
        prints.frombytes(data[_HEADER:])
        self._prints = _little(prints)
        self._covers = int.from_bytes(data[:8], "little")
        return True


def _keyed_lines(data: bytes) -> Iterable[bytes]:
    for match in _KEY.finditer(data):
        end = data.find(b"\n", match.start())
        yield data[match.start() : end + 1 if end >= 0 else len(data)]


def _little(values: array[int]) -> array[int]:
    if sys.byteorder == "big":
        values = array("Q", values)
        values.byteswap()
    return values
