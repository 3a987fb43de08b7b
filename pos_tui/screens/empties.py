"""Empties: what can be paid back for, counted by a number or scanned; what comes back stands in the sale."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from pos_tui.core.display import clean, fit
from pos_tui.core.sale import EMPTIES, SLIP
from pos_tui.core.words import _
from pos_tui.styles.palette import STRONG
from pos_tui.terminal.router import Entry, Press
from pos_tui.widgets.figures import price_text
from pos_tui.widgets.paint import Row, beside, row

from .lists import ListView
from .scans import apart

if TYPE_CHECKING:
    from pos_tui.core.item import Item

    from .desk import Desk

_COUNT, _PRICE = 5, 9
_DONE = frozenset({"f1", "f9"})


class EmptiesView(ListView):
    """A number and Enter are so many of the chosen kind; a scan is one, or a machine's slip."""

    stays = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._kinds: Sequence[Item] = desk.register.looking.empties()

    @property
    def prompt(self) -> str:
        """What a number means."""
        return _("empties: ")

    @property
    def title(self) -> str:
        """What the list is of."""
        return _("EMPTIES")

    @property
    def hint(self) -> str:
        """What can be done."""
        return _("arrows, a number, Enter; or scan")

    @property
    def nothing(self) -> str:
        """How a shop says what it takes."""
        return _("the setting empties.items names them")

    @property
    def places(self) -> Sequence[int]:
        """All kinds: what is typed is a count."""
        return range(len(self._kinds))

    def labels(self) -> Sequence[str]:
        """How many came back, what, and what one gives."""
        return [self._label(item) for item in self._kinds]

    def take(self, place: int) -> None:
        """One of a kind more."""
        self._count(place, "1")

    def enter(self, entry: Entry) -> None:
        """A scan is one empty or a slip; a number counts; a bare Enter does nothing."""
        typed, scan = apart(entry)
        if entry.text.startswith("/"):
            self.desk.close()
            self.desk.view.enter(entry)
        elif scan is not None:
            self.desk.run(f"/empties {scan.text.strip()}", "scan")
            if typed:
                self.desk.router.give_back(typed)
        elif entry.text.strip() and self.picked is not None:
            self._count(self.picked, entry.text.strip())

    def edited(self, text: str) -> None:
        """What is typed stands in the prompt."""

    def press(self, key: str, text: str) -> Press:
        """Arrows choose; the key that pays goes back to the sale, where it is paid."""
        if key not in _DONE:
            return super().press(key, text)
        self.back()
        return Press.ACTED

    def back(self) -> None:
        """Back to the sale, with what came back so far."""
        self.desk.say("")
        self.desk.close()

    def keys(self) -> list[tuple[str, str]]:
        """Done, or back: both leave what is counted in the sale."""
        return [("Enter", _("Count")), ("F1", _("Done")), ("Esc", _("Back"))]

    def body(self, width: int, height: int) -> list[Row] | None:
        """The kinds, the slips, and what all of it gives."""
        rows = super().body(width, height - 1) or []
        lines = zip(self.desk.shown.lines, self.desk.shown.figures, strict=True)
        given = -sum(figures.amount for line, figures in lines if line.source == EMPTIES)
        told = _("Goes back, with {count} slips", count=self._slips)
        return [
            *rows[:-1],
            row(beside(f" {told}", self.desk.shown.money(given), width - 2), STRONG),
            *rows[-1:],
        ]

    @property
    def _slips(self) -> int:
        return sum(line.entered == SLIP and not line.void for line in self.desk.shown.lines)

    def _label(self, item: Item) -> str:
        count = -sum(
            int(line.quantity)
            for line in self.desk.shown.lines
            if (line.source, line.sku) == (EMPTIES, item.sku) and line.entered != SLIP and not line.void
        )
        shown = self.desk.shown
        price = price_text(item.price or Decimal(0), shown.currency.digits, shown.mark)
        room = max(self.width - _COUNT - _PRICE - 6, 6)
        return f"{count:>{_COUNT}}  {fit(clean(item.name), room)} {price:>{_PRICE}}"

    def _count(self, place: int, text: str) -> None:
        if text.isascii() and text.isdigit():
            self.desk.run(f"/empties {text}*{self._kinds[place].sku}")
        else:
            self.desk.say(_("{text} is no count", text=clean(text)), "refused")


def open_empties(desk: Desk, _: str = "") -> None:
    """The page."""
    desk.open(EmptiesView(desk))
    desk.say("")
