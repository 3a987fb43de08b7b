"""Selling: a code becomes an item, and an item a line of the basket."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from pos_tui.core.barcode import gtin14, is_digits
from pos_tui.core.currency import NUMERIC
from pos_tui.core.errors import InvalidValue, Refused, TraitUnknown
from pos_tui.core.item import BLOCKED
from pos_tui.core.money import EXACT, PRICE_DECIMALS, plain, to_major, to_minor
from pos_tui.core.quantity import DECIMALS, Unit, check_quantity
from pos_tui.core.sale import Basket, SaleLine
from pos_tui.core.traits import NO_TRAITS, Traits
from pos_tui.core.words import _

from . import open_prices, price_lists, shelf
from .identifying import find_item
from .permitting import percent_below, permit
from .weighing import weighed

if TYPE_CHECKING:
    from pos_tui.core.instore import Measured
    from pos_tui.core.item import Item
    from pos_tui.core.tax_shares import Weights

    from .counter import Counter
    from .kits import Leaves

_ONE = Decimal(1)
_THOUSANDTH = _ONE.scaleb(-DECIMALS)
_PRICE_STEP = _ONE.scaleb(-PRICE_DECIMALS)
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
    weigh: bool = False
    """The scale's weight was asked for by name."""
    tare: str = ""
    """The packaging that was chosen, before the item's own."""
    again: bool = False
    """The same weight as before is right."""
    group: str = ""
    """The customers its buyer belongs to."""
    given: str = ""
    """The serial number or lot, where the item asked for it."""


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
    parts: Leaves = ()
    taxed: Weights = ()
    if item.status == BLOCKED:
        raise Refused(_("{name} is not for sale: it is blocked", name=item.name))
    listed = price_lists.price_of(counter, item, wanted.group)
    if listed is not None and listed.prices and measured is not None and measured.price is not None:
        listed = None  # a sticker is a shelf's, whoever buys
    if listed is not None:
        item = replace(item, price=listed.price)
    if item.parts:
        unpacked = _unpacked(counter, item, wanted)
        if unpacked is not None:
            return line_of(counter, unpacked[0], None, unpacked[1])
        item, parts, taxed = _made_up(counter, item, wanted)
    unit_price, source = _unit_price(item, wanted, measured, "catalogue" if listed is None else "list")
    wanted, weighing = weighed(counter, item, measured, wanted)
    quantity, exact = _amounts(counter, item, wanted, measured, unit_price)
    price, charged = _charged(counter, unit_price, quantity, exact)
    check_quantity(
        quantity, item.unit, limit=counter.rules.quantity_limit, weight_limit=counter.rules.weight_limit
    )
    if wanted.price is not None or wanted.total is not None:
        _permit_price(counter, item, charged)
        if item.price is None:
            open_prices.check(counter, item.department, charged)
    traits = _traits(item, measured, wanted, quantity)
    if wanted.returned:
        quantity, exact = -quantity, None if exact is None else -exact
    return SaleLine.of(
        item,
        wanted.code,
        quantity,
        price,
        source=source,
        entered=wanted.entered,
        exact=exact,
        traits=traits,
        weighing=weighing,
        parts=parts,
        taxed=taxed,
        prices="" if listed is None else listed.prices,
    )


def _charged(
    counter: Counter, price: Decimal | None, quantity: Decimal, exact: int | None
) -> tuple[Decimal, Decimal]:
    """(the unit price that is shown, the one that is charged). Raises InvalidValue beyond the limits."""
    if quantity < 0:
        raise InvalidValue(_("a total below zero gives no weight: /return takes back"))
    if exact is not None:
        charged = _derived_price(counter, exact, quantity)
        if not price or quantity != _weight_for(counter, exact, price):
            price = charged  # times the quantity it is what is charged
    else:
        charged = price = price or Decimal(0)
    if max(abs(price), abs(charged)) > counter.rules.price_limit:
        raise InvalidValue(
            _("a price of {price} is more than the limit (limits.price)", price=plain(charged))
        )
    return price, charged


