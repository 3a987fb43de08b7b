"""Tips: lines of their own, which are no turnover and belong to an operator."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from pos_tui.core.errors import InvalidValue, Refused
from pos_tui.core.money import to_major
from pos_tui.core.sale import TIP, SaleLine
from pos_tui.core.words import _

if TYPE_CHECKING:
    from .counter import Counter


def line(counter: Counter, amount: int, who: str = "") -> SaleLine:
    """The line of a tip in minor units for an operator, who sells without one named. Raises Refused."""
    if amount <= 0:
        raise InvalidValue(_("say how much: an amount of more than nothing"))
    if amount > counter.rules.tender_limit:
        raise Refused(_("that is more money than the limit allows (limits.tender): is it a bar code?"))
    if who and counter.ledger.find("operators", "code", who) is None:
        raise Refused(_("there is no operator {code}: pos operators list", code=who[:40]))
    owner = who or counter.operator
    price = to_major(amount, counter.shop.currency)
    return SaleLine("", owner, _("Tip, {who}", who=owner), "", Decimal(1), price, source=TIP)
