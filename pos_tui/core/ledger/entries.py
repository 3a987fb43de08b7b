"""Entries: what a Z, or a day's sales outside of any shift, debits and credits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pos_tui.core.errors import Refused
from pos_tui.core.money import divide_half_up
from pos_tui.core.reports import CASH
from pos_tui.core.shift import MOVES
from pos_tui.core.words import _

if TYPE_CHECKING:
    from .accounts import Accounts

Goods = Mapping[tuple[str, str], tuple[int, int]]
"""(net, cost) in minor units of what was sold, by tax code and how that is taxed."""
Worth = Callable[[str, int, str], int]
"""(tender type of foreign cash, amount with the shop's decimals, business day): what that is worth."""
_AGAINST = {"paid_in": "paid_in", "paid_out": "paid_out", "tip_out": "tips", "loan": "safe", "pickup": "safe"}


@dataclass(frozen=True, slots=True)
class Posting:
    """One side of an entry."""

    account: str
    amount: int
    """Minor units: a debit above zero, a credit below."""
    note: str = ""
    """What it is: a tax and its rate, a way to pay."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What belongs together, and adds up to nothing."""

    day: str
    """Business day, ISO text."""
    number: str
    """Of the Z, or the day where there is none."""
    text: str
    currency: str
    postings: tuple[Posting, ...]

    def __post_init__(self) -> None:
        """Raises Refused where debits and credits differ."""
        off = sum(posting.amount for posting in self.postings)
        if off:
            raise Refused(
                _(
                    "the entry of {number} does not balance: debits exceed credits by {off} minor units; "
                    "look at the record with pos report z {number}",
                    number=self.number,
                    off=off,
                )
            )


def of_z(z: Mapping[str, Any], left_before: int, goods: Goods, accounts: Accounts, worth: Worth) -> Entry:
    """The entry of a Z; `left_before` is what the Z before it left in the drawer, `goods` what it sold.

    Raises Refused: it does not balance.
    """
    rows = [
        *_taken(z["kept"], accounts),
        *_sold(z["sales"], goods, accounts),
        *_float(z, left_before, accounts),
        *_moves(z, accounts),
        *_counted(z, accounts, worth),
    ]
    text = _("till {till}, shift {number}", till=z["till"], number=z["shift"])
    return Entry(z["day"], z["number"], text, z["currency"], _merged(rows))


def of_day(day: Mapping[str, Any], goods: Goods, accounts: Accounts) -> Entry:
    """The entry of a day's sales that were in no shift (see `DaySummary.to_document`). Raises Refused."""
    kept = {row["type"]: row["amount"] for row in day["tenders"]}
    rows = [*_taken(kept, accounts), *_sold(day, goods, accounts)]
    return Entry(day["day"], day["day"], _("sales outside of shifts"), day["currency"], _merged(rows))


def of_owed(day: str, currency: str, amount: int, role: str, owed: str, accounts: Accounts) -> Entry:
    """The entry of what is owed by `vouchers` or `receivables` and no sale moved.

    Above zero the shop owes that much more; `role` is why: `presents`, `opening`, `expired` or `given_up`.
    """
    postings = (Posting(accounts.of(role), amount, role), Posting(accounts.of(owed), -amount, role))
    return Entry(day, day, _("vouchers") if owed == "vouchers" else _("on account"), currency, postings)


def _taken(kept: Mapping[str, int], accounts: Accounts) -> Iterator[Posting]:
    for kind, amount in kept.items():
        yield Posting(accounts.tender(kind), amount, kind)


def _sold(sales: Mapping[str, Any], goods: Goods, accounts: Accounts) -> Iterator[Posting]:
    cost = 0
    for (code, taxed), (net, cost_of_it) in goods.items():
        yield Posting(accounts.coded("sales", code), -net, f"{code} {taxed}".rstrip())
        cost += cost_of_it
    for tax in sales["tax"]:
        yield Posting(accounts.coded("tax", tax["code"]), -tax["tax"], f"{tax['code']} {tax['rate']}%")
    if accounts.posts("cost"):
        yield Posting(accounts.of("cost"), cost, "cost")
        yield Posting(accounts.of("stock"), -cost, "cost")
    for source, amount in sales.get("apart", {}).items():
        yield Posting(accounts.apart(source), -amount, source)
    yield Posting(accounts.of("rounding"), -sales["rounding"], "rounding")


def _float(z: Mapping[str, Any], left_before: int, accounts: Accounts) -> Iterator[Posting]:
    """What was in the drawer at the opening beyond what was left in it came from the safe."""
    more = z["float"] - left_before
    yield Posting(accounts.of("cash"), more, "float")
    yield Posting(accounts.of("safe"), -more, "float")


def _moves(z: Mapping[str, Any], accounts: Accounts) -> Iterator[Posting]:
    for kind, moved in z["moved"].items():
        amount = MOVES[kind] * moved["amount"]
        yield Posting(accounts.of("cash"), amount, kind)
        yield Posting(accounts.of(_AGAINST[kind]), -amount, kind)


def _counted(z: Mapping[str, Any], accounts: Accounts, worth: Worth) -> Iterator[Posting]:
    for kind, off in z["over_short"].items():
        amount = _value(z, kind, off, worth) if kind in z["foreign"] else off
        account = accounts.of("cash") if kind == CASH else accounts.tender(kind)
        yield Posting(account, amount, "over_short")
        yield Posting(accounts.of("over_short"), -amount, "over_short")
    yield Posting(accounts.of("cash"), -z["bag"], "bag")
    yield Posting(accounts.of("safe"), z["bag"], "bag")


def _value(z: Mapping[str, Any], kind: str, off: int, worth: Worth) -> int:
    """What foreign cash that was over or short is worth: as what was taken of it, else by the day's rate.

    So what is short of all that was taken leaves nothing on its account.
    """
    taken, home = z["foreign"][kind], z["kept"].get(kind, 0)
    if off and not (taken and home):
        return worth(kind, off, z["day"])
    return divide_half_up(off * home, taken) if off else 0


def _merged(postings: Iterable[Posting]) -> tuple[Posting, ...]:
    """Without what is nothing, and what has the same account and note as one."""
    found: dict[tuple[str, str], int] = {}
    for posting in postings:
        key = posting.account, posting.note
        found[key] = found.get(key, 0) + posting.amount
    return tuple(Posting(account, amount, note) for (account, note), amount in found.items() if amount)


def balances(entries: Iterable[Entry]) -> dict[tuple[str, str], int]:
    """What all entries come to, by account and currency."""
    found: dict[tuple[str, str], int] = {}
    for entry in entries:
        for posting in entry.postings:
            key = posting.account, entry.currency
            found[key] = found.get(key, 0) + posting.amount
    return dict(sorted(found.items()))
