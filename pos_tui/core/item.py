"""What a shop sells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from .money import plain
from .quantity import Unit

ENDED: Final = "ended"
BLOCKED: Final = "blocked"
WHOLE: Final = "whole"


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
    parts: tuple[tuple[str, Decimal], ...] = ()
    """(SKU, how many) of what it is made of: their stock moves in the place of its own.

    Without a price of its own it costs what they cost; with one part alone it is so many of that.
    """
    options: tuple[str, ...] = ()
    """What its variants differ in (size, colour); it is sold as one of them only."""
    parent: str = ""
    """The SKU of what it is a variant of."""
    variant: tuple[str, ...] = ()
    """Its value of each option of the parent."""
    status: str = ""
    """ended: not listed, sold by its code; blocked: not sold; nothing is neither."""
    per: str = ""
    """What its unit price is shown for, where that is not a whole kilogram, litre or metre."""
    allergens: tuple[str, ...] = ()
    image: str = ""
    """The name of a picture's file."""
    whole: bool = False
    """A kit is taxed as one supply at its own tax, whatever its parts are taxed."""

    @classmethod
    def from_document(cls, document: Mapping[str, Any], day: str = "") -> Item:
        """The item of a stored document, at the price that holds on a business day."""
        price, cost = document.get("price"), document.get("cost")
        if "coming" in document:
            price = price_on(document, day)
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
            document.get("asks") or "",
            tuple((sku, Decimal(qty)) for sku, qty in document.get("parts") or ()),
            tuple(document.get("options") or ()),
            document.get("parent") or "",
            tuple(document.get("variant") or ()),
            document.get("status") or "",
            document.get("per") or "",
            tuple(document.get("allergens") or ()),
            document.get("image") or "",
            document.get("taxed") == WHOLE,
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
            "parts": [[sku, plain(quantity)] for sku, quantity in self.parts],
            "options": list(self.options),
            "parent": self.parent,
            "variant": list(self.variant),
            "status": self.status,
            "per": self.per,
            "allergens": list(self.allergens),
            "image": self.image,
            "taxed": WHOLE if self.whole else "",
        }
        return {**document, **{name: value for name, value in more.items() if value}}


def price_on(document: Mapping[str, Any], day: str) -> str | None:
    """The price of a stored item on a business day, as decimal text; None is an open price."""
    price: str | None = document.get("price")
    for begins, coming in document.get("coming") or ():
        if begins > day:
            break
        price = coming
    return price
