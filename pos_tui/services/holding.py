"""Holding a basket and taking it back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pos_tui.core.errors import Refused
from pos_tui.core.pricing import price
from pos_tui.core.records import utc_text
from pos_tui.core.sale import Basket
from pos_tui.core.words import _

if TYPE_CHECKING:
    from .counter import Counter


def hold(counter: Counter, basket: Basket, name: str | None) -> str:
    """Puts a basket aside, durably; returns the id it keeps for ever. Raises Refused."""
    if basket.is_empty:
        raise Refused(_("there is nothing to hold"))
    if basket.tenders:
        raise Refused(_("part of it is paid already: finish the sale, or take that back with /takeback"))
    document: dict[str, Any] = {
        **basket.to_document(),
        "till": counter.till,
        "operator": counter.operator,
        "time": utc_text(counter.clock()),
        "total": price(basket, counter.pricing()).total,
    }
    return counter.held.put(document, name, basket.recalled_from)


def basket_of(held_id: str, document: dict[str, Any]) -> Basket:
    """The open basket of a held one."""
    return replace(Basket.from_document(document), recalled_from=held_id)
