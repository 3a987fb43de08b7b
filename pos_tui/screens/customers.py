"""Customers: the list that follows what is typed, to put one on the sale or to see all about them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pos_tui.core.display import clean, fit
from pos_tui.core.words import _
from pos_tui.terminal.router import Entry, Press
from pos_tui.widgets.paint import Row, beside

from .customer import customer_rows, open_customer
from .customer_form import new_customer
from .lists import Labels
from .scans import apart
from .searching import SearchView

if TYPE_CHECKING:
    from pos_tui.core.customer import Customer

    from .desk import Desk

_PAGE, _NEW, _NOBODY = "f2", "f3", "f4"
_NARROW = 50
_NAME, _PHONE = 26, 18


class CustomersView(SearchView["Customer"]):
    """Enter makes the sale one for the chosen customer; a card that is scanned does so at once."""

    _wants_page = False
    """Whether the page of the first one is to open once they are found."""

    @property
    def prompt(self) -> str:
        """Says that people are looked for here."""
        return _("customer: ")

    @property
    def title(self) -> str:
        """What the list is of."""
        return " ".join(filter(None, (_("CUSTOMERS"), self.text)))

    @property
    def hint(self) -> str:
        """What can be typed, or why there are no names."""
        if self.desk.register.looking.customers.is_locked:
            return _("names closed: pos customers recover")
        return _("name, phone, card; Enter: for the sale")

    @property
    def nothing(self) -> str:
        """Whether they are still looked for, or are not there."""
        if self.is_looking or not self.text:
            return _("looking... Esc goes back") if self.is_looking else _("no customers yet: F3 makes one")
        return _("nobody matches {words}: F3 makes a new customer", words=self.text)

    def search(self, text: str) -> Iterator[Sequence[Customer]]:
        """The customers that the words mean."""
        return self.desk.register.looking.customers.search(text)

    def labels(self) -> Sequence[str]:
        """Name, phone, what is owed or the points; on a wide screen all of these."""
        return Labels(len(self.found), self._label)

    def take(self, place: int) -> None:
        """Makes the sale one for them."""
        one = self.found[place]
        if self.desk.has(self):
            self.desk.drop(self)
        self.desk.run(f"/customer {one.id}")

    def preview(self, place: int, width: int, height: int) -> list[Row]:
        """What is known of them."""
        return customer_rows(self.found[place], self.desk.shown.money, width)[:height]

    def enter(self, entry: Entry) -> None:
        """A scan is the counter's: a card puts its customer on the sale, goods are sold."""
        scan = apart(entry)[1] if entry.scanned and not entry.text.startswith("/") else None
        if scan is not None:
            self.desk.close()
            self.desk.view.enter(scan)
        else:
            super().enter(entry)

    def press(self, key: str, text: str) -> Press:
        """Shows all about the chosen one, makes a new one, or lets the sale be for nobody."""
        place, self._wants_page = self.picked, False
        if text.strip() and key in (_PAGE, _NEW):
            self.look_for(text)  # it stays when what opens is closed
        if key == _PAGE and place is not None:
            self._open(place)
        elif key == _PAGE and self.is_looking:
            self._wants_page = True
        elif key == _NEW:
            new_customer(self.desk, self.text, self._made)
        elif key == _NOBODY and self.desk.shown.customer:
            self.desk.drop(self)
            self.desk.run("/customer -")
        else:
            return super().press(key, text)
        return Press.TOOK

    def keys(self) -> list[tuple[str, str]]:
        """What can be done with one."""
        nobody = [(_NOBODY.upper(), _("Nobody"))] if self.desk.shown.customer else []
        more = [(_PAGE.upper(), _("All about")), (_NEW.upper(), _("New")), *nobody]
        return [("Enter", _("For sale")), *more, ("Esc", _("Back"))]

    def added(self, count: int) -> None:
        """Opens the page that was asked for before anybody was found."""
        if self._wants_page and self.desk.view is self and self.picked is not None:
            self._wants_page = False
            self._open(self.picked)

    def _open(self, place: int) -> None:
        open_customer(self.desk, self.found[place].id, changed=self.look_again)

    def _made(self, id: str) -> None:
        self.look_again()
        open_customer(self.desk, id, changed=self.look_again)

    def _label(self, place: int) -> str:
        one = self.found[place]
        owed = _("owes {amount}", amount=self.desk.shown.money(one.balance)) if one.balance > 0 else ""
        points = _("{count} p.", count=one.points) if one.points else ""
        if self.width < _NARROW:
            return beside(one.label, owed or points or one.person.phone, self.width - 3)
        name, phone = fit(clean(one.label), _NAME), fit(clean(one.person.phone), _PHONE)
        return beside(f"{name} {phone} {one.tier or one.group}", owed or points, self.width - 3)


def open_customers(desk: Desk, words: str = "") -> None:
    """The list, narrowed to some words."""
    desk.open(CustomersView(desk))
    desk.router.put_text(f"{words} " if words else "")
    desk.say("")


def open_new_customer(desk: Desk, _arguments: str = "") -> None:
    """The form of a new customer, and then their page."""
    new_customer(desk, "", lambda id: open_customer(desk, id))
