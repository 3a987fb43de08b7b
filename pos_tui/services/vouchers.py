"""Vouchers and store credit: sold, redeemed in parts, and counted inside the commit of the sale.

A multi-purpose voucher is a liability: its sale is no turnover and has no tax, and it pays like money. A
single-purpose one is for goods of one tax code: taxed when it is sold, so it comes off as a line with the
taxes of what it has paid for (Directive (EU) 2016/1065).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from pos_tui.core.currency import Currency
from pos_tui.core.errors import InvalidValue, Refused
from pos_tui.core.money import format_amount, to_major
from pos_tui.core.pricing import price
from pos_tui.core.sale import REDEEMED, RELOADED, TAXED_VOUCHER, VOUCHER, Basket, SaleLine
from pos_tui.core.tender import KEEPS_VOUCHER, Tender
from pos_tui.core.traits import traits_of
from pos_tui.core.voucher import Move, Voucher, checked_code, is_mistyped, moves_of, voucher_code
from pos_tui.core.words import _

from .permitting import permit

if TYPE_CHECKING:
    from pos_tui.core.ports import Transaction
    from pos_tui.core.tender import TenderType

    from .counter import Counter

TABLE: Final = "vouchers"


def find(counter: Counter, text: str) -> Voucher:
    """The voucher of a code. Raises Refused."""
    code = checked_code(text)
    row = counter.ledger.find(TABLE, "code", code)
    if row is None and is_mistyped(code):
        raise Refused(_("{code} is mistyped: its last letter does not fit the others", code=code))
    if row is None:
        raise Refused(_("there is no voucher {code}", code=code))
    return Voucher.from_document(row)


def is_one(counter: Counter, text: str) -> bool:
    """Whether this is the code of a voucher that the shop issued."""
    return counter.ledger.find(TABLE, "code", text.strip().upper()) is not None


def last_day(counter: Counter, until: str) -> str:
    """Until when one that is issued now holds: the day that is said, else the shop's rule; "" is for ever.

    Raises InvalidValue for what is no day to come.
    """
    today = counter.day()
    if not until:
        days = counter.rules.voucher_days
        return (date.fromisoformat(today) + timedelta(days=days)).isoformat() if days else ""
    try:
        day = date.fromisoformat(until).isoformat()
    except ValueError:
        raise InvalidValue(_("'{text}' is not a day, such as 2027-12-31", text=until[:40])) from None
    if day < today:
        raise InvalidValue(_("{day} is over: a voucher holds until a day to come", day=day))
    return day


def line(counter: Counter, amount: int, *, code: str = "", tax: str = "", until: str = "") -> SaleLine:
    """The line that sells a voucher worth so many minor units; with a tax code a single-purpose one.

    Raises Refused, InvalidValue: the shop takes none, the code is used, or the amount cannot be meant.
    """
    kind = _multi_purpose(counter)
    _check_amount(counter, amount)
    if tax and tax not in counter.pricing().taxes:
        known = ", ".join(counter.pricing().taxes)
        raise InvalidValue(_("the shop has no tax '{tax}': {known}", tax=tax[:40], known=known))
    made = checked_code(code) if code else voucher_code(counter.new_id())
    if counter.ledger.find(TABLE, "code", made) is not None:
        raise Refused(_("voucher {code} was sold already", code=made))
    return SaleLine(
        "",
        made,
        _("Voucher {code}", code=made),
        tax,
        Decimal(1),
        to_major(amount, counter.shop.currency),
        department="" if tax else kind.code,
        source=TAXED_VOUCHER if tax else VOUCHER,
        traits=traits_of("", "", last_day(counter, until)),
    )


def reload_line(counter: Counter, code: str, amount: int) -> SaleLine:
    """The line that puts so many minor units more on a voucher. Raises Refused, InvalidValue."""
    voucher = find(counter, code)
    _check_amount(counter, amount)
    voucher.check_holds(counter.day())
    _check_money(counter, voucher)
    if voucher.tax:
        raise Refused(_("voucher {code} is for goods of one tax: sell another one", code=voucher.code))
    name, price = _("Voucher {code}", code=voucher.code), to_major(amount, counter.shop.currency)
    kind = voucher.type
    return SaleLine("", voucher.code, name, "", Decimal(1), price, department=kind, source=RELOADED)


def _check_amount(counter: Counter, amount: int) -> None:
    if amount <= 0:
        raise InvalidValue(_("say how much: an amount of more than nothing"))
    if amount > counter.rules.tender_limit:
        raise Refused(_("that is more money than the limit allows (limits.tender): is it a bar code?"))


def check_new(basket: Basket, made: SaleLine) -> None:
    """Refuses a voucher that is in the sale already."""
    if any(other.code == made.code and not other.void for other in basket.lines):
        raise Refused(_("voucher {code} is in the sale already", code=made.code))


def _multi_purpose(counter: Counter) -> TenderType:
    """The way to pay as which vouchers are redeemed. Raises Refused."""
    kinds = counter.tender_types
    found = [kinds["voucher"]] if "voucher" in kinds else []
    for kind in (*found, *kinds.values()):
        if kind.keeps == KEEPS_VOUCHER:
            return kind
    raise Refused(_("this shop sells no vouchers yet: pos tenders set voucher"))


def tendered(
    counter: Counter, basket: Basket, kind: TenderType, asked: int, given: int | None, text: str
) -> Tender:
    """What a voucher pays where `asked` would complete the sale: no more than that, and than it has left.

    Where the sale pays out, it is a new one, or more on one that is named. Raises Refused.
    """
    if asked < 0:
        return _credited(counter, kind, asked, given, text)
    voucher = find(counter, text)
    voucher.check_holds(counter.day())
    _check_money(counter, voucher)
    if voucher.tax:
        raise Refused(_("voucher {code} is for goods: /redeem {code}", code=voucher.code))
    left = voucher.balance - sum(paid.amount for paid in basket.tenders if paid.reference == voucher.code)
    if left <= 0:
        raise Refused(_("voucher {code} is used up", code=voucher.code))
    if given is not None and given > left:
        money = format_amount(left, counter.shop.currency)
        raise Refused(_("voucher {code} has only {left} left", code=voucher.code, left=money))
    return Tender(voucher.type or kind.code, min(left, asked) if given is None else given, voucher.code)


def _credited(counter: Counter, kind: TenderType, asked: int, given: int | None, text: str) -> Tender:
    code = checked_code(text) if text else voucher_code(counter.new_id())
    row = counter.ledger.find(TABLE, "code", code)
    if row is not None and (row["type"] != kind.code or row["currency"] != counter.shop.currency.code):
        raise Refused(_("voucher {code} is of another kind: leave its code away for a new one", code=code))
    return Tender(kind.code, asked if given is None else given, code)


def _check_money(counter: Counter, voucher: Voucher) -> None:
    if voucher.currency != counter.shop.currency.code:
        raise Refused(_("voucher {code} is in {currency}", code=voucher.code, currency=voucher.currency))


def redeem_line(counter: Counter, basket: Basket, voucher: Voucher, amount: int | None) -> SaleLine:
    """The line that takes off what a single-purpose voucher has paid for: goods of its tax code.

    Raises Refused: nothing in the sale is of that code, or the voucher has less left.
    """
    voucher.check_holds(counter.day())
    _check_money(counter, voucher)
    used = 0
    figures = price(basket, counter.pricing()).lines
    for one, row in zip(basket.lines, figures, strict=True):
        used -= row.amount if one.source == REDEEMED and one.code == voucher.code else 0
    goods = sum(
        row.amount
        for one, row in zip(basket.lines, figures, strict=True)
        if one.tax == voucher.tax and not one.taxed and (one.is_goods or one.source == REDEEMED)
    )
    most = min(voucher.balance - used, goods)
    if most <= 0:
        if voucher.balance <= used:
            raise Refused(_("voucher {code} is used up", code=voucher.code))
        raise Refused(
            _(
                "voucher {code} is for goods taxed {tax}, and none is left to pay",
                code=voucher.code,
                tax=voucher.tax,
            )
        )
    if amount is not None and not 0 < amount <= most:
        money = format_amount(most, counter.shop.currency)
        raise Refused(_("voucher {code} can pay {most} of this", code=voucher.code, most=money))
    off = to_major(-(most if amount is None else amount), counter.shop.currency)
    name = _("Voucher {code}", code=voucher.code)
    return SaleLine("", voucher.code, name, voucher.tax, Decimal(1), off, source=REDEEMED)


def settle(tx: Transaction, sale: dict[str, Any], kinds: Mapping[str, TenderType]) -> None:
    """Counts, within the commit of a sale, what it does to vouchers; the sale then says what they have left.

    Raises Refused where another till was quicker: then nothing of the commit counts.
    """
    codes = frozenset(kind.code for kind in kinds.values() if kind.keeps == KEEPS_VOUCHER)
    rows = [_moved(tx, sale, move) for move in moves_of(sale, codes).values()]
    if rows:
        sale["vouchers"] = rows


def _moved(tx: Transaction, sale: Mapping[str, Any], move: Move) -> dict[str, Any]:
    row, is_new = tx.find(TABLE, "code", move.code), False
    if row is not None and move.opens:
        raise Refused(_("voucher {code} was sold already: /void its line", code=move.code))
    if row is None and not move.opens and move.amount <= 0:
        raise Refused(_("there is no voucher {code}", code=move.code))
    if row is None:
        is_new = True
        # What is given for goods is the customer's own; what is bought is often a present.
        whose = "" if move.opens else sale.get("customer", "")
        facts = (move.tax, move.until, sale["number"], sale["day"], whose)
        voucher = Voucher(move.code, move.type, move.amount, 0, sale["currency"], *facts)
    else:
        voucher = Voucher.from_document(row)
        if move.loads:
            voucher = replace(voucher, value=voucher.value + move.amount)
    voucher = voucher.moved(sale["number"], move.amount)
    _put(tx, row, voucher)
    return {
        "code": voucher.code,
        "type": voucher.type,
        "amount": move.amount,
        "left": voucher.balance,
        "until": voucher.until,
        "new": is_new,
    }


def take_back(tx: Transaction, sale: Mapping[str, Any], recorded: dict[str, Any]) -> None:
    """Undoes, within the commit of a post-void, what the sale did to vouchers; its record then says it.

    Raises Refused where one that it sold was redeemed since.
    """
    rows = []
    for move in sale.get("vouchers", ()):
        row = tx.find(TABLE, "code", move["code"])
        voucher = Voucher.from_document(row)
        if move["new"] and voucher.balance != move["amount"]:
            raise Refused(_("voucher {code} was redeemed since", code=voucher.code))
        voucher = voucher.moved(recorded["number"], -move["amount"])
        _put(tx, row, voucher)
        rows.append({**move, "amount": -move["amount"], "left": voucher.balance, "new": False})
    if rows:
        recorded["vouchers"] = rows


def issue(counter: Counter, amount: int, count: int, until: str, reason: str) -> list[Voucher]:
    """Records so many vouchers that nobody pays for, such as presents; returns them. Raises Refused."""
    permit(counter, "voucher.issue", amount=amount * count)
    if not reason:
        raise Refused(_("say why: a voucher that nobody pays for has a reason"))
    rows = [line(counter, amount, until=until) for _n in range(count)]
    made = []
    with counter.ledger.transaction(operator=counter.operator) as tx:
        for one in rows:
            facts = (counter.shop.currency.code, "", one.traits.use_by, "", counter.day())
            moves = ((reason[:80], amount),)
            voucher = Voucher(one.code, one.department, amount, amount, *facts, moves=moves)
            tx.insert(TABLE, voucher.to_document())
            made.append(voucher)
    return made


def of_customers(counter: Counter, ids: Collection[str]) -> list[Voucher]:
    """The vouchers that were given to customers as store credit, oldest first, used up or not."""
    rows = counter.ledger.documents(TABLE)
    return [Voucher.from_document(row) for row in rows if row.get("customer") in ids]


def end(tx: Transaction, code: str) -> None:
    """Takes what is left off a voucher, and whose it was: its customer is erased."""
    row = tx.find(TABLE, "code", code)
    voucher = Voucher.from_document(row)
    if voucher.balance:
        _put(tx, row, voucher.moved("erased", -voucher.balance))
    tx.set(TABLE, row.doc_id, customer="")


def told(voucher: Voucher) -> str:
    """How a voucher stands, on one line."""
    left = format_amount(voucher.balance, Currency.parse(voucher.currency))
    facts = {"code": voucher.code, "left": left, "currency": voucher.currency, "day": voucher.until}
    if voucher.until:
        return _("voucher {code}: {left} {currency} left, until {day}", **facts)
    return _("voucher {code}: {left} {currency} left", **facts)


def _put(tx: Transaction, row: Any, voucher: Voucher) -> None:
    if row is None:
        tx.insert(TABLE, voucher.to_document())
    else:
        document = voucher.to_document()
        fields = {
            name: document[name] for name in ("value", "balance", "moves") if document[name] != row[name]
        }
        tx.set(TABLE, row.doc_id, **fields)
