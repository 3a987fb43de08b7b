"""Commands of the back office: a book of rules listed, one of its rules shown, made, changed, ended.

All books have the same command; the screen opens the book itself.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from pos_tui.core.errors import InvalidValue
from pos_tui.core.words import N_, _
from pos_tui.register.command import Command
from pos_tui.register.outcome import Outcome
from pos_tui.services.permitting import permit

if TYPE_CHECKING:
    from pos_tui.core.office import Book
    from pos_tui.register.register import Register

GROUP = N_("Back office")
USAGE = N_("[CODE [new | end] [FIELD=VALUE ...] [was FIELD=VALUE ...] [for REASON]]")
_CODE = re.compile(r'\s*(?:"((?:[^"]|"")+)"|(\S+))')
_ACT = re.compile(r"\s*(new|end)\b(?!=)")
_WAS = re.compile(r"\s*was\b")
_WHY = re.compile(r"\s*for\s+(.*)", re.DOTALL)


class KeepRules(Command):
    """What the commands of all books do."""

    book: ClassVar[str]
    """The book's word."""
    usage = USAGE
    group = GROUP
    blocks = True

    def run(self, register: Register, arguments: str) -> Outcome:
        book = register.counter.books(self.book)
        match = _CODE.match(arguments)
        if match is None:
            return _listed(book)
        code = match[2] or match[1].replace('""', '"')
        rest = arguments[match.end() :]
        if not rest.strip():
            return _shown(book, code)
        permit(register.counter, book.permission)
        return _written(register, book, code, rest)


def _listed(book: Book) -> Outcome:
    rules = book.rules()
    lines = ["  ".join(filter(None, (rule.code, rule.name, rule.about, rule.state))) for rule in rules]
    rows = [
        {"code": rule.code, "name": rule.name, "about": rule.about, "state": rule.state} for rule in rules
    ]
    return Outcome("info", "\n".join(lines) or _("there is none yet"), {book.word: rows})


def _shown(book: Book, code: str) -> Outcome:
    texts = {name: text for name, text in book.texts(code).items() if text}
    return Outcome("info", "\n".join(f"{name:<12} {text}" for name, text in texts.items()), {"rule": texts})


def _written(register: Register, book: Book, code: str, rest: str) -> Outcome:
    from pos_tui.core.office import Edit

    from .keeping import pairs

    act = _ACT.match(rest)
    texts, rest = pairs(rest if act is None else rest[act.end() :])
    seen = None
    was = _WAS.match(rest)
    if was is not None:
        seen, rest = pairs(rest[was.end() :])
    match = _WHY.fullmatch(rest)
    if rest.strip() and match is None:
        text = rest.strip()[:40]
        raise InvalidValue(_("'{text}' is neither FIELD=VALUE nor a reason after for", text=text))
    why, operator = match[1].strip() if match else "", register.counter.operator
    if act is not None and act[1] == "end":
        if texts or seen:
            raise InvalidValue(_("end takes a reason only: end for out of season"))
        book.end(code, operator, why)
        return Outcome("info", _("{code} is ended", code=code), {"code": code, "ended": True}, sound="good")
    changed = book.change(Edit(code, texts, operator, why, seen, act is not None))
    data = {"code": code, "changed": [list(one) for one in changed]}
    if not changed:
        return Outcome("info", _("{code} is as it was", code=code), data, sound="good")
    if act is not None:
        told = ", ".join(f"{field} {after}" for field, _before, after in changed)
        return Outcome("info", _("made: {told}", told=told), data, sound="good")
    told = ", ".join(f"{field} {before or '-'} > {after or '-'}" for field, before, after in changed)
    return Outcome("info", _("{code}: {told}", code=code, told=told), data, sound="good")


class Promotions(KeepRules):
    """List promotions, show one, make, change or end it; sales that are open keep what they began with.

    /promotions MILK3 new kind=set goods="3*MILK,CREAM" price=3.00 for spring offer; /promotions MILK3
    price=2.79; /promotions MILK3 end for over. A change is a further version: what was promised stays on
    record.
    """

    word = "promotions"
    book = "promotions"
    label = "Promotions"


