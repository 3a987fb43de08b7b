"""The shop's departments, for the commands: listed, made, changed, removed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from pos_tui.core.department import Department, check_tree, way_up
from pos_tui.core.errors import InvalidValue, Refused
from pos_tui.core.money import PRICE_DECIMALS, decimal
from pos_tui.core.words import _, ngettext

if TYPE_CHECKING:
    from data.store import Store

    from .front import Shopfront

_TABLE: Final = "departments"


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be different; None leaves what there is, an empty price takes a limit away."""

    name: str | None = None
    tax: str | None = None
    least: str | None = None
    most: str | None = None
    parent: str | None = None


def listed(front: Shopfront) -> list[dict[str, Any]]:
    """All departments as a tree, the older ones first, each with its number of items and its depth."""
    items: dict[str, int] = {}
    for item in front.store.documents("items", copy=False):
        items[item["department"]] = items.get(item["department"], 0) + 1
    found = list(front.store.documents(_TABLE))
    parents = parents_of(front.store)
    return [
        {**document, "items": items.get(document["code"], 0), "depth": depth}
        for document, depth in _as_tree(found, parents)
    ]


def parents_of(store: Store) -> dict[str, str]:
    """What each department is a part of; "" for those at the top."""
    return {one["code"]: one.get("parent") or "" for one in store.documents(_TABLE, copy=False)}


def _as_tree(
    documents: Sequence[Mapping[str, Any]], parents: Mapping[str, str]
) -> Iterator[tuple[Mapping[str, Any], int]]:
    places = {document["code"]: place for place, document in enumerate(documents)}

    def order(document: Mapping[str, Any]) -> list[int]:
        return [places[code] for code in reversed(way_up(document["code"], parents)) if code in places]

    for document in sorted(documents, key=order):
        yield document, len(order(document)) - 1


def set_department(front: Shopfront, code: str, change: Change) -> Mapping[str, Any]:
    """Changes a department, or makes it; returns its document.

    Raises InvalidValue: a value is wrong, or a new department has no tax and the shop has several.
    """
    store, code = front.store, code.strip()
    taxes = [document["code"] for document in store.documents("taxes", copy=False)]
    with store.transaction(operator=front.operator) as tx:
        before = tx.find(_TABLE, "code", code)
        if before is None:
            department = Department(code, code, taxes[0] if len(taxes) == 1 else "")
        else:
            department = Department.from_document(before)
        changed = _changed(department, change, taxes)
        check_tree(code, changed.parent, parents_of(store))
        document = changed.to_document()
        if before is None:
            tx.insert(_TABLE, document)
        elif document != before:
            tx.put(_TABLE, before.doc_id, document)
    return document


def _changed(department: Department, change: Change, taxes: list[str]) -> Department:
    name = department.name if change.name is None else change.name.strip()
    tax = department.tax if change.tax is None else change.tax.strip()
    if tax not in taxes:
        raise InvalidValue(_("say which tax with --tax: {taxes}", taxes=", ".join(taxes)))
    least = department.least if change.least is None else _price(change.least)
    most = department.most if change.most is None else _price(change.most)
    parent = department.parent if change.parent is None else change.parent.strip()
    return replace(department, name=name, tax=tax, least=least, most=most, parent=parent).checked()


def _price(text: str) -> Decimal | None:
    return decimal(text, _("price"), decimals=PRICE_DECIMALS) if text.strip() else None


def remove_department(front: Shopfront, code: str) -> None:
    """Takes a department away. Raises Refused: there is none, or items are in it."""
    with front.store.transaction(operator=front.operator) as tx:
        there = tx.find(_TABLE, "code", code)
        if there is None:
            raise Refused(_("there is no department {code}: pos departments list shows them", code=code[:64]))
        count = sum(item["department"] == code for item in front.store.documents("items", copy=False))
        if count:
            raise Refused(
                ngettext(
                    "{count} item is in {code}: move it first, with pos items set",
                    "{count} items are in {code}: move them first, with pos items set or an import",
                    count,
                    code=code,
                )
            )
        if code in parents_of(front.store).values():
            raise Refused(_("others are a part of {code}: move them first, with --parent", code=code))
        tx.remove(_TABLE, there.doc_id)
