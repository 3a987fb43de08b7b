"""Commands that put baskets aside and take them back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from pos_tui import services
from pos_tui.core.errors import InvalidValue, Refused
from pos_tui.core.words import _
from pos_tui.register.command import Command
from pos_tui.register.outcome import Outcome
from pos_tui.register.telling import summary

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
        held_id = services.holding.hold(register.counter, register.basket, arguments or None)
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
            basket = services.holding.basket_of(held.id, held.document)
            # What was undone before is kept: an emptied basket is the last that knows of it.
            corrections = (*register.basket.corrections, *basket.corrections)
            register.start_over(replace(basket, corrections=corrections))
        return summary(register, "recalled", _("recalled {id}", id=held.id))


class ListHeld(Command):
    """List the baskets that wait: id, name or note, how long, who held it and where, total.

    One that is open at a till is not among them, and cannot be recalled at another.
    """

    word = "held"
    label = "Held"
    blocks = True

    def run(self, register: Register, arguments: str) -> Outcome:
        rows = [_row(register, held) for held in register.held()]
        lines = [
            _(
                "{id}  {name}  {minutes} min  {operator}, till {till}  {total}",
                **{**row, "name": row["name"] or row["note"], "total": register.text(row["total"])},
            )
            for row in rows
        ]
        return Outcome("info", "\n".join(lines) or _("nothing is held"), {"held": rows})


def _row(register: Register, held: Any) -> dict[str, Any]:
    """A basket that waits, for scripts; `minutes` is how long."""
    waited = 0
    if held.time:
        waited = int((register.counter.clock() - datetime.fromisoformat(held.time)).total_seconds())
    return {
        "id": held.id,
        "name": held.name,
        "note": held.document.get("ref") or "",
        "time": held.time,
        "minutes": max(waited // 60, 0),
        "operator": held.document.get("operator") or "",
        "till": held.till,
        "total": held.total,
    }
