"""Tax periods of an open shop: what they come to, closed and listed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pos_tui.core.errors import InvalidValue
from pos_tui.core.words import _
from pos_tui.services import tax_periods

from .reporting import ShopReports, Tell, today

if TYPE_CHECKING:
    from pos_tui.core.report.period import Period

    from .front import Shopfront


def close(front: Shopfront, name: str, period: Period, tell: Tell) -> dict[str, Any]:
    """Closes a tax period of a name such as 2026-Q4; returns its record. Raises Refused, InvalidValue."""
    days = period.days
    if str(period).startswith("..") or str(period).endswith(".."):
        raise InvalidValue(_("a period that is closed has a first and a last day, such as 2026-Q4"))
    found = ShopReports(front).read("tax-period", period, tell=tell).listed
    code = (name.upper(), *days)
    day = today(front).isoformat()
    return tax_periods.close(front.store, front.operator, front.clock(), day, code, found.rows, found.totals)


def listed(front: Shopfront) -> Iterator[dict[str, Any]]:
    """The closed ones, the oldest first, with what they came to in each currency."""
    for period in tax_periods.closed(front.store):
        sums = {name: sum(row[name] for row in period["taxes"]) for name in ("net", "tax")}
        for total in period.get("totals") or [{"currency": front.shop.currency.code, **sums}]:
            yield {
                **{name: period[name] for name in ("code", "first", "last", "closed", "operator")},
                **{name: total[name] for name in ("currency", "net", "tax")},
                "record": period["head"]["n"],
                "hash": period["head"]["h"][:8],
            }
