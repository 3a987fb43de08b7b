"""What a shop sells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from .money import plain
from .quantity import Unit


@dataclass(frozen=True, slots=True)
class Item:
    """One thing on the price list, as it stands now; a sale line freezes what it needs of it."""

    sku: str
    """The shop's own key; text, compared exactly."""
    name: str
    price: Decimal | None
    """Per unit, in major units; None asks for a price at every sale."""
    tax: str
    department: str = ""
    unit: Unit = Unit.EACH
    weighed: bool = False
    """Sold by a weight that somebody has to give."""
    gtins: tuple[str, ...] = ()
    """Bar codes as GTIN-14."""
    plu: str | None = None
    """The short code cashiers key."""
    cost: Decimal | None = None
    content: str = ""
    """What a piece contains, such as 330 ml (see `core.content`)."""
    tare: str = ""
    """The packaging it is sold in, by its name in the till's table."""
    age: int = 0
    """Who buys it must have at least so many years; 0 asks nobody."""
    comes_with: str = ""
    """What is charged with it, by SKU: deposits, fees (see `core.charge`)."""
    asks: str = ""
    """What has to be known of the very piece: serial, lot, or nothing."""

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Item:
        """The item of a stored document."""
        price, cost = document.get("price"), document.get("cost")
        return cls(
            document["sku"],
            document["name"],
            None if price is None else Decimal(price),
            document["tax"],
            document.get("department") or "",
            Unit(document.get("unit") or "each"),
            bool(document.get("weighed")),
            tuple(document.get("gtins") or ()),
            document.get("plu"),
            None if cost is None else Decimal(cost),
            document.get("content") or "",
            document.get("tare") or "",
            int(document.get("age") or 0),
            document.get("with") or "",
            asks=document.get("asks") or "",
        )

    def to_document(self) -> dict[str, Any]:
        """The stored form."""
        document: dict[str, Any] = {
            "v": 1,
            "sku": self.sku,
            "gtins": list(self.gtins),
            "plu": self.plu,
            "name": self.name,
            "price": None if self.price is None else plain(self.price),
            "cost": None if self.cost is None else plain(self.cost),
            "department": self.department,
            "tax": self.tax,
            "unit": self.unit.value,
            "weighed": self.weighed,
        }
        more = {
            "content": self.content,
            "tare": self.tare,
            "age": self.age,
            "with": self.comes_with,
            "asks": self.asks,
        }
        return {**document, **{name: value for name, value in more.items() if value}}
