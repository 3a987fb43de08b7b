"""The journal documents of what happens at the counter. A document is complete in itself: it is read
again without today's catalogue, rates or settings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import repeat
from typing import TYPE_CHECKING, Any, Final

from .money import plain
from .refund import TaxPart, TaxShare
from .sale import APART, CHARGE, parts_document
from .traits import NO_TRAITS
from .words import N_, _

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from .pricing import Priced, PricedLine
    from .promotion_savings import Saving
    from .sale import Basket, SaleLine
    from .shop import Shop
    from .tax import AppliedTax, TaxLine
    from .tender import Settlement

COMPLETED_KINDS: Final = ("sale", "refund", "exchange")
"""Baskets that were paid, or paid out."""
POST_VOID: Final = "post_void"
"""A completed one taken back whole, before its shift ended."""
TENDER_CORRECTION: Final = "tender_correction"
"""Money that was recorded as paid one way and was paid another."""


@dataclass(frozen=True, slots=True)
class RecordFrame:
    """Who, where and when: what every record of a till carries."""

    till: str
    operator: str
    time: datetime
    """Aware, UTC."""
    day: str
    """Business day, ISO text."""
    shift: int = 0
    """The number of the shift that is open; 0 where none is."""

    def facts(self) -> dict[str, Any]:
        """These as fields of a record."""
        facts = {"till": self.till, "day": self.day, "time": utc_text(self.time), "operator": self.operator}
        return {**facts, "shift": self.shift} if self.shift else facts


def utc_text(time: datetime) -> str:
    """ISO 8601 in UTC to the second: 2026-11-23T14:05:00Z."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")


def business_day(time: datetime, zone: ZoneInfo, cutoff_minutes: int) -> str:
    """The business day of an instant: the local date, until the cut-off still the day before."""
    return (time.astimezone(zone).replace(tzinfo=None) - timedelta(minutes=cutoff_minutes)).date().isoformat()


def record_number(till: str, epoch: int, sequence: int, letter: str = "") -> str:
    """1-000142, of a receipt; with a letter (1-E000012) of a series of its own.

    From the second epoch of a store on it is 1.2-000143, as numbers may repeat those of the first.
    """
    place = till if epoch <= 1 else f"{till}.{epoch}"
    return f"{place}-{letter}{sequence:06d}"


def line_document(
    number: int,
    line: SaleLine,
    figures: PricedLine,
    taxes: Sequence[TaxPart],
    shares: Sequence[TaxShare] = (),
) -> dict[str, Any]:
    """A sale line as it is recorded and shown to scripts."""
    document: dict[str, Any] = {
        "line": number,
        "sku": line.sku,
        "code": line.code,
        "name": line.name,
        "department": line.department,
        "qty": plain(line.quantity),
        "unit": line.unit.value,
        "unit_price": plain(line.unit_price),
        "source": line.source,
        "entered": line.entered,
        "discount": figures.discount,
        "amount": figures.amount,
        "tax": line.tax,
        "rate": "+".join([plain(part.tax.rate) for part in taxes]),
        "tax_amount": sum([part.amount for part in taxes]),
        "cost": None if line.cost is None else plain(line.cost),
        "void": line.void,
    }
    document.update(_seldom(line, taxes))
    if shares:
        document.update(_shared(taxes, shares))
    return document


def _shared(taxes: Sequence[TaxPart], shares: Sequence[TaxShare]) -> dict[str, Any]:
    return {
        "taxes": [part.to_document() for part in taxes],
        "shares": [share.to_document() for share in shares],
    }


