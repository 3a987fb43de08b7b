"""Commands about the scale: weigh, and what the packaging weighs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pos_tui.core.errors import Refused
from pos_tui.core.weighing import kilograms
from pos_tui.core.words import _
from pos_tui.register.command import Command
from pos_tui.register.entering import sell
from pos_tui.register.outcome import Outcome
from pos_tui.services import weighing

if TYPE_CHECKING:
    from pos_tui.register.register import Register

_NONE = ("none", "0", "-")


class Weigh(Command):
    """Sell an item by the weight on the scale.

    The code alone does the same for an item that is sold by weight; a weight before it (0.734*4011) is taken
    as it is typed, and marked. `again` sells the same weight twice where the scale was not empty in between.
    Without a code it says what is on the scale, packaging and all.
    """

    word = "weigh"
    usage = "[CODE] [again]"
    label = "Weigh"
    blocks = weighs = True

    def run(self, register: Register, arguments: str) -> Outcome:
        if not arguments:
            grams = weighing.gross(register.counter)
            text = register.number_as_is(kilograms(grams))
            return Outcome("info", _("{weight} kg on the scale", weight=text), {"grams": grams}, sound="good")
        code, _space, last = arguments.rpartition(" ")
        again = bool(code) and last.casefold() in ("again", _("again"))
        text = code.strip() if again else arguments
        return sell(register, text, entered=register.entered, weigh=True, again=again)


class Tare(Command):
    """Choose the packaging of what is weighed next.

    It is taken off the weight, instead of the item's own. `none` chooses nothing. Without a name it lists the
    till's table (setting tares).
    """

    word = "tare"
    usage = "[NAME]"
    label = "Tare"

    def run(self, register: Register, arguments: str) -> Outcome:
        if not arguments:
            return _listed(register)
        if arguments.casefold() in _NONE:
            register.tare = ""
            return Outcome("info", _("the item's own tare, if it has one"), {"tare": ""}, sound="good")
        grams = weighing.tare_of(register.counter, arguments)
        register.tare = arguments.casefold()
        message = _("tare {name}, {grams} g, for what is weighed next", name=register.tare, grams=grams)
        return Outcome("info", message, {"tare": register.tare, "grams": grams}, sound="good")


def _listed(register: Register) -> Outcome:
    table = register.counter.rules.tares
    if not table:
        raise Refused(_("no tare is set up: pos config set tares bag=2"))
    lines = [
        _("{name}  {grams} g", name=name, grams=grams) + ("  *" if name == register.tare else "")
        for name, grams in table.items()
    ]
    rows = [{"tare": name, "grams": grams} for name, grams in table.items()]
    return Outcome("info", "\n".join([_("TARES"), *lines]), {"tares": rows})
