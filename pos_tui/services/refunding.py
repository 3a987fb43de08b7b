"""Refunding: goods of a recorded sale become lines of the open basket, with the figures of then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pos_tui.core import receipt_code
from pos_tui.core.errors import InvalidValue, PosError, Refused
from pos_tui.core.quantity import Unit, check_quantity
from pos_tui.core.records import COMPLETED_KINDS, said_kind
from pos_tui.core.refund import refund_part
from pos_tui.core.refund_window import last_day
from pos_tui.core.sale import (
    CHARGE,
    REDEEMED,
    TAXED_VOUCHER,
    Basket,
    SaleLine,
    parts_of,
)
from pos_tui.core.traits import NO_TRAITS, Traits
from pos_tui.core.words import _

from . import paying_out
from .afterwards import after
from .identifying import find_item
from .permitting import permit
from .refundable import NO_GOODS
from .refundable import Refundable as Refundable
from .reprinting import by_number
from .selling import MAX_LINES

if TYPE_CHECKING:
    from .counter import Counter

SHORT_HASH = 8
"""Digits of a record's hash that its receipt prints."""
SHELF, WASTE = "shelf", "waste"


@dataclass(frozen=True, slots=True)
class Pick:
    """Goods that come back: a line of the receipt, and how much of it; None is all that is left."""

    line: int
    quantity: Decimal | None = None


def receipt_number(counter: Counter, text: str) -> str | None:
    """The receipt number that a scanned receipt's code means; None for any other text.

    Raises Refused for another shop's receipt.
    """
    code = receipt_code.parse(text)
    if code is None:
        return None
    if not code.belongs_to(counter.shop.store_id):
        raise Refused(_("that is another shop's receipt: it can be found there"))
    return code.number


def refundable(counter: Counter, text: str) -> Refundable:
    """The sale of a receipt's number or bar code, behind it `/` and the record's first digits, if asked for.

    Reads the disk. Raises Refused.
    """
    number, slash, digits = text.strip().partition("/")
    number = receipt_number(counter, number) or number
    sale = by_number(counter, number)
    if sale is None:
        raise Refused(_("no receipt has the number {number}", number=number[:40]))
    if sale["kind"] not in COMPLETED_KINDS:
        raise Refused(_("{number} sold nothing: it is a {kind}", number=number, kind=said_kind(sale["kind"])))
    _check_record(counter, sale, digits.strip().casefold() if slash else None)
    if sale["currency"] != counter.shop.currency.code:
        raise Refused(_("{number} was sold in another currency", number=sale["number"]))
    later = after(counter, sale["number"])
    if later.post_void:
        raise Refused(_("{number} was voided by {by}", number=sale["number"], by=later.post_void))
    until = last_day(sale["day"], counter.rules.refund_days, counter.rules.refund_extensions)
    is_late = until is not None and counter.day() > until
    return Refundable(sale, later, until, is_late, counter.shop.prices, _vouchers(counter, sale))


def _vouchers(counter: Counter, sale: Mapping[str, Any]) -> dict[str, int]:
    """What the single-purpose vouchers that a sale sold have left, where they still hold."""
    found = {}
    for code in (line["code"] for line in sale["lines"] if line["source"] == TAXED_VOUCHER):
        row = counter.ledger.find("vouchers", "code", code)
        if row is not None and not (row["until"] and counter.day() > row["until"]):
            found[code] = row["balance"]
    return found


def _check_record(counter: Counter, sale: Mapping[str, Any], digits: str | None) -> None:
    if digits is None:
        if counter.rules.refund_checks_record:
            raise Refused(
                _(
                    "give the digits printed behind Record, too, as in {number}/1a2b3c4d",
                    number=sale["number"],
                )
            )
    elif digits != str(sale.get("hash", ""))[:SHORT_HASH]:
        raise Refused(
            _(
                "record {digits} is not that of receipt {number}: is the paper real?",
                digits=digits[:SHORT_HASH],
                number=sale["number"],
            )
        )


def take_back(
    counter: Counter,
    basket: Basket,
    found: Refundable,
    picks: Sequence[Pick] = (),
    *,
    condition: str = "",
    late: bool = False,
) -> tuple[Basket, list[int]]:
    """The basket with goods that come back, and the places of their lines; without picks all that is left.

    What of a line is in the basket already is one line with what comes now.

    Raises Refused, InvalidValue: more than was bought, nothing left, or too late and `late` is not said.
    """
    if found.is_late and not late:
        raise Refused(
            _(
                "the time to bring it back ended on {day}: say late to take it all the same",
                day=found.until,
            )
        )
    wanted = picks or [Pick(line["line"]) for line in found.sale["lines"] if found.left(line) > 0]
    places = []
    for pick in wanted:
        basket, place = _with_part(counter, basket, found, pick, condition)
        places.append(place)
    if not places:
        raise Refused(_("nothing of {number} is left to refund", number=found.sale["number"]))
    for line, share in found.redeemed(_coming_back(basket, found.sale["number"])):
        basket, _place = _put(basket, found, line, share, "")
    paying_out.permit_returns(counter, basket)
    if found.is_late:
        permit(counter, "return.without_receipt", amount=-paying_out.proven_value(counter, basket))
    return basket, places


