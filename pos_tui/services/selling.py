"""Selling: a code becomes an item, and an item a line of the basket."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from pos_tui.core.barcode import Scan, gtin14, is_digits, is_misread
from pos_tui.core.errors import InvalidValue, Refused, SeveralItems, UnknownCode
from pos_tui.core.money import EXACT, PRICE_DECIMALS, plain, to_major
from pos_tui.core.quantity import DECIMALS, Unit, check_quantity
from pos_tui.core.sale import Basket, SaleLine
from pos_tui.core.words import _

if TYPE_CHECKING:
    from pos_tui.core.instore import Measured
    from pos_tui.core.item import Item

    from .counter import Counter

_ONE = Decimal(1)
_THOUSANDTH = _ONE.scaleb(-DECIMALS)
_PRICE_STEP = _ONE.scaleb(-PRICE_DECIMALS)
MAX_CODE = 128
MAX_LINES = 5000


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for: a code and what was said about it."""

    code: str
    quantity: Decimal | None = None
    price: Decimal | None = None
    """Unit price in major units."""
    total: int | None = None
    """Line total in minor units."""
    entered: str = "key"
    returned: bool = False


def is_exact_code(counter: Counter, text: str) -> bool:
    """Whether a text is the code of an item as it stands."""
    return bool(counter.catalogue.by_code(text))


def find_item(counter: Counter, text: str) -> tuple[Item, Measured | None]:
    """The item of a code, and what an in-store code says of price or weight.

    Looked up as it is, without regard to case, as GTIN, and by the shop's in-store masks, in this order.

    Raises:
        UnknownCode: nothing has it. SeveralItems: more than one has it.
    """
    catalogue = counter.catalogue
    found = catalogue.by_code(text)
    if found:
        return _only(found, text), None
    scan = Scan.parse(text)
    code = scan.code
    if scan.aim and (found := catalogue.by_code(code)):
        return _only(found, code), None
    folded = catalogue.by_folded_code(code)
    if len(folded) == 1:
        return folded[0], None
    key = gtin14(code)
    if key and (found := catalogue.by_gtin(key)):
        return _only(found, code), None
    for mask in counter.rules.masks:
        measured = mask.read(code)
        if measured and measured.misread:
            raise _misread(code)
        if measured and (found := _in_store(counter, measured.item)):
            return _only(found, code), measured
    raise _unknown(code)


def _in_store(counter: Counter, number: str) -> tuple[Item, ...]:
    return counter.catalogue.by_code(number) or counter.catalogue.by_code(number.lstrip("0") or "0")


def _only(items: tuple[Item, ...], code: str) -> Item:
    if len(items) > 1:
        names = ", ".join(f"{item.sku} {item.name}" for item in items[:5])
        message = _("several items have the code {code}: enter one of {names}", code=code, names=names)
        raise SeveralItems(message, items)
    return items[0]


def _unknown(code: str) -> UnknownCode:
    if is_misread(code):
        return _misread(code)
    shown = code if len(code) <= 40 else code[:40] + "..."
    return UnknownCode(_("no item has the code {code}", code=shown), code[:MAX_CODE])


def _misread(code: str) -> UnknownCode:
    message = _("{code}: misread, the check digit is wrong; scan it again", code=code[:MAX_CODE])
    return UnknownCode(message, code[:MAX_CODE], misread=True)


def make_line(counter: Counter, wanted: Wanted) -> SaleLine:
    """The line that sells (or takes back) what was asked for.

    Raises:
        UnknownCode, Refused, InvalidValue: it cannot be sold like that.
    """
    return line_of(counter, *find_item(counter, wanted.code), wanted)


