"""Entering: what was typed or scanned becomes a line, a pending quantity, or a list of what matches."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pos_tui import services
from pos_tui.core.errors import InvalidValue, PosError, Refused, UnknownCode
from pos_tui.core.money import plain
from pos_tui.core.quantity import most_of_any
from pos_tui.core.weighing import BY_SCALE
from pos_tui.core.words import _
from pos_tui.services import identifying, selling
from pos_tui.services.weighing import gross_grams, needs_scale

from .amounts import amount_of, quantity_of, typed_quantity, unit_price
from .grammar import Entry, parse_entry
from .outcome import Outcome
from .recognising import recognised
from .telling import earned, line_outcome, summary, warned, with_children, with_earned

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pos_tui.core.item import Item
    from pos_tui.core.sale import Basket, Coupon, SaleLine

    from .register import Register


def sell(
    register: Register,
    text: str,
    *,
    entered: str = "key",
    returned: bool = False,
    weigh: bool = False,
    again: bool = False,
) -> Outcome:
    """Sells (or takes back) what an entry says; with `weigh` only by the scale's weight. Raises PosError."""
    counter = register.counter
    entry = parse_entry(text, lambda code: identifying.is_exact_code(counter, code), register.mark)
    if not entry.code:
        return _hold_quantity(register, entry)
    wanted = replace(_wanted(register, entry, entered, returned), weigh=weigh, again=again)
    try:
        item, measured = identifying.find_item(counter, entry.code)
        line = selling.line_of(counter, item, measured, wanted)
    except InvalidValue as error:
        raise _without_pending(register, entry, error) from error
    except UnknownCode:
        other = _other_code(register, entry, sells=not (returned or weigh)) if entry.is_bare else None
        if other is not None:
            return other
        searches = (
            entered != "scan" and not (returned or weigh) and entry.is_bare and not entry.code.isdigit()
        )
        found = matches(register, text) if searches else None
        if found is None:
            raise
        return found
    return _sold_with(register, item, line, returned=returned)


def _sold_with(register: Register, item: Item, line: SaleLine, *, returned: bool) -> Outcome:
    """Sells a line of an item, and what is charged with it."""
    counter = register.counter
    basket, place = with_line(register, line)
    missing: list[str] = []
    if line.sku != item.sku:  # a pack that sells as so many of what is in it
        item = counter.catalogue.get(line.sku) or item
    if (item.comes_with or item.parts) and place == len(register.basket.lines):
        basket, missing = services.charging.with_charges(counter, basket, item, place)
    if returned:
        services.paying_out.permit_returns(counter, basket)
    outcome = sold(register, basket, place)
    if not missing:
        return outcome
    told = _("sold without {skus}: no such item with a price and a tax", skus=", ".join(missing))
    return warned(outcome, told)


def _other_code(register: Register, entry: Entry, *, sells: bool) -> Outcome | None:
    """What the code of a coupon, a customer's card, a slip or a receipt comes to; None for any other."""
    counter = register.counter
    coupon = services.coupons.find(counter, entry.code) if sells else None
    if coupon is not None:
        return show_coupon(register, coupon)
    one = services.serving.of_card(counter, entry.code) if sells else None
    if one is not None:
        from .commands.customers import serve

        return serve(register, one)
    known = recognised(register, entry.code) if sells else None
    if known is not None:
        return known
    if services.empties.slip_amount(counter, entry.code) is not None:
        return sold(register, *services.empties.take(counter, register.basket, entry.code))
    number = services.refunding.receipt_number(counter, entry.code)
    if number is None:
        return None
    told = _("that is receipt {number}: /refund {number} takes its goods back", number=number)
    return Outcome("refused", told, {"reason": told, "refund": number}, sound="refused")


def show_coupon(register: Register, coupon: Coupon) -> Outcome:
    """Takes a coupon into the sale, and says what it saves. Raises Refused."""
    register.change(services.coupons.show(register.counter, register.basket, coupon))
    told = earned(register) or _("nothing is in the sale yet that it is for")
    return summary(register, "edited", _("coupon {code}: {told}", code=coupon.code, told=told))