def _seldom(line: SaleLine, taxes: Sequence[TaxPart]) -> dict[str, Any]:
    """What few lines have."""
    document: dict[str, Any] = {}
    if len(taxes) > 1 or (taxes and taxes[0].tax.name != line.tax):
        document["taxes"] = [part.to_document() for part in taxes]
    if line.traits is not NO_TRAITS:
        document["traits"] = line.traits.to_document()
    if line.weighing.by:
        document["weighing"] = line.weighing.to_document()
    if line.origin is not None:
        origin = line.origin
        document["origin"] = {
            "receipt": origin.receipt,
            "line": origin.line,
            "already": plain(origin.already),
        }
    if line.condition:
        document["condition"] = line.condition
    if line.age:
        document["age"] = line.age
    if line.parent:
        document["parent"] = line.parent
    if line.parts:
        document["parts"] = parts_document(line.parts)
    for name, value in (("prices", line.prices), ("service", line.service), ("own_tax", line.own_tax)):
        if value:
            document[name] = value
    return document


def _line_documents(
    basket: Basket, priced: Priced, taxes: Mapping[str, tuple[AppliedTax, ...]]
) -> Iterator[dict[str, Any]]:
    rows = zip(basket.lines, priced.lines, priced.tax_parts, strict=True)
    kinds = {row.code: row.kind for row in priced.taxes if row.kind}
    for number, (line, figures, amounts) in enumerate(rows, 1):
        kind = ""
        shares: tuple[TaxShare, ...] = ()
        if priced.shares or line.origin is not None:
            shares = _shares(basket, line, priced, number - 1, taxes)
        if shares:
            parts = tuple(part for share in shares for part in share.taxes)
        elif line.origin is not None:
            parts, kind = line.origin.taxes, line.origin.kind
            if line.void:
                parts = tuple(TaxPart(part.tax, 0) for part in parts)
        else:
            # A void line has no taxes, and shows the rates it would have had.
            applied = taxes.get(line.tax, ()) if amounts or line.void else ()
            parts = tuple(map(TaxPart, applied, amounts or repeat(0)))
            if kinds and not (amounts or line.void):
                kind = _kind(basket, line, taxes, kinds)
        document = line_document(number, line, figures, parts, shares)
        if kind:
            document["kind"] = kind
        if figures.relief:
            document["relief"] = figures.relief
        yield document


def _shares(
    basket: Basket, line: SaleLine, priced: Priced, place: int, taxes: Mapping[str, tuple[AppliedTax, ...]]
) -> tuple[TaxShare, ...]:
    """What falls under each tax code of a line that has several; a void line has none."""
    if line.void:
        return ()
    if line.origin is not None:
        return line.origin.shares
    if place not in priced.shares:
        return ()
    from .tax_shares import recorded  # loaded where a kit has several taxes

    kinds = {row.code: row.kind for row in priced.taxes if row.kind}
    found = priced.shares[place]()
    return recorded(found, taxes, lambda code: _kind(basket, replace(line, tax=code), taxes, kinds))


def _kind(
    basket: Basket, line: SaleLine, taxes: Mapping[str, tuple[AppliedTax, ...]], kinds: Mapping[str, str]
) -> str:
    """Why no tax falls on a line: its buyer's status, or its tax code's own."""
    if line.source in APART:
        return ""
    if basket.tax_status is not None and taxes.get(line.tax):
        return basket.tax_status.kind
    return kinds.get(line.tax, "")


def with_tax(line: Mapping[str, Any], sale: Mapping[str, Any]) -> int:
    """What a recorded line cost with its taxes, in minor units."""
    on_top = line.get("prices", sale["prices"]) != "inclusive"
    return int(line["amount"]) + (int(line["tax_amount"]) if on_top else 0)


def _tax_document(tax: TaxLine) -> dict[str, Any]:
    """A row of a sale's taxes; a rate of "0" is a rate of zero, "" is outside the scope of any tax unless
    its kind says why no tax falls on it."""
    rate = "" if tax.rate is None else plain(tax.rate)
    document: dict[str, Any] = {"code": tax.code, "rate": rate, "net": tax.net, "tax": tax.tax}
    if tax.kind:
        document["kind"] = tax.kind
    return document if tax.share is None else {**document, "share": plain(tax.share)}


