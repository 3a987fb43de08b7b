"""The open basket as a frozen value: lines, tenders, discounts and what was corrected on the way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from pos_tui.core.words import _

from .age import NOT_ASKED, AgeCheck
from .changes import Correction as Correction
from .changes import Coupon as Coupon
from .changes import Discount as Discount
from .errors import Refused
from .moment import Moment
from .money import plain
from .quantity import Unit
from .tender import Tender
from .traits import NO_TRAITS, Traits
from .weighing import NOT_WEIGHED, Weighing

if TYPE_CHECKING:
    from .buyer_tax import TaxStatus
    from .item import Item
    from .refund import Origin

VOUCHER: Final = "voucher"
"""A multi-purpose voucher is sold: a liability, taxed when it is redeemed."""
RELOADED: Final = "voucher_reload"
"""More is put on a multi-purpose voucher."""
TAXED_VOUCHER: Final = "voucher_taxed"
"""A single-purpose voucher is sold, and taxed now."""
REDEEMED: Final = "redeemed"
"""Taken off for goods that a single-purpose voucher has paid for, taxes and all."""
EMPTIES: Final = "empties"
"""The source of a price that is a deposit paid back."""
SLIP: Final = "slip"
"""How a line came in that a machine's slip stands for."""
CHARGE: Final = "charge"
"""The source of the price of what is charged with its parent line: a deposit, a fee."""
TIP: Final = "tip"
ACCOUNT: Final = "account"
"""A customer pays what was on account."""
LAYAWAY: Final = "layaway"
"""A deposit on an order that is put aside, or what of it is paid back."""
LAYAWAY_TAXED: Final = "layaway_taxed"
"""The same where deposits are taxed when they are taken."""
APART: Final = frozenset({VOUCHER, RELOADED, TIP, ACCOUNT, LAYAWAY})
"""Sources of lines that are paid for and are no turnover: no tax, no discount, a sum of their own."""
BESIDE: Final = APART | {TAXED_VOUCHER, REDEEMED, EMPTIES, CHARGE, LAYAWAY_TAXED}
"""Sources of lines that are no goods."""


def parts_document(parts: Iterable[tuple[str, Decimal]]) -> list[list[str]]:
    """The stored form of what a kit is made of."""
    return [[sku, plain(quantity)] for sku, quantity in parts]


def parts_of(document: Mapping[str, Any]) -> tuple[tuple[str, Decimal], ...]:
    """(SKU, how many) of what a stored item or sale line is made of; nothing where that is itself."""
    return tuple((sku, Decimal(quantity)) for sku, quantity in document.get("parts") or ())