def line_of(counter: Counter, item: Item, measured: Measured | None, wanted: Wanted) -> SaleLine:
    """The line that sells (or takes back) an item; `measured` is what its label says.

    Raises Refused, InvalidValue: it cannot be sold like that.
    """
    price, source = _unit_price(item, wanted, measured)
    quantity, exact = _amounts(counter, item, wanted, measured, price)
    if quantity < 0:
        raise InvalidValue(_("a total below zero gives no weight: /return takes back"))
    if exact is not None:
        charged = _derived_price(counter, exact, quantity)
        price = charged if price is None else price
    else:
        charged = price = price or Decimal(0)
    if max(abs(price), abs(charged)) > counter.rules.price_limit:
        raise InvalidValue(
            _("a price of {price} is more than the limit (limits.price)", price=plain(charged))
        )
    check_quantity(
        quantity, item.unit, limit=counter.rules.quantity_limit, weight_limit=counter.rules.weight_limit
    )
    if wanted.returned:
        quantity, exact = -quantity, None if exact is None else -exact
    return SaleLine.of(item, wanted.code, quantity, price, source=source, entered=wanted.entered, exact=exact)


def _unit_price(item: Item, wanted: Wanted, measured: Measured | None) -> tuple[Decimal | None, str]:
    labelled = measured is not None and measured.price is not None
    if wanted.price is not None:
        if labelled:
            raise Refused(
                _("the label has a price of its own: enter {sku}@ and the price instead", sku=item.sku)
            )
        return wanted.price, "entered"
    if wanted.total is not None or labelled:
        own = item.price if item.unit is not Unit.EACH and item.price else None
        return own, "total" if wanted.total is not None else "sticker"
    if item.price is None:
        raise Refused(
            _("{name} has no price of its own: enter {sku}@ and the price", name=item.name, sku=item.sku)
        )
    return item.price, "catalogue"


def _amounts(
    counter: Counter, item: Item, wanted: Wanted, measured: Measured | None, price: Decimal | None
) -> tuple[Decimal, int | None]:
    """(quantity, exact amount): a sticker or a line total is charged exactly, the weight follows."""
    quantity, exact = wanted.quantity, wanted.total
    if measured is not None:
        labels = _ONE if quantity is None else quantity
        if labels != labels.to_integral_value():
            raise InvalidValue(_("{labels} is not a whole number of labels", labels=plain(labels)))
        if measured.weight is not None:
            return EXACT.multiply(measured.weight, labels), exact
        if exact is None:
            exact = int(measured.price or 0) * int(labels)
        quantity = labels if item.unit is Unit.EACH else None
    if quantity is not None:
        return quantity, exact
    if exact is not None and item.unit is not Unit.EACH and price:
        weight = EXACT.divide(to_major(exact, counter.shop.currency), price)
        return EXACT.quantize(weight, _THOUSANDTH), exact
    if item.weighed:
        raise Refused(
            _(
                "{name} is sold by weight: enter the weight, as in 0.734*{code}",
                name=item.name,
                code=wanted.code[:40],
            )
        )
    return _ONE, exact


def _derived_price(counter: Counter, exact: int, quantity: Decimal) -> Decimal:
    if not quantity:
        raise InvalidValue(_("a quantity of zero sells nothing"))
    return EXACT.quantize(EXACT.divide(to_major(exact, counter.shop.currency), quantity), _PRICE_STEP)


def add_line(counter: Counter, basket: Basket, line: SaleLine) -> tuple[Basket, int]:
    """The basket with a line more, or with a higher quantity where the shop merges; and the line's place."""
    if counter.rules.merge:
        for place, other in enumerate(basket.lines):
            if _is_same(other, line):
                quantity = other.quantity + line.quantity
                if abs(quantity) <= counter.rules.quantity_limit:
                    return basket.with_line(place, replace(other, quantity=quantity)), place
    if len(basket.lines) >= MAX_LINES:
        raise Refused(
            _("a sale has at most {most} lines: pay this one and go on with the next", most=MAX_LINES)
        )
    return basket.with_line(len(basket.lines), line), len(basket.lines)


def _is_same(one: SaleLine, other: SaleLine) -> bool:
    """Whether two lines may merge: the same goods by the piece, at the catalogue's price, one direction."""
    return (
        one.sku == other.sku
        and (one.tax, one.name) == (other.tax, other.name)
        and one.source == other.source == "catalogue"
        and one.unit is Unit.EACH
        and not one.void
        and one.discount is None
        and one.unit_price == other.unit_price
        and one.is_return == other.is_return
    )


def looks_like_barcode(text: str) -> bool:
    """Whether what was given as an amount or a quantity is rather a scan that went astray."""
    return is_digits(text) and (len(text) >= 12 or gtin14(text) is not None)
