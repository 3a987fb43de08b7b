"""Commands that put baskets aside and take them back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pos_tui.core.errors import InvalidValue, Refused
from pos_tui.core.words import _
from pos_tui.register.command import Command
from pos_tui.register.outcome import Outcome
from pos_tui.register.telling import summary
from pos_tui.services import holding

if TYPE_CHECKING:
    from pos_tui.register.register import Register


class Hold(Command):
    """Put the basket aside and serve the next customer.

    It keeps its id, and the name if you give one.
    """

    word = "hold"
    usage = "[NAME]"
    key = "f7"
    label = "Hold"
    blocks = True

    def run(self, register: Register, arguments: str) -> Outcome:
        held_id = holding.hold(register.counter, register.basket, arguments or None)
        register.start_over()
        told = (
            _("held as {id} ({name})", id=held_id, name=arguments)
            if arguments
            else _("held as {id}", id=held_id)
        )
        return Outcome(
            "held",
            told,
            {"id": held_id, "name": arguments or None},
            sound="good",
        )


class Recall(Command):
    """Take a held basket back by its id or its name."""

    word = "recall"
    usage = "ID"
    label = "Recall"
    blocks = True

    def run(self, register: Register, arguments: str) -> Outcome:
        if not arguments:
            raise InvalidValue(_("which one? /recall and its id; /held lists them"))
        if not register.basket.is_empty:
            raise Refused(_("a basket is open: pay it, hold it or cancel it first"))
        with register.counter.held.recall(arguments) as held:
            basket = holding.basket_of(held.id, held.document)
            # What was undone before is kept: an emptied basket is the last that knows of it.
            corrections = (*register.basket.corrections, *basket.corrections)
            register.start_over(replace(basket, corrections=corrections))
        return summary(register, "recalled", _("recalled {id}", id=held.id))


class ListHeld(Command):
    """List the baskets that wait."""

    word = "held"
    label = "Held"
    blocks = True

    def run(self, register: Register, arguments: str) -> Outcome:
        rows = [
            {"id": held.id, "name": held.name, "time": held.time, "till": held.till, "total": held.total}
            for held in register.held()
        ]
        text = "\n".join(
            _(
                "{id} {name} {time} till {till} {total}",
                id=row["id"],
                name=row["name"] or "",
                time=row["time"],
                till=row["till"],
                total=register.text(row["total"]),
            )
            for row in rows
        )
        return Outcome("info", text or _("nothing is held"), {"held": rows})