@dataclass(frozen=True, slots=True)
class SaleLine:
    """One line of a sale; everything it needs of the item is frozen into it."""

    sku: str
    code: str
    """As it was entered."""
    name: str
    tax: str
    quantity: Decimal
    """Negative for goods that come back."""
    unit_price: Decimal
    """Major units, per unit."""
    unit: Unit = Unit.EACH
    department: str = ""
    source: str = "catalogue"
    """Where the price is from: catalogue, list, entered, open (there was none), total (of the line), sticker,
    markdown; or what is sold that is no goods: then `code` says which voucher, customer or operator."""
    entered: str = "key"
    """How it came in: key, scan, search or quick (by a quick key)."""
    weighed: bool = False
    cost: Decimal | None = None
    exact: int | None = None
    """The amount in minor units where it was given, not computed."""
    discount: Discount | None = None
    void: bool = False
    traits: Traits = NO_TRAITS
    """What its label says of this piece: lot, serial number, dates."""
    weighing: Weighing = NOT_WEIGHED
    origin: Origin | None = None
    """The recorded line that its goods come back from; then its figures are that one's."""
    condition: str = ""
    """Of goods that come back: shelf, or waste; nothing is to the shelf, too."""
    age: int = 0
    """How old its buyer has to be; 0 is any age."""
    parent: int = 0
    """The number of the line that it follows (see `core.charge`); 0 stands for itself."""
    per: Decimal = Decimal(0)
    """How much of it its parent brings, for each."""
    parts: tuple[tuple[str, Decimal], ...] = ()
    """(SKU, how many) that one of it takes from the stock in the place of its own: a kit's."""
    prices: str = ""
    """inclusive or exclusive: whether its price contains the tax, where that is not as the shop's do."""
    service: str = ""
    """How it is served: eatin, takeaway; empty where that makes no difference to its tax."""
    own_tax: str = ""
    """The item's own tax code, where the way it is served gives it another one."""
    taxed: tuple[tuple[str, Decimal], ...] = ()
    """(tax code, what the parts of it cost) of a kit whose parts have several: its price is shared so."""

    @classmethod
    def of(cls, item: Item, code: str, quantity: Decimal, unit_price: Decimal, **more: Any) -> SaleLine:
        """A line that sells an item at a price."""
        return cls(
            item.sku,
            code,
            item.name,
            item.tax,
            quantity,
            unit_price,
            item.unit,
            item.department,
            weighed=item.weighed,
            cost=item.cost,
            age=item.age,
            **more,
        )

    @property
    def weights(self) -> tuple[tuple[str, Decimal], ...]:
        """How its price is shared over several taxes; nothing where it has one, as the way it is served."""
        return () if self.own_tax else self.taxed

    @property
    def is_return(self) -> bool:
        """Whether the goods come back."""
        return self.quantity < 0

    @property
    def is_back(self) -> bool:
        """Whether goods come back by their receipt; not a deposit, which has a record of its own."""
        return self.origin is not None and not self.void and self.source != LAYAWAY_TAXED

    @property
    def is_goods(self) -> bool:
        """Whether goods are sold at today's terms, which promotions and discounts are for."""
        return self.origin is None and self.source not in BESIDE

    def to_document(self) -> dict[str, Any]:
        """The form drafts and held baskets keep."""
        document: dict[str, Any] = {
            "sku": self.sku,
            "code": self.code,
            "name": self.name,
            "tax": self.tax,
            "qty": plain(self.quantity),
            "price": plain(self.unit_price),
            "unit": self.unit.value,
            "department": self.department,
            "source": self.source,
            "entered": self.entered,
        }
        if self.weighed:
            document["weighed"] = True
        if self.weighing.by:
            document["weighing"] = self.weighing.to_document()
        if self.cost is not None:
            document["cost"] = plain(self.cost)
        if self.exact is not None:
            document["exact"] = self.exact
        if self.discount is not None:
            document["discount"] = self.discount.to_document()
        if self.void:
            document["void"] = True
        if self.traits is not NO_TRAITS:
            document["traits"] = self.traits.to_document()
        if self.origin is not None:
            document["origin"] = self.origin.to_document()
        if self.condition:
            document["condition"] = self.condition
        if self.age:
            document["age"] = self.age
        if self.parent:
            document.update(parent=self.parent, per=plain(self.per))
        if self.parts:
            document["parts"] = parts_document(self.parts)
        if self.taxed:
            document["taxed"] = parts_document(self.taxed)
        more = {"prices": self.prices, "service": self.service, "own_tax": self.own_tax}
        return {**document, **{name: value for name, value in more.items() if value}}

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> SaleLine:
        """The line of a stored form."""
        cost, discount = document.get("cost"), document.get("discount")
        return cls(
            document["sku"],
            document["code"],
            document["name"],
            document["tax"],
            Decimal(document["qty"]),
            Decimal(document["price"]),
            Unit(document["unit"]),
            document["department"],
            document["source"],
            document["entered"],
            bool(document.get("weighed")),
            None if cost is None else Decimal(cost),
            document.get("exact"),
            None if discount is None else Discount.from_document(discount),
            bool(document.get("void")),
            Traits.from_document(document["traits"]) if "traits" in document else NO_TRAITS,
            weighing=Weighing.from_document(document.get("weighing")),
            origin=_origin(document["origin"]) if "origin" in document else None,
            condition=document.get("condition", ""),
            age=int(document.get("age") or 0),
            parent=int(document.get("parent") or 0),
            per=Decimal(document.get("per") or 0),
            parts=parts_of(document),
            prices=document.get("prices") or "",
            service=document.get("service") or "",
            own_tax=document.get("own_tax") or "",
            taxed=parts_of({"parts": document.get("taxed")}),
        )


def _origin(document: Mapping[str, Any]) -> Origin:
    from .refund import Origin  # few sales have any

    return Origin.from_document(document)


