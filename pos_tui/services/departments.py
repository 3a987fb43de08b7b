"""Departments: each sells by an amount alone, for goods that have no code or whose code nobody knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pos_tui.core.department import Department
from pos_tui.core.errors import InvalidValue, Refused
from pos_tui.core.item import Item
from pos_tui.core.words import _

from .selling import Wanted, line_of

if TYPE_CHECKING:
    from pos_tui.core.sale import SaleLine

    from .counter import Counter

TABLE = "departments"


def departments(counter: Counter) -> tuple[Department, ...]:
    """All of them, oldest first, so that a number a cashier has learnt stays the same."""
    return tuple(map(Department.from_document, counter.ledger.documents(TABLE)))


def find(counter: Counter, text: str) -> Department:
    """The department of that code or name, without regard to case where only one is meant.

    Raises Refused: there is none, or several are meant; the message names the nearest.
    """
    known = departments(counter)
    wanted = text.strip()
    exact = [one for one in known if one.code == wanted]
    folded = wanted.casefold()
    found = exact or [one for one in known if folded in (one.code.casefold(), one.name.casefold())]
    if len(found) == 1:
        return found[0]
    if found:
        codes = ", ".join(one.code for one in found)
        raise Refused(_("which department? There are {codes}: write it as it stands there", codes=codes))
    raise Refused(_unknown(known, wanted))


def _unknown(known: tuple[Department, ...], wanted: str) -> str:
    if not known:
        return _("this shop has no departments yet: pos departments set makes one")
    from difflib import get_close_matches

    names = {name.casefold(): one.code for one in reversed(known) for name in (one.name, one.code)}
    near = get_close_matches(wanted.casefold(), names, 1, 0.5)
    if near:
        known_one = names[near[0]]
        return _("there is no department {name}: did you mean {near}?", name=wanted[:40], near=known_one)
    return _("there is no department {name}: /dept lists them", name=wanted[:40])


def line(counter: Counter, department: Department, wanted: Wanted) -> SaleLine:
    """The line that sells by a department and a unit price or a line total.

    Raises InvalidValue: no amount, none above zero, or beyond what the department allows.
    """
    if wanted.price is None and wanted.total is None:
        raise InvalidValue(_("how much? /dept {code} 2.50", code=department.code))
    item = Item("", department.name, None, department.tax, department.code)
    made = line_of(counter, item, None, wanted)
    if made.unit_price <= 0:
        raise InvalidValue(_("an amount above zero is needed: /return takes back"))
    return made