def _unpacked(counter: Counter, item: Item, wanted: Wanted) -> tuple[Item, Wanted] | None:
    """(what is in it, that many of it) of a pack that has no price, and was given none."""
    from . import kits

    if wanted.price is not None or wanted.total is not None:
        return None
    pack = kits.pack_of(counter, item)
    if pack is None:
        return None
    quantity = EXACT.multiply(pack[1], _ONE if wanted.quantity is None else wanted.quantity)
    return pack[0], replace(wanted, quantity=quantity)


def _made_up(counter: Counter, item: Item, wanted: Wanted) -> tuple[Item, Leaves, Weights]:
    """A kit at its own price or its parts', what it takes from the stock, and how it is taxed."""
    from . import kits

    leaves = kits.leaves(counter, item)
    if not wanted.returned:
        kits.check_parts(counter, item)
    if wanted.price is None and wanted.total is None:
        item = kits.priced(counter, item, wanted.group)
    item = replace(item, age=max(item.age, kits.least_age(counter, item)))
    return item, leaves, kits.tax_weights(counter, item, wanted.group)


def _traits(item: Item, measured: Measured | None, wanted: Wanted, quantity: Decimal) -> Traits:
    """What is known of the piece. Raises TraitUnknown where the item asks for more."""
    traits = NO_TRAITS if measured is None else measured.traits
    if not item.asks or wanted.returned:
        return traits
    if item.asks == "serial" and quantity != 1:
        raise InvalidValue(_("{name} is sold one at a time: each has its own serial number", name=item.name))
    if not getattr(traits, item.asks):
        if not wanted.given:
            raise TraitUnknown(
                _("which {name}? Scan or type its serial number: /serial NUMBER", name=item.name)
                if item.asks == "serial"
                else _("of which lot is {name}? /lot NUMBER", name=item.name)
            )
        traits = replace(traits, **{item.asks: wanted.given})
    return traits


def _permit_price(counter: Counter, item: Item, charged: Decimal) -> None:
    """Raises NotAllowed for a price that was typed, and that whoever typed it may not give."""
    if item.price is not None and charged != item.price:
        permit(counter, "sale.price_override", percent=percent_below(item.price, charged))
    if charged <= 0:
        permit(counter, "sale.zero_price")


def _unit_price(
    item: Item, wanted: Wanted, measured: Measured | None, own: str
) -> tuple[Decimal | None, str]:
    """(unit price, where it is from); `own` is where the item's price is from."""
    labelled = measured is not None and measured.price is not None
    if wanted.price is not None:
        if labelled:
            raise Refused(
                _("the label has a price of its own: enter {sku}@ and the price instead", sku=item.sku)
            )
        return wanted.price, "entered" if item.price is not None else "open"
    if wanted.total is not None or labelled:
        each = item.price if item.unit is not Unit.EACH and item.price else None
        return each, "total" if wanted.total is not None else "sticker"
    if item.price is None:
        raise Refused(
            _("{name} has no price of its own: enter {sku}@ and the price", name=item.name, sku=item.sku)
        )
    return item.price, own


def _amounts(
    counter: Counter, item: Item, wanted: Wanted, measured: Measured | None, price: Decimal | None
) -> tuple[Decimal, int | None]:
    """(quantity, exact amount): a sticker or a line total is charged exactly, the weight follows."""
    quantity, exact = wanted.quantity, wanted.total
    if measured is not None:
        quantity, exact = _labelled(counter, item, wanted, measured)
    if quantity is not None:
        return quantity, exact
    if exact is not None and item.unit is not Unit.EACH and price:
        return _weight_for(counter, exact, price), exact
    if item.weighed:
        raise Refused(
            _(
                "{name} is sold by weight: enter the weight, as in 0.734*{code}",
                name=item.name,
                code=wanted.code[:40],
            )
        )
    return _ONE, exact


def _labelled(
    counter: Counter, item: Item, wanted: Wanted, measured: Measured
) -> tuple[Decimal | None, int | None]:
    """(quantity, exact amount) of one or several labels; None where they say nothing of it."""
    weight = _weight(item, measured)
    if weight is None and measured.price is None and measured.count is None:
        return wanted.quantity, wanted.total
    labels, exact = _ONE if wanted.quantity is None else wanted.quantity, wanted.total
    if labels != labels.to_integral_value():
        raise InvalidValue(_("{labels} is not a whole number of labels", labels=plain(labels)))
    if measured.price is not None and exact is None:
        exact = _sticker(counter, measured) * int(labels)
    if weight is not None:
        return EXACT.multiply(weight, labels), exact
    pieces = labels * (measured.count or 1)
    return pieces if item.unit is Unit.EACH else None, exact


