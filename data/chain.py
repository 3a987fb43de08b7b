"""Reading a run of records: each must follow the one before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from data.codec import START, Record, decode, plausible

__all__ = ["ChainReader", "later_record"]


@dataclass(slots=True)
class ChainReader:
    """Iterates the records of `data` and stops at the first byte that is not a valid next record.

    After iteration `position` is where the last good record ended, and `n`, `h` are its number and hash.
    """

    data: bytes
    n: int
    h: str
    position: int = 0

    def __iter__(self) -> Iterator[Record]:
        data = self.data
        while True:
            end = data.find(b"\n", self.position) + 1
            if end <= self.position + 1:  # no line feed any more, or padding begins
                return
            record = decode(data[self.position : end], self.h)
            if record is None or record.n != self.n + 1:
                return
            self.n, self.h, self.position = record.n, record.h, end
            yield record

    def only_padding_left(self) -> bool:
        """Nothing but newlines follows."""
        rest = self.data[self.position :]
        return rest.count(b"\n") == len(rest)


def later_record(data: bytes, bad: int) -> int | None:
    """Where a whole record stands *after* the line that begins at `bad`; None where there is none.

    Records are written one at a time, each only after the one before was synced: such a record proves that
    what stands at `bad` was acknowledged once. A line feed that was damaged joins two lines, so the search
    looks inside lines too.
    """
    at = data.find(START, bad + 1)
    while at >= 0:
        end = data.find(b"\n", at)
        if end > 0 and plausible(data[at : end + 1]) is not None:
            return at
        at = data.find(START, at + 1)
    return None
