"""Tendering: taking money for a basket, and completing it when enough was given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from pos_tui import services
from pos_tui.core.errors import Refused
from pos_tui.core.pricing import Priced, price
from pos_tui.core.records import sale_document
from pos_tui.core.sale import Basket, Correction
from pos_tui.core.tender import (
    DEPOSIT,
    KEEPS_ACCOUNT,
    KEEPS_POINTS,
    KEEPS_VOUCHER,
    Settlement,
    Tender,
    TenderLimits,
    TenderType,
    check_tender,
    settle,
)
from pos_tui.core.words import _

from .permitting import permit
from .recording import record_sale, settled_as_it_stands

if TYPE_CHECKING:
    from .counter import Counter
    from .events import Event


@dataclass(frozen=True, slots=True)
class Tendered:
    """A basket after a tender."""

    basket: Basket
    priced: Priced
    settlement: Settlement


def asked_for(counter: Counter, basket: Basket, total: int, kind: TenderType) -> int:
    """What this tender type would have to give to complete the sale, in minor units."""
    rest = settled_as_it_stands(basket, total).due
    return counter.shop.cash_rounding.due(rest) if kind.is_cash else rest


def tender(
    counter: Counter, basket: Basket, kind: TenderType, amount: int | None, reference: str | None
) -> Tendered:
    """The basket with one tender more; no amount means the rest. `amount` is in minor units, of foreign cash
    in those of its currency.

    Raises:
        Refused, InvalidValue: there is nothing to pay, or the tender cannot be meant.
    """
    if not any(not line.void for line in basket.lines):
        raise Refused(_("there is nothing to pay for yet"))
    if kind.needs_reference and not (reference or (kind.keeps == KEEPS_ACCOUNT and basket.customer)):
        raise Refused(_("{name} needs its reference: add ref and the number", name=_(kind.name)))
    priced = price(basket, counter.pricing())
    asked = asked_for(counter, basket, priced.total, kind)
    foreign = None
    if kind.currency:
        foreign, amount = services.exchanging.handed_over(counter, kind, asked, amount)
    given = services.paying_out.usual(counter, basket, kind, asked) if amount is None else amount
    rounding = counter.shop.cash_rounding
    if asked < 0 < given and amount is not None:
        given = -given  # /cash 5 on a refund says what is paid out
    check_tender(kind, given, asked, TenderLimits(counter.rules.tender_limit, rounding.increment))
    made = replace(Tender.of(kind, given, asked, reference), foreign=foreign)
    if kind.keeps == KEEPS_VOUCHER:
        said = given if amount is not None or asked < 0 else None
        made = services.vouchers.tendered(counter, basket, kind, asked, said, reference or "")
    elif kind.keeps == KEEPS_ACCOUNT:
        made = services.accounts.tendered(counter, basket, kind, given, reference or "")
    elif kind.keeps == KEEPS_POINTS:
        said = given if amount is not None or asked < 0 else None
        made = services.loyalty.tendered(counter, basket, kind, asked, said, reference or "")
    paid = replace(basket, tenders=(*basket.tenders, made))
    services.paying_out.check(counter, paid, priced.total)
    return Tendered(paid, priced, settle(priced.total, paid.tenders, counter.cash_codes(), rounding))


def take_back(basket: Basket, number: int | None = None) -> tuple[Basket, Tender]:
    """The basket without one of its tenders (counted from 1; the last one without a number), and that tender.

    Raises Refused where there is none.
    """
    tenders = basket.tenders
    if not [tender for tender in tenders if tender.type != DEPOSIT]:
        raise Refused(_("nothing is paid yet that could be taken back"))
    place = len(tenders) if number is None else number
    if not 1 <= place <= len(tenders):
        raise Refused(_("there is no tender {number}: there are {count}", number=number, count=len(tenders)))
    taken = tenders[place - 1]
    if taken.type == DEPOSIT:
        raise Refused(_("that was paid before, for the order: /cancel leaves the order as it was"))
    correction = Correction("tender", 0, f"{taken.type} {taken.amount}")
    left = (*tenders[: place - 1], *tenders[place:])
    return replace(basket, tenders=left, corrections=(*basket.corrections, correction)), taken


def complete(counter: Counter, tendered: Tendered, noted: Sequence[Event] = ()) -> dict[str, Any]:
    """Records a sale that is fully paid, with what was noted; returns the document as `record_sale` does.

    Raises Refused where the drawer is not for who sells.
    """
    services.shifts.check_sale(counter, tendered.basket.tenders)
    document = sale_document(
        tendered.basket,
        tendered.priced,
        tendered.settlement,
        counter.frame(),
        counter.shop,
        dict(counter.pricing().taxes),
    )
    if tendered.basket.tax_status is not None:
        document["tax_status"].update(services.buyer_tax.sealed_facts(counter, tendered.basket))
    if _opens_drawer(counter, tendered):
        document["drawer"] = True
    wanted = tendered.basket.invoice is not None
    also = partial(services.invoicing.add_asked, counter, tendered.basket) if wanted else None
    recorded = record_sale(counter, document, noted, also)
    if counter.drawer is not None and "drawer" in recorded:
        counter.drawer.open(recorded["number"])
    if "invoices" in recorded:
        services.invoicing.print_of(counter, recorded)
    return recorded


def _opens_drawer(counter: Counter, tendered: Tendered) -> bool:
    """Whether money goes into a drawer or out of it. That it opens for this is in the sale's own record."""
    paid = {tender.type for tender in tendered.basket.tenders if tender.amount}
    kinds = counter.tender_types
    if tendered.settlement.change and kinds["cash"].opens_drawer:
        return counter.drawer is not None
    return counter.drawer is not None and any(kinds[code].opens_drawer for code in paid if code in kinds)


def cancel(counter: Counter, basket: Basket, noted: Sequence[Event] = (), reason: str = "") -> dict[str, Any]:
    """Records that a basket was dropped; it takes a receipt number, as numbers have no gaps.

    Raises Refused for an empty one, for one that is partly paid (that money has to go back first), and
    without a reason where the shop wants one.
    """
    if basket.is_empty:
        raise Refused(_("there is nothing to cancel"))
    if any(tender.type != DEPOSIT for tender in basket.tenders):
        raise Refused(
            _("part of it is paid already: give that back, take it off with /takeback, then cancel")
        )
    # What was paid before for an order stays with the order.
    basket, rules = replace(basket, tenders=()), counter.pricing()
    priced = price(basket, rules)
    worth = sum(abs(line.amount) for line in priced.lines)
    permit(counter, "sale.cancel", amount=worth)
    if not reason and 0 < counter.rules.cancel_reason <= worth:
        raise Refused(_("say why it is cancelled: /cancel for, and the reason"))
    settlement = settled_as_it_stands(basket, priced.total)
    document = sale_document(
        basket, priced, settlement, counter.frame(), counter.shop, dict(rules.taxes), cancelled=True
    )
    if reason:
        document["reason"] = reason
    return record_sale(counter, document, noted)
