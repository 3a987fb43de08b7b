"""What the shop owes by vouchers and store credit, and what customers owe it: running balances."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from .cube import Cube, Days
from .spec import Doc, Fold, Place

if TYPE_CHECKING:
    from .cube import Row

OPENING: Final = "opening"


def _voucher_rows(table: str, document: Doc, _place: Place) -> Iterator[Row]:
    if table == "vouchers":
        if not document["issued"]:  # nobody paid for it; what is sold or given for goods says its receipt
            yield (document["currency"], "type", document["type"]), (0, document["balance"], 0, 0)
        return
    for row in document.get("vouchers", ()):
        amount = row["amount"]
        moved = (0, 0, amount, 0) if amount > 0 else (0, 0, 0, -amount)
        yield (document["currency"], "type", row["type"]), moved


VOUCHERS: Final = Fold(
    "vouchers", (OPENING, "presents", "issued", "redeemed"), frozenset({"sales", "vouchers"}), _voucher_rows
)
"""A post-void's moves count the other way: what it takes back of an issue is redeemed by it."""


def _account_rows(_table: str, sale: Doc, _place: Place) -> Iterator[Row]:
    for row in sale.get("accounts", ()):
        amount = row["amount"]
        moved = (0, amount, 0) if amount > 0 else (0, 0, -amount)
        yield (sale["currency"], "account", row["code"]), moved


ACCOUNTS: Final = Fold("accounts", (OPENING, "charged", "paid"), frozenset({"sales"}), _account_rows)
_ADDED: Final = {"presents": 1, "issued": 1, "redeemed": -1, "charged": 1, "paid": -1}


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
