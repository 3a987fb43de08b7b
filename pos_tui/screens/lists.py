"""Lists in place of the ledger: narrowed by what is typed, chosen from by arrows. What is scanned sells."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, overload

from pos_tui.core.display import clean, fit
from pos_tui.core.words import _
from pos_tui.styles.palette import PICKED, PLAIN, STRONG
from pos_tui.terminal.router import Entry, Press
from pos_tui.widgets.paint import Row, block, row

from .scans import apart
from .scroll import KEYS, Scroll

if TYPE_CHECKING:
    from .desk import Desk

PATIENCE = 0.3
"""Seconds since the last key before an Enter counts as a person's answer and not as a scanner's end mark."""
_WIDE = 90
"""Columns from which on a preview stands beside its list."""
_TALL = 12
"""Rows from which on it stands below."""


def is_answer(entry: Entry, opened: float) -> bool:
    """Whether a bare Enter, in a dialog opened at that time, is a person's and not the end of a scan."""
    return not entry.text and entry.quiet >= PATIENCE and entry.time >= opened + PATIENCE


class Labels(Sequence[str]):
    """Rows that are made when they are seen."""

    def __init__(self, count: int, label: Callable[[int], str]) -> None:
        self._count, self._label = count, label

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: int | slice) -> str | list[str]:
        if isinstance(place, slice):
            return [self._label(at) for at in range(*place.indices(self._count))]
        if not 0 <= place < self._count:
            raise IndexError(place)
        return self._label(place)


class ListView(ABC):
    """Rows to choose from. Enter takes the chosen one; a scan, or what no row matches, closes and sells."""

    stays = False
    """Whether the list is still there when what was taken is closed."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.scroll = Scroll()
        self.marked = True
        """Whether a row is chosen before the arrows choose one."""
        self.text = ""
        """What the rows are narrowed by."""
        self.width = 80
        """Columns of the last picture."""
        self._opened = desk.clock()

    @property
    def prompt(self) -> str:
        """What stands before the entry."""
        return ""

    @property
    def title(self) -> str:
        """What the list is of."""
        return ""

    @property
    def hint(self) -> str:
        """What can be done, under the rows."""
        return _("arrows choose, words narrow the list")

    @property
    def nothing(self) -> str:
        """What is said where there are no rows at all."""
        return _("there is nothing to choose from; Esc goes back")

    @abstractmethod
    def labels(self) -> Sequence[str]:
        """The rows as text, for `width` columns."""

    @abstractmethod
    def take(self, place: int) -> None:
        """Does what a row stands for; the list is closed already, unless it stays."""

    def heads(self) -> str:
        """The heads of the columns; nothing, unless a list has them."""
        return ""

    def searched(self) -> Sequence[str]:
        """For each row the text in which typed words are looked for."""
        return self.labels()

    def preview(self, place: int, width: int, height: int) -> list[Row]:
        """More about a row, shown where there is room; nothing, unless a list has it."""
        return []

    @property
    def places(self) -> Sequence[int]:
        """The rows that hold all words that are typed."""
        words = self.text.casefold().split()
        texts = self.searched()
        if not words:
            return range(len(texts))
        return [place for place, text in enumerate(map(str.casefold, texts)) if all(w in text for w in words)]

    @property
    def picked(self) -> int | None:
        """The row that is chosen; None where there is none."""
        places = self.places if self.marked else ()
        return places[min(self.scroll.chosen, len(places) - 1)] if places else None

    def enter(self, entry: Entry) -> None:
        """Takes the chosen row; a bare Enter does not, when it may be the end of a scan."""
        if entry.scanned and not entry.text.startswith("/"):
            entry = apart(entry)[1] or entry  # the words before it only narrow the list
        by_hand = not entry.is_scan and not entry.text.startswith("/")
        if entry.text and by_hand:
            self.edited(entry.text)
        place = self.picked
        if not entry.text:
            if place is not None and is_answer(entry, self._opened):
                self._take(place)
        elif by_hand and place is not None:
            self._take(place)
        else:
            self.desk.close()
            self.desk.view.enter(entry)

    def press(self, key: str, text: str) -> Press:
        """Arrows choose; other keys are for the lists that have some."""
        if key not in KEYS:
            return Press.IGNORED
        self.scroll.move(key, len(self.places))
        return Press.ACTED

    def edited(self, text: str) -> None:
        """Narrows the list to what is typed."""
        if text.strip() != self.text:
            self.text, self.scroll = text.strip(), Scroll()

    def back(self) -> None:
        """Close it."""
        self.desk.close()

    def keys(self) -> list[tuple[str, str]]:
        """Only the way back, and how to choose."""
        return [("Enter", _("Take")), ("Esc", _("Back"))]

    def body(self, width: int, height: int) -> list[Row] | None:
        """Title, the rows around the chosen one with the preview of it, and the hint."""
        room, place = max(height - 2, 1), self.picked
        self.width = width // 2
        more: list[Row] = []
        if place is not None and width >= _WIDE:
            more = self.preview(place, width - self.width - 2, room)
        if more:
            rows = _beside(self._rows(room), more, self.width, room)
        else:
            self.width = width
            rows = self._with_preview_below(place, room)
        return [row(f" {self._head()}", STRONG), *block(rows, room), row(f" {self.hint}")]

    def _with_preview_below(self, place: int | None, room: int) -> list[Row]:
        # The same height for every row's preview, so that choosing moves nothing but the mark.
        below = max(room // 2, room - len(self.places) - bool(self.heads()) - 1)
        more = self.preview(place, self.width, below) if place is not None and room >= _TALL else []
        if not more:
            return self._rows(room)
        listed = max(room - below - 1, 1)
        return [*block(self._rows(listed), listed), row("-" * self.width), *more[:below]]

    def _take(self, place: int) -> None:
        if not self.stays:
            self.desk.close()
        elif self.text and type(self).edited is ListView.edited:
            # Whoever comes back sees all rows again, as no word stands in the prompt any more.
            self.text, self.scroll = "", Scroll(place)
        self.take(place)

    def _head(self) -> str:
        count = len(self.places)
        return f"{self.title}  ({count})" if count else self.title

    def _rows(self, room: int) -> list[Row]:
        places, labels = self.places, self.labels()
        if not labels:
            return [row(f" {self.nothing}")]
        if not places:
            return [row(" " + _("nothing matches {words}", words=self.text))]
        heads = self.heads()
        rows = [row(f"  {heads}", STRONG)] if heads else []
        for at in self.scroll.window(len(places), max(room - len(rows), 1)):
            chosen = self.marked and at == self.scroll.chosen
            rows.append(row(f"{'>' if chosen else ' '} {labels[places[at]]}", PICKED if chosen else PLAIN))
        return rows


def _beside(left: list[Row], right: list[Row], width: int, height: int) -> list[Row]:
    rows: list[Row] = []
    for one, other in zip(block(left, height), block(right, height), strict=True):
        text, style = one[0] if one else ("", PLAIN)
        rows.append(((fit(clean(text), width), style), ("| ", PLAIN), *other))
    return rows
