"""Items over the whole page: to find one and sell it, or to say what it costs."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pos_tui.core.errors import PosError
from pos_tui.core.words import _
from pos_tui.terminal.router import SCAN_PAUSE, Entry, Press
from pos_tui.widgets.card import card_rows, detail_rows
from pos_tui.widgets.found import found_row, heads
from pos_tui.widgets.paint import Row, block

from .find import Finder, quoted
from .lists import Labels, ListView
from .scans import apart
from .scroll import KEYS, Scroll

if TYPE_CHECKING:
    from pos_tui.core.item import Item
    from pos_tui.register.outcome import Outcome

    from .desk import Desk

_MOST = 50
_NEXT = "f2"


class ItemsView(ListView):
    """Items that match what is typed. Nothing is chosen before an arrow says so."""

    def __init__(self, desk: Desk, text: str = "") -> None:
        super().__init__(desk)
        self.finder = Finder(desk.find, _MOST, digits=True)
        self.edited(text)

    @abstractmethod
    def use(self, entry: str) -> None:
        """Does what the view is for with the entry of the chosen item."""

    @abstractmethod
    def entered(self, entry: Entry) -> None:
        """Takes what was typed or scanned, and is no choice from the list."""

    @property
    def hint(self) -> str:
        """What can be done."""
        return _("words, department or digits")

    @property
    def nothing(self) -> str:
        """Said while nothing is typed, or nothing matches."""
        words = "" if self.desk.is_scanning else self.finder.words
        return _("nothing matches {words}", words=words) if words else ""

    @property
    def items(self) -> Sequence[Item]:
        """What matches."""
        return () if self.desk.is_scanning else self.finder.items

    @property
    def places(self) -> Sequence[int]:
        """The finder narrows them."""
        return range(len(self.items))

    def heads(self) -> str:
        """The heads of the columns."""
        return heads(self.width - 3)

    def labels(self) -> Sequence[str]:
        """Name, department, stock and price of each."""
        return Labels(len(self.items), self._label)

    def _label(self, place: int) -> str:
        item = self.items[place]
        return found_row(item, self.desk.stock(item.sku), self.width - 3, self.desk.shown.currency.digits)

    def preview(self, place: int, width: int, height: int) -> list[Row]:
        """All that is known of it."""
        try:
            facts = self.desk.register.looking.check(quoted(self.items[place].sku))
        except PosError as error:
            self.desk.say(error.message, "refused")
            return []
        return detail_rows(facts, width)

    def enter(self, entry: Entry) -> None:
        """The chosen item, or what was typed or scanned; a command closes the view."""
        if entry.scanned and not entry.text.startswith("/"):
            entry = apart(entry)[1] or entry  # the words before it only narrow the list
        place = self.picked
        found = place is not None and place < len(self.finder.items)  # else a line of another list is chosen
        if place is not None and found and not entry.is_scan and self.finder.belongs_to(entry.text):
            self.use(self.finder.entry(place))
        elif entry.text.startswith("/"):
            self.desk.close()
            self.desk.view.enter(entry)
        elif entry.text.strip():
            self.entered(entry)

    def press(self, key: str, text: str) -> Press:
        """Arrows choose, and so does the key that opened it; going up from the first one chooses none."""
        key = "down" if key == _NEXT else key
        if key not in KEYS:
            return Press.IGNORED
        if self.marked and not (key == "up" and self.scroll.chosen == 0):
            self.scroll.move(key, len(self.finder.items))
        else:
            self.marked = key in ("down", "pagedown", "ctrl+n", "end") and bool(self.finder.items)
        return Press.ACTED

    def edited(self, text: str) -> None:
        """The list follows what is typed."""
        if self.finder.edit(text) or not self.finder.words:
            self.marked, self.scroll = False, Scroll()
        if self.desk.is_scanning:
            self.desk.later(SCAN_PAUSE, lambda: None)  # paints again: perhaps it was none

    def offer(self, words: str) -> None:
        """Keeps the list of what was entered, to choose from."""
        self.finder.pin(words)
        self.marked, self.scroll = False, Scroll()
        self.desk.say(_("no such code: choose with the arrows, then Enter"), "unknown")


class FindView(ItemsView):
    """Enter sells what the arrows chose, or a code; a scan sells."""

    @property
    def title(self) -> str:
        """What the view is for."""
        return _("FIND AN ITEM")

    def use(self, entry: str) -> None:
        """Sells it."""
        self.desk.close()
        self.desk.run(entry, "search")

    def take(self, place: int) -> None:
        """Sells it."""
        self.use(self.finder.entry(place))

    def entered(self, entry: Entry) -> None:
        """Sells a code; words keep their list."""
        if entry.is_scan:
            self.desk.close()
            self.desk.view.enter(entry)
            return
        self.desk.enter(entry, lambda outcome: self._sold(outcome, entry.text))

    def keys(self) -> list[tuple[str, str]]:
        """How to choose."""
        return [("F2", _("Next")), ("Enter", _("Sell")), ("Esc", _("Back"))]

    def _sold(self, outcome: Outcome, text: str) -> None:
        if outcome.kind == "found":
            self.offer(text)
        elif outcome.ok and self.desk.view is self:
            self.desk.close()


class CheckView(ItemsView):
    """A price check: what is scanned is answered, not sold, until Esc."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._facts: Mapping[str, Any] | None = None

    @property
    def prompt(self) -> str:
        """Says that nothing is sold here."""
        return _("check: ")

    @property
    def title(self) -> str:
        """What the view is for."""
        return _("PRICE CHECK")

    @property
    def hint(self) -> str:
        """What can be done."""
        return _("scan or type: nothing is sold")

    def use(self, entry: str) -> None:
        """Says what it costs."""
        self.finder.drop()
        self.desk.run(f"/check {entry}", after=lambda outcome: self._answer(outcome, ""))

    def take(self, place: int) -> None:
        """Says what it costs."""
        self.use(self.finder.entry(place))

    def entered(self, entry: Entry) -> None:
        """Says what the item of a code costs; words keep their list."""
        text = entry.text.strip()
        self.desk.run(f"/check {text}", after=lambda outcome: self._answer(outcome, text))

    def keys(self) -> list[tuple[str, str]]:
        """How to choose from a list, and the way back."""
        return [("F2", _("Next")), ("Enter", _("Check")), ("Esc", _("Back"))]

    def body(self, width: int, height: int) -> list[Row] | None:
        """The list while words are typed, else the answer."""
        rows = super().body(width, height) or []
        if self._facts is None or self.finder.words:
            return rows
        answer = card_rows(self._facts, self.desk.shown.currency, width, height - 2)
        return [rows[0], *block(answer, height - 2), rows[-1]]

    def _answer(self, outcome: Outcome, text: str) -> None:
        self._facts = outcome.data.get("item")
        if outcome.kind == "found":
            self.offer(text)
        elif self._facts is not None:
            self.desk.say("")


def open_find(desk: Desk, words: str = "") -> None:
    """The page to find in, with words in the prompt."""
    desk.open(FindView(desk, words))
    desk.router.put_text(words)
    desk.say("")


def open_check(desk: Desk, _: str = "") -> None:
    """The price check."""
    desk.open(CheckView(desk))
    desk.say("")
