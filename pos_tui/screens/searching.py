"""Lists of what lies on the disk: the worker looks, a batch at a time, and stops when enough is there."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Generic, TypeVar

from pos_tui.core.words import _
from pos_tui.terminal.router import SCAN_PAUSE

from .lists import ListView
from .scroll import Scroll

if TYPE_CHECKING:
    from pos_tui.terminal.router import Entry, Press

    from .desk import Desk

T = TypeVar("T")
AHEAD = 60
"""Rows that are there before anybody scrolls to them."""


class _Search(Generic[T]):
    """One search. Only the worker touches its batches."""

    def __init__(self, view: SearchView[T], text: str) -> None:
        self._view, self._text = view, text
        self._batches: Iterator[Sequence[T]] | None = None
        self.ended = False

    def step(self) -> Sequence[T] | None:
        """The next batch, None at the end. Raises StoreError."""
        if self._batches is None:
            self._batches = self._view.search(self._text)
        return next(self._batches, None)


class SearchView(ListView, Generic[T]):
    """What is typed is looked for, and stays when it was entered; Esc takes it away, and then the list."""

    stays = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.found: list[T] = []
        """What was found so far, the newest first."""
        self._search: _Search[T] = _Search(self, "")
        self._is_reading = self._is_pinned = self._is_awaited = False
        self._read_on()

    @abstractmethod
    def search(self, text: str) -> Iterator[Sequence[T]]:
        """What a text means, newest first, in batches; called in the worker. Raises StoreError."""

    @property
    def is_looking(self) -> bool:
        """Whether more may come by itself."""
        return self._is_reading

    @property
    def nothing(self) -> str:
        """Whether it is still looked for, or is not there."""
        if self._is_reading:
            return _("looking... Esc goes back")
        return _("nothing matches {words}", words=self.text) if self.text else _("there is nothing yet")

    @property
    def places(self) -> Sequence[int]:
        """All that was found."""
        return range(len(self.found))

    def enter(self, entry: Entry) -> None:
        """Takes the chosen row, once there is one; what was typed stays. Scans and commands go on."""
        if entry.is_scan or entry.scanned or entry.text.startswith("/"):
            super().enter(entry)
            return
        if entry.text.strip():
            self.look_for(entry.text)
        if self.found or not entry.text:
            super().enter(entry)
        else:
            self._is_awaited = self._is_reading

    def look_for(self, text: str) -> None:
        """Looks for a text that was entered: it stays until another is typed."""
        self.edited(text)
        self._is_pinned = True

    def press(self, key: str, text: str) -> Press:
        """Arrows choose, and have more looked for where the rows end."""
        self._is_awaited = False
        pressed = super().press(key, text)
        self._read_on()
        return pressed

    def edited(self, text: str) -> None:
        """Looks for what is typed, but not for every digit of a scan."""
        text = text.strip()
        if text == self.text or (self._is_pinned and not text):
            return
        if self.desk.is_scanning:
            self.desk.later(SCAN_PAUSE, self._look_late)
            return
        self._is_pinned = self._is_awaited = False
        self.text = text
        self.look_again()

    def back(self) -> None:
        """Looks for everything again, or closes."""
        if self._is_pinned and self.text:
            self._is_pinned = False
            self.edited("")
        else:
            super().back()

    def look_again(self) -> None:
        """Forgets what was found and begins anew."""
        self._search, self.found, self.scroll = _Search(self, self.text), [], Scroll()
        self._read_on()

    def added(self, count: int) -> None:
        """Learns that so many older rows were found."""

    @property
    def is_open(self) -> bool:
        """Whether it is among the levels of the screen."""
        return self.desk.has(self)

    def wants_more(self) -> bool:
        """Whether too few rows are there below the chosen one."""
        return len(self.found) < self.scroll.chosen + AHEAD

    def _look_late(self) -> None:
        """What came like a scan may be somebody's typing, held up on the way."""
        if self.desk.view is self and self.desk.router.text:
            self.edited(self.desk.router.text)

    def _read_on(self) -> None:
        if self._is_reading or self._search.ended or not self.wants_more():
            return
        search, self._is_reading = self._search, True
        self.desk.fetch(
            search.step, lambda batch: self._got(search, batch), failed=lambda: self._got(search, None)
        )

    def _got(self, search: _Search[T], batch: Sequence[T] | None) -> None:
        self._is_reading = False
        search.ended = batch is None
        if search is self._search and batch:
            self.found.extend(batch)
            self.added(len(batch))
        if self.is_open:
            self._read_on()
        if self._is_awaited and self.found and self.desk.view is self and self.picked is not None:
            self._is_awaited = False
            self.take(self.picked)
