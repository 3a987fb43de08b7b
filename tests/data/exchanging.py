"""Bringing item files into a store, and what is there afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data.exchange import ImportOptions, ImportResult, import_items
from tests.data.shop import Books

if TYPE_CHECKING:
    from data.store import Store

HEADER = "sku,gtin,plu,name,price,cost,department,tax,unit,weighed,stock\n"


def load(store: Store, content: str | bytes, name: str = "items.csv", **options: Any) -> ImportResult:
    file = store.folder.parent / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return import_items(store, file, ImportOptions(**options), operator="owner", stock=Books(store))


def items(store: Store) -> list[dict[str, Any]]:
    return [dict(document) for document in store.documents("items")]


def only(store: Store) -> dict[str, Any]:
    (document,) = items(store)
    return document
