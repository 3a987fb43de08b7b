"""A sale that never was, to see a receipt by: several lines, a discount, change, and the shop's own taxes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any, Final

from ..core.money import EXACT
from ..core.records import utc_text
from ..core.words import _

if TYPE_CHECKING:
    from ..core.shop import Shop

HASH: Final = "0a1b2c3d"
_HUNDRED: Final = Decimal(100)


def example_sale(
    shop: Shop, taxes: Sequence[tuple[str, Decimal]], till: str, now: datetime
) -> dict[str, Any]:
    """The sale as a record would have it; `taxes` are codes with their percentages, at least one."""
    one = 10**shop.currency.digits
    goods = (
        (_("Semi-skimmed milk 1 l"), "2", "each", 119, 238, 0),
        (_("Bananas, loose"), "0.734", "kg", 199, 146, 0),
        (_("Batteries AA 4-pack, long life"), "1", "each", 450, 400, 50),
    )
    lines = []
    for number, (name, quantity, unit, price, amount, discount) in enumerate(goods, 1):
        code, rate = taxes[min(number - 1, len(taxes) - 1)]
        lines.append(
            {
                "line": number,
                "sku": str(number),
                "name": name,
                "qty": quantity,
                "unit": unit,
                "unit_price": str(Decimal(price) / 100),
                "amount": amount * one // 100,
                "discount": discount * one // 100,
                "tax": code,
                "rate": str(rate),
            }
        )
    rows = [_row(shop, code, rate, lines) for code, rate in dict(taxes).items()]
    added = 0 if shop.inclusive else sum(row["tax"] for row in rows)
    total = sum(line["amount"] for line in lines) + added
    given = -(-total // (10 * one)) * 10 * one
    return {
        "v": 1,
        "number": f"{till}-000001",
        "till": till,
        "kind": "sale",
        "time": utc_text(now),
        "operator": _("Ann"),
        "currency": shop.currency.code,
        "prices": shop.prices,
        "lines": lines,
        "total": total,
        "rounding": 0,
        "change": given - total,
        "hash": HASH,
        "taxes": [row for row in rows if row["net"]],
        "tenders": [{"type": "cash", "amount": given, "ref": None}],
    }


def _row(shop: Shop, code: str, rate: Decimal, lines: Sequence[dict[str, Any]]) -> dict[str, Any]:
    amount = sum(line["amount"] for line in lines if line["tax"] == code)
    whole = _HUNDRED + rate if shop.inclusive else _HUNDRED
    share = EXACT.divide(EXACT.multiply(Decimal(amount), rate), whole)
    tax = int(share.quantize(Decimal(1), ROUND_HALF_UP))
    return {"code": code, "rate": str(rate), "tax": tax, "net": amount - tax if shop.inclusive else amount}
