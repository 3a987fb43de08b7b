"""Quick keys of a shop: a document of its settings, with what each key sells now."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pos_tui.core.errors import PosError
from pos_tui.core.quick import QuickKey, QuickPage, parse_pages

from .identifying import find_item

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal

    from pos_tui.core.ports import Ledger

    from .counter import Counter

KEY: Final = "quick_keys"
"""Of the document in the table of settings."""


def pages(ledger: Ledger) -> tuple[QuickPage, ...]:
    """The pages, first one first; none where none were set."""
    document = ledger.find("settings", "key", KEY)
    return () if document is None else parse_pages(document["pages"])


def shown(counter: Counter, price: Callable[[Decimal], str]) -> tuple[QuickPage, ...]:
    """The pages with names and prices of the items; a code that nothing has stands for itself."""
    return tuple(
        replace(page, keys=tuple(_shown(counter, key, price) for key in page.keys))
        for page in pages(counter.ledger)
    )


def _shown(counter: Counter, key: QuickKey, price: Callable[[Decimal], str]) -> QuickKey:
    if not key.code:
        return key
    try:
        item, _measured = find_item(counter, key.code)
    except PosError:
        return replace(key, label=key.label or key.code, price="?")
    return replace(key, label=key.label or item.name, price="" if item.price is None else price(item.price))
