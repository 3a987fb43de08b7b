"""Price lists: other prices than the catalogue's for some customers, or at some times."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from .department import is_name
from .errors import InvalidValue
from .money import plain
from .promotion import ALWAYS, Goods, Kind, Moment, Part, Promotion, Window
from .words import _

_MARK: Final = ":"
"""Stands between list, item and quantity in the code of a quantity break's promotion."""


@dataclass(frozen=True, slots=True)
class PriceList:
    """For whom and when its prices hold; they are kept one by one."""

    code: str
    name: str
    group: str = ""
    """The customers it is for; empty is everybody."""
    window: Window = ALWAYS
    ended: bool = False

    def holds(self, moment: Moment, group: str) -> bool:
        """Whether its prices hold for what is entered now by a buyer of a group."""
        return not self.ended and self.group in ("", group) and self.window.holds(moment)

    def checked(self) -> PriceList:
        """Itself. Raises InvalidValue for a code that cannot be one."""
        if not self.code.isprintable() or not 0 < len(self.code) <= 64 or _MARK in self.code:
            raise InvalidValue(_("a price list's code has 1 to 64 characters without :"))
        if not is_name(self.name) or (self.group and not is_name(self.group)):
            raise InvalidValue(_("name and group have printable characters only, at most 200"))
        return self

    def to_document(self) -> dict[str, Any]:
        """The stored form."""
        return {
            "v": 1,
            "code": self.code,
            "name": self.name,
            "group": self.group,
            **self.window.to_document(),
            "ended": self.ended,
        }

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> PriceList:
        """The list of a stored form."""
        window = Window.from_document(document)
        return cls(document["code"], document["name"], document["group"], window, document["ended"])


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
                f"{break_prefix(self.of)}{self.sku}{_MARK}{plain(least)}",
                _("{quantity} or more", quantity=plain(least)),
                Kind.PRICE,
                goods,
                price=price,
                least=least,
                window=terms.window,
                group=terms.group,
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
    return f"{code}{_MARK}"
