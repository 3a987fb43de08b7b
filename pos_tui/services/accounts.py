"""Accounts of customers who pay later: what each owes, up to a limit, counted inside the commit of a sale."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from pos_tui.core.currency import Currency
from pos_tui.core.errors import InvalidValue, Refused
from pos_tui.core.money import format_amount, to_major
from pos_tui.core.sale import ACCOUNT, Basket, SaleLine
from pos_tui.core.tender import KEEPS_ACCOUNT, Tender
from pos_tui.core.words import _

if TYPE_CHECKING:
    from pos_tui.core.ports import Ledger, Transaction
    from pos_tui.core.tender import TenderType

    from .counter import Counter

TABLE: Final = "accounts"


def find(counter: Counter, code: str) -> Mapping[str, Any]:
    """The account of a code. Raises Refused."""
    row: Mapping[str, Any] | None = counter.ledger.find(TABLE, "code", code.strip())
    if row is None:
        raise Refused(_("there is no account {code}: pos accounts list", code=code.strip()[:40] or "-"))
    return row


def tendered(counter: Counter, basket: Basket, kind: TenderType, amount: int, code: str) -> Tender:
    """What goes on an account (or, where the sale pays out, off it). Raises Refused beyond its limit."""
    row = find(counter, code)
    here = sum(
        paid.amount for paid in basket.tenders if paid.type == kind.code and paid.reference == row["code"]
    )
    _check_limit(row, row["balance"] + here + amount, amount, counter.shop.currency)
    return Tender(kind.code, amount, row["code"])


def line(counter: Counter, code: str, amount: int) -> SaleLine:
    """The line by which a customer pays so many minor units of what was on account. Raises Refused."""
    row = find(counter, code)
    if not 0 < amount <= row["balance"]:
        owed = format_amount(row["balance"], counter.shop.currency)
        raise Refused(_("{name} owes {owed}: pay some of that", name=row["name"], owed=owed))
    name = _("On account, {name}", name=row["name"])
    price = to_major(amount, counter.shop.currency)
    return SaleLine("", row["code"], name, "", Decimal(1), price, source=ACCOUNT)


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
    rows = []
    for code, amount in moved.items():
        row = tx.find(TABLE, "code", code)
        if row is None:
            raise Refused(_("there is no account {code}: pos accounts list", code=code))
        owed = row["balance"] + amount
        _check_limit(row, owed, amount, Currency.parse(sale["currency"]))
        tx.set(TABLE, row.doc_id, balance=owed)
        rows.append({"code": code, "name": row["name"], "amount": amount, "owed": owed})
    if rows:
        sale["accounts"] = rows


def take_back(tx: Transaction, sale: Mapping[str, Any]) -> None:
    """Undoes, within the commit of a post-void, what the sale did to accounts."""
    for move in sale.get("accounts", ()):
        row = tx.find(TABLE, "code", move["code"])
        tx.set(TABLE, row.doc_id, balance=row["balance"] - move["amount"])


def set_account(
    ledger: Ledger, operator: str, code: str, name: str | None, limit: int | None
) -> Mapping[str, Any]:
    """Makes an account, or gives one another name or limit (minor units); returns it. Raises InvalidValue."""
    code = code.strip()
    if not code.isprintable() or not 0 < len(code) <= 40 or " " in code:
        raise InvalidValue(
            _("'{code}' is no code of an account: 1 to 40 characters, no spaces", code=code[:60])
        )
    with ledger.transaction(operator=operator) as tx:
        row = tx.find(TABLE, "code", code)
        if row is None:
            made = {"v": 1, "code": code, "name": name or code, "limit": limit or 0, "balance": 0}
            tx.insert(TABLE, made)
            return made
        changed = {"name": name or row["name"], "limit": row["limit"] if limit is None else limit}
        tx.set(TABLE, row.doc_id, **changed)
    return {**row, **changed}


def _check_limit(row: Mapping[str, Any], owed: int, amount: int, currency: Currency) -> None:
    if amount > 0 and owed > row["limit"]:
        free = format_amount(max(row["limit"] - owed + amount, 0), currency)
        raise Refused(_("{name} may put {free} more on account", name=row["name"], free=free))
