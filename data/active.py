"""What is known of the active segment beyond its documents, and the entry it becomes when it is sealed."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from data.segindex import Entry, span_of
from data.summaries import Days, documents_of, fold

if TYPE_CHECKING:
    from data.codec import Record
    from data.state import State

SALES = "sales"


class Active:
    """Hashes and keys of the active segment's records, and the day summaries of its sales."""

    __slots__ = ("_days", "_folded", "_odd", "first_n", "hashes", "keys", "prev_h")

    def __init__(self, n: int, h: str) -> None:
        self.restart(n, h)

    def restart(self, n: int, h: str) -> None:
        """A new segment begins after record `n`."""
        self.first_n = n + 1
        self.prev_h = h
        self.hashes: list[str] = []
        """The hash of each record, the segment's first record's first."""
        self.keys: dict[str, int] = {}
        """Idempotency key to record number."""
        self._days: Days = {}
        self._folded = 0
        self._odd = 0

    def note(self, record: Record) -> None:
        """Takes a record in."""
        self.hashes.append(record.h)
        if record.k is not None:
            self.keys[record.k] = record.n

    def hash_at(self, n: int) -> str | None:
        """The hash of record `n`; None where it is not in this segment."""
        at = n - self.first_n
        return self.hashes[at] if 0 <= at < len(self.hashes) else None

    def days(self, state: State) -> Days:
        """The summaries of the segment's sales by day, with those added that came since the last call."""
        rows = state.tables.get(SALES)
        if rows is not None and len(rows.docs) > self._folded:
            # Folded when asked for, not at each sale: a sale's time is the cashier's.
            new = list(islice(rows.docs.values(), self._folded, None))
            self._folded += len(new)
            self._odd += fold(new, self._days)
        return self._days

    def entry(self, state: State, segment: int, size: int) -> Entry:
        """The entry of this segment, sealed with `size` bytes."""
        days = documents_of(self.days(state))
        tables = state.tables
        return Entry(
            segment=segment,
            first_n=self.first_n,
            last_n=self.first_n + len(self.hashes) - 1,
            prev_h=self.prev_h,
            h=self.hashes[-1] if self.hashes else self.prev_h,
            bytes=size,
            epoch=state.epoch,
            tables={
                name: span_of(rows) for name, rows in tables.items() if rows.spec.append_only and rows.docs
            },
            touched={
                name: rows.changed
                for name, rows in tables.items()
                if not rows.spec.append_only and rows.changed >= self.first_n
            },
            days=days,
            odd_sales=self._odd,
        )