_KINDS: Final = {
    "sale": N_("sale"),
    "refund": N_("refund"),
    "exchange": N_("exchange"),
    "cancelled": N_("cancelled"),
    POST_VOID: N_("post-void"),
    TENDER_CORRECTION: N_("tender corrected"),
}


def said_kind(kind: str) -> str:
    """What people call a kind of sale document."""
    return _(_KINDS.get(kind, kind))


def _saving_document(saving: Saving) -> dict[str, Any]:
    """What a promotion took off, with its share of each line; its terms are found by code and version."""
    promotion = saving.promotion
    return {
        "code": promotion.code,
        "version": promotion.version,
        "name": promotion.name,
        "times": saving.times,
        "off": saving.off,
        "lines": {str(place + 1): off for place, off in sorted(saving.shares.items())},
    }


def _promised_fields(basket: Basket, priced: Priced) -> dict[str, Any]:
    """What promotions need to be worked out again: when the sale began, for whom, the coupons shown; and what
    was answered for the buyer's age."""
    document: dict[str, Any] = {}
    if basket.began is not None:
        document["began"] = basket.began.to_document()
    if basket.group:
        document["group"] = basket.group
    if basket.coupons:
        document["coupons"] = [coupon.to_document() for coupon in basket.coupons]
    if basket.layaway:
        document["layaway"] = basket.layaway
    if basket.age.age:
        document["age"] = basket.age.to_document()
    if basket.customer:
        document["customer"] = basket.customer
    if basket.tax_status is not None:
        # Numbers may be persons': they are sealed when the sale is recorded.
        document["tax_status"] = {"kind": basket.tax_status.kind, "reason": basket.tax_status.reason}
    if priced.savings:
        document["promotions"] = list(map(_saving_document, priced.savings))
    return document


def apart_of(lines: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """What is paid for besides turnover by recorded lines, in minor units by its source."""
    found: dict[str, int] = {}
    for line in lines:
        if line["source"] in APART and not line["void"]:
            found[line["source"]] = found.get(line["source"], 0) + line["amount"]
    return found


def kind_of(basket: Basket) -> str:
    """sale, refund or exchange (goods both ways); what is charged with goods makes no difference."""
    signs = {line.is_return for line in basket.lines if not (line.void or line.source == CHARGE)}
    if signs == {True}:
        return "refund"
    return "exchange" if len(signs) == 2 else "sale"


def sale_document(
    basket: Basket,
    priced: Priced,
    settlement: Settlement,
    frame: RecordFrame,
    shop: Shop,
    taxes: dict[str, tuple[AppliedTax, ...]],
    *,
    cancelled: bool = False,
) -> dict[str, Any]:
    """A sale or a cancelled basket as the journal keeps it, still without its number."""
    document: dict[str, Any] = {
        "v": 1,
        "kind": "cancelled" if cancelled else kind_of(basket),
        **frame.facts(),
        "key": basket.id,
        "ref": basket.reference,
        "currency": shop.currency.code,
        "prices": shop.prices,
        "lines": list(_line_documents(basket, priced, taxes)),
        "total": priced.total,
        "rounding": settlement.rounding,
        "change": settlement.change,
        "taxes": [_tax_document(tax) for tax in priced.taxes],
        "tenders": [tender.to_document() for tender in basket.tenders],
        "corrections": [correction.to_document(frame.operator) for correction in basket.corrections],
    }
    if basket.discount is not None:
        document["basket_discount"] = {**basket.discount.to_document(), "off": priced.discount}
    document.update(_promised_fields(basket, priced))
    if apart := apart_of(document["lines"]):
        document["apart"] = apart
    origins = (line.origin.receipt for line in basket.lines if line.origin is not None and line.is_back)
    if originals := list(dict.fromkeys(origins)):
        document["originals"] = originals
    if shop.simulated:
        document["simulated"] = True
    return document
