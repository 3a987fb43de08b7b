"""What a refund gives back: price, tax and discount share of the original line, never today's catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pos_tui.core.words import _

from .errors import Refused
from .money import plain, share_of


@dataclass(frozen=True, slots=True)
class RefundPart:
    """A part of a sold line, in minor units with the signs of the refund."""

    quantity: Decimal
    amount: int
    discount: int
    tax: int


def refund_part(line: Mapping[str, Any], already: Decimal, quantity: Decimal) -> RefundPart:
    """The part of a recorded sale line that `quantity` gives back after `already` was given back.

    Running totals are rounded, so parts refunded one by one add up exactly to what was paid.

    Raises:
        Refused: more than was bought, over all refunds, or nothing.
    """
    bought = Decimal(line["qty"])
    if line.get("void") or bought <= 0:
        raise Refused(_("only goods that were bought can be refunded"))
    if quantity <= 0:
        raise Refused(_("refund a quantity of more than zero"))
    if already + quantity > bought:
        raise Refused(
            _(
                "only {left} of {bought} are left to refund",
                left=plain(bought - already),
                bought=plain(bought),
            )
        )

    def part(whole: int) -> int:
        return -share_of(whole, already, quantity, bought)

    return RefundPart(-quantity, part(line["amount"]), part(line["discount"]), part(line["tax_amount"]))
