"""What rows of tables were, read from the journal."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from pos_tui.core.history import Change, TableRecords, Texts, changes

if TYPE_CHECKING:
    from .front import Shopfront


def recorded(front: Shopfront, query: TableRecords, texts: Texts) -> list[Change]:
    """The changes that a query means, the oldest first; reads the journal. Raises StoreError."""
    newest_first = list(chain.from_iterable(front.history.records(query)))
    return changes(reversed(newest_first), query, texts)
