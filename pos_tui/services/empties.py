"""Empties: deposits paid back for what comes back empty, counted, scanned, or on a machine's slip.

What counts as one is an item of the shop with its own price, tax and department; there is no receipt. An item
that is sold in one names it as its deposit, so a bottle's own code will do. A slip counts once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from pos_tui.core.charge import charges_of
from pos_tui.core.errors import InvalidValue, Refused
from pos_tui.core.quantity import check_quantity
from pos_tui.core.sale import EMPTIES, SLIP, Basket, SaleLine
from pos_tui.core.words import _

from . import paying_out
from .identifying import find_item

if TYPE_CHECKING:
    from pos_tui.core.item import Item
    from pos_tui.core.ports import Transaction

    from .counter import Counter

TABLE: Final = "slips"
_ONE: Final = Decimal(1)


def kinds(counter: Counter) -> list[Item]:
    """The items that count as empties, as the shop orders them; one that is gone is left out."""
    found = [counter.catalogue.get(sku) for sku in counter.rules.empties]
    return [item for item in found if item is not None and item.price is not None]


def take(counter: Counter, basket: Basket, code: str, quantity: Decimal = _ONE) -> tuple[Basket, int]:
    """The basket with so many empties of a code, or with a slip; and the place of their line.

    Raises PosError: nothing has the code, it is no empty, the slip was redeemed, it is more than allowed.
    """
    if not counter.rules.empties:
        raise Refused(_("the shop takes no empties: the setting empties.items names them"))
    amount = slip_amount(counter, code)
    if amount is None:
        basket, place = _with_pieces(counter, basket, _empty(counter, code), code, quantity)
    else:
        basket, place = _with_slip(counter, basket, code, amount)
    paying_out.permit_returns(counter, basket)
    return basket, place


def _empty(counter: Counter, code: str) -> Item:
    item = find_item(counter, code)[0]
    for sku in (item.sku, *(charge.sku for charge in charges_of(item.comes_with))):
        empty = counter.catalogue.get(sku) if sku in counter.rules.empties else None
        if empty is not None and empty.price is not None:
            return empty
    names = ", ".join(counter.rules.empties)
    raise Refused(_("no deposit is paid back for {name}: there is {names}", name=item.name, names=names))


def _with_pieces(
    counter: Counter, basket: Basket, item: Item, code: str, quantity: Decimal
) -> tuple[Basket, int]:
    price = item.price or Decimal(0)
    if quantity < 0:
        raise InvalidValue(_("count what comes back: a number of more than zero"))
    new = SaleLine.of(item, code, -quantity, price, source=EMPTIES)
    place = len(basket.lines)
    for at, line in enumerate(basket.lines):
        same = (line.source, line.sku, line.unit_price) == (EMPTIES, item.sku, price)
        if same and not line.void and line.entered != SLIP:
            new, place = replace(line, quantity=line.quantity - quantity), at
    rules = counter.rules
    check_quantity(new.quantity, item.unit, limit=rules.quantity_limit, weight_limit=rules.weight_limit)
    return basket.with_line(place, new), place


def slip_amount(counter: Counter, code: str) -> int | None:
    """What a machine's slip is worth in minor units; None for what is none."""
    for mask in counter.rules.empties_slips:
        measured = mask.read(code)
        if measured is not None and measured.price is not None and not measured.misread:
            return int(measured.price)
    return None


def _with_slip(counter: Counter, basket: Basket, code: str, amount: int) -> tuple[Basket, int]:
    row = counter.ledger.find(TABLE, "code", code)
    if row is not None and row["used"]:
        raise Refused(_("this slip was redeemed already, on {number}", number=row["used"]))
    if any(line.entered == SLIP and line.code == code and not line.void for line in basket.lines):
        raise Refused(_("this slip is in the sale already"))
    item = next(iter(kinds(counter)), None)
    if item is None or not amount:
        raise Refused(_("this slip is worth nothing"))
    price = Decimal(amount).scaleb(-counter.shop.currency.digits)
    line = SaleLine.of(item, code, Decimal(-1), price, source=EMPTIES, entered=SLIP, exact=-amount)
    named = replace(line, name=_("Slip {code}", code=code))
    return basket.with_line(len(basket.lines), named), len(basket.lines)


def redeem(tx: Transaction, document: Mapping[str, Any]) -> None:
    """Marks the slips of a recorded document. Raises Refused where one was redeemed meanwhile."""
    for code in _slips(document):
        row = tx.find(TABLE, "code", code)
        if row is None:
            tx.insert(TABLE, {"v": 1, "code": code, "used": document["number"]})
        elif row["used"]:
            raise Refused(_("slip {code} was redeemed meanwhile, on {number}", code=code, number=row["used"]))
        else:
            tx.set(TABLE, row.doc_id, used=document["number"])


def release(tx: Transaction, document: Mapping[str, Any]) -> None:
    """Makes the slips of a recorded document, which is voided, redeemable again."""
    for code in _slips(document):
        row = tx.find(TABLE, "code", code)
        if row is not None and row["used"] == document["number"]:
            tx.set(TABLE, row.doc_id, used="")


def _slips(document: Mapping[str, Any]) -> Iterator[str]:
    return (line["code"] for line in document["lines"] if line.get("entered") == SLIP and not line["void"])
