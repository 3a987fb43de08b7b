"""The router: every key and paste meets it first, in order, and it says what they are.

One buffer, one queue, one route at a time. A toolkit that hands keys to widgets and runs Enter later loses
scans (Textual's Input does, measured); so nothing here waits for a screen: the route changes the moment a key
acts, and while something slow runs the queue keeps what comes, in order. Nothing is split or dropped by its
timing: timing only tells scans from typing. No Textual in here.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol

from pos_tui.core.cards import masked
from pos_tui.core.scan import is_code
from pos_tui.core.wedge import Wedge

from .typed import PAUSE, Typed

LONGEST = 500
"""Characters an entry may have; a longer one is refused whole when it ends, never cut."""

SCAN_PAUSE = 0.15
"""Seconds without a key after which a scan without its end mark is over."""

ENDS = frozenset({"enter", "ctrl+j"})
"""CR, and LF: what a scanner may send after a code; a CR typed before raw mode arrives as LF, too."""

_SCANNERS_ENDS = frozenset({"tab", "ctrl+c"})
"""Tab and ETX end what came at a scanner's pace; a hand's Tab does nothing."""

_CLEAR = frozenset({"escape", "ctrl+x", "f11"})
_ERASE = frozenset({"backspace", "ctrl+h"})
# GS1 codes separate their fields with it: a part of the code, not a command.
_GROUP_SEPARATOR = "ctrl+right_square_bracket"


@dataclass(frozen=True, slots=True)
class Stroke:
    """One key as the terminal sent it."""

    key: str
    """Its name: "a", "enter", "f4", "ctrl+x"."""
    character: str | None
    time: float
    """Seconds of a steady clock, when it arrived."""
    pasted: bool = False
    """The terminal said that it was pasted."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What was entered before Enter."""

    text: str
    is_scan: bool = False
    """All of it came at a scanner's pace."""
    quiet: float = 0.0
    """Seconds between the key before and the Enter."""
    time: float = 0.0
    """When the Enter arrived."""
    end: str = ""
    """The key that ended it, such as enter."""
    scanned: str = ""
    """The end of the text that came at a scanner's pace, behind what was typed."""


@dataclass(frozen=True, slots=True)
class _Scan:
    """A whole code that did not come by the keyboard."""

    code: str
    time: float


class Press(Enum):
    """What a route did with a key."""

    TOOK = "took"
    """It acted, and what stood in the buffer is used up."""
    ACTED = "acted"
    """It acted, and the buffer stays."""
    IGNORED = "ignored"


class Route(Protocol):
    """Where entries and keys go: the sale, the tender screen, a dialog."""

    def enter(self, entry: Entry) -> None:
        """Takes an entry; its text may be empty."""

    def press(self, key: str, text: str) -> Press:
        """Takes a function key or an arrow, with what stands in the buffer."""

    def edited(self, text: str) -> None:
        """Learns that the buffer changed."""

    def back(self) -> None:
        """Clear, with an empty buffer: one level back."""


