"""The command that pays deposits back."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from pos_tui import services
from pos_tui.core.errors import Refused
from pos_tui.core.quantity import parse_quantity
from pos_tui.core.words import _
from pos_tui.register.command import Command
from pos_tui.register.outcome import Outcome
from pos_tui.register.telling import line_outcome, summary
from pos_tui.services.selling import looks_like_barcode

if TYPE_CHECKING:
    from pos_tui.register.register import Register

_COUNTED: Final = re.compile(r"(\d+)\*(\S+)", re.ASCII)


class Empties(Command):
    """Pay deposits back for empties: 12*CAN 3*CRATE, a bottle's own code, or a machine's slip.

    They count against what is bought; what is left of them is paid out. Alone it lists what counts as one; on
    the screen it opens a page for them.
    """

    word = "empties"
    usage = "[[qty*]CODE...]"
    label = "Empties"
    permission = "return.empties"

    def run(self, register: Register, arguments: str) -> Outcome:
        if not arguments:
            return self._list(register)
        basket, places = register.basket, []
        for word in arguments.split():
            match = _COUNTED.fullmatch(word)
            count, code = (match[1], match[2]) if match else ("1", word)
            if looks_like_barcode(count):
                raise Refused(_("{count} is a bar code, not a count", count=count))
            basket, place = services.empties.take(register.counter, basket, code, parse_quantity(count))
            places.append(place)
        register.change(basket)
        register.pending = register.current = None
        if len(places) == 1:
            return line_outcome(register, "line", places[0])
        return summary(register, "edited", _("empties"))

    def _list(self, register: Register) -> Outcome:
        rows = [
            {"code": item.sku, "name": item.name, "price": register.price(item.price or Decimal(0))}
            for item in services.empties.kinds(register.counter)
        ]
        lines = [f"{row['code']}  {row['name']}  {row['price']}" for row in rows]
        return Outcome(
            "info",
            "\n".join(lines) or _("the shop takes no empties: the setting empties.items names them"),
            {"empties": rows},
        )
