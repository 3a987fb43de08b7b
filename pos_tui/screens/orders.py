"""Orders from suppliers on the screen: the list, one order, what comes of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from pos_tui.core.display import clean
from pos_tui.core.errors import InvalidValue, PosError
from pos_tui.core.money import parse_amount
from pos_tui.core.words import N_, _
from pos_tui.terminal.router import Press
from pos_tui.widgets.paint import beside

from .asking import AskText, Question
from .entering import EnteringView
from .find import quoted
from .form import FieldsForm, FormSpec
from .lists import ListView
from .pick import PickView
from .sheet import begin_sheet

if TYPE_CHECKING:
    from pos_tui.register.outcome import Outcome

    from .desk import Desk
    from .stock_port import Facts

_SUGGEST, _NEW = "f5", "f6"
_SEND, _GOODS, _SET, _PRINT, _ALL, _CANCEL, _FILE = "f1", "f3", "f4", "f5", "f6", "f7", "f8"
_NARROW: Final = 60
_INVOICE: Final = {"extra": N_("freight"), "ref": N_("invoice")}
"""What can be said of all that came."""


def open_orders(desk: Desk, supplier: str = "") -> None:
    """The orders that are not over, or all of a supplier."""
    desk.open(OrdersView(desk, supplier))
    desk.say("")


def open_order(desk: Desk, code: str) -> None:
    """One order."""
    try:
        view = OrderView(desk, code)
    except PosError as error:
        desk.say(error.message, "refused")
        return
    desk.open(view)


class OrdersView(ListView):
    """Enter opens one; F5 makes drafts of what runs low, F6 an empty one."""

    stays = True

    def __init__(self, desk: Desk, supplier: str = "") -> None:
        super().__init__(desk)
        self._supplier = supplier
        self._seen = -1
        self._known: Sequence[Facts] = ()

    @property
    def title(self) -> str:
        """What the list is of."""
        return clean(_("ORDERS from {who}", who=self._supplier)) if self._supplier else _("ORDERS")

    @property
    def hint(self) -> str:
        """What can be done."""
        return _("F5: what runs low, F6: by hand")

    @property
    def nothing(self) -> str:
        """Said where there are none."""
        return _("no order is open: F5 or F6 makes one")

    def labels(self) -> Sequence[str]:
        """Number, supplier, how far it is, what it comes to."""
        return [self._label(order) for order in self._orders]

    def take(self, place: int) -> None:
        """Opens it."""
        open_order(self.desk, self._orders[place]["code"])

    def press(self, key: str, text: str) -> Press:
        """Makes orders; arrows choose."""
        if key == _SUGGEST:
            self.desk.run("/order suggest")
        elif key == _NEW:
            self._new()
        else:
            return super().press(key, text)
        return Press.ACTED

    def _new(self) -> None:
        if self._supplier:
            self.desk.run(f"/order {self._supplier}")
        else:
            _pick_supplier(self.desk)

    def keys(self) -> list[tuple[str, str]]:
        """What can be done."""
        return [("Enter", _("Open")), ("F5", _("Suggest")), ("F6", _("New")), ("Esc", _("Back"))]

    @property
    def _orders(self) -> Sequence[Facts]:
        """Read again when something was recorded."""
        looking = self.desk.register.looking
        try:
            recorded = looking.recorded()
            if recorded != self._seen:
                self._seen, self._known = recorded, looking.stockroom.orders(self._supplier)
        except PosError as error:
            self.desk.say(error.message, "refused")
        return self._known

    def _label(self, order: Facts) -> str:
        total = self.desk.shown.money(order["total"])
        day = "" if self.width < _NARROW else f"{order['made']['time'][:10]}  "
        left = f"{order['code']:>4} {day}{clean(order['name'] or order['supplier'])}"
        return beside(left, f" {order['said']} {total:>10}", self.width - 3)


def _pick_supplier(desk: Desk) -> None:
    """Asks from whom, makes a draft, and opens it."""

    def made(outcome: Outcome) -> None:
        if outcome.ok:
            open_order(desk, outcome.data["order"]["code"])

    found = desk.register.looking.stockroom.suppliers()
    choices = [(row["code"], f"{row['name']} ({row['code']})") for row in found]
    title = _("ORDER FROM WHOM?")
    desk.open(PickView(desk, title, choices, lambda code: desk.run(f"/order {code}", after=made)))
    desk.say("" if found else _("no supplier is known: /suppliers makes one"))


class OrderView(EnteringView):
    """The lines of an order. Into a draft goods are scanned; of one that is sent they are booked in."""

    def __init__(self, desk: Desk, code: str) -> None:
        """Raises PosError: there is no such order."""
        self._order = desk.register.looking.stockroom.order(code)
        super().__init__(desk)

    @property
    def prompt(self) -> str:
        """What is done with what is typed."""
        return _("order: ")

    @property
    def title(self) -> str:
        """Which order, how far it is, what it comes to."""
        order = self._order
        parts = (_("ORDER {code}", code=order["code"]), order["name"], order["said"])
        return clean("  ".join((*parts, self.desk.shown.money(order["total"]))), 200)

    @property
    def hint(self) -> str:
        """What can be done."""
        if self._is_draft:
            return _("24*CODE or words; 12 F4: makes it 12")
        return _("F3 books in what came, F6 all of it, F7 cancels the rest")

    def heads(self) -> str:
        """The heads of the columns."""
        if self.finds:
            return super().heads()
        right = f"{_('Ordered'):>8}{_('Came'):>8}" + ("" if self.width < _NARROW else f"{_('Cost'):>10}")
        return beside(_("Item"), right, self.width - 3)

    def lines(self) -> Sequence[str]:
        """What is ordered."""
        return [self._line(line) for line in self._order["lines"]]

    def put_in(self, goods: str, entered: str) -> None:
        """Puts goods into the draft."""
        self._run(f" {goods}", goods)

    def _line(self, line: Facts) -> str:
        right = f"{line['qty']:>8}{line['came']:>8}"
        if self.width >= _NARROW:
            right += f"{line['cost'] or '-':>10}"
        their = f"  {line['their']}" if line["their"] and self.width >= _NARROW else ""
        return beside(clean(f"{line['name']}{their}"), right, self.width - 3)

    def press(self, key: str, text: str) -> Press:
        """Sends, books in, prints, cancels; arrows choose a line, F4 sets how many."""
        code = self._order["code"]
        if key in (_SEND, "f9"):
            self._run(" send")
        elif key == _GOODS:
            begin_sheet(self.desk, f"receive order {code}")
        elif key == _PRINT:
            self._run(" print")
        elif key == _CANCEL:
            self._ask_cancel()
        elif key == _ALL and not self._is_draft:
            self._ask_came()
        elif key == _FILE:
            from .importing import write_order

            write_order(self.desk, code)
        elif key == _SET:
            return self._set(text.strip())
        else:
            return super().press(key, text)
        return Press.ACTED

    def keys(self) -> list[tuple[str, str]]:
        """What can be done with it as it is."""
        come = [("F3", _("Goods in")), ("F6", _("All came"))]
        first = [("F1", _("Sent")), ("F4", _("Set"))] if self._is_draft else come
        return [*first, ("F5", _("Print")), ("F7", _("Cancel")), ("F8", _("File")), ("Esc", _("Back"))]

    @property
    def _is_draft(self) -> bool:
        return bool(self._order["state"] == "draft")

    def _set(self, text: str) -> Press:
        lines, place = self._order["lines"], self.line
        if place is None or not text or place >= len(lines):
            self.desk.say(_("choose a line with the arrows, type how many, F4"), "refused")
            return Press.ACTED
        self._run(f" {text}*{quoted(lines[place]['sku'])}")
        return Press.TOOK

    def _ask_came(self) -> None:
        """The invoice's number and freight, which is spread over the goods; both may be empty."""

        def save(_changed: dict[str, str]) -> None:
            said = "".join(f" {word} {form.values[word]}" for word in _INVOICE if form.values.get(word))
            self._run(f" came{said}", closes=True)

        title = _("ALL OF ORDER {code} CAME", code=self._order["code"])
        form = FieldsForm(self.desk, FormSpec(title, _INVOICE, self._not_an_amount, save, empty=True))
        self.desk.open(form)
        self.desk.say("")

    def _not_an_amount(self, field: str, text: str) -> str:
        if field != "extra":
            return ""
        try:
            parse_amount(text.replace(self.desk.formats.mark, "."), self.desk.shown.currency)
        except InvalidValue as error:
            return error.message
        return ""

    def _ask_cancel(self) -> None:
        def cancel(reason: str) -> None:
            self._run(f" cancel for {reason}", closes=True)

        title = _("CANCEL WHAT HAS NOT COME OF ORDER {code}", code=self._order["code"])
        self.desk.open(AskText(self.desk, Question(title, _("why"), cancel, lambda answer: "")))
        self.desk.say("")

    def _run(self, text: str, goods: str = "", *, closes: bool = False) -> None:
        self.desk.run(f"/order {self._order['code']}{text}", after=partial(self._ran, goods, closes))

    def _ran(self, goods: str, closes: bool, outcome: Outcome) -> None:
        self.offer_several(outcome, goods)
        if outcome.ok:
            self._order = outcome.data["order"]
            if closes:
                self.desk.close()
