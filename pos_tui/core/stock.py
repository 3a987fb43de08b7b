"""Stock: what there is of an item at a place, with its lots, and what one of it cost.

The quantity at a place is the sum of the movements there and of what was sold; it may be below zero, as the
goods are in the customer's hand before anybody books them in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any, Final

from .errors import InvalidValue
from .money import EXACT, PRICE_DECIMALS, line_amount, plain
from .stock_lines import SHOP
from .words import N_, _

if TYPE_CHECKING:
    from .currency import Currency

_ON_THE_WAY: Final = "> "
_LONGEST_PLACE: Final = 32
_COST_STEP: Final = Decimal(1).scaleb(-PRICE_DECIMALS)

SELLS, BLOCKS = "sell", "block"
"""What happens where more is sold than there is."""

KINDS: Final[Mapping[str, str]] = {
    "receive": N_("received"),
    "waste": N_("wasted"),
    "adjust": N_("adjusted"),
    "count": N_("counted"),
    "sent": N_("sent"),
    "arrived": N_("arrived"),
    "lost": N_("lost on the way"),
    "returned": N_("back to the supplier"),
    "rules": N_("rules changed"),
    "sale": N_("sold"),
    "refund": N_("came back"),
}
"""What moves stock, and what people call it; the last two are no movements but sales."""


def transit_to(place: str) -> str:
    """Where goods are that were sent to a place and have not arrived."""
    return f"{_ON_THE_WAY}{place}"


def is_transit(place: str) -> bool:
    """Whether goods there are on their way."""
    return place.startswith(_ON_THE_WAY)


def place_name(text: str) -> str:
    """The name of a place. Raises InvalidValue for one that is none."""
    name = " ".join(text.split())
    if not name or len(name) > _LONGEST_PLACE or not name[0].isalnum() or not name.isprintable():
        raise InvalidValue(
            _("'{name}' is no place: a name of up to {most} letters", name=text[:40], most=_LONGEST_PLACE)
        )
    return name


@dataclass(frozen=True, slots=True)
class Lot:
    """What of the stock came together and expires together."""

    code: str
    expires: str
    """The last day it may be sold, ISO text; nothing where it does not expire."""
    quantity: Decimal

    @property
    def order(self) -> tuple[str, str]:
        """First expired, first out; what never expires comes last."""
        return self.expires or "9999", self.code


@dataclass(frozen=True, slots=True)
class Balance:
    """What there is of an item at a place; a row of the table of stock."""

    sku: str
    location: str = SHOP
    quantity: Decimal = Decimal(0)
    lots: tuple[Lot, ...] = ()
    """The lots that are known, first expired first; what they lack of the quantity is of no known lot."""
    low: Decimal | None = None
    """At so many, or fewer, more is to be ordered."""
    full: Decimal | None = None
    """Up to so many."""
    negative: str = ""
    """SELLS or BLOCKS; nothing where the shop's setting says it."""
    last: Decimal | None = None
    """What one cost when it last came here, in major units."""

    @classmethod
    def from_document(cls, row: Mapping[str, Any]) -> Balance:
        """Of a stored row."""
        low, full, last = row.get("low"), row.get("full"), row.get("last")
        return cls(
            row["sku"],
            row["location"],
            Decimal(row["qty"]),
            tuple(Lot(code, expires, Decimal(qty)) for code, expires, qty in row.get("lots", ())),
            None if low is None else Decimal(low),
            None if full is None else Decimal(full),
            row.get("negative") or "",
            None if last is None else Decimal(last),
        )

    def to_document(self) -> dict[str, Any]:
        """The stored form."""
        document: dict[str, Any] = {"v": 1, "sku": self.sku, "location": self.location}
        return {**document, **self.moved_fields(), **self.rule_fields()}

    def moved_fields(self) -> dict[str, Any]:
        """The fields that movements change."""
        fields: dict[str, Any] = {"qty": plain(self.quantity)}
        if self.lots:
            fields["lots"] = [[lot.code, lot.expires, plain(lot.quantity)] for lot in self.lots]
        if self.last is not None:
            fields["last"] = plain(self.last)
        return fields

    def rule_fields(self) -> dict[str, Any]:
        """The fields that people set."""
        numbers = {"low": self.low, "full": self.full}
        fields: dict[str, Any] = {name: plain(n) for name, n in numbers.items() if n is not None}
        return {**fields, "negative": self.negative} if self.negative else fields

    def changes(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """What movements changed of the stored row it was made from."""
        gone: dict[str, Any] = {"lots": []} if row.get("lots") and not self.lots else {}
        return {**gone, **self.moved_fields()}

    def moved(self, by: Decimal, lot: str = "", expires: str = "", cost: Decimal | None = None) -> Balance:
        """After `by` more (or, below zero, fewer), of a lot if it is known, at a cost if that is known.

        What goes without its lot is taken to be of the one that expires first: it was nearest to hand.
        """
        lots = self.lots
        if lot:
            lots = self._of_lot(by, lot, expires)
        elif by < 0 and lots:
            lots = tuple(_drawn(lots, -by))
        last = self.last if cost is None else cost
        quantity = EXACT.add(self.quantity, by)
        return Balance(self.sku, self.location, quantity, lots, self.low, self.full, self.negative, last)

    def _of_lot(self, by: Decimal, code: str, expires: str) -> tuple[Lot, ...]:
        there = next((lot for lot in self.lots if lot.code == code), Lot(code, expires, Decimal(0)))
        changed = Lot(code, there.expires or expires, EXACT.add(there.quantity, by))
        others = [lot for lot in self.lots if lot.code != code]
        kept = [changed] if changed.quantity > 0 else []
        return tuple(sorted([*others, *kept], key=lambda lot: lot.order))


def _drawn(lots: Sequence[Lot], quantity: Decimal) -> Iterator[Lot]:
    """What is left of lots, first expired first, once so many are gone."""
    for lot in lots:
        gone = min(lot.quantity, quantity)
        quantity -= gone
        if lot.quantity > gone:
            yield replace(lot, quantity=lot.quantity - gone)


def average_cost(there: Decimal, cost: Decimal | None, more: Decimal, paid: Decimal) -> Decimal:
    """The cost of one after `more` came at `paid` each, with `there` at `cost` before; major units.

    The moving average, to six decimals, half up. What is below zero, or of no known cost, weighs nothing.
    """
    if cost is None or there <= 0:
        return paid
    worth = EXACT.add(EXACT.multiply(there, cost), EXACT.multiply(more, paid))
    return EXACT.divide(worth, EXACT.add(there, more)).quantize(_COST_STEP, ROUND_HALF_UP)


def value_of(quantity: Decimal, cost: Decimal | None, currency: Currency) -> int:
    """What a quantity is worth at its cost, in minor units; nothing where the cost is not known."""
    return 0 if cost is None else line_amount(cost, quantity, currency)


def margin(price: Decimal | None, cost: Decimal | None, net_of_tax: Decimal) -> Decimal | None:
    """What stays of a price in percent of it without tax, one decimal; None where that is not known.

    `net_of_tax` is the part of the price that is no tax, such as 1/1.2.
    """
    if price is None or cost is None or price <= 0:
        return None
    net = EXACT.multiply(price, net_of_tax)
    return EXACT.divide((net - cost) * 100, net).quantize(Decimal("0.1"), ROUND_HALF_UP)
