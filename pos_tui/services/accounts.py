"""What customers have on account: what each owes, up to a limit, counted inside the commit of a sale.

Whoever buys on account is a customer (`services.customers`). A store that had accounts before it had
customers goes on with those it has, by their codes, until each is made a customer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from pos_tui import services
from pos_tui.core.currency import Currency
from pos_tui.core.errors import InvalidValue, Refused
from pos_tui.core.money import format_amount, to_major
from pos_tui.core.sale import ACCOUNT, Basket, SaleLine
from pos_tui.core.tender import KEEPS_ACCOUNT, Tender
from pos_tui.core.words import _

if TYPE_CHECKING:
    from pos_tui.core.customer import Customer
    from pos_tui.core.ports import Transaction
    from pos_tui.core.tender import TenderType

    from .counter import Counter

TABLE: Final = "accounts"
"""Of those from before there were customers."""
CUSTOMERS: Final = "customers"


@dataclass(frozen=True, slots=True)
class Account:
    """One account as it stands; amounts in minor units."""

    code: str
    """What records name it by: the id of the customer."""
    name: str
    """What people at the till call it; on no record."""
    limit: int
    balance: int
    """What is owed; below zero the shop owes it."""

    @classmethod
    def of(cls, one: Customer) -> Account:
        """A customer's."""
        return cls(one.id, one.label, one.limit, one.balance)


def find(counter: Counter, code: str) -> Account:
    """The account of a customer's id, card or short name, or of a code. Raises Refused."""
    wanted = code.strip()
    one = services.customers.named(counter, wanted) if wanted else None
    if one is not None:
        return Account.of(one)
    row: Mapping[str, Any] | None = counter.ledger.find(TABLE, "code", wanted)
    if row is not None and row.get("customer"):
        return find(counter, row["customer"])
    if row is not None:
        return Account(row["code"], row["name"], row["limit"], row["balance"])
    people = counter.people if wanted and counter.ledger.changed(CUSTOMERS) else None
    found: Sequence[Customer] = () if people is None else people.called(wanted)
    if people is not None and not found and any(map(str.isalpha, wanted)):  # a number may be an amount
        found = people.find(wanted, 2)
    if len(found) != 1:
        raise Refused(_("there is no account {code}: pos accounts list", code=wanted[:40] or "-"))
    return Account.of(found[0])


def tendered(counter: Counter, basket: Basket, kind: TenderType, amount: int, code: str) -> Tender:
    """What goes on an account (or, where the sale pays out, off it). Raises Refused beyond its limit."""
    account = find(counter, code or basket.customer)
    here = sum(
        paid.amount for paid in basket.tenders if paid.type == kind.code and paid.reference == account.code
    )
    _check_limit(account, account.balance + here + amount, amount, counter.shop.currency)
    return Tender(kind.code, amount, account.code)


def line(counter: Counter, code: str, amount: int) -> SaleLine:
    """The line by which a customer pays so many minor units of what was on account. Raises Refused."""
    account = find(counter, code)
    if not 0 < amount <= account.balance:
        owed = format_amount(account.balance, counter.shop.currency)
        raise Refused(_("{name} owes {owed}: pay some of that", name=account.name, owed=owed))
    name = _("On account, {name}", name=account.code)
    price = to_major(amount, counter.shop.currency)
    return SaleLine("", account.code, name, "", Decimal(1), price, source=ACCOUNT)


def settle(tx: Transaction, sale: dict[str, Any], kinds: Mapping[str, TenderType]) -> None:
    """Counts, within the commit of a sale, what it puts on accounts and takes off; the sale then says it.

    Raises Refused where another till was quicker: then nothing of the commit counts.
    """
    moved: dict[str, int] = {}
    for tender in sale["tenders"]:
        if tender["type"] in kinds and kinds[tender["type"]].keeps == KEEPS_ACCOUNT:
            moved[tender["ref"]] = moved.get(tender["ref"], 0) + tender["amount"]
    for one in sale["lines"]:
        if one["source"] == ACCOUNT and not one["void"]:
            moved[one["code"]] = moved.get(one["code"], 0) - one["amount"]
    rows = [_moved(tx, code, amount, sale["currency"]) for code, amount in moved.items()]
    if rows:
        sale["accounts"] = rows


