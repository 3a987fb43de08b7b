"""Commands that sell without a bar code: a quick key, the last item again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pos_tui import services
from pos_tui.core.errors import Refused
from pos_tui.core.money import format_amount, plain
from pos_tui.core.words import _
from pos_tui.register.command import Command
from pos_tui.register.grammar import Entry, as_entry, parse_entry
from pos_tui.register.outcome import Outcome

if TYPE_CHECKING:
    from pos_tui.core.sale import SaleLine
    from pos_tui.register.register import Register


class Quick(Command):
    """Sell by a quick key: an item without a bar code, by its number.

    A quantity and a price stand as with a code: /quick 3*12, /quick 5@1.20. Without a number it lists the
    keys; on the screen it opens them, a page at a time: F1 to F10 or the number sells. `pos quickkeys` sets
    them.
    """

    word = "quick"
    usage = "[[qty*]NUMBER]"
    key = "ctrl+g"
    label = "Quick"
    blocks = True
    sells = True

    def run(self, register: Register, arguments: str) -> Outcome:
        if not arguments:
            return _listed(register)
        from pos_tui.core.quick import key_of

        entry = parse_entry(arguments, lambda _code: False, register.mark)
        key = key_of(services.quick_keys.pages(register.counter.ledger), entry.code)
        return register.rerun(as_entry(replace(entry, code=key.code)), "quick")


def _listed(register: Register) -> Outcome:
    from pos_tui.core.quick import numbered

    pages = register.looking.quick_keys()
    rows = [
        {"number": number, "code": key.code, "label": key.label, "price": key.price}
        for number, key in numbered(pages)
    ]
    if not rows:
        raise Refused(_("there are no quick keys yet: pos quickkeys set FILE makes some"))
    texts = [f"{row['number']:>3}  {row['label']}  {row['price']}".rstrip() for row in rows]
    return Outcome("info", "\n".join([_("QUICK KEYS"), *texts]), {"quick_keys": rows})


class Again(Command):
    """Sell the last item once more.

    At the price that was typed for it, where one was; by the scale's weight where it is weighed. A quantity
    stands after it: /again 3.
    """

    word = "again"
    words = ("repeat",)
    usage = "[QUANTITY]"
    label = "Again"
    blocks = True
    sells = True

    def run(self, register: Register, arguments: str) -> Outcome:
        _place, line = register.basket.line(None)
        if line.is_return:
            raise Refused(_("the last line takes goods back: /return takes back more"))
        if line.source == "markdown":
            raise Refused(_("{name} was marked down: sell it, then /markdown again", name=line.name))
        if arguments and line.source == "total":
            raise Refused(_("{name} was sold for a total: enter it with its total again", name=line.name))
        entry = replace(_as_sold(register, line), quantity=arguments or None)
        return register.rerun(f"{'' if line.sku else '/dept '}{as_entry(entry)}", "key")


def _as_sold(register: Register, line: SaleLine) -> Entry:
    """What was entered, with the price where it is not the item's own; a department is its line's code."""
    code = line.code if line.sku else line.department
    if line.source == "total" and line.exact is not None:
        return Entry(code, total=format_amount(line.exact, register.shop.currency))
    if line.source not in ("entered", "open"):
        return Entry(code)
    price = plain(line.unit_price)
    # With a point it is major units, whatever the setting entry.minor makes of digits alone.
    return Entry(code, price=price if "." in price else f"{price}.0")