@dataclass(slots=True)
class Router:
    """Turns strokes into entries and keys for the route of the moment, in the order they came."""

    route: Route
    wedge: Wedge = field(default_factory=Wedge)
    """How the scanner that types is set up."""
    guard: Callable[[str], bool] = lambda text: False
    """Whether a text is for nobody: it is dropped, and no route hears of it."""
    unused: Callable[[str], None] = lambda key: None
    """Hears of a key that the route does nothing with."""
    held: bool = False
    """True while something slow runs: what comes is queued."""
    _line: Typed = field(default_factory=Typed)
    _queue: deque[Stroke | Entry | _Scan] = field(default_factory=deque)
    _draining: bool = False
    _last_time: float = float("-inf")
    _history: deque[str] = field(default_factory=lambda: deque(maxlen=50))
    _place: int = 0

    @property
    def text(self) -> str:
        """What stands in the buffer."""
        return self._line.text

    def is_scanning(self, now: float) -> bool:
        """Whether the digits in the buffer came faster than a hand types, and more may come: a scan."""
        line = self._line
        return line.is_fast and line.text.isdigit() and now - line.last < SCAN_PAUSE

    @property
    def last_time(self) -> float:
        """When the last key came; minus infinity before the first."""
        return self._last_time

    @property
    def queued(self) -> int:
        """How many keys wait until the till is free again."""
        return len(self._queue)

    def feed(self, stroke: Stroke) -> None:
        """Takes a key, at once or after what is queued."""
        self._queue.append(stroke)
        self._drain()

    def paste(self, text: str, time: float) -> None:
        """Takes pasted text as if it had been typed: a line end is an Enter."""
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        for number, line in enumerate(lines):
            if number:
                self._queue.append(Stroke("enter", "\r", time, pasted=True))
            self._queue.extend(Stroke(char, char, time, pasted=True) for char in line)
        self._drain()

    def scan(self, code: str, time: float) -> None:
        """Takes a code from a scanner of its own line; a quantity typed before it (`3*`) belongs to it."""
        self._queue.append(_Scan(self.wedge.code(code, is_scan=True), time))
        self._drain()

    @property
    def may_be_over(self) -> bool:
        """Whether a pause would end a scan: the scanner sends nothing behind a code, and one is there."""
        line = self._line
        return self.wedge.is_silent and not self._queue and (line.is_scan or line.marked is not None)

    def pause(self, now: float) -> None:
        """Nothing came for a while."""
        if self.may_be_over and now - self._line.last >= SCAN_PAUSE:
            self.feed(Stroke("enter", "\r", now))

    def hold(self) -> None:
        """Queue everything from here on."""
        self.held = True

    def release(self) -> None:
        """Hand on what was queued, up to the next thing that is slow."""
        self.held = False
        self._drain()

    def put_first(self, entries: Iterable[Entry]) -> None:
        """Hands on entries before anything that is queued: they came earlier."""
        self._queue.extendleft(reversed(tuple(entries)))
        self._drain()

    def put_text(self, text: str) -> None:
        """Replaces the buffer, as by hand."""
        self._line = Typed(text, by_hand=True, burst=len(text))
        self._edited()

    def give_back(self, text: str) -> None:
        """As `put_text`, with what stood before a scan; a second end mark of that scan enters nothing."""
        self.put_text(text)
        self._line.given = True

    def _drain(self) -> None:
        if self._draining:
            return
        self._draining = True
        try:
            while self._queue and not self.held:
                self._take(self._queue.popleft())
        finally:
            self._draining = False

    def _take(self, item: Stroke | Entry | _Scan) -> None:
        if isinstance(item, Entry):
            self.route.enter(item)
            return
        if isinstance(item, _Scan):
            self._scanned(item)
            return
        quiet, self._last_time = item.time - self._last_time, item.time
        if self._is_end(item):
            self._end(quiet, item)
        elif item.key in _ERASE:
            if self.text:
                self.put_text(self.text[:-1])
        elif item.key in _CLEAR:
            self._clear()
        elif item.key == _GROUP_SEPARATOR:
            self._type("\x1d", item)
        elif (char := item.character) is not None and (char.isprintable() or char in self.wedge.prefix):
            self._type(char, item)
        else:
            self.press(item.key)

    def _is_end(self, stroke: Stroke) -> bool:
        """Whether a key ends an entry."""
        if stroke.key in ENDS or (self.wedge.end and stroke.character == self.wedge.end):
            return True
        line = self._line
        return stroke.key in _SCANNERS_ENDS and bool(line.is_scan or line.scanned or line.marked is not None)

    def _scanned(self, scan: _Scan) -> None:
        if self.guard(scan.code):
            return
        before = self.text if self.text.endswith("*") else ""
        if before:
            self._line = Typed()
        self.route.enter(Entry(before + scan.code, is_scan=True, time=scan.time, scanned=scan.code))
        if before:
            self._edited()

    def _type(self, character: str, stroke: Stroke) -> None:
        self._line.add(character, stroke.time, pasted=stroke.pasted)
        if self.wedge.prefix and self.text.endswith(self.wedge.prefix):
            self._begin(stroke.time)
        self._edited()

    def _begin(self, time: float) -> None:
        """The scanner's prefix came; one within a code says that the end of the last one was lost."""
        line, start = self._line, self._line.marked
        line.mark(self.wedge.prefix)
        if start is not None:
            self._line = Typed()
            self._announced(line.text[:start], line.text[start:], time)
            self._line.marked = len(self.text)

    def _end(self, quiet: float, stroke: Stroke) -> None:
        if self._line.given and quiet < PAUSE:
            return
        line, self._line = self._line, Typed()
        if line.marked is not None:
            self._announced(line.text[: line.marked], line.text[line.marked :], stroke.time)
            return
        # A bar code behind an amount looks like a card's number, and is none.
        parts = (line.before, line.scanned) if is_code(line.scanned) else (line.text,)
        if any(map(self.guard, parts)):
            self._edited()
            return
        scanned = self.wedge.code(line.scanned, is_scan=True)
        text = self.wedge.code(line.before, is_scan=line.is_scan) + scanned
        entry = Entry(text, line.is_scan, quiet, stroke.time, stroke.key, scanned)
        is_secret = getattr(self.route, "is_secret", False)
        if entry.text and not is_secret and (not self._history or self._history[-1] != entry.text):
            self._history.append(entry.text[:LONGEST])
        self._place = 0
        self.route.enter(entry)
        self._edited()

    def _edited(self) -> None:
        """Tells the route what stands in the buffer; of a card's number not even that."""
        text = self.text
        self.route.edited(text if masked(text) == text else "")

    def _announced(self, before: str, code: str, time: float) -> None:
        """A scan whose prefix told it from what was typed before it, which stays."""
        if before:
            self._line = Typed(before, by_hand=True, burst=len(before), given=True)
        if code.strip():
            self._scanned(_Scan(self.wedge.code(code, is_scan=True), time))
        self._edited()

    def _clear(self) -> None:
        self._place = 0
        if self.text:
            self.put_text("")
        else:
            self._line = Typed()
            self.route.back()

    def press(self, key: str) -> None:
        """Hands a function key or an arrow to the route of the moment."""
        if self.text and self.guard(self.text):
            self.put_text("")
            return
        pressed = self.route.press(key, self.text)
        if pressed is Press.TOOK:
            self._line = Typed()
            self._edited()
        elif pressed is Press.IGNORED and key in ("up", "down"):
            self._remember(1 if key == "up" else -1)
        elif pressed is Press.IGNORED:
            self.unused(key)

    def _remember(self, step: int) -> None:
        """Bring earlier entries back; past the newest there is an empty prompt."""
        self._place = min(max(self._place + step, 0), len(self._history))
        self.put_text(self._history[-self._place] if self._place else "")
