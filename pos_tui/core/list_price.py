"""What a price list asks for an item, with its quantity breaks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from .errors import InvalidValue
from .money import plain
from .price_list import MARK, PriceList
from .promotion import Goods, Kind, Part, Promotion
from .words import _


@dataclass(frozen=True, slots=True)
class ListPrice:
    """What a list asks for an item."""

    of: str
    """The list's code."""
    sku: str
    price: Decimal | None
    """Per unit, in major units; None leaves the catalogue's."""
    breaks: tuple[tuple[Decimal, Decimal], ...] = ()
    """(from so many in a sale on, each for so much), lowest first."""

    @property
    def key(self) -> str:
        """What names it."""
        return f"{self.of}\n{self.sku}"

    def checked(self) -> ListPrice:
        """Itself. Raises InvalidValue for prices below zero and breaks that are none."""
        prices = [self.price, *(price for _least, price in self.breaks)]
        if any(price is not None and price < 0 for price in prices):
            raise InvalidValue(_("a price of a list is not below zero"))
        if any(least <= 0 for least, _price in self.breaks):
            raise InvalidValue(_("a quantity break begins above zero: 10=0.89"))
        if self.price is None and not self.breaks:
            raise InvalidValue(_("give a price, or quantity breaks such as 10=0.89"))
        return self

    def promotions(self, terms: PriceList) -> list[Promotion]:
        """Its quantity breaks, which count all of the item in a sale: each is a promotion on its price."""
        goods = (Part(Goods(frozenset((self.sku,)))),)
        return [
            Promotion(
                f"{break_prefix(self.of)}{self.sku}{MARK}{plain(least)}",
                _("{quantity} or more", quantity=plain(least)),
                Kind.PRICE,
                goods,
                price=price,
                least=least,
                window=terms.window,
                group=terms.group,
                prices=terms.prices,
            )
            for least, price in self.breaks
        ]

    def to_document(self) -> dict[str, Any]:
        """The stored form."""
        return {
            "v": 1,
            "code": self.key,
            "list": self.of,
            "sku": self.sku,
            "price": None if self.price is None else plain(self.price),
            "breaks": [[plain(least), plain(price)] for least, price in self.breaks],
        }

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> ListPrice:
        """The price of a stored form."""
        price = document["price"]
        return cls(
            document["list"],
            document["sku"],
            None if price is None else Decimal(price),
            tuple((Decimal(least), Decimal(each)) for least, each in document["breaks"]),
        )


def break_prefix(code: str) -> str:
    """What the codes of a list's quantity breaks begin with."""
    return f"{code}{MARK}"
