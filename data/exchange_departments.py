"""Departments that an item file names: one that the shop does not have yet is made with the items."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from pos_tui.core.department import Department

if TYPE_CHECKING:
    from data.store import Store


def department_taxes(store: Store) -> dict[str, str]:
    """The tax of each department, by its code."""
    return {one["code"]: one["tax"] for one in store.documents("departments", copy=False)}


def new_departments(known: Collection[str], items: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Documents of the departments that items name and nobody has made, in the order they are first named.

    Each gets the tax that most of its items have; a person may change it.
    """
    taxes: dict[str, Counter[str]] = {}
    for item in items:
        code = item["department"]
        if code and code not in known:
            taxes.setdefault(code, Counter())[item["tax"]] += 1
    return [Department(code, code, count.most_common(1)[0][0]).to_document() for code, count in taxes.items()]
