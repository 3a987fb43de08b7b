"""One customer: all about them on a page, from which everything that concerns them is done."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pos_tui.core.customer import LABELS, PERSONAL
from pos_tui.core.display import clean, fit
from pos_tui.core.records import said_kind
from pos_tui.core.words import _, ngettext
from pos_tui.terminal.router import Entry, Press
from pos_tui.widgets.paint import Row, row

from .customer_form import edit_customer
from .lists import is_answer
from .pages import TextView
from .receipts import ReceiptsView

if TYPE_CHECKING:
    from pos_tui.core.customer import Customer
    from pos_tui.register.asking import Facts
    from pos_tui.services.serving import Statement

    from .desk import Desk

_EDIT, _RECEIPTS, _STATEMENT, _PAY, _CONSENT = "f2", "f3", "f4", "f5", "f6"
_MERGE, _DATA, _ERASE = "f7", "f8", "f9"
_LABEL = 13
_WHAT, _AMOUNT = 31, 11
Money = Callable[[int], str]


def open_customer(desk: Desk, id: str, changed: Callable[[], None] = lambda: None) -> None:
    """The page of a customer, once it is read; `changed` is called when something of them was."""
    desk.fetch(
        lambda: desk.register.looking.customers.facts(id),
        lambda facts: desk.open(CustomerPage(desk, facts, changed)),
        hold=True,
    )


class CustomerPage(TextView):
    """All about one customer. Enter makes the sale one for them."""

    def __init__(self, desk: Desk, facts: Facts, changed: Callable[[], None]) -> None:
        self._facts, self._changed = facts, changed
        self._opened = desk.clock()
        super().__init__(desk, page_lines(facts, desk.shown.money), facts.customer.label)

    @property
    def _id(self) -> str:
        return self._facts.customer.id

    def enter(self, entry: Entry) -> None:
        """A bare Enter of a person puts them on the sale; anything else is the counter's."""
        if not entry.text and is_answer(entry, self._opened):
            self.desk.close_all()
            self.desk.run(f"/customer {self._id}")
        else:
            super().enter(entry)

    def press(self, key: str, text: str) -> Press:
        """Does what a key stands for, or scrolls."""
        from . import customer_acts as acts

        one, changed = self._facts.customer, self._to_page(self.read_again)
        actions: Mapping[str, Callable[[], None]] = {
            _EDIT: lambda: edit_customer(self.desk, one, self.read_again),
            _RECEIPTS: lambda: self.desk.open(BoughtView(self.desk, one)),
            _STATEMENT: self._statement,
            _PAY: lambda: acts.take_payment(self.desk, one),
            _CONSENT: lambda: acts.ask_consent(self.desk, one, changed),
            _MERGE: lambda: acts.merge(self.desk, one, changed),
            _DATA: lambda: acts.show_data(self.desk, one),
            _ERASE: lambda: acts.erase(self.desk, one, self._to_page(self._leave)),
        }
        if key not in actions:
            return super().press(key, text)
        actions[key]()
        return Press.ACTED

    def keys(self) -> list[tuple[str, str]]:
        """What can be done."""
        labels = {
            _EDIT: _("Edit"),
            _RECEIPTS: _("Bought"),
            _STATEMENT: _("Account"),
            _PAY: _("Payment"),
            _CONSENT: _("Consent"),
            _MERGE: _("Merge"),
            _DATA: _("Their data"),
            _ERASE: _("Erase"),
        }
        named = [(key.upper(), label) for key, label in labels.items()]
        return [("Enter", _("For sale")), *named, ("Esc", _("Back"))]

    def hint(self) -> str:
        """The keys that a narrow key bar has no room for."""
        return _("F6 consent F7 merge F8 data F9 erase")

    def read_again(self, _id: str = "") -> None:
        """Reads what is known of them now."""
        self._changed()
        self.desk.fetch(lambda: self.desk.register.looking.customers.facts(self._id), self._show)

    def _show(self, facts: Facts) -> None:
        self._facts, self.title = facts, facts.customer.label
        self.lines = page_lines(facts, self.desk.shown.money)

    def _statement(self) -> None:
        asking, id = self.desk.register.looking.customers, self._id
        self.desk.fetch(
            lambda: asking.statement(id, "0000-01-01", "9999-12-31"), self._open_statement, hold=True
        )

    def _open_statement(self, statement: Statement) -> None:
        lines = statement_lines(statement, self.desk.shown.money)
        self.desk.open(StatementView(self.desk, self._id, lines, self._facts.customer.label))

    def _to_page(self, then: Callable[[], None]) -> Callable[[], None]:
        """Leaves what was asked above the page, and goes on there."""

        def back() -> None:
            while self.desk.has(self) and self.desk.view is not self:
                self.desk.close(release=False)
            then()

        return back

    def _leave(self) -> None:
        if self.desk.has(self):
            self.desk.close()
        self._changed()


