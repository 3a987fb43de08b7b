"""The entries of a period: its Zs, and the days' sales that were in no shift."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pos_tui.core.ledger.accounts import Accounts
from pos_tui.core.ledger.entries import Entry, of_day, of_z
from pos_tui.core.reports import DaySummary

if TYPE_CHECKING:
    from .front import Shopfront


def accounts_of(front: Shopfront) -> Accounts:
    """The accounts that the shop posts to. Raises InvalidValue."""
    keeps = {row["code"]: row.get("keeps", "") for row in front.store.documents("tender_types")}
    return Accounts.parse(front.settings.ledger_accounts, keeps)


def entries(front: Shopfront, days: tuple[str, str]) -> list[Entry]:
    """The entries of the business days between two, both included, by day.

    Raises Refused: one does not balance. InvalidValue: an account is wrong. StoreError.
    """
    accounts = accounts_of(front)
    found = []
    left: dict[str, int] = {}
    for z in front.store.documents("shifts"):
        if z["kind"] == "z":
            if days[0] <= z["day"] <= days[1]:
                found.append(of_z(z, left.get(z["till"], 0), accounts))
            left[z["till"]] = z["left"]
    found += [of_day(day.to_document(), accounts) for day in _outside(front, days)]
    return sorted(found, key=lambda entry: (entry.day, entry.number))


def _outside(front: Shopfront, days: tuple[str, str]) -> list[DaySummary]:
    """What was sold outside of any shift, by business day and currency."""
    found: dict[tuple[str, str], DaySummary] = {}
    for sale in front.store.sales_between(*days):
        document: dict[str, Any] = sale
        if not document.get("shift"):
            key = document["day"], document["currency"]
            found[key] = found.get(key, DaySummary.empty(*key)).plus(document)
    return [summary for _key, summary in sorted(found.items()) if summary.count or summary.tenders]


def open_shifts(front: Shopfront) -> list[str]:
    """The tills whose shift is not closed yet: it is in no entry."""
    return [row["till"] for row in front.store.documents("tills") if row.get("shift")]
