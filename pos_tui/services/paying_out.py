"""Paying out: money goes back the way it came, and without a receipt to store credit where there is some."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pos_tui.core.errors import Refused
from pos_tui.core.money import format_amount
from pos_tui.core.pricing import price
from pos_tui.core.sale import EMPTIES, LAYAWAY
from pos_tui.core.tender import DEPOSIT
from pos_tui.core.words import _

from .afterwards import after, kept
from .permitting import permit
from .reprinting import by_number

if TYPE_CHECKING:
    from collections.abc import Callable

    from pos_tui.core.sale import Basket, SaleLine
    from pos_tui.core.tender import Tender, TenderType

    from .counter import Counter

STORE_CREDIT: Final = "store_credit"


def came_in(counter: Counter, basket: Basket) -> dict[str, int]:
    """What the sales that goods come back from still have of each tender type, in minor units.

    Reads the disk.
    """
    receipts = {
        line.origin.receipt
        for line in basket.lines
        if line.origin is not None and line.is_return and not line.void
    }
    found: dict[str, int] = {}
    for receipt in sorted(receipts):
        sale = by_number(counter, receipt)
        if sale is not None:
            for kind, amount in kept(sale, after(counter, receipt)).items():
                # A deposit was paid before, by whatever it was paid: it goes back any way.
                if kind != DEPOSIT:
                    found[kind] = found.get(kind, 0) + max(amount, 0)
    return found


def usual(counter: Counter, basket: Basket, kind: TenderType, asked: int) -> int:
    """What a tender type pays out where no amount is said: the rest, but no more than came in by it."""
    if asked >= 0 or counter.rules.refund_tender != "original":
        return asked
    came = came_in(counter, basket)
    if not came:
        return asked
    left = _left(came, basket.tenders)
    others = sum(amount for code, amount in left.items() if code != kind.code)
    here = left.get(kind.code, 0)
    # What no tender of the sale can take any more goes out by the one that is asked for.
    return -min(-asked, max(here, -asked - others)) or asked


def check(counter: Counter, basket: Basket, total: int) -> None:
    """Refuse money that goes out another way than it came in, as the shop's rule is. Raises Refused.

    `total` is the basket's in minor units. Reads the disk.
    """
    paid: dict[str, int] = {}
    for tender in basket.tenders:
        if tender.amount < 0:
            paid[tender.type] = paid.get(tender.type, 0) - tender.amount
    if not paid or total >= 0:
        return
    step = counter.shop.cash_rounding.increment
    if counter.rules.refund_tender == "original" and (came := came_in(counter, basket)):
        beyond = sum(max(amount - came.get(kind, 0), 0) for kind, amount in paid.items())
        if beyond > max(-total - sum(came.values()), 0) + step - 1:
            names = ", ".join(
                f"{_(counter.tender_types[kind].name)}" for kind, amount in came.items() if amount
            )
            raise Refused(_("it was paid by {names}: give it back that way first", names=names))
    _check_unproven(counter, basket, paid, -total, step)
    most, out = counter.rules.empties_limit, min(-total, -empties_value(counter, basket))
    if most and out > most:
        money = format_amount(most, counter.shop.currency)
        raise Refused(
            _("for empties at most {money} are paid out: the rest counts against goods", money=money)
        )


def _check_unproven(counter: Counter, basket: Basket, paid: dict[str, int], out: int, step: int) -> None:
    """Goods without a receipt give store credit, where the shop has that."""
    credit = counter.rules.refund_unproven or STORE_CREDIT
    if credit not in counter.tender_types:
        return
    unproven = -unproven_value(counter, basket)
    others = sum(amount for kind, amount in paid.items() if kind != credit)
    if unproven > 0 and others > max(out - unproven, 0) + step - 1:
        name = _(counter.tender_types[credit].name)
        raise Refused(_("what comes back without a receipt is paid out as {name}", name=name))


def is_unproven(line: SaleLine) -> bool:
    """Whether goods come back without a receipt; empties never have one."""
    return line.is_return and line.origin is None and not line.void and line.source not in (EMPTIES, LAYAWAY)


def unproven_value(counter: Counter, basket: Basket) -> int:
    """What comes back without a receipt, in minor units, negative."""
    return _value(counter, basket, is_unproven)


def proven_value(counter: Counter, basket: Basket) -> int:
    """What comes back by its receipt, in minor units, negative."""
    return _value(counter, basket, lambda line: line.is_back)


def empties_value(counter: Counter, basket: Basket) -> int:
    """What empties give, in minor units, negative."""
    return _value(counter, basket, lambda line: line.source == EMPTIES and not line.void)


def permit_returns(counter: Counter, basket: Basket) -> None:
    """Refuse goods that come back beyond what the operator may take. Raises NotAllowed."""
    for permission, value in (
        ("return.with_receipt", proven_value(counter, basket)),
        ("return.without_receipt", unproven_value(counter, basket)),
        ("return.empties", empties_value(counter, basket)),
    ):
        if value:
            permit(counter, permission, amount=-value)


def _value(counter: Counter, basket: Basket, counts: Callable[[SaleLine], bool]) -> int:
    if not any(map(counts, basket.lines)):
        return 0  # a basket is long to price, and this is asked at each line that comes back
    rules = counter.pricing()
    priced = price(basket, rules)
    rows = zip(basket.lines, priced.lines, priced.line_taxes, strict=True)
    return sum(
        figures.amount + (0 if rules.contains_tax(line) else tax)
        for line, figures, tax in rows
        if counts(line)
    )


def _left(came: dict[str, int], tenders: tuple[Tender, ...]) -> dict[str, int]:
    left = dict(came)
    for tender in tenders:
        if tender.amount < 0:
            left[tender.type] = max(left.get(tender.type, 0) + tender.amount, 0)
    return left
