"""What a supplier sells, with their codes, packs and costs: scanned or found items are put in."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Final

from pos_tui.core.display import clean
from pos_tui.core.words import _
from pos_tui.terminal.router import Press
from pos_tui.widgets.figures import price_text
from pos_tui.widgets.paint import beside

from .entering import EnteringView
from .lists import is_answer
from .office import open_rule

if TYPE_CHECKING:
    from pos_tui.terminal.router import Entry

    from .desk import Desk
    from .stock_port import Facts

_NARROW: Final = 56


def open_supplied(desk: Desk, supplier: str) -> None:
    """The items of a supplier."""
    stock = desk.register.looking.stockroom
    desk.fetch(partial(stock.supplies, supplier), lambda rows: _open(desk, supplier, rows), hold=True)


def _open(desk: Desk, supplier: str, rows: Sequence[Facts]) -> None:
    desk.open(SuppliedView(desk, supplier, rows))
    desk.say("")


class SuppliedView(EnteringView):
    """Enter on a row changes what is known of it; an item that is entered is put in."""

    def __init__(self, desk: Desk, supplier: str, rows: Sequence[Facts]) -> None:
        super().__init__(desk)
        self._supplier, self._facts = supplier, rows

    @property
    def prompt(self) -> str:
        """What is done with what is typed."""
        return _("item: ")

    @property
    def title(self) -> str:
        """Whose items they are."""
        return clean(_("SOLD BY {who}", who=self._supplier), 200)

    @property
    def hint(self) -> str:
        """What can be done."""
        return _("scan or find an item to put it in, Enter on a row changes it")

    def heads(self) -> str:
        """The heads of the columns."""
        if self.finds:
            return super().heads()
        right = f"{_('Cost'):>10}" if self.width < _NARROW else f"{_('Pack'):>7}{_('Cost'):>10}"
        return beside(_("Item"), right, self.width - 3)

    def lines(self) -> Sequence[str]:
        """Name, their code, pack, cost; * where it is ordered here first."""
        return [self._line(row) for row in self._facts]

    def _line(self, row: Facts) -> str:
        mark = "*" if row["preferred"] else " "
        digits = self.desk.shown.currency.digits
        cost = "-" if row["cost"] is None else price_text(Decimal(row["cost"]), digits)
        right = f"{cost:>10}"
        if self.width >= _NARROW:
            right = f"{row['pack']:>7}{right}"
        their = f"  {row['their']}" if row["their"] else ""
        return beside(clean(f"{mark}{row['name'] or row['sku']}{their}", 200), right, self.width - 3)

    def enter(self, entry: Entry) -> None:
        """A bare Enter opens the chosen row."""
        line = self.line
        if not entry.text and line is not None and line < len(self._facts):
            if is_answer(entry, self._opened):
                self._change(self._facts[line]["sku"])
        else:
            super().enter(entry)

    def put_in(self, goods: str, entered: str) -> None:
        """Opens what is known of an item, or begins it."""
        items = self.desk.register.looking.items_of(goods.strip().strip('"'))
        if len(items) == 1:
            self._change(items[0].sku)
        elif items:
            self.offer(goods)
        else:
            self.desk.say(_("no item has the code {code}", code=clean(goods, limit=40)), "unknown")

    def press(self, key: str, text: str) -> Press:
        """F6 begins an order from them; arrows choose."""
        if key != "f6":
            return super().press(key, text)
        self.desk.run(f"/order {self._supplier}")
        return Press.ACTED

    def keys(self) -> list[tuple[str, str]]:
        """What can be done."""
        return [("Enter", _("Change")), ("F6", _("Order")), ("Esc", _("Back"))]

    def _change(self, sku: str) -> None:
        code = f"{self._supplier}/{sku}"
        book = self.desk.register.looking.book("supplies")
        if any(row["sku"] == sku for row in self._facts):
            open_rule(self.desk, book, code, self._read_again)
            return
        from .office_form import RuleForm

        form = RuleForm(self.desk, book, "", {"code": code}, self._read_again)
        form.go_to("their")
        self.desk.open(form)
        self.desk.say("")

    def _read_again(self) -> None:
        def show(rows: Sequence[Facts]) -> None:
            self._facts = rows

        self.desk.fetch(partial(self.desk.register.looking.stockroom.supplies, self._supplier), show)