class PriceLists(KeepRules):
    """List price lists, show one, make, change or end it; what is entered keeps its price.

    /pricelists TRADE new group=trade; /pricelists HAPPY new hours=17:00-19:00 for evenings. /listprices has
    what they ask.
    """

    word = "pricelists"
    book = "pricelists"
    label = "Price lists"


class ListPrices(KeepRules):
    """List what price lists ask for items; set a price of a list, or take an item off it.

    /listprices TRADE:COLA new price=1.05 breaks="12=0.99 48=0.95"; /listprices TRADE:COLA end for dearer.
    """

    word = "listprices"
    book = "listprices"
    label = "List prices"


class Coming(KeepRules):
    """List prices to come; give an item another price from a day on, or take that back.

    /coming COLA:2026-12-01 new price=1.29 for new list; /coming COLA:2026-12-01 end for not yet.
    """

    word = "coming"
    book = "coming"
    label = "To come"


class Reasons(KeepRules):
    """List the reasons for which prices are changed by hand; where there are any, one has to be given.

    /reasons damaged new; /reasons damaged place=1; /reasons damaged end.
    """

    word = "reasons"
    book = "reasons"
    label = "Reasons"


class Taxes(KeepRules):
    """List taxes, show one, make one, give it another rate from a day on, or end it.

    /taxes standard rates="21 from 2027-01-01" for the new law; /taxes books new rates=5. Rates that were are
    never changed: what was sold keeps its tax.
    """

    word = "taxes"
    book = "taxes"
    label = "Taxes"


class ServeTaxes(KeepRules):
    """List taxes that depend on whether goods are eaten here or taken away; say them, or take that back.

    /servetaxes dept:Food new eatin=standard takeaway=reduced; /servetaxes dept:Food end for new law.
    """

    word = "servetaxes"
    book = "servetaxes"
    label = "Served"


class Tenders(KeepRules):
    """List the ways to pay, show one, make, change or end it.

    /tenders cheque new for customers ask; /tenders card refundable=no; /tenders cheque end for fraud. Tills
    that run follow between two sales.
    """

    word = "tenders"
    book = "tenders"
    label = "Ways to pay"


class Operators(KeepRules):
    """List who may stand at a till, show one, add, change, unlock; nobody is ever deleted.

    /operators bob new role=cashier name=Bob for hired; /operators bob active=no for left; /operators bob
    tries= for forgot it. PINs are no part of any command: the screen and pos operators pin ask for them.
    """

    word = "operators"
    book = "operators"
    label = "Operators"
    permission = "operators.change"


class Roles(KeepRules):
    """List the roles, show one, make or change it: each right is a field, up to a limit or yes.

    /roles cashier sale.discount=15% cash.no_sale=yes for Christmas; /roles trainee new sale.void_line=yes.
    They count from the next sign-on.
    """

    word = "roles"
    book = "roles"
    label = "Roles"
    permission = "operators.change"


class Departments(KeepRules):
    """List the departments, show one, make, change or move one, or take it away once nothing is in it.

    /departments Cheese new parent=Dairy tax=zero for the new counter; /departments Cheese parent= for moved
    to the top; /departments Cheese end for nothing left.
    """

    word = "departments"
    book = "departments"
    label = "Departments"


class Suppliers(KeepRules):
    """List the suppliers, show one, make or change one.

    /suppliers ACME new name="Acme Wholesale" terms="30 days" for cheaper; /suppliers ACME phone=4711.
    """

    word = "suppliers"
    book = "suppliers"
    label = "Suppliers"


class Supplies(KeepRules):
    """List which supplier sells what: their code of it, how many at once, what one costs, who is asked first.

    /supplies ACME/COLA new their=AC-1 pack=12 cost=0.42 preferred=yes for the new list; /supplies ACME/COLA
    end for not theirs any more.
    """

    word = "supplies"
    book = "supplies"
    label = "Supplies"