def _coming_back(basket: Basket, receipt: str) -> dict[int, Decimal]:
    """How much of the lines of a receipt, by number, comes back in a basket."""
    rows = ((line.origin, line) for line in basket.lines if not line.void)
    return {
        origin.line: -line.quantity
        for origin, line in rows
        if origin is not None and origin.receipt == receipt and line.source != REDEEMED
    }


def void_with(basket: Basket, place: int) -> list[int]:
    """The places of lines that are void with the one at a place: where a voucher had paid for goods of a
    receipt, what comes back of it stands or falls as a whole."""
    origin = basket.lines[place].origin
    if origin is None:
        return []
    same = [
        at
        for at, line in enumerate(basket.lines)
        if line.origin is not None and line.origin.receipt == origin.receipt and not line.void
    ]
    is_whole = any(basket.lines[at].source == REDEEMED for at in same)
    return [at for at in same if at != place and not basket.lines[at].parent] if is_whole else []


def _with_part(
    counter: Counter, basket: Basket, found: Refundable, pick: Pick, condition: str
) -> tuple[Basket, int]:
    receipt, line = found.sale["number"], _line(found.sale, pick.line)
    if line["source"] in NO_GOODS:
        raise Refused(_("{name} is not taken back: it is no goods", name=line["name"]))
    if line["source"] == REDEEMED:
        raise Refused(_("{name} gets its part back with the goods it paid for", name=line["name"]))
    if line.get("parent"):
        raise Refused(
            _("{name} comes back with what it went with: #{line}", name=line["name"], line=line["parent"])
        )
    place = _place_of(basket, receipt, pick.line)
    here = Decimal(0) if place is None else -basket.lines[place].quantity
    is_voucher = line["source"] == TAXED_VOUCHER  # what is left of it comes back, and nothing else
    more = found.left(line) - here if pick.quantity is None or is_voucher else pick.quantity
    if more <= 0 and (pick.quantity is None or is_voucher):
        raise Refused(_("nothing of {name} is left to refund", name=line["name"]))
    rules = counter.rules
    if not is_voucher:
        check_quantity(more, Unit(line["unit"]), limit=rules.quantity_limit, weight_limit=rules.weight_limit)
    basket, place = _put(basket, found, line, here + more, condition)
    for child, quantity in found.children(line, here + more):
        basket, _place = _put(basket, found, child, quantity, condition, parent=place + 1)
    return basket, place


def _put(
    basket: Basket,
    found: Refundable,
    line: Mapping[str, Any],
    back: Decimal,
    condition: str,
    *,
    parent: int = 0,
) -> tuple[Basket, int]:
    """The basket with so much of a recorded line, in place of what of it is in the basket already."""
    receipt = found.sale["number"]
    place = _place_of(basket, receipt, line["line"])
    new = SaleLine(
        line["sku"],
        line["code"],
        line["name"],
        line["tax"],
        -back,
        Decimal(line["unit_price"]),
        Unit(line["unit"]),
        line["department"],
        line["source"] if line["source"] in (REDEEMED, CHARGE, TAXED_VOUCHER) else "receipt",
        cost=None if line["cost"] is None else Decimal(line["cost"]),
        traits=Traits.from_document(line["traits"]) if "traits" in line else NO_TRAITS,
        origin=refund_part(receipt, line, found.came_back(line), back),
        condition=condition or (basket.lines[place].condition if place is not None else ""),
        parent=parent,
        parts=parts_of(line),
        prices=found.kind(line),
        service=line.get("service", ""),
        own_tax=line.get("own_tax", ""),
    )
    place = len(basket.lines) if place is None else place
    if place >= MAX_LINES:
        raise Refused(_("a sale has at most {most} lines: pay this one first", most=MAX_LINES))
    return basket.with_line(place, new), place


def _place_of(basket: Basket, receipt: str, number: int) -> int | None:
    for place, line in enumerate(basket.lines):
        origin = line.origin
        if origin is not None and not line.void and (origin.receipt, origin.line) == (receipt, number):
            return place
    return None


def line_of_code(counter: Counter, found: Refundable, code: str) -> int:
    """The line of a receipt that sold what a code means, ended items too; one with something left first.

    Raises Refused where none did.
    """
    sku = ""
    with suppress(PosError):
        sku = find_item(counter, code)[0].sku
    lines = [
        line
        for line in found.sale["lines"]
        if not line["void"] and (code in (line["sku"], line["code"]) or (sku and line["sku"] == sku))
    ]
    if not lines:
        raise Refused(_("receipt {number} has no {code}", number=found.sale["number"], code=code[:40]))
    return int(next((line for line in lines if found.left(line) > 0), lines[0])["line"])


def _line(sale: Mapping[str, Any], number: int) -> Mapping[str, Any]:
    for line in sale["lines"]:
        if line["line"] == number:
            found: Mapping[str, Any] = line
            return found
    raise InvalidValue(_("receipt {receipt} has no line #{number}", receipt=sale["number"], number=number))
