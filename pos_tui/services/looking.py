"""Looking back: sales and records of the journal, by what somebody remembers of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from pos_tui.core.journal_query import JournalQuery, JournalRecord, Told
from pos_tui.core.sale_query import SaleQuery

if TYPE_CHECKING:
    from .counter import Counter


def find_sales(counter: Counter, text: str) -> Iterator[Sequence[Mapping[str, Any]]]:
    """The sales that a text means (see `SaleQuery.parse`), newest first, each with its record's `hash`.

    They come in batches, some of them empty, so that whoever waits can stop. Raises StoreError.
    """
    query = SaleQuery.parse(text, counter.day(), _zone(counter), counter.shop.currency.digits)
    return counter.history.sales(query)


def find_records(
    counter: Counter, text: str = "", tables: tuple[str, ...] = (), after: int = 0
) -> Iterator[Sequence[JournalRecord]]:
    """The records in which all words of a text stand, newest first, in batches; those after a number only.

    With `tables` only those that wrote to one of them. Raises StoreError.
    """
    return counter.history.records(JournalQuery.parse(text, _zone(counter), tables), after)


def told(counter: Counter, record: JournalRecord) -> Told:
    """A record as people read it, at the shop's time."""
    return Told.of(record, _zone(counter))


def _zone(counter: Counter) -> ZoneInfo:
    return ZoneInfo(counter.shop.timezone)
