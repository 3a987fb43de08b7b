"""Commands for what has no code, or one that nobody knows: sell by department, make the item."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pos_tui import services
from pos_tui.core.errors import InvalidValue
from pos_tui.core.words import _
from pos_tui.register.amounts import amount_of, quantity_of, unit_price
from pos_tui.register.command import Command
from pos_tui.register.entering import sold, with_line
from pos_tui.register.grammar import Entry, parse_entry, parse_new, split_reference
from pos_tui.register.outcome import Outcome
from pos_tui.services.selling import Wanted, line_of

if TYPE_CHECKING:
    from pos_tui.register.register import Register


class Dept(Command):
    """Sell by a department and an amount.

    The amount is the price of one: /dept 3*Bakery 0.80 sells three, /dept Bakery=2.00 charges 2.00 in all.
    After `ref` comes the code that was not known, to be kept with the line. Without anything it lists the
    departments.
    """

    word = "dept"
    words = ("department",)
    usage = "[DEPARTMENT AMOUNT] [ref CODE]"
    label = "Dept"
    permission = "sale.department"
    sells = True

    def run(self, register: Register, arguments: str) -> Outcome:
        if not arguments:
            return _listed(register)
        text, reference = split_reference(arguments)
        entry = _with_amount(parse_entry(text, lambda _code: False))
        department = services.departments.find(register.counter, entry.code)
        wanted = Wanted(
            reference or department.code,
            quantity_of(register, entry.quantity),
            None if entry.price is None else unit_price(register, entry.price),
            None if entry.total is None else amount_of(register, entry.total),
            register.entered,
        )
        line = services.departments.line(register.counter, department, wanted)
        return sold(register, *with_line(register, line))


def _with_amount(entry: Entry) -> Entry:
    """`Bakery 0.80` as `Bakery@0.80`: what stands last is the amount, if it looks like one."""
    if entry.price is not None or entry.total is not None or entry.quoted:
        return entry
    name, _space, amount = entry.code.rpartition(" ")
    if not name or not amount[-1:].isdigit():
        return entry
    return replace(entry, code=name.strip(), price=amount)


def _listed(register: Register) -> Outcome:
    rows = [one.to_document() for one in register.departments()]
    if not rows:
        return Outcome("info", _("this shop has no departments yet: pos departments set makes one"))
    texts = [f"{row['code']}  {row['name']}  {row['tax']}" for row in rows]
    return Outcome("info", "\n".join(texts), {"departments": rows})


class New(Command):
    """Make an item and sell it.

    For a code that nothing has. The item gets its department's tax. A code with spaces stands in quotes.
    """

    word = "new"
    usage = "CODE NAME @PRICE DEPARTMENT"
    label = "New item"
    permission = "items.create"
    blocks = True
    sells = True

    def run(self, register: Register, arguments: str) -> Outcome:
        asked = parse_new(arguments)
        if asked is None:
            raise InvalidValue(_("what is new? /new CODE NAME @PRICE DEPARTMENT"))
        counter = register.counter
        department = services.departments.find(counter, asked.department)
        price = unit_price(register, asked.price)
        made = services.catalogue.make(counter, asked.code, asked.name, price, department)
        wanted = Wanted(asked.code, quantity_of(register, asked.quantity), entered=register.entered)
        line = line_of(counter, made.item, made.measured, wanted)
        basket, place = with_line(register, line)
        services.catalogue.record(counter, made.item)
        outcome = sold(register, basket, place)
        told = _(
            "new: {name} {price}, {department}",
            name=made.item.name,
            price=register.price(price),
            department=department.name,
        )
        return replace(
            outcome,
            message=_("{change}; {line}", change=told, line=outcome.message),
            data={**outcome.data, "made": made.item.sku},
        )
