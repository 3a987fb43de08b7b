"""A stored item as a row of a file: each field as a text, or a list of texts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from data.exchange_items import FIELDS
from pos_tui.core.item_fields import PARSERS, joined, shown


def row_of(document: Mapping[str, Any], stock: str | None = None) -> dict[str, Any]:
    """What a file says of an item; `stock` is decimal text, None where it is not counted."""
    given = {**document, "gtin": document["gtins"], "stock": stock}
    known = {name: shown(name, document.get(name)) for name in PARSERS}
    return {name: known[name] if name in known else given.get(name) for name in FIELDS}


def cells_of(row: Mapping[str, Any]) -> dict[str, str]:
    """A row with all of its fields as the text of a cell."""
    return {name: cell(row[name]) for name in FIELDS}


def cell(value: Any) -> str:
    """A value as a cell of a CSV file has it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    return joined(value) if isinstance(value, list) else str(value)