def _moved(tx: Transaction, code: str, amount: int, currency: str) -> dict[str, Any]:
    table, row = _row(tx, code)
    owed = row["balance"] + amount
    _check_limit(Account(code, code, row["limit"], owed), owed, amount, Currency.parse(currency))
    tx.set(table, row.doc_id, balance=owed)
    return {"code": row["id"] if table == CUSTOMERS else row["code"], "amount": amount, "owed": owed}


def take_back(tx: Transaction, sale: Mapping[str, Any], recorded: dict[str, Any]) -> None:
    """Undoes, within the commit of a post-void, what the sale did to accounts; its record then says it.

    Raises Refused.
    """
    rows = [_moved(tx, move["code"], -move["amount"], sale["currency"]) for move in sale.get("accounts", ())]
    if rows:
        recorded["accounts"] = rows


def _row(tx: Transaction, code: str) -> tuple[str, Any]:
    """(table, document) of the account that a record names, of who it became part of. Raises Refused."""
    row = tx.find(CUSTOMERS, "id", code)
    while row is not None and row.get("merged"):
        row = tx.find(CUSTOMERS, "id", row["merged"])
    if row is not None and not row.get("erased"):
        return CUSTOMERS, row
    row = tx.find(TABLE, "code", code)
    if row is not None and row.get("customer"):
        return CUSTOMERS, tx.find(CUSTOMERS, "id", row["customer"])
    if row is None:
        raise Refused(_("there is no account {code}: pos accounts list", code=code))
    return TABLE, row


def set_account(counter: Counter, code: str, name: str | None, limit: int | None) -> Account:
    """Makes a customer with an account and this short name, or gives one another name or limit (minor units).

    An account from before there were customers becomes one. Raises InvalidValue, Refused.
    """
    code = code.strip()
    if not code.isprintable() or not 0 < len(code) <= 40 or " " in code:
        raise InvalidValue(
            _("'{code}' is no code of an account: 1 to 40 characters, no spaces", code=code[:60])
        )
    customers, changes = services.customers, _changes(name, limit)
    row = counter.ledger.find(TABLE, "code", code)
    if row is not None and not row.get("customer"):
        return Account.of(_adopted(counter, row, changes))
    found = [row["customer"]] if row is not None else [one.id for one in counter.people.called(code)]
    if len(found) > 1:
        raise Refused(_("several customers are called {code}: pos customers find", code=code[:40]))
    if not found:
        return Account.of(customers.add(counter, {"name": code, "alias": code, **changes}))
    return Account.of(customers.change(counter, found[0], changes))


def _changes(name: str | None, limit: int | None) -> dict[str, str | int]:
    changes: dict[str, str | int] = {} if name is None else {"name": name}
    return changes if limit is None else {**changes, "limit": limit}


def _adopted(counter: Counter, row: Any, changes: Mapping[str, str | int]) -> Customer:
    """Makes a customer of an old account, with its short name, balance and limit; it is found by both."""
    old = {"name": row["name"], "alias": row["code"], "limit": row["limit"]}
    made = services.customers.add(counter, {**old, **changes})
    with counter.ledger.transaction(operator=counter.operator) as tx:
        now = tx.find(TABLE, "code", row["code"])
        mine = tx.find(CUSTOMERS, "id", made.id)
        tx.set(CUSTOMERS, mine.doc_id, balance=now["balance"])
        tx.set(TABLE, now.doc_id, balance=0, limit=0, customer=made.id)
    return counter.people.get(made.id) or made


def _check_limit(account: Account, owed: int, amount: int, currency: Currency) -> None:
    if amount > 0 and owed > account.limit:
        free = format_amount(max(account.limit - owed + amount, 0), currency)
        raise Refused(_("{name} may put {free} more on account", name=account.name, free=free))
