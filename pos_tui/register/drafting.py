"""Deltas of the open basket: what the draft file keeps of each command, and the basket they add up to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from pos_tui.core.sale import Basket, SaleLine

UNDO_DEPTH = 500
"""Steps that can be undone; each keeps a basket, and memory would else grow by the square of the lines."""


def delta(before: Basket, after: Basket, *, undo: bool = False) -> dict[str, Any]:
    """What changed from one basket to the next; lines that are the same value are left out."""
    old = before.lines
    lines = {
        str(place): line.to_document()
        for place, line in enumerate(after.lines)
        if place >= len(old) or old[place] is not line
    }
    change: dict[str, Any] = {"id": after.id, "n": len(after.lines), "lines": lines}
    if _rest_differs(before, after):
        change["rest"] = after.rest()
    if undo:
        change["undo"] = True
    return change


def _rest_differs(one: Basket, other: Basket) -> bool:
    return (
        one.id != other.id
        or one.tenders is not other.tenders
        or one.discount is not other.discount
        or one.reference != other.reference
        or one.corrections is not other.corrections
        or one.recalled_from != other.recalled_from
        or (one.began, one.group, one.coupons) != (other.began, other.group, other.coupons)
        or (one.age, one.customer) != (other.age, other.customer)
        or (one.tax_status, one.service, one.invoice) != (other.tax_status, other.service, other.invoice)
    )


def replay(deltas: Iterable[Mapping[str, Any]]) -> list[Basket]:
    """The baskets that an /undo can still go back to, oldest first, and the open one last.

    The first is the empty basket, or the one that was recalled: nothing goes back behind that.
    """
    baskets: list[Basket] = []
    for change in deltas:
        if "event" in change:
            continue
        if not baskets or baskets[-1].id != change["id"]:  # the file could not be emptied after a sale
            first = Basket(change["id"])
            basket = _apply(first, change)
            baskets = [basket] if basket.recalled_from else [first, basket]
            continue
        basket = _apply(baskets[-1], change)
        if change.get("undo"):
            baskets[-2:] = [basket]
        else:
            baskets.append(basket)
            del baskets[: -UNDO_DEPTH - 1]
    return baskets


def _apply(basket: Basket, change: Mapping[str, Any]) -> Basket:
    lines = list(basket.lines[: change["n"]])
    for place, document in change["lines"].items():
        line = SaleLine.from_document(document)
        if int(place) < len(lines):
            lines[int(place)] = line
        else:
            lines.append(line)
    basket = replace(basket, lines=tuple(lines))
    rest = change.get("rest")
    if rest is None:
        return basket
    other = Basket.from_document({"key": change["id"], "lines": [], **rest})
    return replace(other, lines=basket.lines)
