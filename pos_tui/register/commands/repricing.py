"""Commands that change what a line or the whole sale costs: each says before and after, and why."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from pos_tui import services
from pos_tui.core.errors import InvalidValue, Refused
from pos_tui.core.money import EXACT, PRICE_DECIMALS, decimal, percentage, plain, round_half_up
from pos_tui.core.pricing import basket_discount_base, check_discount, line_figures
from pos_tui.core.sale import Correction, Discount, SaleLine
from pos_tui.core.words import _
from pos_tui.register.amounts import amount_of, unit_price
from pos_tui.register.command import Command
from pos_tui.register.grammar import split_reason
from pos_tui.register.outcome import Outcome
from pos_tui.register.telling import edited
from pos_tui.services.permitting import percent_below, permit, share_of

if TYPE_CHECKING:
    from pos_tui.register.register import Register


def _own_line(register: Register, number: int | None) -> tuple[int, SaleLine]:
    """(place, line) of a line whose price is today's. Raises Refused."""
    place, line = register.line(number)
    services.charging.refuse_child(register.basket, line)
    if line.origin is not None:
        raise Refused(_("what comes back from {number} gives what was paid", number=line.origin.receipt))
    if not line.is_goods:
        raise Refused(_("{name} is no goods: void it and enter it again", name=line.name))
    return place, line


class Price(Command):
    """Give a line another unit price.

    The price before it stays on record, and the reason after `for`: /price 1.99 for damaged.
    """

    word = "price"
    usage = "1.99 [#3] [for REASON]"
    key = "f5"
    label = "Price"
    permission = "sale.price_override"

    def run(self, register: Register, arguments: str) -> Outcome:
        text, number, why = split_reason(arguments)
        price = unit_price(register, text)
        place, line = _own_line(register, number)
        before = plain(line.unit_price)
        permit(register.counter, "sale.price_override", percent=percent_below(line.unit_price, price))
        if price <= 0:
            permit(register.counter, "sale.zero_price")
        changed = replace(line, unit_price=price, source="entered", exact=None)
        why = services.reasons.reason_of(register.counter, why)
        correction = Correction("price", place + 1, before, plain(price), why)
        basket = register.basket.with_line(place, changed, correction)
        if line.is_return:
            services.paying_out.permit_returns(register.counter, basket)
        register.change(basket)
        return edited(
            register,
            place,
            _(
                "{name}: price {before} -> {price}",
                name=line.name,
                before=register.price(line.unit_price),
                price=register.price(price),
            ),
        )


class Markdown(Command):
    """Mark a line down: goods that are damaged or near their date.

    By a percentage, or to a price: /markdown 30% #3 for damaged. No promotion lowers it further.
    """

    word = "markdown"
    usage = "30% | 0.99 [#3] [for REASON]"
    label = "Mark down"
    permission = "sale.price_override"

    def run(self, register: Register, arguments: str) -> Outcome:
        text, number, why = split_reason(arguments)
        place, line = _own_line(register, number)
        marked = self._marked(register, line, text)
        permit(
            register.counter, "sale.price_override", percent=percent_below(line.unit_price, marked.unit_price)
        )
        if marked.unit_price <= 0:
            permit(register.counter, "sale.zero_price")
        why = services.reasons.reason_of(register.counter, why)
        correction = Correction("markdown", place + 1, plain(line.unit_price), plain(marked.unit_price), why)
        register.change(register.basket.with_line(place, marked, correction))
        before, after = register.price(line.unit_price), register.price(marked.unit_price)
        told = _("{name}: marked down {before} -> {price}", name=line.name, before=before, price=after)
        return edited(register, place, told)

    def _marked(self, register: Register, line: SaleLine, text: str) -> SaleLine:
        """The line at its lower price. What a label says as a whole goes down as a whole."""
        exact = None
        if text.endswith("%"):
            percent = decimal(register.heard(text[:-1]), _("percentage"), decimals=PRICE_DECIMALS)
            if not 0 < percent <= 100:
                raise InvalidValue(_("a markdown is more than 0 and at most 100 %"))
            price = _less(line.unit_price, percent, register.shop.currency.digits)
            if line.exact is not None:
                exact = line.exact - percentage(line.exact, percent)
        else:
            price = unit_price(register, text)
        if not 0 <= price < line.unit_price:
            price_now = register.price(line.unit_price)
            raise InvalidValue(_("a markdown lowers the price, which is {price}", price=price_now))
        return replace(line, unit_price=price, source="markdown", exact=exact)


def _less(price: Decimal, percent: Decimal, digits: int) -> Decimal:
    """A price less a percentage, half up to the currency's digits."""
    cents = EXACT.multiply(price.scaleb(digits, EXACT), 100 - percent).scaleb(-2, EXACT)
    return Decimal(round_half_up(cents)).scaleb(-digits, EXACT)


class Disc(Command):
    """Take a percentage or an amount off a line, or off it all.

    `all` spreads it over the whole basket; `0` takes a discount back. The reason stands after `for`.
    """

    word = "disc"
    usage = "10% | 2.00 [#3 | all] [for REASON]"
    key = "f6"
    label = "Disc"
    permission = "sale.discount"

    def run(self, register: Register, arguments: str) -> Outcome:
        text, number, why = split_reason(arguments)
        head, _space, last = text.rpartition(" ")
        if last.casefold() == "all" and number is None:
            return self._basket(register, head.strip(), why)
        place, line = _own_line(register, number)
        discount = self._parse(register, text)
        if discount is not None:
            gross, _own = line_figures(replace(line, discount=None), register.shop.currency)
            check_discount(discount, gross, register.shop.currency)
            permit(register.counter, "sale.discount", percent=share_of(discount, gross))
            why = services.reasons.reason_of(register.counter, why)
        correction = Correction("discount", place + 1, _text(line.discount), _text(discount), why)
        register.change(register.basket.with_line(place, replace(line, discount=discount), correction))
        return edited(register, place, _("{name}: discount {text}", name=line.name, text=text))

    def _basket(self, register: Register, text: str, why: str) -> Outcome:
        discount = self._parse(register, text)
        basket, currency = register.basket, register.shop.currency
        if discount is not None:
            base = basket_discount_base(basket, register.counter.pricing())
            if not base:
                raise Refused(
                    _("nothing is sold yet that a discount could be taken off: enter an item first")
                )
            check_discount(discount, base, currency)
            permit(register.counter, "sale.discount", percent=share_of(discount, base))
            why = services.reasons.reason_of(register.counter, why)
        elif basket.discount is None:
            raise Refused(_("the sale has no discount to take back: /disc 10% all gives one"))
        correction = Correction("discount", 0, _text(basket.discount), _text(discount), why)
        register.change(replace(basket, discount=discount, corrections=(*basket.corrections, correction)))
        total = register.text(register.priced.total)
        data = {"basket_discount": register.priced.discount, "total": register.priced.total}
        return Outcome(
            "edited",
            _("discount {text} on the whole sale: total {total}", text=text, total=total),
            data,
            sound="good",
        )

    def _parse(self, register: Register, text: str) -> Discount | None:
        if text.endswith("%"):
            percent = decimal(register.heard(text[:-1]), _("percentage"), decimals=PRICE_DECIMALS)
            return None if percent == 0 else Discount(percent=percent)
        amount = amount_of(register, text)
        if amount < 0:
            raise InvalidValue(_("a discount is never negative: give another price with /price"))
        return None if amount == 0 else Discount(amount=amount)


def _text(discount: Discount | None) -> str:
    if discount is None:
        return ""
    return f"{plain(discount.percent)}%" if discount.percent is not None else str(discount.amount)
