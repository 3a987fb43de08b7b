"""The ways to pay, and the vouchers, for the commands: listed, set, issued."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields, replace
from typing import TYPE_CHECKING, Any, Final

from pos_tui.core.currency import Currency
from pos_tui.core.customer import TABLE as CUSTOMERS
from pos_tui.core.errors import InvalidValue, Refused
from pos_tui.core.foreign import Rate
from pos_tui.core.item_fields import checked_day
from pos_tui.core.money import format_amount, parse_amount
from pos_tui.core.tender import CASH, KEEPS, PRESETS, TenderType, checked_type
from pos_tui.core.voucher import Voucher
from pos_tui.core.words import _
from pos_tui.services import accounts, exchanging, vouchers

from .counters import without_till
from .making import tender_document

if TYPE_CHECKING:
    from data.transaction import Transaction
    from pos_tui.services.accounts import Account

    from .front import Shopfront

_TABLE: Final = "tender_types"
SWITCHES: Final = tuple(
    part.name for part in fields(TenderType) if part.type == "bool" and part.name != "ended"
)
"""What a way to pay may do or not."""
_YES: Final = {"yes": True, "true": True, "on": True, "no": False, "false": False, "off": False}


def listed(front: Shopfront) -> list[dict[str, Any]]:
    """The ways to pay, oldest first, with all that each of them may do."""
    return [
        {
            **asdict(TenderType.from_document(document)),
            "does": ", ".join(name for name in SWITCHES if document.get(name)),
        }
        for document in front.store.documents(_TABLE, copy=False)
        if not document.get("ended")
    ]


def set_type(front: Shopfront, code: str, terms: Sequence[str]) -> TenderType:
    """Makes a way to pay, or changes one, by FIELD=VALUE terms; a usual code begins as it usually is.

    Returns it. Raises InvalidValue.
    """
    code = code.strip().casefold()
    with front.store.transaction(operator=front.operator) as tx:
        row = tx.find(_TABLE, "code", code)
        before = usual_type(code) if row is None else TenderType.from_document(row)
        changed = changed_type(replace(before, ended=False), terms, front.shop.currency)
        if row is None:
            tx.insert(_TABLE, tender_document(changed))
        else:
            tx.put(_TABLE, row.doc_id, tender_document(changed))
    return changed


def usual_type(code: str) -> TenderType:
    """A way to pay as it usually is, by its code."""
    usual = {kind.code: kind for kind in PRESETS}
    return usual.get(code, TenderType(code, code.replace("_", " ").capitalize()))


def changed_type(before: TenderType, terms: Sequence[str], currency: Currency) -> TenderType:
    """Another one by FIELD=VALUE terms. Raises InvalidValue."""
    return checked_type(replace(before, **_parsed(terms, currency)))


def remove_type(front: Shopfront, code: str) -> None:
    """Ends a way to pay; what was paid by it stays. Raises Refused."""
    with front.store.transaction(operator=front.operator) as tx:
        end_type(tx, code)


def end_type(tx: Transaction, code: str, why: str = "") -> None:
    """The same within a commit. Raises Refused."""
    row = tx.find(_TABLE, "code", code)
    if row is None or row.get("ended"):
        raise Refused(_("there is no way to pay '{kind}': pos tenders list", kind=code[:40]))
    if code == CASH.code:
        raise Refused(_("every shop takes cash"))
    tx.put(_TABLE, row.doc_id, {**row, "ended": True, **({"why": why} if why else {})})


def _parsed(terms: Sequence[str], currency: Currency) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for term in terms:
        name, equals, value = (part.strip() for part in term.partition("="))
        if not equals:
            raise InvalidValue(_("'{term}' says nothing: write FIELD=VALUE", term=term[:60]))
        if name in SWITCHES and value.casefold() in _YES:
            found[name] = _YES[value.casefold()]
        elif name == "currency" and value:
            found |= {"currency": Currency.parse(value).code, "over_tender": True, "counted": True}
            found |= {"opens_drawer": True, "refundable": False}
        elif name == "cash_back":
            found[name] = parse_amount(value, currency)
        elif (name == "name" and value) or (name == "keeps" and value in KEEPS):
            found[name] = value
        else:
            known = ", ".join(("name", *SWITCHES, "keeps", "currency", "cash_back"))
            raise InvalidValue(
                _(
                    "'{term}' is none of {known}, most of them yes or no",
                    term=term[:60],
                    known=known,
                )
            )
    return found


def set_rate(front: Shopfront, currency: str, text: str, day: str) -> Rate:
    """Records what 1 of a currency is worth from a day on, or from today; returns it. Raises InvalidValue."""
    first = checked_day(day) if day else without_till(front).day()
    rate = Rate.parse(currency, text, first, front.shop.currency)
    exchanging.set_rate(front.store, front.operator, rate)
    return rate


def rates(front: Shopfront) -> list[dict[str, Any]]:
    """The rates on record, oldest first, and which of them hold today."""
    held = {rate.to_document()["code"] for rate in exchanging.rates(without_till(front))}
    rows = front.store.documents(exchanging.TABLE)
    return [{**row, "today": "yes" if row["code"] in held else ""} for row in rows]


def set_account(front: Shopfront, code: str, name: str | None, limit: str | None) -> Account:
    """Makes an account of a customer, or changes one; returns it. Raises InvalidValue."""
    most = None if limit is None else parse_amount(limit, front.shop.currency)
    return accounts.set_account(without_till(front), code, name, most)


def accounts_listed(front: Shopfront) -> list[dict[str, Any]]:
    """Customers who owe or may owe, oldest first, and accounts from before there were customers.

    What they owe and may owe is in major units.
    """
    counter, money = without_till(front), front.shop.currency
    rows = [
        {"code": row["code"], "id": "", "name": row["name"], "balance": row["balance"], "limit": row["limit"]}
        for row in front.store.documents(accounts.TABLE)
        if not row.get("customer")
    ]
    for row in front.store.documents(CUSTOMERS, copy=False):
        one = counter.people.get(row["id"]) if row["limit"] or row["balance"] else None
        if one is not None:
            code, name = one.person.alias or one.id, one.label
            rows.append(
                {"code": code, "id": one.id, "name": name, "balance": one.balance, "limit": one.limit}
            )
    return [
        {**row, "owes": format_amount(row["balance"], money), "most": format_amount(row["limit"], money)}
        for row in rows
    ]


def vouchers_listed(front: Shopfront, *, everything: bool = False) -> list[dict[str, Any]]:
    """The vouchers with something left that hold today, oldest first; or all of them."""
    day = without_till(front).day()
    rows = []
    for document in front.store.documents(vouchers.TABLE, copy=False):
        voucher = Voucher.from_document(document)
        if everything or (voucher.balance and (not voucher.until or day <= voucher.until)):
            rows.append(_row(document))
    return rows


def voucher_shown(front: Shopfront, code: str) -> dict[str, Any]:
    """One voucher with all that moved it. Raises Refused."""
    voucher = vouchers.find(without_till(front), code)
    return _row(voucher.to_document())


def _row(document: Mapping[str, Any]) -> dict[str, Any]:
    currency = Currency.parse(document["currency"])
    moves = [f"{number} {format_amount(amount, currency)}" for number, amount in document["moves"]]
    return {
        **{name: value for name, value in document.items() if name != "v"},
        "paid_in": format_amount(document["value"], currency),
        "left": format_amount(document["balance"], currency),
        "changes": ", ".join(moves),
    }


def issue(front: Shopfront, amount: str, count: int, until: str, why: str) -> list[Voucher]:
    """Records vouchers that nobody pays for; returns them. Raises PosError."""
    counter = without_till(front)
    minor = parse_amount(amount, front.shop.currency, minor=False)
    return vouchers.issue(counter, minor, count, until, why)
