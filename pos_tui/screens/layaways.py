"""The orders that are put aside: what is paid and owed of each; one is collected, paid for, or cancelled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pos_tui.core.display import clean, fit
from pos_tui.core.layaway import number_of
from pos_tui.core.sale import Basket
from pos_tui.core.words import _
from pos_tui.styles.palette import STRONG
from pos_tui.terminal.router import Entry, Press
from pos_tui.widgets.figures import quantity_text
from pos_tui.widgets.paint import Row, row

from .lists import ListView
from .scans import apart
from .scroll import Scroll

if TYPE_CHECKING:
    from pos_tui.core.layaway import Layaway

    from .desk import Desk

_NUMBER, _MONEY, _DAY = 10, 10, 11
_NARROW = 56
_PART, _CANCEL = "f2", "f4"


class LayawaysView(ListView):
    """Enter collects the chosen one; a number or part of a name, typed or scanned, chooses it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._orders: Sequence[Layaway] | None = None
        desk.fetch(desk.register.looking.layaways, self._show, hold=True)

    @property
    def title(self) -> str:
        """What the list is of."""
        return _("PUT ASIDE")

    @property
    def hint(self) -> str:
        """What can be done."""
        return _("Enter collects; F2 a part, F4 cancels")

    @property
    def nothing(self) -> str:
        """Until they are read it is not known whether there are any."""
        if self._orders is None:
            return _("looking...")
        return _("nothing is put aside: /layaway 20% NAME, with a sale open")

    def heads(self) -> str:
        """The columns."""
        return (
            self._columns(_("Order"), _("Name"), _("Paid"), _("To pay"), _("Until")) if self._orders else ""
        )

    def labels(self) -> Sequence[str]:
        """Number, name, what is paid and owed, and until when; late ones are marked."""
        return list(map(self._label, self._orders or ()))

    def searched(self) -> Sequence[str]:
        """Number and name."""
        return [f"{order.number} {order.whose}" for order in self._orders or ()]

    @property
    def places(self) -> Sequence[int]:
        """A whole number, also a short one, means that order alone."""
        wanted = number_of(self.text, self.desk.shown.till)
        exact = [at for at, order in enumerate(self._orders or ()) if order.number == wanted]
        return exact or super().places

    def enter(self, entry: Entry) -> None:
        """A scan of an order's own bar code chooses it, as typing its number does."""
        _typed, scan = apart(entry)
        wanted = None if scan is None else number_of(scan.text, self.desk.shown.till)
        if wanted is None:
            super().enter(entry)
            return
        numbers = [order.number for order in self._orders or ()]
        if wanted in numbers:
            self.text, self.scroll = "", Scroll(chosen=numbers.index(wanted))
        else:
            self.desk.say(_("order {number} does not wait here", number=wanted), "refused")

    def take(self, place: int) -> None:
        """Collects it; the register refuses while another sale is open."""
        if self._orders:
            self.desk.run(f"/collect {self._orders[place].number}")

    def press(self, key: str, text: str) -> Press:
        """A part of the price, or the end of the order: both stand in the prompt to be finished there."""
        place = self.picked
        if key not in (_PART, _CANCEL) or place is None or not self._orders:
            return super().press(key, text)
        number = self._orders[place].number
        self.desk.close()
        begun = f"/layaway {number} " if key == _PART else f"/layaway cancel {number} for "
        self.desk.router.put_text(begun)
        return Press.ACTED

    def keys(self) -> list[tuple[str, str]]:
        """What can be done with an order."""
        return [("Enter", _("Collect")), ("F2", _("Part")), ("F4", _("Cancel")), ("Esc", _("Back"))]

    def preview(self, place: int, width: int, height: int) -> list[Row]:
        """What is put aside."""
        if not self._orders:
            return []
        order = self._orders[place]
        total = self.desk.shown.money(order.total)
        rows = [row(f" {_('agreed {total}, since {day}', total=total, day=order.time[:10])}", STRONG)]
        basket = Basket.from_document(dict(order.basket))
        lines = [line for line in basket.lines if not line.void]
        rows += [row(f"{quantity_text(line.quantity, line.unit):>9} {clean(line.name)}") for line in lines]
        return rows[:height]

    def _show(self, orders: Sequence[Layaway]) -> None:
        self._orders = orders

    def _label(self, order: Layaway) -> str:
        shown = self.desk.shown
        front = self.desk.front
        late = front is not None and order.is_late(front.clock().date().isoformat())
        until = f"{order.until}!" if late else order.until
        return self._columns(
            order.number, clean(order.whose), shown.money(order.paid), shown.money(order.owed), until
        )

    def _columns(self, number: str, name: str, paid: str, owed: str, until: str) -> str:
        """A row; on a narrow screen without what is paid and the day."""
        end = f"{owed:>{_MONEY}}"
        if self.width >= _NARROW:
            end = f"{paid:>{_MONEY}}{end} {fit(until, _DAY)}"
        room = max(self.width - _NUMBER - len(end) - 4, 6)
        return f"{fit(number, _NUMBER)} {fit(name, room)}{end}"
