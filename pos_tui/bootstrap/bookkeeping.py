"""The entries of a period: its Zs, the days' sales that were in no shift, and what is owed by no sale."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pos_tui.core.currency import Currency
from pos_tui.core.foreign import in_digits, rate_on
from pos_tui.core.ledger.accounts import Accounts
from pos_tui.core.ledger.entries import Entry, of_day, of_owed, of_z
from pos_tui.core.report.owed import ACCOUNTS, VOUCHERS, expired
from pos_tui.core.report.posted import NO_SHIFT, POSTED
from pos_tui.core.reports import DaySummary

from .reporting import ShopReports, today

if TYPE_CHECKING:
    from pos_tui.core.ledger.entries import Goods, Worth

    from .front import Shopfront

_OPENING = "opening balance"
"""What is said of a voucher that an earlier till issued."""


def accounts_of(front: Shopfront) -> Accounts:
    """The accounts that the shop posts to. Raises InvalidValue."""
    keeps = {row["code"]: row.get("keeps", "") for row in front.store.documents("tender_types")}
    return Accounts.parse(front.settings.ledger_accounts, keeps)


def entries(front: Shopfront, days: tuple[str, str]) -> list[Entry]:
    """The entries of the business days between two, both included, by day.

    Raises Refused: one does not balance, or a rate is missing. InvalidValue: an account is wrong. StoreError.
    """
    accounts, worth = accounts_of(front), _worth(front)
    sold = _Sold(front, days)
    found = []
    left: dict[str, int] = {}
    for z in front.store.documents("shifts"):
        if z["kind"] == "z":
            if days[0] <= z["day"] <= days[1]:
                goods = sold.of(z["currency"], z["till"], str(z["shift"]))
                found.append(of_z(z, left.get(z["till"], 0), goods, accounts, worth))
            left[z["till"]] = z["left"]
    for day in _outside(front, days):
        found.append(of_day(day.to_document(), sold.outside(day.currency, day.day), accounts))
    found += _owed(front, days, accounts)
    return sorted(found, key=lambda entry: (entry.day, entry.number))


class _Sold:
    """What goods sold for and cost, by shift, and by day outside of any."""

    def __init__(self, front: Shopfront, days: tuple[str, str]) -> None:
        self._sums: dict[tuple[str, ...], dict[tuple[str, str], tuple[int, int]]] = {}
        for day, cube in ShopReports(front).kept(POSTED, days).items():
            for (currency, _dimension, till, shift, code, taxed), (net, cost) in cube.sums.items():
                where = (currency, day) if shift == NO_SHIFT else (currency, till, shift)
                sums = self._sums.setdefault(where, {})
                before = sums.get((code, taxed), (0, 0))
                sums[code, taxed] = (before[0] + net, before[1] + cost)

    def of(self, currency: str, till: str, shift: str) -> Goods:
        """Of a shift."""
        return self._sums.get((currency, till, shift), {})

    def outside(self, currency: str, day: str) -> Goods:
        """Of a day's sales in no shift."""
        return self._sums.get((currency, day), {})


def _worth(front: Shopfront) -> Worth:
    """What foreign cash is worth by the rate of a day. It raises Refused where there is none."""
    home = front.shop.currency
    kinds = {row["code"]: row.get("currency", "") for row in front.store.documents("tender_types")}

    def worth(kind: str, amount: int, day: str) -> int:
        currency = Currency.parse(kinds.get(kind) or kind)
        rate = rate_on(front.store.documents("currencies"), currency.code, day)
        return rate.worth(in_digits(amount, home, currency), home, 1)

    return worth


def _owed(front: Shopfront, days: tuple[str, str], accounts: Accounts) -> Iterator[Entry]:
    """What is owed that no sale moved: vouchers given, brought in or ended, balances brought in or given up.

    A voucher for goods of one tax was turnover when it was sold: nothing is owed by it.
    """
    found: Counter[tuple[str, str, str, str]] = Counter()
    vouchers = [row for row in front.store.documents("vouchers") if not row["tax"]]
    for row in vouchers:
        if not row["issued"]:
            why, amount = row["moves"][0]
            role = "opening" if why == _OPENING else "presents"
            found[row["day"], row["currency"], role, "vouchers"] += amount
    for day, over in expired(vouchers, min(days[1], today(front).isoformat())):
        found[day, over["currency"], "expired", "vouchers"] -= over["balance"]
    reports = ShopReports(front)
    for day, cube in reports.kept(VOUCHERS, days).items():
        for key, amounts in cube.sums.items():
            found[day, key[0], "expired", "vouchers"] -= amounts[VOUCHERS.measures.index("expired")]
    for day, cube in reports.kept(ACCOUNTS, days).items():
        for key, amounts in cube.sums.items():
            sums = dict(zip(ACCOUNTS.measures, amounts, strict=True))
            found[day, key[0], "opening", "receivables"] -= sums["brought"]
            found[day, key[0], "given_up", "receivables"] += sums["given_up"]
    for (day, currency, role, owed), amount in sorted(found.items()):
        if amount and days[0] <= day <= days[1] and accounts.posts(role):
            yield of_owed(day, currency, amount, role, owed, accounts)


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
