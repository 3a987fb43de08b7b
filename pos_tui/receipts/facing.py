"""What the customer sees of a sale on the display that faces them: (left, right) of two rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ..core.words import _, ngettext

Line = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Facing:
    """Two rows; `passes` where the greeting follows after a while."""

    upper: Line
    lower: Line
    passes: bool = False


def of_line(data: Mapping[str, Any], amount: str, quantity: str, total: str) -> Facing:
    """Return a line as it was sold or changed, and the total; `data` is the line as scripts have it."""
    unit = data["unit"]
    if unit != "each":
        name = f"{quantity} {unit} {data['name']}"
    elif Decimal(data["qty"]) == 1:
        name = data["name"]
    else:
        name = f"{quantity} x {data['name']}"
    return Facing((name, _("void") if data["void"] else amount), (_("TOTAL"), total))


def of_basket(lines: int, total: str) -> Facing:
    """Return an open sale as it stands."""
    return Facing((ngettext("1 line", "{count} lines", lines), ""), (_("TOTAL"), total))


def of_payment(paid: str, due: str) -> Facing:
    """Return a sale of which a part is paid."""
    return Facing((_("PAID"), paid), (_("STILL DUE"), due))


def of_sale(total: str, change: str) -> Facing:
    """Return a sale that is done; `change` is what is given back, "" for none."""
    return Facing((_("TOTAL"), total), (_("CHANGE"), change) if change else (_("Thank you"), ""), passes=True)
