"""Commands that say how goods are served, where their tax depends on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pos_tui import services
from pos_tui.core.errors import InvalidValue
from pos_tui.core.words import _
from pos_tui.register.command import Command
from pos_tui.register.grammar import split_line_number
from pos_tui.register.telling import edited, summary

if TYPE_CHECKING:
    from pos_tui.register.outcome import Outcome
    from pos_tui.register.register import Register


class EatIn(Command):
    """Sell what is eaten here, with the tax of that: the whole sale, or one line of it.

    What is entered later follows the sale. The setting service.mode says how it begins.
    """

    word = "eatin"
    usage = "[#3]"
    label = "Eat in"

    def run(self, register: Register, arguments: str) -> Outcome:
        return _serve(register, self.word, arguments)


class TakeAway(Command):
    """Sell what is taken away, with the tax of that: the whole sale, or one line of it.

    What is entered later follows the sale. The setting service.mode says how it begins.
    """

    word = "takeaway"
    usage = "[#3]"
    label = "Take away"

    def run(self, register: Register, arguments: str) -> Outcome:
        return _serve(register, self.word, arguments)


def _serve(register: Register, mode: str, arguments: str) -> Outcome:
    rest, number = split_line_number(arguments)
    if rest:
        raise InvalidValue(_("a line's number is all that can stand here: #3"))
    counter, basket = register.counter, register.basket
    if number is None:
        register.change(services.eating.serve(counter, basket, mode))
        return summary(register, "edited", services.eating.said(mode))
    place, line = register.line(number)
    services.charging.refuse_child(basket, line)
    register.change(services.eating.serve(counter, basket, mode, place))
    said = services.eating.said(mode)
    return edited(register, place, _("{name}: {served}", name=line.name, served=said))
