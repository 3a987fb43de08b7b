"""A list that goods are entered into: its lines, or while words are typed the items that match them."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from pos_tui.core.words import _
from pos_tui.terminal.router import Entry, Press

from .find import Finder
from .items import ItemsView
from .scroll import KEYS

if TYPE_CHECKING:
    from pos_tui.register.outcome import Outcome
    from pos_tui.widgets.paint import Row

    from .desk import Desk

_MOST: Final = 50
"""Items that are found."""


class EnteringView(ItemsView):
    """Codes are put in, words find items, arrows choose a line."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.finder = Finder(desk.find, _MOST)  # digits are codes and counts here

    @abstractmethod
    def lines(self) -> Sequence[str]:
        """The lines as text."""

    @abstractmethod
    def put_in(self, goods: str, entered: str) -> None:
        """Adds goods (`[qty*]CODE`) that were typed or scanned (`key`), or found (`search`)."""

    @property
    def finds(self) -> bool:
        """Whether items are looked for."""
        return bool(self.finder.words)

    @property
    def line(self) -> int | None:
        """The line that is chosen."""
        return None if self.finds else self.picked

    @property
    def nothing(self) -> str:
        """Said before anything is entered."""
        return super().nothing if self.finds else _("scan, or type a code or words")

    @property
    def places(self) -> Sequence[int]:
        """What matches, or all lines."""
        return super().places if self.finds else range(len(self.lines()))

    def heads(self) -> str:
        """The heads of the columns."""
        return super().heads() if self.finds else ""

    def labels(self) -> Sequence[str]:
        """What matches, or the lines."""
        return super().labels() if self.finds else self.lines()

    def preview(self, place: int, width: int, height: int) -> list[Row]:
        """Only of items that match."""
        return super().preview(place, width, height) if self.finds else []

    def use(self, entry: str) -> None:
        """Adds the item that was chosen."""
        self.finder.drop()
        self.put_in(entry, "search")

    def take(self, place: int) -> None:
        """Adds it."""
        self.use(self.finder.entry(place))

    def entered(self, entry: Entry) -> None:
        """Adds a code; words that are none keep their list."""
        text = entry.text.strip()
        code = text.rpartition("*")[2]
        known = entry.is_scan or code.isdigit() or bool(self.desk.register.looking.items_of(code))
        if not known and self.desk.find(code, 1):
            self.offer(text)
        else:
            self.put_in(text, "key")

    def offer_several(self, outcome: Outcome, goods: str) -> None:
        """Lists the items that a code may mean, where there are several."""
        if not outcome.ok and "items" in outcome.data:
            self.offer(goods)
            self.desk.say(_("several items have this code: choose with the arrows, then Enter"), "unknown")

    def press(self, key: str, text: str) -> Press:
        """Arrows choose a line, or one of the items that match."""
        if self.finds or key not in KEYS:
            return super().press(key, text)
        if self.marked:
            self.scroll.move(key, len(self.lines()))
        self.marked = True
        return Press.ACTED

    def edited(self, text: str) -> None:
        """What is typed finds items; a number leaves the chosen line chosen."""
        kept = self.marked, self.scroll
        super().edited(text)
        if not self.finds:
            self.marked, self.scroll = kept
