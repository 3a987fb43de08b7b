"""Refunding: goods of a recorded sale become lines of the open basket, with the figures of then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from pos_tui.core import receipt_code
from pos_tui.core.charge import returned_with
from pos_tui.core.errors import InvalidValue, PosError, Refused
from pos_tui.core.quantity import Unit, check_quantity
from pos_tui.core.records import COMPLETED_KINDS, said_kind
from pos_tui.core.refund import refund_part
from pos_tui.core.refund_window import last_day
from pos_tui.core.sale import (
    APART,
    CHARGE,
    LAYAWAY_TAXED,
    REDEEMED,
    TAXED_VOUCHER,
    Basket,
    SaleLine,
    parts_of,
)
from pos_tui.core.traits import NO_TRAITS, Traits
from pos_tui.core.words import _

from . import paying_out
from .afterwards import After, after
from .identifying import find_item
from .permitting import permit
from .reprinting import by_number
from .selling import MAX_LINES

if TYPE_CHECKING:
    from .counter import Counter

SHORT_HASH = 8
"""Digits of a record's hash that its receipt prints."""
SHELF, WASTE = "shelf", "waste"
_NO_GOODS: Final = (*APART, TAXED_VOUCHER, LAYAWAY_TAXED)


@dataclass(frozen=True, slots=True)
class Refundable:
    """A recorded sale that goods may come back from."""

    sale: Mapping[str, Any]
    after: After
    until: str | None
    """The last business day for it; None is for ever."""
    is_late: bool
    prices: str = "inclusive"
    """inclusive or exclusive: as the shop's prices are now."""

    def left(self, line: Mapping[str, Any]) -> Decimal:
        """What of a line did not come back yet; nothing of a line that sold nothing."""
        bought = Decimal(line["qty"])
        if line["void"] or bought <= 0 or line["source"] in _NO_GOODS or line.get("parent"):
            return Decimal(0)
        return bought - self.came_back(line)

    def came_back(self, line: Mapping[str, Any]) -> Decimal:
        """What of a line came back before."""
        return self.after.lines.get(str(line["line"]), Decimal(0))

    def children(self, line: Mapping[str, Any], back: Decimal) -> list[tuple[Mapping[str, Any], Decimal]]:
        """What goes with a line, and how much of that comes back with `back` of the line.

        What went with it comes back in proportion; pieces with the part that completes one.
        """
        found = []
        for child in self.sale["lines"]:
            if child.get("parent") == line["line"] and not child["void"]:
                of, unit = Decimal(line["qty"]), Unit(child["unit"])
                all_back = returned_with(Decimal(child["qty"]), self.came_back(line) + back, of, unit)
                found.append((child, all_back - self.came_back(child)))
        return [(child, more) for child, more in found if more > 0]

    def worth(self, line: Mapping[str, Any], back: Decimal) -> int:
        """What `back` of a line gives, in minor units, with its taxes and what goes with it; negative."""
        total = 0
        for one, quantity in ((line, back), *self.children(line, back)):
            part = refund_part(self.sale["number"], one, self.came_back(one), quantity)
            on_top = one.get("prices", self.sale["prices"]) != "inclusive"
            total += part.amount + (part.tax if on_top else 0)
        return total

    def kind(self, line: Mapping[str, Any]) -> str:
        """Whether the price of a line contains its tax, where that is not as it is in the shop now."""
        prices = str(line.get("prices", self.sale["prices"]))
        return "" if prices == self.prices else prices


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
    return Refundable(sale, later, until, is_late, counter.shop.prices)


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
    paying_out.permit_returns(counter, basket)
    if found.is_late:
        permit(counter, "return.without_receipt", amount=-paying_out.proven_value(counter, basket))
    return basket, places


def _with_part(
    counter: Counter, basket: Basket, found: Refundable, pick: Pick, condition: str
) -> tuple[Basket, int]:
    receipt, line = found.sale["number"], _line(found.sale, pick.line)
    if line["source"] in _NO_GOODS:
        raise Refused(_("{name} is not taken back: it is no goods", name=line["name"]))
    if line.get("parent"):
        raise Refused(
            _("{name} comes back with what it went with: #{line}", name=line["name"], line=line["parent"])
        )
    place = _place_of(basket, receipt, pick.line)
    here = Decimal(0) if place is None else -basket.lines[place].quantity
    more = found.left(line) - here if pick.quantity is None else pick.quantity
    if more <= 0 and pick.quantity is None:
        raise Refused(_("nothing of {name} is left to refund", name=line["name"]))
    rules = counter.rules
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
        line["source"] if line["source"] in (REDEEMED, CHARGE) else "receipt",
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
