"""Rights at the counter: each activity asks here before it does anything."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from pos_tui.core.permission import NotAllowed

if TYPE_CHECKING:
    from pos_tui.core.sale import Discount

    from .counter import Counter


def permit(counter: Counter, permission: str, *, amount: int = 0, percent: Decimal = Decimal(0)) -> None:
    """Returns if who stands at the till may do this, or somebody has approved it who may.

    `amount` in minor units and `percent` are held against the limits. Raises NotAllowed.
    """
    try:
        counter.rights.require(permission, counter.shop.currency, amount=amount, percent=percent)
    except NotAllowed:
        approval = counter.approval
        if approval is None:
            raise
        approval.rights.require(permission, counter.shop.currency, amount=amount, percent=percent)
        approval.used.append(permission)


def share_of(discount: Discount, gross: int) -> Decimal:
    """A discount in percent of what it is taken off, in minor units."""
    return discount.percent if discount.percent is not None else _percent(discount.amount or 0, abs(gross))


def percent_below(before: Decimal, after: Decimal) -> Decimal:
    """How far a price is below the one before it, in percent; 0 for a higher one."""
    return _percent(before - after, before) if before > 0 and after < before else Decimal(0)


def _percent(part: int | Decimal, whole: int | Decimal) -> Decimal:
    # Held against a limit, never charged: the default context's digits are more than a limit has.
    return Decimal(part) * 100 / Decimal(whole) if whole else Decimal(0)
