"""The command that prints shelf labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pos_tui.core.errors import InvalidValue, Refused
from pos_tui.core.words import _, ngettext
from pos_tui.register.command import Command
from pos_tui.register.outcome import Outcome
from pos_tui.services import identifying

if TYPE_CHECKING:
    from pos_tui.register.register import Register

_MOST_DIGITS = 3


class Label(Command):
    """Print shelf labels of an item, with price, unit price and bar code.

    A number behind the code says how many, a day after `from` that the label says the price of that day: one
    that is to come is printed beforehand. `pos labels print` prints those of a department, or of everything
    that changed.
    """

    word = "label"
    usage = "CODE [n] [from DAY]"
    label = "Label"
    group = "Look"
    blocks = True

    def run(self, register: Register, arguments: str) -> Outcome:
        if not arguments:
            raise InvalidValue(_("a label of what? /label CODE, and how many"))
        counter = register.counter
        if counter.labels is None:
            raise Refused(_("there is no label printer here"))
        arguments, day = _with_day(register, arguments)
        code, copies = _parted(register, arguments)
        item, _measured = identifying.find_item(counter, code)
        answers = counter.labels.print_labels([item], copies, day)
        said = ngettext("1 label of {name}", "{count} labels of {name}", copies, name=item.name)
        if not answers:
            said = _("{labels}: sent, the printer says nothing of paper", labels=said)
        return Outcome("info", said, {"sku": item.sku, "copies": copies, "answers": answers}, sound="good")


def _with_day(register: Register, arguments: str) -> tuple[str, str]:
    """(the rest, the day) of what may end in `from DAY`. Raises InvalidValue for what is no day."""
    rest, mark, day = arguments.rpartition(" from ")
    if not mark or register.has_code(arguments):
        return arguments, ""
    from pos_tui.core.item_fields import checked_day

    return rest.strip(), checked_day(day.strip())


def _parted(register: Register, arguments: str) -> tuple[str, int]:
    """(code, how many): what stands last is a number of labels unless all of it is a code."""
    code, _space, last = arguments.rpartition(" ")
    if register.has_code(arguments) or not code.strip():
        return arguments.strip('"'), 1
    if last.isascii() and last.isdigit() and len(last) <= _MOST_DIGITS:
        return code.strip().strip('"'), int(last)
    return arguments.strip('"'), 1
