"""Coupons: a code that is shown makes a promotion hold for the sale; one with its own number counts once."""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from pos_tui.core.errors import Refused
from pos_tui.core.sale import Basket, Coupon
from pos_tui.core.words import _

from . import events

if TYPE_CHECKING:
    from pos_tui.core.moment import Moment
    from pos_tui.core.ports import Transaction
    from pos_tui.core.promotion import Promotion

    from .counter import Counter

TABLE: Final = "coupons"


def find(counter: Counter, code: str) -> Coupon | None:
    """The coupon of a code, whether it holds or not; None where there is none."""
    promised = counter.promised()
    if promised is None:
        return None
    row = counter.ledger.find(TABLE, "code", code)
    if row is not None:
        return Coupon(code, row["promotion"])
    promotion = promised.with_coupon(code)
    return None if promotion is None else Coupon(code, promotion.code)


def show(counter: Counter, basket: Basket, coupon: Coupon) -> Basket:
    """The basket with a coupon more. Raises Refused: it was used, or does not hold now or here."""
    row = counter.ledger.find(TABLE, "code", coupon.code)
    if row is not None and row.get("used"):
        raise Refused(_("coupon {code} was used already, on {number}", code=coupon.code, number=row["used"]))
    moment = basket.began or counter.moment()
    promotion = None if moment is None else _promotion(counter, coupon, moment, basket)
    if promotion is None:
        raise Refused(_("coupon {code} does not hold now, or not for this customer", code=coupon.code))
    shown = [one for one in basket.coupons if one.promotion == coupon.promotion]
    if any(one.code == coupon.code for one in shown) and row is not None:
        raise Refused(_("coupon {code} is in the sale already", code=coupon.code))
    if shown and promotion.limit is None:
        raise Refused(_("{promotion} is in the sale already: one coupon is enough", promotion=promotion.name))
    return replace(basket, coupons=(*basket.coupons, coupon))


def take_back(basket: Basket, code: str) -> Basket:
    """The basket without a coupon. Raises Refused."""
    for place in range(len(basket.coupons) - 1, -1, -1):
        if basket.coupons[place].code == code:
            return replace(basket, coupons=(*basket.coupons[:place], *basket.coupons[place + 1 :]))
    raise Refused(_("coupon {code} is not in the sale", code=code[:64]))


def _promotion(counter: Counter, coupon: Coupon, moment: Moment, basket: Basket) -> Promotion | None:
    promised = counter.promised()
    if promised is None:
        return None
    found = promised.in_force(moment, basket.group, [coupon.promotion])
    return next((one for one in found if one.code == coupon.promotion), None)


def use_up(tx: Transaction, sale: Mapping[str, Any]) -> list[events.Event]:
    """Marks the numbered coupons that a sale has used; returns what is to be on record besides.

    A coupon that another till took meanwhile does not stop a sale that is paid: that it was used twice is an
    event.
    """
    times = {row["code"]: row["times"] for row in sale.get("promotions", ())}
    counted: Tally[str] = Tally()
    noted = []
    for coupon in sale.get("coupons", ()):
        row = tx.find(TABLE, "code", coupon["code"])
        if row is None or counted[coupon["promotion"]] >= times.get(coupon["promotion"], 0):
            continue
        counted[coupon["promotion"]] += 1
        if row.get("used"):
            noted.append(_used_twice(sale, coupon["code"], row["used"]))
        else:
            tx.set(TABLE, row.doc_id, used=sale["number"])
    return noted


def _used_twice(sale: Mapping[str, Any], code: str, first: str) -> events.Event:
    frame = {name: sale[name] for name in ("till", "day", "time", "operator")}
    return {
        "v": 1,
        "kind": events.COUPON_TWICE,
        "code": code,
        "first": first,
        "receipt": sale["number"],
        **frame,
    }
