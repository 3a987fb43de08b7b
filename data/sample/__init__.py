"""A made-up corner shop to try the till with: its items in the import format, and a basket to ring."""

from __future__ import annotations

from pathlib import Path
from typing import Final

ITEMS: Final = Path(__file__).with_name("items.csv")
"""About 120 items in GBP, taxes "standard" and "zero"; bar codes are of the range for use within a shop."""
BASKET: Final = Path(__file__).with_name("basket.txt")
"""A customer's basket, as `pos ring` reads it; it leaves nothing open."""
