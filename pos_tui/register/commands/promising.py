"""Commands for what a customer may have besides the prices: coupons, and the group a customer belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pos_tui import services
from pos_tui.core.errors import InvalidValue, Refused
from pos_tui.core.words import _
from pos_tui.register.command import Command
from pos_tui.register.entering import show_coupon
from pos_tui.register.outcome import Outcome
from pos_tui.register.telling import earned, summary
from pos_tui.services import price_lists

if TYPE_CHECKING:
    from pos_tui.register.register import Register


class TakeCoupon(Command):
    """Take a coupon into the sale, as scanning it does.

    A minus before its code takes it back: /coupon -SUMMER10. Alone it lists the coupons of the sale.
    """

    word = "coupon"
    usage = "[[-]CODE]"
    label = "Coupon"

    def run(self, register: Register, arguments: str) -> Outcome:
        if not arguments:
            codes = [coupon.code for coupon in register.basket.coupons]
            told = _("coupons of the sale: {codes}", codes=", ".join(codes) or "-")
            return Outcome("info", told, {"coupons": codes})
        if arguments.startswith("-"):
            code = arguments[1:].strip()
            register.change(services.coupons.take_back(register.basket, code))
            return summary(register, "edited", _("coupon {code} taken back", code=code))
        coupon = services.coupons.find(register.counter, arguments)
        if coupon is None:
            raise Refused(_("there is no coupon {code}", code=arguments[:64]))
        return show_coupon(register, coupon)


class Group(Command):
    """Say which customers the buyer belongs to: members, staff.

    Their prices and promotions hold for the whole sale. `/group -` takes it back.
    """

    word = "group"
    usage = "[NAME | -]"
    label = "Group"

    def run(self, register: Register, arguments: str) -> Outcome:
        known = register.counter.groups()
        if not arguments:
            told = _("groups of customers: {names}", names=", ".join(known) or "-")
            return Outcome("info", told, {"group": register.basket.group, "groups": known})
        wanted = "" if arguments == "-" else arguments
        found = [name for name in known if name.casefold() == wanted.casefold()]
        if wanted and not found:
            raise InvalidValue(
                _(
                    "no price and no promotion is for {name}: there is {names}",
                    name=wanted[:40],
                    names=", ".join(known) or "-",
                )
            )
        group = found[0] if found else ""
        register.change(price_lists.for_group(register.counter, register.basket, group))
        message = _("group {name}", name=group or "-")
        told = earned(register)
        return summary(register, "edited", f"{message}; {told}" if told else message)
