"""Points: earned, spent and taken back inside the commit of a sale, never below zero over all tills."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pos_tui import services
from pos_tui.core.currency import Currency
from pos_tui.core.customer import TABLE, Customer
from pos_tui.core.errors import Refused
from pos_tui.core.loyalty import LoyaltyRules, base, months_to, taken_back
from pos_tui.core.money import format_amount
from pos_tui.core.tender import KEEPS_POINTS, Tender
from pos_tui.core.words import _

if TYPE_CHECKING:
    from pos_tui.core.ports import Transaction
    from pos_tui.core.sale import Basket
    from pos_tui.core.tender import TenderType

    from .counter import Counter


def points_now(counter: Counter, one: Customer) -> int:
    """The points that a customer has today."""
    rules = counter.rules.loyalty
    return 0 if rules is not None and rules.is_over(one.points_day, counter.day()) else one.points


def tendered(
    counter: Counter, basket: Basket, kind: TenderType, asked: int, given: int | None, text: str
) -> Tender:
    """What points pay where `asked` would complete the sale: no more than that, and than they are worth.

    Where the sale pays out, they are given back. Raises Refused.
    """
    rules, money = counter.rules.loyalty, counter.shop.currency
    if rules is None or not rules.value:
        raise Refused(_("points pay nothing in this shop (settings loyalty.points, loyalty.value)"))
    one = services.customers.find(counter, text or basket.customer or _who_paid(counter, basket))
    if asked < 0:
        return Tender(kind.code, asked if given is None else given, one.id)
    used = sum(paid.amount for paid in basket.tenders if paid.type == kind.code and paid.reference == one.id)
    points = points_now(counter, one) - rules.needed(used, money)
    worth = rules.worth(max(points, 0), money)
    if worth <= 0:
        raise Refused(_("{name} has no points to pay with", name=one.label))
    if given is not None and given > worth:
        most = format_amount(worth, money)
        raise Refused(
            _("{name} has {points} points, which pay {most}", name=one.label, points=points, most=most)
        )
    return Tender(kind.code, min(worth, asked) if given is None else given, one.id)


def _who_paid(counter: Counter, basket: Basket) -> str:
    """Whose points paid for what comes back, by its receipts; nothing where none did. Reads the disk."""
    for line in basket.lines:
        sale = None if line.origin is None else services.reprinting.by_number(counter, line.origin.receipt)
        for row in () if sale is None else sale.get("loyalty", ()):
            if row["used"] > 0:
                return str(row["customer"])
    return ""


def settle(counter: Counter, tx: Transaction, sale: dict[str, Any]) -> None:
    """Counts, within the commit of a sale, the points it earns, uses and takes back; the sale then says it.

    Raises Refused where another till was quicker: then nothing of the commit counts.
    """
    rules = counter.rules.loyalty
    if rules is None:
        return
    moves: dict[str, dict[str, int]] = {}
    _use(counter, sale, rules, moves)
    _take_back(tx, sale, rules, moves)
    _earn(tx, sale, rules, moves)
    rows = [row for id, move in moves.items() if (row := _moved(tx, sale, rules, id, move)) is not None]
    if rows:
        sale["loyalty"] = rows


def _use(
    counter: Counter, sale: Mapping[str, Any], rules: LoyaltyRules, moves: dict[str, dict[str, int]]
) -> None:
    """Points that pay, and those that money in points gives back."""
    for tender in sale["tenders"]:
        kind = counter.tender_types.get(tender["type"])
        if kind is not None and kind.keeps == KEEPS_POINTS:
            points = rules.needed(tender["amount"], counter.shop.currency)
            _add(moves, tender["ref"], used=points, paid=max(tender["amount"], 0))


def _take_back(
    tx: Transaction, sale: Mapping[str, Any], rules: LoyaltyRules, moves: dict[str, dict[str, int]]
) -> None:
    """Points of goods that come back: of parts exactly as many in all as of the whole."""
    for receipt in sale.get("originals", ()):
        original = tx.find("sales", "number", receipt)
        row = next((one for one in original.get("loyalty", ()) if one.get("base")), None)
        if row is None:
            continue
        back = -base(sale, rules.excluded, receipt)
        later = tx.find(services.afterwards.TABLE, "receipt", receipt)
        before = later.get("points_base", 0)
        tx.set(services.afterwards.TABLE, later.doc_id, points_base=before + back)
        gone = taken_back(row["earned"], row["base"], before + back)
        gone -= taken_back(row["earned"], row["base"], before)
        _add(moves, row["customer"], back=gone, spent=-back)


def _earn(
    tx: Transaction, sale: Mapping[str, Any], rules: LoyaltyRules, moves: dict[str, dict[str, int]]
) -> None:
    id = sale.get("customer")
    if not id:
        return
    whole = base(sale, rules.excluded)
    paid = whole - moves.get(id, {}).get("paid", 0)
    factor, money = rules.factor(_row(tx, id).get("tier") or ""), Currency.parse(sale["currency"])
    if whole < 0:  # goods that come back without a receipt take what they would earn
        _add(moves, id, back=rules.earned(-whole, factor, money), spent=whole)
    else:
        _add(moves, id, earned=rules.earned(paid, factor, money), base=whole, spent=max(paid, 0))


def _add(moves: dict[str, dict[str, int]], id: str, **more: int) -> None:
    move = moves.setdefault(id, {})
    for name, value in more.items():
        move[name] = move.get(name, 0) + value


def _moved(
    tx: Transaction, sale: Mapping[str, Any], rules: LoyaltyRules, id: str, move: Mapping[str, int]
) -> dict[str, Any] | None:
    """Writes one customer's points, and returns what the sale says of them; None for who was erased since."""
    if not (move.get("used") or sale.get("customer") == id) and _is_erased(tx, id):
        return None
    row, day = _row(tx, id), sale["day"]
    expired = row["points"] if rules.is_over(row["points_day"], day) else 0
    points, used = row["points"] - expired, move.get("used", 0)
    if used > points:
        raise Refused(_("{id} has only {points} points: take them off with /takeback", id=id, points=points))
    # What comes back after its points were spent is paid for by the next ones.
    points += move.get("earned", 0) - used - move.get("back", 0) - row["points_due"]
    spent = _spent(row["spent"], day[:7], move.get("spent", 0), rules.months)
    tier = rules.tier(spent, day[:7], Currency.parse(sale["currency"]))
    fields = {
        "points": max(points, 0),
        "points_due": max(-points, 0),
        "points_day": day,
        "spent": spent,
        "tier": "" if tier is None else tier.name,
    }
    tx.set(TABLE, row.doc_id, **fields)
    told = {"earned": move.get("earned", 0) - move.get("back", 0), "used": used, "expired": expired}
    whole = {name: move[name] for name in ("base", "spent") if move.get(name)}
    return {"customer": row["id"], **told, **whole, "points": max(points, 0), "tier": fields["tier"]}