def with_line(register: Register, line: SaleLine) -> tuple[Basket, int]:
    """The basket with a line more (or a higher quantity), and the line's place; nothing has changed yet.

    Raises Refused.
    """
    if register.counter.ledger.changed("service_taxes"):
        line = services.eating.served(register.counter, register.basket, line)
    if line.tax not in register.counter.pricing().taxes:
        raise Refused(
            _("the shop has no tax code '{tax}' ({name})", tax=line.tax, name=line.sku or line.name)
        )
    basket = services.age.checked(register.counter, register.basket, line, register.of_age)
    return selling.add_line(register.counter, basket, line)


def sold(register: Register, basket: Basket, place: int) -> Outcome:
    """Makes the basket with that line the open one, and tells of the line."""
    register.change(basket)
    register.pending = register.current = None
    line = basket.lines[place]
    if line.weighing.by == BY_SCALE and register.counter.scale is not None:
        register.counter.scale.take(gross_grams(line))
        register.tare = ""
    outcome = with_earned(register, with_children(register, line_outcome(register, "line", place), place))
    warning = services.freshness.warning(register.counter, line)
    if not warning:
        return outcome
    return warned(outcome, warning)


def asks_scale(register: Register, text: str) -> bool:
    """Whether selling by this entry would wait for the scale."""
    counter = register.counter
    if counter.scale is None:
        return False
    try:
        entry = parse_entry(text, lambda code: identifying.is_exact_code(counter, code), register.mark)
        if not entry.code:
            return False
        wanted = _wanted(register, entry, "key", returned=False)
        return needs_scale(counter, *identifying.find_item(counter, entry.code), wanted)
    except PosError:
        return False


def _hold_quantity(register: Register, entry: Entry) -> Outcome:
    quantity, rules = typed_quantity(register.heard(entry.quantity or "")), register.counter.rules
    # What it counts is not known yet: the item's own limit is looked at when its code is there.
    if not 0 < quantity <= most_of_any(rules.quantity_limit, rules.weight_limit):
        raise InvalidValue(
            _(
                "{quantity} is no quantity to sell: zero, or more than the limits",
                quantity=register.number(quantity),
            )
        )
    register.pending = quantity
    return Outcome(
        "info", _("{quantity} x ...", quantity=register.number(quantity)), {"pending": plain(quantity)}
    )


def _without_pending(register: Register, entry: Entry, error: InvalidValue) -> InvalidValue:
    """The refusal; a pending quantity that this item cannot have would only refuse the next one, too."""
    if register.pending is None or entry.quantity is not None:
        return error
    dropped, register.pending = plain(register.pending), None
    return InvalidValue(_("{why}; {quantity} x is dropped", why=error.message, quantity=dropped))


def _wanted(register: Register, entry: Entry, entered: str, returned: bool) -> selling.Wanted:
    return selling.Wanted(
        entry.code,
        quantity_of(register, entry.quantity),
        None if entry.price is None else unit_price(register, entry.price),
        None if entry.total is None else amount_of(register, entry.total),
        entered,
        returned,
        tare=register.tare,
        group=register.basket.group,
        given=register.given,
    )


def objection(register: Register, field: str, text: str) -> str:
    """Why a new item cannot have this as its code, name or price; nothing where it can."""
    try:
        if field == "price":
            services.catalogue.check_price(unit_price(register, text))
        elif field == "name":
            services.catalogue.check_name(text)
        else:
            services.catalogue.check_code(register.counter, text)
    except Refused as error:
        return error.message
    return ""


def matches(register: Register, text: str) -> Outcome | None:
    """The items that match some words; None where nothing does."""
    rows = item_rows(register, register.find(text))
    if not rows:
        return None
    return Outcome("found", "\n".join(_as_text(register, row) for row in rows), {"items": rows})


def item_rows(register: Register, items: Iterable[Item]) -> list[dict[str, Any]]:
    """Items to choose from, for scripts; no price is an open one, no stock is not counted."""
    return [_found(register, item) for item in items]


def _found(register: Register, item: Item) -> dict[str, Any]:
    stock = register.looking.stock(item.sku)
    return {
        "code": item.sku,
        "name": item.name,
        "price": None if item.price is None else plain(item.price),
        "department": item.department,
        "stock": None if stock is None else plain(stock),
    }


def _as_text(register: Register, row: Mapping[str, Any]) -> str:
    stock = (
        "" if row["stock"] is None else _("{count} in stock", count=register.number(Decimal(row["stock"])))
    )
    price = _("open price") if row["price"] is None else register.price(Decimal(row["price"]))
    parts = (row["code"], row["name"], price, row["department"], stock)
    return "  ".join(filter(None, parts))
