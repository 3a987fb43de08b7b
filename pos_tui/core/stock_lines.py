"""What a recorded line of a sale does to stock: small, as every sale looks here."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from .money import EXACT

SHOP: Final = "shop"
"""Where stock lies in a shop of one place."""


def parts_of(line: Mapping[str, Any]) -> tuple[tuple[str, Decimal], ...]:
    """(SKU, how many of it) that a recorded line takes from stock.

    That is the item itself, unless the line froze what one of it is made of: `parts`, for kits and packs.
    """
    quantity = Decimal(line["qty"])
    parts = line.get("parts")
    if not parts:
        return ((line["sku"], quantity),)
    return tuple((sku, EXACT.multiply(Decimal(each), quantity)) for sku, each in parts)


def moves_stock(line: Mapping[str, Any]) -> bool:
    """Whether a recorded line of a sale takes goods from the shelf or brings them back to it."""
    return not line["void"] and line.get("condition") != "waste"