_SMALLER = {Unit.GRAM: Unit.KILOGRAM, Unit.MILLILITRE: Unit.LITRE}


def _weight(item: Item, measured: Measured) -> Decimal | None:
    """What the label measures, in the item's unit; what is sold by the piece has no use for it."""
    if measured.weight is None or measured.unit in (None, item.unit):
        return measured.weight
    if item.unit is Unit.EACH:
        return None
    if _SMALLER.get(item.unit) is measured.unit:
        return measured.weight.scaleb(3)
    raise Refused(
        _(
            "the label is in {measure}, and {name} is sold by {unit}: enter the quantity, as in 0.734*{sku}",
            measure=measured.unit,
            name=item.name,
            unit=item.unit,
            sku=item.sku,
        )
    )


def _sticker(counter: Counter, measured: Measured) -> int:
    """The label's price in minor units."""
    digits, currency = measured.price or "0", counter.shop.currency
    if measured.currency and NUMERIC.get(measured.currency) != currency.code:
        other = NUMERIC.get(measured.currency, measured.currency)
        raise Refused(_("the label's price is in {other}: enter the price by hand", other=other))
    if measured.decimals is None:
        return int(digits)
    price = Decimal(digits).scaleb(-measured.decimals, EXACT)
    amount = to_minor(price, currency)
    if to_major(amount, currency) != price:
        raise Refused(
            _("the label's price is {price}, finer than {currency} has", price=price, currency=currency.code)
        )
    return amount


def _weight_for(counter: Counter, exact: int, price: Decimal) -> Decimal:
    """How much of something costs an amount, to the gram."""
    return EXACT.quantize(EXACT.divide(to_major(exact, counter.shop.currency), price), _THOUSANDTH)


def _derived_price(counter: Counter, exact: int, quantity: Decimal) -> Decimal:
    if not quantity:
        raise InvalidValue(_("a quantity of zero sells nothing"))
    return EXACT.quantize(EXACT.divide(to_major(exact, counter.shop.currency), quantity), _PRICE_STEP)


def add_line(counter: Counter, basket: Basket, line: SaleLine) -> tuple[Basket, int]:
    """The basket with a line more, or with a higher quantity where the shop merges; and the line's place.

    Raises Refused, also where the very piece (its serial number) is in the basket already.
    """
    if line.traits.serial:
        _must_be_another(basket, line)
    shelf.check(counter, basket, line)
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


def _must_be_another(basket: Basket, line: SaleLine) -> None:
    """Refuses the very piece that is sold (or taken back) in this sale already."""
    piece = (line.sku, line.traits.serial, line.is_return)
    for place, other in enumerate(basket.lines, 1):
        if (other.sku, other.traits.serial, other.is_return) == piece and not other.void:
            raise Refused(
                _(
                    "this piece of {name} (serial {serial}) is line {line} already: scan the next one",
                    name=line.name,
                    serial=line.traits.serial,
                    line=place,
                )
            )


def _is_same(one: SaleLine, other: SaleLine) -> bool:
    """Whether two lines may merge: the same goods by the piece, at the catalogue's price, one direction."""
    return (
        one.sku == other.sku
        and (one.tax, one.name, one.traits, one.parts) == (other.tax, other.name, other.traits, other.parts)
        and one.taxed == other.taxed
        and (one.prices, one.service) == (other.prices, other.service)
        and one.source == other.source in ("catalogue", "list")
        and one.unit is Unit.EACH
        and not one.void
        and one.discount is None
        and one.unit_price == other.unit_price
        and one.is_return == other.is_return
    )


def looks_like_barcode(text: str) -> bool:
    """Whether what was given as an amount or a quantity is rather a scan that went astray."""
    return is_digits(text) and (len(text) >= 12 or gtin14(text) is not None)
