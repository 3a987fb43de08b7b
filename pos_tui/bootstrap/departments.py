"""The shop's departments, for the commands: listed, made, changed, removed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pos_tui.services import department_tree

from .counters import without_till

if TYPE_CHECKING:
    from data.store import Store

    from .front import Shopfront


def listed(front: Shopfront) -> list[dict[str, Any]]:
    """All departments as a tree, each with its number of items and its depth."""
    return department_tree.listed(without_till(front))


def parents_of(store: Store) -> dict[str, str]:
    """What each department is a part of; "" for those at the top."""
    return department_tree.parents_of(store.documents("departments", copy=False))


def set_department(front: Shopfront, code: str, texts: Mapping[str, str], why: str = "") -> Mapping[str, Any]:
    """Changes a department, or makes it; returns its document. Raises InvalidValue, NotAllowed."""
    return department_tree.put(without_till(front), code, texts, why)


def remove_department(front: Shopfront, code: str, why: str = "") -> None:
    """Takes a department away. Raises Refused: there is none, or items are in it."""
    department_tree.remove(without_till(front), code, why)
