"""The roles every shop has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from .permission import EVERYTHING, PERMISSIONS, Rights, Role, parse_grants
from .words import N_

_AT_THE_COUNTER = (
    "sale.discount=10%",
    "sale.void_line",
    "sale.cancel",
    "sale.department",
    "return.with_receipt=50",
    "return.empties=25",
    "layaway.open",
    "receipt.find",
    "receipt.invoice",
    "receipt.reprint",
    "cash.loan",
    "cash.pickup",
    "shift.open",
    "shift.close",
    "customers.read",
    "stock.count",
    "customers.add",
)
_SUPERVISING = (
    *_AT_THE_COUNTER[1:4],
    "sale.discount=30%",
    "sale.price_override=50%",
    "sale.post_void",
    "sale.tax_free",
    "sale.correct_tender",
    "return.with_receipt",
    "return.without_receipt=100",
    "return.empties",
    "layaway.open",
    "layaway.cancel=100",
    "voucher.issue=100",
    "receipt.find",
    "receipt.invoice",
    "receipt.reprint",
    "cash.no_sale",
    "cash.paid_in",
    "cash.paid_out=100",
    "cash.tip_out=200",
    "cash.pickup",
    "cash.loan",
    "shift.open",
    "shift.close",
    "shift.read",
    "items.create",
    "customers.read",
    "customers.add",
    "customers.change=1000",
    "stock.receive",
    "stock.count",
    "stock.waste",
    "stock.transfer",
    "stock.change",
)
_READING = ("receipt.find", "journal.read", "reports.read", "shift.read", "customers.read", "costs.read")
_OWNERS_ONLY = frozenset(
    {
        *("operators.change", "customers.export", "settings.change", "settings.files"),
        *("taxes.change", "clock.set"),
    }
)
_MANAGING = [name for name in PERMISSIONS if name not in _OWNERS_ONLY]

ROLES: Final[Mapping[str, Role]] = {
    "cashier": Role("cashier", N_("Cashier"), Rights(parse_grants(_AT_THE_COUNTER))),
    "supervisor": Role("supervisor", N_("Supervisor"), Rights(parse_grants(_SUPERVISING))),
    "manager": Role("manager", N_("Manager"), Rights(parse_grants(_MANAGING))),
    "owner": Role("owner", N_("Owner"), EVERYTHING),
    "auditor": Role("auditor", N_("Auditor, reads only"), Rights(parse_grants(_READING))),
    "viewer": Role("viewer", N_("Viewer, dashboard and reports"), Rights(parse_grants(("reports.read",)))),
    "service": Role(
        "service", N_("Service"), Rights(parse_grants(("journal.read", "settings.change", "backup.make")))
    ),
}
"""The roles every shop has; it may give any of them other rights but the owner."""
