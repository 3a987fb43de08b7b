"""Deltas: what the draft file adds up to again."""

from __future__ import annotations

from decimal import Decimal

from pos_tui.core.sale import Basket, SaleLine
from pos_tui.register.drafting import delta, replay


def _basket(key: str, *skus: str) -> Basket:
    lines = tuple(SaleLine(sku, sku, sku, "standard", Decimal(1), Decimal(1)) for sku in skus)
    return Basket(key, lines)


def test_a_file_that_was_not_emptied_holds_the_last_basket_only() -> None:
    sold, open_ = _basket("one", "A", "B", "C"), _basket("two", "D")
    deltas = [delta(Basket("one"), sold), delta(Basket("two"), open_)]
    assert replay(deltas)[-1] == open_
