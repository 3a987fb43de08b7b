"""Promotions as values: what a shop promises, on which goods, to whom and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from .moment import ALWAYS, Window
from .money import plain


class Kind(StrEnum):
    """How a promotion saves. A piece of goods takes part in one promotion at most, `spend` aside."""

    PRICE = "price"
    """Each piece (each kilogram of what is weighed) at `price`."""
    PERCENT = "percent"
    """`percent` off each piece."""
    AMOUNT = "amount"
    """`amount` off each piece."""
    SET = "set"
    """All parts together at `price`, or `percent` or `amount` off: N for P, mix and match, a bundle."""
    CHEAPEST = "cheapest"
    """Of so many pieces the `free` cheapest with `percent` off: three for two, the second for half."""
    BUY_GET = "buy_get"
    """Whoever buys the other parts has the last one at `price`, or `percent` or `amount` off."""
    SPEND = "spend"
    """Whoever spends so much has an amount off, on top of the others: the highest step of `steps`."""


OWN_NUMBERS: Final = "*"
"""The coupon of a promotion whose coupons have a number each."""
EACH_KINDS = (Kind.PRICE, Kind.PERCENT, Kind.AMOUNT)


@dataclass(frozen=True, slots=True)
class Goods:
    """A choice of goods; without items and departments it is everything the shop sells."""

    skus: frozenset[str] = frozenset()
    departments: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    """SKUs that are left out."""

    def has(self, sku: str, department: str) -> bool:
        """Whether an item of this department is among them."""
        if sku in self.without:
            return False
        if self.skus or self.departments:
            return sku in self.skus or department in self.departments
        return True


@dataclass(frozen=True, slots=True)
class Part:
    """So many pieces of some goods."""

    goods: Goods
    count: int = 1


@dataclass(frozen=True, slots=True)
class Promotion:
    """One version of a promotion: it is never edited, a change is a further version."""

    code: str
    name: str
    kind: Kind
    parts: tuple[Part, ...]
    version: int = 1
    price: Decimal | None = None
    """Major units, as all money here."""
    percent: Decimal | None = None
    amount: Decimal | None = None
    free: int = 1
    """How many of the cheapest are meant."""
    least: Decimal | None = None
    """Holds if at least so many (or so much) of its goods are in the sale."""
    spend: Decimal | None = None
    """Holds if its goods cost so much before any promotion."""
    steps: tuple[tuple[Decimal, Decimal], ...] = ()
    """(spend so much, have so much off), lowest first."""
    limit: int | None = None
    """Times (pieces, sets) in one sale; of a coupon, times for each coupon."""
    window: Window = ALWAYS
    group: str = ""
    """The customers it is for; empty is everybody."""
    coupon: str = ""
    """The code to be shown, or `OWN_NUMBERS` where each coupon counts once for ever."""
    prices: str = ""
    """inclusive or exclusive: which prices its money is off, where these are not as the shop's are."""

    @property
    def label(self) -> str:
        """Its code and version, as records name it."""
        return f"{self.code}#{self.version}"

    def to_document(self) -> dict[str, Any]:
        """Its terms in stored form; what is not said is left out."""
        terms: dict[str, Any] = {
            "price": _text(self.price),
            "percent": _text(self.percent),
            "amount": _text(self.amount),
            "free": self.free if self.kind is Kind.CHEAPEST else None,
            "least": _text(self.least),
            "spend": _text(self.spend),
            "steps": [[plain(spend), plain(off)] for spend, off in self.steps] or None,
            "limit": self.limit,
            **self.window.to_document(),
            "group": self.group or None,
            "coupon": self.coupon or None,
            "prices": self.prices or None,
        }
        return {
            "promotion": self.code,
            "version": self.version,
            "name": self.name,
            "kind": self.kind.value,
            "parts": [_part_document(part) for part in self.parts],
            **{name: value for name, value in terms.items() if value is not None},
        }

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Promotion:
        """The promotion of a stored form."""
        return cls(
            document["promotion"],
            document["name"],
            Kind(document["kind"]),
            tuple(map(_part, document["parts"])),
            document["version"],
            _decimal(document.get("price")),
            _decimal(document.get("percent")),
            _decimal(document.get("amount")),
            document.get("free") or 1,
            _decimal(document.get("least")),
            _decimal(document.get("spend")),
            tuple((Decimal(spend), Decimal(off)) for spend, off in document.get("steps") or ()),
            document.get("limit"),
            Window.from_document(document),
            document.get("group") or "",
            document.get("coupon") or "",
            document.get("prices") or "",
        )


def _text(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _part_document(part: Part) -> dict[str, Any]:
    lists = {
        "skus": sorted(part.goods.skus),
        "departments": sorted(part.goods.departments),
        "without": sorted(part.goods.without),
    }
    return {"count": part.count, **{name: values for name, values in lists.items() if values}}


def _part(document: Mapping[str, Any]) -> Part:
    skus, departments, without = (
        frozenset(document.get(name) or ()) for name in ("skus", "departments", "without")
    )
    return Part(Goods(skus, departments, without), document.get("count") or 1)
