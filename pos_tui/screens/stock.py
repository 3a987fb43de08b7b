"""The stockroom on the screen: what can be done there, and everything about one item."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from pos_tui.core.words import N_, _

from .asking import AskList
from .items import ItemsView
from .stock_card import open_card

if TYPE_CHECKING:
    from pos_tui.terminal.router import Entry

    from .desk import Desk
    from .stock_port import Facts


def open_stock(desk: Desk, words: str = "") -> None:
    """The stockroom's page, or what is known of the item that was named."""
    if not words:
        desk.open(StockMenu(desk))
        desk.say("")
        return
    finder = StockFind(desk)
    desk.open(finder)
    finder.look(words)


class StockMenu(AskList):
    """One row for each thing that can be done."""

    @property
    def title(self) -> str:
        """What the list is of."""
        return _("STOCK")

    def labels(self) -> Sequence[str]:
        """What can be done."""
        return [f"{number:>2} {_(label)}" for number, (label, _act) in enumerate(_CHOICES, 1)]

    def take(self, place: int) -> None:
        """Opens it."""
        self.desk.say("")
        _CHOICES[place][1](self.desk)


class StockFind(ItemsView):
    """Finds an item as one types; a scan shows it. Nothing is sold here."""

    @property
    def prompt(self) -> str:
        """Says that nothing is sold here."""
        return _("stock: ")

    @property
    def title(self) -> str:
        """What the view is for."""
        return _("STOCK OF AN ITEM")

    @property
    def hint(self) -> str:
        """What can be done."""
        return _("scan or type: nothing is sold")

    def use(self, entry: str) -> None:
        """Shows it."""
        self.look(entry)

    def take(self, place: int) -> None:
        """Shows it."""
        self.look(self.finder.entry(place))

    def entered(self, entry: Entry) -> None:
        """Shows the item of a code; words keep their list."""
        text = entry.text.strip()
        if not entry.is_scan and not self.desk.register.looking.items_of(text) and self.desk.find(text, 1):
            self.offer(text)
        else:
            self.look(text)

    def look(self, text: str) -> None:
        """Shows the one item that a text means; what is known of it comes as it is read."""
        self.finder.drop()
        self.desk.say("")
        found = self.desk.register.looking.items_of(text.strip().strip('"'))
        if len(found) == 1:
            open_card(self.desk, found[0])
            return
        stock = self.desk.register.looking.stockroom
        self.desk.fetch(lambda: stock.facts(text), self._show, hold=True)

    def keys(self) -> list[tuple[str, str]]:
        """How to choose from a list, and the way back."""
        return [("F2", _("Next")), ("Enter", _("Show")), ("Esc", _("Back"))]

    def _show(self, card: Facts) -> None:
        for item in self.desk.register.looking.items_of(card["sku"]):
            open_card(self.desk, item)


def _open_find(desk: Desk) -> None:
    desk.open(StockFind(desk))


def _open_sheets(kind: str, desk: Desk) -> None:
    from .sheet import open_sheets

    open_sheets(desk, kind)


def _open_list(what: str, desk: Desk) -> None:
    from .stock_lists import open_list

    open_list(desk, what)


def _open_orders(desk: Desk) -> None:
    from .orders import open_orders

    open_orders(desk)


_CHOICES: tuple[tuple[str, Callable[[Desk], None]], ...] = (
    (N_("Look an item up"), _open_find),
    (N_("Count"), partial(_open_sheets, "count")),
    (N_("Book goods in"), partial(_open_sheets, "receive")),
    (N_("Write goods off"), partial(_open_sheets, "waste")),
    (N_("Send goods to another place"), partial(_open_sheets, "send")),
    (N_("Goods on their way"), partial(_open_list, "transfers")),
    (N_("Orders from suppliers"), _open_orders),
    (N_("What runs low"), partial(_open_list, "low")),
    (N_("What expires soon"), partial(_open_list, "expiring")),
    (N_("What is below zero"), partial(_open_list, "below_zero")),
    (N_("What is not sold"), partial(_open_list, "blocked")),
)
