"""What was recorded, looked through from the newest on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from msgspec import json

from data.active import SALES
from data.migrations import upgraded

if TYPE_CHECKING:
    from data.codec import Record
    from data.segindex import Entry
    from data.store import Store
    from pos_tui.core.journal_query import RecordQuery
    from pos_tui.core.sale_query import SaleQuery


class StoreHistory:
    """The records of a store. Each search shows the moment it began, and comes in batches, some empty."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def sales(self, query: SaleQuery) -> Iterator[list[dict[str, Any]]]:
        """The sales that a query means, newest first, each with its record's `hash`. Raises StoreError."""
        first, last = query.days

        def wanted(entry: Entry) -> bool:
            return bool(entry.odd_sales) or any(first <= day <= last for day in entry.days)

        def holds(line: bytes) -> bool:
            return b'["put","sales",' in line and query.may_hold(line)

        for batch in self._newest(holds, wanted):
            yield [sale for record in batch for sale in _sales(record) if _is_meant(query, sale)]

    def records(self, query: RecordQuery, after: int = 0) -> Iterator[list[Record]]:
        """The records that a query means, newest first, down to the one that follows number `after`.

        Raises StoreError.
        """
        tables = query.tables

        def wanted(entry: Entry) -> bool:
            return not tables or any(table in entry.touched or table in entry.tables for table in tables)

        for batch in self._newest(query.may_hold, wanted, after=after, is_whole=query.is_whole):
            yield [record for record in batch if query.matches(record)]

    def sale(self, number: str) -> dict[str, Any] | None:
        """The sale of a receipt number, with its record's `hash`. Raises StoreError."""
        written = b'"number":' + json.encode(number)

        def wanted(entry: Entry) -> bool:
            return SALES in entry.tables and entry.tables[SALES].may_hold(number)

        for batch in self._newest(lambda line: written in line, wanted):
            for record in batch:
                for sale in _sales(record):
                    if sale.get("number") == number:
                        return sale
        return None

    def copies(self, number: str) -> int:
        """How often a receipt was printed again. Raises StoreError."""
        event, receipt = b'["put","events",', b'"receipt":' + json.encode(number)

        def holds(line: bytes) -> bool:
            return receipt in line and event in line

        return sum(
            op[3].get("kind") == "reprint" and op[3].get("receipt") == number
            for batch in self._newest(holds, lambda entry: "events" in entry.tables)
            for record in batch
            for op in record.ops
            if op[:2] == ["put", "events"]
        )

    def _newest(self, *asked: Any, **more: Any) -> Iterator[list[Record]]:
        from data.backwards import newest_first

        self._store.refresh()
        return newest_first(self._store.storage, *asked, **more)


def _is_meant(query: SaleQuery, sale: dict[str, Any]) -> bool:
    try:
        return query.matches(sale)
    except (KeyError, TypeError, ValueError, AttributeError):
        return False  # not as a till records it


def _sales(record: Record) -> Iterator[dict[str, Any]]:
    for op in reversed(record.ops):
        if op[:2] == ["put", SALES]:
            yield {**upgraded(SALES, op[3])[0], "hash": record.h}
