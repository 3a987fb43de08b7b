"""Looking back: sales and records of the journal, by what somebody remembers of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from pos_tui.core.journal_query import JournalQuery, JournalRecord, Told
from pos_tui.core.sale_query import SaleQuery

from .reprinting import by_number

if TYPE_CHECKING:
    from .counter import Counter

_NUMBER = re.compile(r"(?:\S+-)?\d{1,9}", re.ASCII)


def find_sales(counter: Counter, text: str) -> Iterator[Sequence[Mapping[str, Any]]]:
    """The sales that a text means (see `SaleQuery.parse`), newest first, each with its record's `hash`.

    The one whose number it is comes before all others, as this till's where no till is named. They come in
    batches, some of them empty, so that whoever waits can stop. Raises StoreError.
    """
    exact = None
    if _NUMBER.fullmatch(text.strip()):
        number = text.strip() if "-" in text else f"{counter.till}-{text.strip()}"
        exact = by_number(counter, number)
    if exact is not None:
        yield [exact]
    query = SaleQuery.parse(text, counter.day(), _zone(counter), counter.shop.currency.digits)
    for batch in counter.history.sales(query):
        yield [sale for sale in batch if exact is None or sale["number"] != exact["number"]]


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
