"""The tree of departments: listed, made, changed, moved, taken away; each on record with who and why."""

from __future__ import annotations

from collections import Counter as Counting
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from pos_tui.core.department import Department, check_tree, way_up
from pos_tui.core.errors import InvalidValue, Refused
from pos_tui.core.money import PRICE_DECIMALS, decimal
from pos_tui.core.words import N_, _, ngettext

from .departments import TABLE
from .permitting import permit
from .reasons import checked_why

if TYPE_CHECKING:
    from pos_tui.core.ports import Ledger

    from .counter import Counter

FIELDS: Final[Mapping[str, str]] = {
    "name": N_("name"),
    "parent": N_("part of"),
    "tax": N_("tax"),
    "least": N_("lowest"),
    "most": N_("highest"),
}
"""What can be said of one, as people call it. The tax is that of what sells by amount and of new items."""


def parents_of(rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """What each department is a part of; "" for those at the top."""
    return {row["code"]: row.get("parent") or "" for row in rows}


def listed(counter: Counter) -> list[dict[str, Any]]:
    """All departments as a tree, the older ones first, each with its number of items and its depth."""
    items = Counting(item["department"] for item in counter.ledger.documents("items", copy=False))
    return [{**row, "items": items[row["code"]]} for row in tree(counter.ledger)]


def tree(ledger: Ledger) -> list[dict[str, Any]]:
    """The same without the numbers of items, which takes no time."""
    found = list(ledger.documents(TABLE))
    return [{**row, "depth": depth} for row, depth in _as_tree(found, parents_of(found))]


def _as_tree(
    rows: Sequence[Mapping[str, Any]], parents: Mapping[str, str]
) -> Iterator[tuple[Mapping[str, Any], int]]:
    places = {row["code"]: place for place, row in enumerate(rows)}

    def order(row: Mapping[str, Any]) -> list[int]:
        return [places[code] for code in reversed(way_up(row["code"], parents)) if code in places]

    for row in sorted(rows, key=order):
        yield row, len(order(row)) - 1


def put(counter: Counter, code: str, texts: Mapping[str, str], why: str = "") -> dict[str, Any]:
    """Changes a department, or makes it; returns its document. What is not said stays as it is.

    Raises InvalidValue: a value is wrong, or a new department has no tax and the shop has several.
    """
    permit(counter, "items.change")
    with counter.ledger.transaction(operator=counter.operator) as tx:
        return write(counter.ledger, tx, code.strip(), texts, checked_why(why))


def write(ledger: Ledger, tx: Any, code: str, texts: Mapping[str, str], why: str) -> dict[str, Any]:
    """The same inside a commit that somebody has begun."""
    before = tx.find(TABLE, "code", code)
    document = changed(ledger, code, before, texts).to_document()
    said = {**document, "why": why} if why else document
    if before is None:
        tx.insert(TABLE, said)
    elif document != Department.from_document(before).to_document():
        tx.put(TABLE, before.doc_id, said)
    return document


def remove(counter: Counter, code: str, why: str = "") -> None:
    """Takes a department away. Raises Refused: there is none, or items are in it."""
    permit(counter, "items.change")
    with counter.ledger.transaction(operator=counter.operator) as tx:
        write_end(counter.ledger, tx, code, checked_why(why))


def write_end(ledger: Ledger, tx: Any, code: str, why: str) -> None:
    """The same inside a commit that somebody has begun."""
    there = tx.find(TABLE, "code", code)
    if there is None:
        raise Refused(_("there is no department {code}: pos departments list shows them", code=code[:64]))
    count = sum(item["department"] == code for item in ledger.documents("items", copy=False))
    if count:
        raise Refused(
            ngettext(
                "{count} item is in {code}: move it first, with pos items set",
                "{count} items are in {code}: move them first, with pos items set or an import",
                count,
                code=code,
            )
        )
    if code in parents_of(ledger.documents(TABLE)).values():
        raise Refused(_("others are a part of {code}: move them first, with --parent", code=code))
    if why:
        tx.set(TABLE, there.doc_id, why=why)  # what is taken away says why in the same record
    tx.remove(TABLE, there.doc_id)


def changed(
    ledger: Ledger, code: str, before: Mapping[str, Any] | None, texts: Mapping[str, str]
) -> Department:
    """What a department would be. Raises InvalidValue."""
    unknown = texts.keys() - FIELDS.keys()
    if unknown:
        fields = ", ".join(FIELDS)
        raise InvalidValue(_("a department has no {field}: {fields}", field=min(unknown)[:40], fields=fields))
    taxes = [row["code"] for row in ledger.documents("taxes") if not row.get("ended")]
    said = {name: text.strip() for name, text in texts.items()}
    usual = taxes[0] if len(taxes) == 1 else _tax_of(ledger, said.get("parent", ""))
    there = Department(code, code, usual) if before is None else Department.from_document(before)
    tax = said.get("tax", there.tax)
    if tax not in taxes:
        raise InvalidValue(_("say which tax (--tax): {taxes}", taxes=", ".join(taxes)))
    parent = said.get("parent", there.parent)
    check_tree(code, parent, parents_of(ledger.documents(TABLE)))
    return replace(
        there,
        name=said["name"] if texts.get("name") else there.name,
        tax=tax,
        least=_price(said["least"]) if "least" in said else there.least,
        most=_price(said["most"]) if "most" in said else there.most,
        parent=parent,
    ).checked()


def _tax_of(ledger: Ledger, code: str) -> str:
    """The tax of what a new department is a part of."""
    row = ledger.find(TABLE, "code", code) if code else None
    return "" if row is None else str(row["tax"])


def _price(text: str) -> Decimal | None:
    return decimal(text, _("price"), decimals=PRICE_DECIMALS) if text else None
