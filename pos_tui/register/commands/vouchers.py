"""Commands for what is paid for and is no goods: vouchers that the till issues, tips."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pos_tui import services
from pos_tui.core.errors import InvalidValue, Refused
from pos_tui.core.tender import KEEPS_VOUCHER
from pos_tui.core.words import _
from pos_tui.register.amounts import amount_of
from pos_tui.register.command import Command
from pos_tui.register.outcome import Outcome
from pos_tui.register.telling import line_outcome
from pos_tui.services import selling

from .tendering import take

if TYPE_CHECKING:
    from pos_tui.core.sale import SaleLine
    from pos_tui.register.register import Register

_WORDS: Final = ("code", "tax", "until")


class SellVoucher(Command):
    """Sell a voucher: its code is printed with the receipt.

    It is taxed when it is redeemed; `tax standard` makes one for goods of that tax, which is taxed now.
    `code` is that of a card the shop has, `until` the last day it holds.
    """

    word = "voucher"
    usage = "AMOUNT [code CODE] [tax CODE] [until 2027-12-31]"
    label = "Voucher"

    def run(self, register: Register, arguments: str) -> Outcome:
        words = arguments.split()
        if not words:
            raise Refused(_("say what it is worth: {usage}", usage=self.said_usage()))
        amount = amount_of(register, words[0])
        made = services.vouchers.line(register.counter, amount, **_pairs(words[1:]))
        services.vouchers.check_new(register.basket, made)
        return sell_apart(register, made)


class Redeem(Command):
    """Redeem a voucher or store credit: as much as the sale needs and it has, or an amount.

    One that was taxed when it was sold comes off the goods it is for. Without a sale it says what is left.
    """

    word = "redeem"
    usage = "CODE [AMOUNT]"
    label = "Redeem"
    group = "Tender"
    blocks = True

    def run(self, register: Register, arguments: str) -> Outcome:
        code, _space, text = arguments.partition(" ")
        counter = register.counter
        voucher = services.vouchers.find(counter, code)
        if not any(not line.void for line in register.basket.lines):
            return Outcome("info", services.vouchers.told(voucher), voucher.to_document())
        if voucher.tax:
            amount = amount_of(register, text.strip()) if text.strip() else None
            return sell_apart(
                register, services.vouchers.redeem_line(counter, register.basket, voucher, amount)
            )
        kind = counter.tender_types.get(voucher.type)
        if kind is None or kind.keeps != KEEPS_VOUCHER:
            raise Refused(_("the shop has no way to pay '{kind}': pos tenders list", kind=voucher.type))
        return take(register, kind, text.strip(), voucher.code)


class Tip(Command):
    """Take a tip: a line of its own, neither turnover nor taxed, for who sells or another operator."""

    word = "tip"
    usage = "AMOUNT [OPERATOR]"
    label = "Tip"

    def run(self, register: Register, arguments: str) -> Outcome:
        text, _space, who = arguments.partition(" ")
        if not text:
            raise Refused(_("how much? {usage}", usage=self.said_usage()))
        amount = amount_of(register, text)
        return sell_apart(register, services.tips.line(register.counter, amount, who.strip()))


def sell_apart(register: Register, line: SaleLine) -> Outcome:
    """Puts a line that is no goods on the sale, and tells of it. Raises Refused."""
    basket, place = selling.add_line(register.counter, register.basket, line)
    register.change(basket)
    register.current = None
    return line_outcome(register, "line", place)


def _pairs(words: list[str]) -> dict[str, str]:
    said: dict[str, str] = {}
    for name, value in zip(words[::2], words[1::2], strict=False):
        if name.casefold() not in _WORDS:
            break
        said[name.casefold()] = value
    if len(said) * 2 != len(words):
        known = ", ".join(_WORDS)
        raise InvalidValue(
            _(
                "'{words}' says nothing: each of {known} and its value",
                words=" ".join(words)[:60],
                known=known,
            )
        )
    return said
