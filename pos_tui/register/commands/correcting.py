"""Commands that correct: what was there before stays on record."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pos_tui.core.errors import InvalidValue, Refused
from pos_tui.core.money import PRICE_DECIMALS, decimal, plain
from pos_tui.core.pricing import basket_discount_base, check_discount, line_figures
from pos_tui.core.quantity import check_quantity, parse_quantity
from pos_tui.core.sale import Correction, Discount
from pos_tui.core.weighing import BY_HAND, Weighing
from pos_tui.core.words import _
from pos_tui.register.command import Command
from pos_tui.register.entering import amount_of, unit_price
from pos_tui.register.grammar import split_line_number
from pos_tui.register.outcome import Outcome
from pos_tui.register.telling import edited, summary
from pos_tui.services import tendering
from pos_tui.services.permitting import percent_below, permit, share_of
from pos_tui.services.selling import looks_like_barcode

if TYPE_CHECKING:
    from pos_tui.register.register import Register


class Void(Command):
    """Take a line off the sale.

    It stays to be seen, struck through, and on record.
    """

    word = "void"
    usage = "[#3]"
    key = "f4"
    label = "Void"
    permission = "sale.void_line"

    def run(self, register: Register, arguments: str) -> Outcome:
        rest, number = split_line_number(arguments)
        if rest:
            raise InvalidValue(_("/void takes a line: /void #3, or the highlighted one without a number"))
        place, line = register.line(number)
        correction = Correction("void", place + 1, plain(line.quantity))
        register.change(register.basket.with_line(place, replace(line, void=True), correction))
        return edited(register, place, _("void: {name}", name=line.name))


class Qty(Command):
    """Give a line another quantity."""

    word = "qty"
    usage = "4 [#3]"
    key = "f3"
    label = "Qty"

    def run(self, register: Register, arguments: str) -> Outcome:
        text, number = split_line_number(arguments)
        if looks_like_barcode(text):
            raise InvalidValue(_("that is a bar code, not a quantity"))
        quantity = parse_quantity(register.heard(text))
        place, line = register.line(number)
        if line.exact is not None:
            raise Refused(_("this line's amount was given as a whole: void it and enter it again"))
        rules = register.counter.rules
        check_quantity(quantity, line.unit, limit=rules.quantity_limit, weight_limit=rules.weight_limit)
        signed = -quantity if line.is_return else quantity
        weighing = Weighing(BY_HAND) if line.weighing.by else line.weighing
        correction = Correction("quantity", place + 1, plain(line.quantity), plain(signed))
        register.change(
            register.basket.with_line(place, replace(line, quantity=signed, weighing=weighing), correction)
        )
        return edited(
            register, place, _("{quantity} x {name}", quantity=register.number(signed), name=line.name)
        )


class Price(Command):
    """Give a line another unit price. The price before it stays on record."""

    word = "price"
    usage = "1.99 [#3]"
    key = "f5"
    label = "Price"
    permission = "sale.price_override"

    def run(self, register: Register, arguments: str) -> Outcome:
        text, number = split_line_number(arguments)
        price = unit_price(register, text)
        place, line = register.line(number)
        before = plain(line.unit_price)
        permit(register.counter, "sale.price_override", percent=percent_below(line.unit_price, price))
        if price <= 0:
            permit(register.counter, "sale.zero_price")
        changed = replace(line, unit_price=price, source="entered", exact=None)
        correction = Correction("price", place + 1, before, plain(price))
        register.change(register.basket.with_line(place, changed, correction))
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


class Disc(Command):
    """Take a percentage or an amount off a line, or off it all.

    `all` spreads it over the whole basket; `0` takes a discount back.
    """

    word = "disc"
    usage = "10% | 2.00 [#3 | all]"
    key = "f6"
    label = "Disc"
    permission = "sale.discount"

    def run(self, register: Register, arguments: str) -> Outcome:
        text, number = split_line_number(arguments)
        head, _space, last = text.rpartition(" ")
        if last.casefold() == "all" and number is None:
            return self._basket(register, head.strip())
        place, line = register.line(number)
        discount = self._parse(register, text)
        if discount is not None:
            gross, _own = line_figures(replace(line, discount=None), register.shop.currency)
            check_discount(discount, gross, register.shop.currency)
            permit(register.counter, "sale.discount", percent=share_of(discount, gross))
        correction = Correction("discount", place + 1, _text(line.discount), _text(discount))
        register.change(register.basket.with_line(place, replace(line, discount=discount), correction))
        return edited(register, place, _("{name}: discount {text}", name=line.name, text=text))

    def _basket(self, register: Register, text: str) -> Outcome:
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
        elif basket.discount is None:
            raise Refused(_("the sale has no discount to take back: /disc 10% all gives one"))
        correction = Correction("discount", 0, _text(basket.discount), _text(discount))
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


class Undo(Command):
    """Take the last step back: a line, a correction, a tender.

    That it was undone stays on record.
    """

    word = "undo"
    key = "f8"
    label = "Undo"

    def run(self, register: Register, arguments: str) -> Outcome:
        if arguments:
            raise InvalidValue(_("/undo takes nothing behind it"))
        register.undo()
        return summary(register, "edited", _("undone"))


class Cancel(Command):
    """Drop the whole sale.

    It gets a receipt number of its own and stays on record.
    """

    word = "cancel"
    label = "Cancel"
    permission = "sale.cancel"
    blocks = True

    def run(self, register: Register, arguments: str) -> Outcome:
        if arguments:
            raise InvalidValue(_("/cancel takes nothing behind it"))
        document = tendering.cancel(register.counter, register.basket, register.notes.waiting)
        register.notes.recorded()
        register.start_over()
        data = {"receipt": document["number"], "ref": document["ref"], "total": document["total"]}
        return Outcome("cancelled", _("cancelled as {number}", number=document["number"]), data, sound="good")
