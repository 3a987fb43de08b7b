"""Rules of items at a place: when to order more, up to how many, and what happens below zero."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pos_tui.core.errors import InvalidValue
from pos_tui.core.money import plain
from pos_tui.core.quantity import parse_quantity
from pos_tui.core.stock import BLOCKS, SELLS, Balance
from pos_tui.core.words import _

from . import stockroom

if TYPE_CHECKING:
    from .counter import Counter


def parse(pairs: Sequence[str]) -> dict[str, Any]:
    """The fields of a stock row that `low=5 full=20 negative=block` say; nothing takes one away.

    Raises InvalidValue.
    """
    texts: dict[str, Any] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or name not in ("low", "full", "negative"):
            raise InvalidValue(_("'{pair}' is no rule: low=5, full=20, negative=block", pair=pair[:40]))
        if name == "negative" and value not in ("", SELLS, BLOCKS):
            raise InvalidValue(_("below zero an item may {one} or {other}", one=SELLS, other=BLOCKS))
        if name != "negative" and value:
            value = plain(parse_quantity(value))
        texts[name] = value or (None if name != "negative" else "")
    return texts


def put(counter: Counter, skus: Sequence[str], pairs: Sequence[str], why: stockroom.Why) -> None:
    """Gives items rules at a place; those that are not said stay as they are. Raises Refused."""
    texts, place = parse(pairs), stockroom.place_of(counter, why.location)
    wanted = []
    for sku in skus:
        row = counter.ledger.find("stock", "sku_location", f"{sku}\n{place}")
        before = {} if row is None else dict(row)
        changed = {**before, **texts, "sku": sku, "location": place, "qty": "0", "lots": []}
        wanted.append(Balance.from_document(changed))
    stockroom.set_rules(counter, wanted, why.reason)