@dataclass(frozen=True, slots=True)
class Basket:
    """An open sale. Its id becomes the idempotency key of the record it ends as."""

    id: str
    lines: tuple[SaleLine, ...] = ()
    tenders: tuple[Tender, ...] = ()
    discount: Discount | None = None
    reference: str | None = None
    corrections: tuple[Correction, ...] = ()
    recalled_from: str | None = None
    """The id it was held under."""
    began: Moment | None = None
    """When its first line was entered: promotions that hold then hold for all of it."""
    group: str = ""
    """The customers its buyer belongs to, for prices and promotions."""
    coupons: tuple[Coupon, ...] = ()
    age: AgeCheck = NOT_ASKED
    """What was answered for the buyer's age."""
    customer: str = ""
    """The id of the customer it is for."""
    tax_status: TaxStatus | None = None
    """Why no tax is taken of its buyer."""
    layaway: str = ""
    """The number of the order that is collected."""
    service: str = ""
    """How it is served: eatin, takeaway; empty is as the shop's setting has it."""
    invoice: tuple[str, str] | None = None
    """(whose key, sealed text) of the buyer that wants an invoice."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was entered."""
        told = self.reference or self.discount or self.group or self.coupons or self.customer
        return not (self.lines or self.tenders or told or self.tax_status or self.service)

    def line(self, number: int | None) -> tuple[int, SaleLine]:
        """(place, line) of a 1-based number, or of the last line that is not void and no child.

        Raises Refused.
        """
        if number is None:
            for place in range(len(self.lines) - 1, -1, -1):
                if not (self.lines[place].void or self.lines[place].parent):
                    return place, self.lines[place]
            raise Refused(_("there is no line to change yet"))
        if not 1 <= number <= len(self.lines):
            raise Refused(_("there is no line #{number}", number=number))
        line = self.lines[number - 1]
        if line.void:
            raise Refused(_("line #{number} is void already", number=number))
        return number - 1, line

    def with_line(self, place: int, line: SaleLine, correction: Correction | None = None) -> Basket:
        """With another line in that place (or after the last one); its children follow it."""
        lines = (*self.lines[:place], line, *self.lines[place + 1 :])
        if place + 1 < len(lines) and any(other.parent == place + 1 for other in lines):
            from .charge import followed  # loaded where something comes with an item

            lines = followed(lines, place)
        if correction is None:
            return replace(self, lines=lines)
        return replace(self, lines=lines, corrections=(*self.corrections, correction))

    def to_document(self) -> dict[str, Any]:
        """The form a held basket has."""
        return {"v": 1, "key": self.id, "lines": [line.to_document() for line in self.lines], **self.rest()}

    def rest(self) -> dict[str, Any]:
        """Everything but the lines, in stored form."""
        return {
            "tenders": [tender.to_document() for tender in self.tenders],
            "discount": self.discount.to_document() if self.discount else None,
            "ref": self.reference,
            "corrections": [correction.to_document() for correction in self.corrections],
            "recalled_from": self.recalled_from,
            **self._promised(),
        }

    def _promised(self) -> dict[str, Any]:
        document: dict[str, Any] = {}
        if self.began is not None:
            document["began"] = self.began.to_document()
        if self.group:
            document["group"] = self.group
        if self.coupons:
            document["coupons"] = [coupon.to_document() for coupon in self.coupons]
        if self.age.age:
            document["age"] = self.age.to_document()
        if self.customer:
            document["customer"] = self.customer
        if self.tax_status is not None:
            document["tax_status"] = self.tax_status.to_document()
        if self.layaway:
            document["layaway"] = self.layaway
        if self.service:
            document["service"] = self.service
        if self.invoice:
            document["invoice"] = list(self.invoice)
        return document

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Basket:
        """The basket of a stored form."""
        discount, began, status = document["discount"], document.get("began"), document.get("tax_status")
        return cls(
            document["key"],
            tuple(map(SaleLine.from_document, document["lines"])),
            tuple(map(Tender.from_document, document["tenders"])),
            None if discount is None else Discount.from_document(discount),
            document["ref"],
            tuple(map(Correction.from_document, document["corrections"])),
            document["recalled_from"],
            None if began is None else Moment.from_document(began),
            document.get("group") or "",
            tuple(map(Coupon.from_document, document.get("coupons") or ())),
            AgeCheck.from_document(document.get("age")),
            customer=document.get("customer") or "",
            tax_status=None if status is None else _tax_status(status),
            layaway=document.get("layaway") or "",
            service=document.get("service") or "",
            invoice=(document["invoice"][0], document["invoice"][1]) if document.get("invoice") else None,
        )


def _tax_status(document: Mapping[str, Any]) -> TaxStatus:
    from .buyer_tax import TaxStatus  # few sales have one

    return TaxStatus.from_document(document)