def _spent(before: Mapping[str, int], month: str, amount: int, months: int) -> dict[str, int]:
    """What was spent by month, without those that count no more."""
    count = set(months_to(month, months))
    kept = {each: paid for each, paid in before.items() if each in count}
    kept[month] = kept.get(month, 0) + amount
    return {each: paid for each, paid in sorted(kept.items()) if paid}


def take_back(counter: Counter, tx: Transaction, sale: Mapping[str, Any]) -> None:
    """Undoes, within the commit of a post-void, what the sale did to points."""
    rules = counter.rules.loyalty
    for receipt in sale.get("originals", ()):
        later = tx.find(services.afterwards.TABLE, "receipt", receipt)
        if rules is not None and later is not None and later.get("points_base"):
            back = -base(sale, rules.excluded, receipt)
            tx.set(services.afterwards.TABLE, later.doc_id, points_base=later["points_base"] - back)
    for move in sale.get("loyalty", ()):
        if _is_erased(tx, move["customer"]):
            continue
        row = _row(tx, move["customer"])
        points = row["points"] - row["points_due"] - move["earned"] + move["used"]
        month = sale["day"][:7]
        spent = {**row["spent"], month: row["spent"].get(month, 0) - move.get("spent", 0)}
        tx.set(TABLE, row.doc_id, points=max(points, 0), points_due=max(-points, 0), spent=spent)


def _is_erased(tx: Transaction, id: str) -> bool:
    row = tx.find(TABLE, "id", id)
    return row is None or bool(row.get("erased"))


def _row(tx: Transaction, id: str) -> Any:
    """The document of a customer, of who it became part of. Raises Refused."""
    row = tx.find(TABLE, "id", id)
    while row is not None and row.get("merged"):
        row = tx.find(TABLE, "id", row["merged"])
    if row is None or row.get("erased"):
        raise Refused(_("there is no customer {id}: take them off the sale with /customer -", id=id))
    return row
