"""What the shop owes by vouchers and store credit, and what customers owe it: running balances."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from .cube import Cube, Days
from .spec import Doc, Fold, Place

if TYPE_CHECKING:
    from .cube import Row

OPENING: Final = "opening"
BROUGHT: Final = "opening_balance"
ERASED: Final = "customer_erased"
"""Events that change what is owed without a sale."""


def _voucher_rows(table: str, document: Doc, _place: Place) -> Iterator[Row]:
    if table == "events":
        for row in document.get("vouchers", ()) if document["kind"] == ERASED else ():
            yield (row["currency"], "type", row["type"]), (0, 0, 0, 0, row["amount"])
        return
    if table == "vouchers":
        if not document["issued"]:  # nobody paid for it; what is sold or given for goods says its receipt
            yield (document["currency"], "type", document["type"]), (0, document["balance"], 0, 0, 0)
        return
    for row in document.get("vouchers", ()):
        amount = row["amount"]
        moved = (0, 0, amount, 0, 0) if amount > 0 else (0, 0, 0, -amount, 0)
        yield (document["currency"], "type", row["type"]), moved


VOUCHERS: Final = Fold(
    "vouchers",
    (OPENING, "presents", "issued", "redeemed", "expired"),
    frozenset({"sales", "vouchers", "events"}),
    _voucher_rows,
)
"""A post-void's moves count the other way: what it takes back of an issue is redeemed by it. What expired no
record says: see `expired`."""


def expired(vouchers: Iterable[Doc], last: str) -> Iterator[tuple[str, Doc]]:
    """(day, voucher) of those whose time was over on a day up to the last one, with something left.

    What is left of them never changes again, so it is what was left on that day.
    """
    for voucher in vouchers:
        until = voucher["until"]
        if until and until < last and voucher["balance"]:
            yield (date.fromisoformat(until) + timedelta(days=1)).isoformat(), voucher


def with_expired(days: Days, vouchers: Iterable[Doc], last: str) -> Days:
    """The sums of vouchers by day, with what expired on each."""
    found = dict(days)
    for day, voucher in expired(vouchers, last):
        row: Row = (voucher["currency"], "type", voucher["type"]), (0, 0, 0, 0, voucher["balance"])
        cube = Cube([row])
        cube.add(found.get(day, Cube()))
        found[day] = cube
    return dict(sorted(found.items()))


def _account_rows(table: str, document: Doc, place: Place) -> Iterator[Row]:
    if table == "events":
        brought = given_up = 0
        if document["kind"] == BROUGHT and document["field"] == "balance":
            brought = document.get("after", 0) - document.get("before", 0)
        elif document["kind"] == ERASED:
            given_up = document.get("given_up", {}).get("balance", 0)
        if brought or given_up:
            yield (place.currency, "account", document["customers"][0]), (0, 0, 0, brought, given_up)
        return
    for row in document.get("accounts", ()):
        amount = row["amount"]
        moved = (0, amount, 0, 0, 0) if amount > 0 else (0, 0, -amount, 0, 0)
        yield (document["currency"], "account", row["code"]), moved


ACCOUNTS: Final = Fold(
    "accounts",
    (OPENING, "charged", "paid", "brought", "given_up"),
    frozenset({"sales", "events"}),
    _account_rows,
)
"""`brought` is what an earlier till was owed, `given_up` what a customer owed who was erased."""
_ADDED: Final = {
    "presents": 1,
    "issued": 1,
    "redeemed": -1,
    "expired": -1,
    "charged": 1,
    "paid": -1,
    "given_up": -1,
}


def closing(fold: Fold) -> dict[str, int]:
    """With which sign each measure counts in the balance."""
    return {name: _ADDED.get(name, 1) for name in fold.measures}


def opened(days: Days, first: str, fold: Fold) -> dict[str, Cube]:
    """Sums from the first day on, with all before as what was open then."""
    signs = [closing(fold)[name] for name in fold.measures]
    nothing = [0] * (len(signs) - 1)
    before = Cube()
    found: dict[str, Cube] = {}
    for day, cube in days.items():
        if day >= first:
            found[day] = cube
            continue
        for key, amounts in cube.sums.items():
            balance = sum(amount * sign for amount, sign in zip(amounts, signs, strict=True))
            before.count([(key, [balance, *nothing])])
    if before.sums:
        before.add(found.get(first, Cube()))
        found[first] = before
    return found