class BoughtView(ReceiptsView):
    """What was sold to one customer, newest first."""

    def __init__(self, desk: Desk, one: Customer) -> None:
        self._one = one
        super().__init__(desk)

    @property
    def title(self) -> str:
        """Whose receipts they are."""
        return _("BOUGHT by {name}", name=self._one.label)

    @property
    def hint(self) -> str:
        """What can be done."""
        return _("Enter shows the receipt")

    def search(self, text: str) -> Iterator[Sequence[Mapping[str, Any]]]:
        """Their sales that hold all words."""
        words = text.casefold().split()
        for batch in self.desk.register.looking.customers.history(self._one.id):
            yield [sale for sale in batch if all(word in str(sale).casefold() for word in words)]


class StatementView(TextView):
    """What happened on an account; it can be printed."""

    def __init__(self, desk: Desk, id: str, lines: Sequence[str], name: str) -> None:
        super().__init__(desk, lines, _("ACCOUNT of {name}", name=name))
        self._id = id

    def press(self, key: str, text: str) -> Press:
        """Prints it, or scrolls."""
        if key != _RECEIPTS:
            return super().press(key, text)
        self.desk.run(f"/statement {self._id} all")
        return Press.ACTED

    def keys(self) -> list[tuple[str, str]]:
        """What can be done with it."""
        return [(_RECEIPTS.upper(), _("Print")), ("Esc", _("Back"))]


def page_lines(facts: Facts, money: Money) -> list[str]:
    """All about a customer, a fact a line."""
    one = facts.customer
    lines = [f"{label:<{_LABEL}}{text}" for label, text in known_of(one, money)]
    if facts.points:
        worth = f" = {money(facts.worth)}" if facts.worth else ""
        lines.append(f"{_('Points'):<{_LABEL}}{facts.points}{worth}")
    for voucher in facts.vouchers:
        lines.append(f"{_('Store credit'):<{_LABEL}}{voucher.code} {money(voucher.balance)}")
    lines += [f"{_('Consent'):<{_LABEL}}{way}: {_told_consent(one, way)}" for way in sorted(one.consents)]
    since = f"{_('Customer'):<{_LABEL}}{one.id}"
    lines.append(_("{id} since {day}", id=since, day=one.since) if one.since else since)
    if facts.last:
        lines.append("")
    return [*lines, *(_bought(sale, money) for sale in facts.last)]


def known_of(one: Customer, money: Money) -> Iterator[tuple[str, str]]:
    """(label, text) of what is known of a customer."""
    for name in PERSONAL:
        if name != "name" and (text := getattr(one.person, name)):
            yield _(LABELS[name]), text
    for name, text in (("card", one.card), ("group", one.group), ("tax", one.tax)):
        if text:
            yield _(LABELS[name]), text
    if one.tier:
        yield _("Tier"), one.tier
    if one.balance or one.limit:
        yield _("Account"), _("owes {owed} of {most}", owed=money(one.balance), most=money(one.limit))


def customer_rows(one: Customer, money: Money, width: int) -> list[Row]:
    """What is known of a customer, for a preview."""
    points = [(_("Points"), str(one.points))] if one.points else []
    return [
        row(f" {fit(label, _LABEL)}{clean(text, limit=width)}")
        for label, text in (*known_of(one, money), *points)
    ]


def statement_lines(statement: Statement, money: Money) -> list[str]:
    """A statement as text: opening, each change with what was owed then, closing."""
    kinds = {
        "payment": _("payment"),
        **{kind: said_kind(kind) for kind in ("sale", "refund", "exchange", "post_void")},
    }
    lines = [f"{_('opening'):<{_WHAT}}{money(statement.opening):>{_AMOUNT}}"]
    for entry in statement.entries:
        what = f"{entry.day} {entry.number:<10} {kinds.get(entry.what, entry.what)}"
        lines.append(f"{what:<{_WHAT}}{money(entry.amount):>{_AMOUNT}}{money(entry.owed):>{_AMOUNT}}")
    return [*lines, f"{_('closing'):<{_WHAT}}{'':>{_AMOUNT}}{money(statement.closing):>{_AMOUNT}}"]


def _bought(sale: Mapping[str, Any], money: Money) -> str:
    count = sum(not line["void"] for line in sale["lines"])
    lines = ngettext("{count} line", "{count} lines", count)
    kind = "" if sale["kind"] == "sale" else f" {said_kind(sale['kind'])}"
    return f"{sale['day']} {sale['number']:<10}{money(sale['total']):>10}  {lines}{kind}"


def _told_consent(one: Customer, way: str) -> str:
    said = one.consents[way]
    answer = _("yes") if said.given else _("no")
    return f"{answer}, {said.time[:10]}, {said.how}"
