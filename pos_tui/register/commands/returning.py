"""Commands that take goods back."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from pos_tui import services
from pos_tui.core.errors import InvalidValue, Refused
from pos_tui.core.quantity import parse_quantity
from pos_tui.core.words import _
from pos_tui.register.command import Command
from pos_tui.register.entering import sell
from pos_tui.register.grammar import split_line_number
from pos_tui.register.telling import edited, line_outcome, summary, with_children

if TYPE_CHECKING:
    from pos_tui.register.outcome import Outcome
    from pos_tui.register.register import Register

_LINE: Final = re.compile(r"(?:([\d.]+)\*)?#(\d{1,6})", re.ASCII)
_GOODS: Final = re.compile(r"(?:([\d.]+)\*)?(\S+)", re.ASCII)


class Return(Command):
    """Take goods back without a receipt.

    The line counts against the sale; a total below zero is paid out by the tender. `waste` behind it if it
    cannot be sold again. With a receipt it is /refund, which knows what was paid.
    """

    word = "return"
    usage = "[qty*]CODE[@price | =total] [waste]"
    label = "Return"
    permission = "return.without_receipt"
    weighs = True

    def run(self, register: Register, arguments: str) -> Outcome:
        if not arguments:
            raise InvalidValue(_("what comes back? /return 2*CODE@price"))
        goods, _space, last = arguments.rpartition(" ")
        if not goods or last.casefold() != services.refunding.WASTE:
            return sell(register, arguments, returned=True)
        outcome = sell(register, goods, returned=True)
        if outcome.kind != "line":
            return outcome
        Condition().run(register, f"{services.refunding.WASTE} #{outcome.data['line']}")
        return replace(outcome, message=_("{line}; written off", line=outcome.message))


class Refund(Command):
    """Take goods back by their receipt, for what was paid then.

    The receipt's number, or its bar code scanned; behind it the lines (#2, 3*#1) or the goods' codes, else
    all that is left. Then waste, if they cannot be sold again, and late, if the time to bring them back is
    over. Where the shop asks for it, the digits behind Record follow the number: 1-000142/1a2b3c4d.
    """

    word = "refund"
    usage = "NUMBER [[qty*]#LINE...] [waste] [late]"
    label = "Refund"
    permission = "return.with_receipt"
    blocks = True

    def run(self, register: Register, arguments: str) -> Outcome:
        number, *words = arguments.split() or [""]
        if not number:
            raise InvalidValue(_("which receipt? /refund and its number, or scan its bar code"))
        found = services.refunding.refundable(register.counter, number)
        wanted = _Wanted.of(register, found, words)
        basket, places = services.refunding.take_back(
            register.counter,
            register.basket,
            found,
            wanted.picks,
            condition=wanted.condition,
            late=wanted.late,
        )
        register.change(basket)
        register.pending = register.current = None
        if len(places) == 1:
            return with_children(register, line_outcome(register, "line", places[0]), places[0])
        return summary(register, "edited", _("back from {number}", number=found.sale["number"]))


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What the words behind a receipt's number ask for."""

    picks: tuple[services.refunding.Pick, ...]
    condition: str = ""
    late: bool = False

    @classmethod
    def of(cls, register: Register, found: services.refunding.Refundable, words: list[str]) -> _Wanted:
        """Raises InvalidValue, Refused."""
        picks, condition, late = [], "", False
        for word in words:
            plain = word.casefold()
            if plain in (services.refunding.SHELF, services.refunding.WASTE):
                condition = plain
            elif plain == "late":
                late = True
            elif plain != "all":
                picks.append(_pick(register, found, word))
        return cls(tuple(picks), condition, late)


def _pick(register: Register, found: services.refunding.Refundable, word: str) -> services.refunding.Pick:
    """The line that `2*#3` means, or `2*CODE`. Raises InvalidValue, Refused."""
    match = _LINE.fullmatch(word)
    if match is not None:
        return services.refunding.Pick(int(match[2]), _quantity(register, match[1]))
    match = _GOODS.fullmatch(word)
    code = word if match is None else match[2]
    quantity = None if match is None else _quantity(register, match[1])
    line = services.refunding.line_of_code(register.counter, found, code)
    return services.refunding.Pick(line, Decimal(1) if quantity is None else quantity)


def _quantity(register: Register, text: str | None) -> Decimal | None:
    return None if text is None else parse_quantity(register.heard(text))


class Condition(Command):
    """Say whether goods that come back can be sold again: to the shelf, or to waste.

    Only those to the shelf are in stock again.
    """

    word = "condition"
    usage = "shelf | waste [#3]"
    label = "Condition"

    def run(self, register: Register, arguments: str) -> Outcome:
        word, number = split_line_number(arguments)
        if word.casefold() not in (services.refunding.SHELF, services.refunding.WASTE):
            raise InvalidValue(_("/condition shelf, or /condition waste, and the line as #3"))
        place, line = register.line(number)
        services.charging.refuse_child(register.basket, line)
        if not line.is_return:
            raise Refused(_("{name} is sold here, and does not come back", name=line.name))
        condition = word.casefold()
        register.change(register.basket.with_line(place, replace(line, condition=condition)))
        told = _("back to the shelf") if condition == services.refunding.SHELF else _("written off")
        return edited(register, place, told)
