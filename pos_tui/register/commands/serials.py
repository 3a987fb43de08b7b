"""The command that names the very piece: its serial number, or its lot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pos_tui.core.errors import InvalidValue, Refused, UnknownCode
from pos_tui.core.words import _
from pos_tui.register.command import Command
from pos_tui.services import identifying

if TYPE_CHECKING:
    from pos_tui.register.outcome import Outcome
    from pos_tui.register.register import Register

_LONGEST = 40


class Serial(Command):
    """Give the serial number or the lot that an item asks for, and sell it.

    The till asks once a line where the item says so (its field `asks`) and its label has none. The number is
    kept with the line and printed.
    """

    word = "serial"
    words = ("lot",)
    usage = "NUMBER"
    label = "Serial no."
    blocks = True
    sells = True

    def run(self, register: Register, arguments: str) -> Outcome:
        asked = register.trait_asked
        if asked is None:
            raise Refused(_("nothing asks for a serial number or lot: scan the item first"))
        if not arguments or len(arguments) > _LONGEST or not arguments.isprintable():
            raise InvalidValue(_("give the number: /serial NUMBER, at most {most} characters", most=_LONGEST))
        if _is_an_item(register, arguments):
            raise Refused(_("{code} is an item's code, not a serial number or lot", code=arguments))
        register.trait_asked, register.given = None, arguments
        outcome = register.rerun(asked.text, asked.entered)
        register.given = ""
        return outcome


def _is_an_item(register: Register, text: str) -> bool:
    try:
        identifying.find_item(register.counter, text)
    except UnknownCode:
        return False
    except Refused:
        return True
    return True
