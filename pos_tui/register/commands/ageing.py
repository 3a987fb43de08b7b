"""The command that answers for a buyer's age."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pos_tui import services
from pos_tui.core.errors import InvalidValue, Refused
from pos_tui.core.words import _
from pos_tui.register.command import Command
from pos_tui.register.outcome import Outcome

if TYPE_CHECKING:
    from pos_tui.register.register import Register


class Age(Command):
    """Answer for the age of the buyer.

    Asked once a sale, at the first item that only who is old enough may buy. `yes`: the buyer was born on the
    day that is shown, or before, and the item is sold. `no`: it is not sold. Both are on record; a scan
    answers nothing.
    """

    word = "age"
    usage = "yes|no"
    label = "Age"
    blocks = True
    sells = True

    def run(self, register: Register, arguments: str) -> Outcome:
        asked = register.age_asked
        if register.entered == "scan":
            raise Refused(_("only a person answers for an age: type /age yes or /age no"))
        if asked is None:
            raise Refused(_("no age is asked for: scan the item first"))
        answer = arguments.casefold()
        if answer in ("yes", "y", _("yes")):
            return register.sell_of_age(asked)
        if answer not in ("no", "n", _("no")):
            raise InvalidValue(_("is the buyer old enough? /age yes or /age no"))
        register.age_asked = register.pending = None
        register.notes.note(register.basket.id, services.age.refusal(register.counter, asked.error))
        told = _("not sold, and on record: {name} is for {age} and over", name=asked.error.name,
                 age=asked.error.check.age)  # fmt: skip
        return Outcome("info", told, {"age_refused": asked.error.check.to_document()}, sound="refused")
