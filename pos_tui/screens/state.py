"""What the screen shows of a register, taken between two commands and never changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pos_tui.locale import money

if TYPE_CHECKING:
    from pos_tui.core.currency import Currency
    from pos_tui.core.pricing import PricedLine
    from pos_tui.core.promotion_savings import Saving
    from pos_tui.core.sale import SaleLine
    from pos_tui.core.tender import Tender

    from .port import RegisterPort


@dataclass(frozen=True, slots=True)
class Shown:
    """One moment of a sale. Painting reads only this, so that a worker may run the next command meanwhile."""

    shop: str
    till: str
    operator: str
    currency: Currency
    next_number: str
    lines: tuple[SaleLine, ...]
    figures: tuple[PricedLine, ...]
    total: int
    saved: int
    tenders: tuple[Tender, ...]
    due: int
    """Still to pay, before cash rounding."""
    cash_due: int
    """The same as it is asked for in cash."""
    current: int | None
    pending: Decimal | None
    reference: str | None
    unmatched: int
    held: int
    last_sale: Mapping[str, Any] | None
    mark: str = "."
    """The decimal mark of the shop's language."""
    tare: str = ""
    """The packaging that was chosen for what is weighed next."""
    savings: tuple[Saving, ...] = ()
    """What promotions take off the lines."""
    group: str = ""
    """The customers the buyer belongs to."""
    tax_free: str = ""
    """Why no tax is taken of the buyer: exempt, reverse."""
    customer: str = ""
    """Who the sale is for, as people call them."""
    service: str = ""
    """How it is served, where that makes a difference: eatin, takeaway."""

    @property
    def count(self) -> int:
        """Lines that are not void, without what is charged with them."""
        return sum(not (line.void or line.parent) for line in self.lines)

    @property
    def is_empty(self) -> bool:
        """Whether no line and no tender was entered."""
        return not self.lines and not self.tenders

    @property
    def target(self) -> int | None:
        """The line (1-based) that a correction without a number means; None where there is none."""
        if self.current is not None:
            return self.current
        places = range(len(self.lines), 0, -1)
        lines = self.lines
        return next((at for at in places if not (lines[at - 1].void or lines[at - 1].parent)), None)

    def money(self, minor: int) -> str:
        """An amount with the currency's digits and the language's decimal mark."""
        return money(minor, self.currency.digits, self.mark)


def look(register: RegisterPort, held: int, mark: str = ".") -> Shown:
    """What the register looks like now; `held` is how many baskets wait."""
    basket, priced = register.basket, register.priced
    due = register.settlement.due if basket.tenders else priced.total
    return Shown(
        register.shop.name,
        register.till,
        register.operator,
        register.shop.currency,
        register.next_number,
        basket.lines,
        priced.lines,
        priced.total,
        priced.saved,
        basket.tenders,
        due,
        register.shop.cash_rounding.due(due),
        register.current,
        register.pending,
        basket.reference,
        len(register.unmatched),
        held,
        register.last_sale,
        mark,
        register.tare,
        priced.savings,
        basket.group,
        "" if basket.tax_status is None else basket.tax_status.kind,
        register.looking.customers.served() if basket.customer else "",
        register.looking.service_mode(),
    )
