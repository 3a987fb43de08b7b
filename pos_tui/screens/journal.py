"""The journal as it grows: every record in words, the newest last, followed until somebody scrolls up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from pos_tui.core.display import clean, fit
from pos_tui.core.errors import PosError
from pos_tui.core.journal_fields import fields_of
from pos_tui.core.journal_words import noun
from pos_tui.core.words import _, ngettext
from pos_tui.terminal.router import Press
from pos_tui.widgets.paint import Row, row

from .lists import Labels
from .pages import TextView, paragraph
from .searching import AHEAD, SearchView

if TYPE_CHECKING:
    from pos_tui.core.journal_query import JournalRecord, Told

    from .desk import Desk

_KINDS = (
    (), ("sales",), ("cash", "shifts"), ("events",), ("items", "departments", "price_lists", "promotions"),
    ("stock", "movements"), ("vouchers", "accounts", "layaways"),
    ("settings", "taxes", "service_taxes", "tender_types", "tills", "operators", "devices"),
)  # fmt: skip
_KIND, _LAST = "f2", "f3"
_SECONDS = 1.0
"""Between two looks whether something was recorded."""
_NUMBER, _WHO = 7, 8
_NARROW, _WIDE = 50, 76
_MOST_LINES = 1000
"""Of one record on the screen."""


class JournalView(SearchView["JournalRecord"]):
    """Enter shows a record whole. While the last one is chosen, what is recorded comes by itself."""

    def __init__(self, desk: Desk) -> None:
        self._kind = self._unseen = self._known = 0
        self._follows = True
        self._told: dict[int, Told] = {}
        super().__init__(desk)
        desk.later(_SECONDS, self._look)

    @property
    def title(self) -> str:
        """What is listed, and whether it follows."""
        state = _("- follows") if self._follows else ""
        if self._unseen:
            state = ngettext("- {count} new", "- {count} new", self._unseen)
        return " ".join(
            filter(None, (_("JOURNAL"), ", ".join(map(noun, _KINDS[self._kind])), self.text, state))
        )

    @property
    def hint(self) -> str:
        """What can be typed."""
        return _("number, day, time, who, what")

    def search(self, text: str) -> Iterator[Sequence[JournalRecord]]:
        """The records of the chosen kind that the words mean."""
        looking = self.desk.register.looking
        self._known = looking.recorded()
        return looking.records(text, _KINDS[self._kind])

    def labels(self) -> Sequence[str]:
        """Number, time, who and what, the newest last."""
        return Labels(len(self.found), self._label)

    def take(self, place: int) -> None:
        """Shows a record whole."""
        record = self._record(place)
        told = self._telling(record)
        title = _("RECORD {number}  {time}  {who}", number=told.n, time=told.time, who=told.operator)
        lines = list(islice(fields_of(record), _MOST_LINES))
        if len(lines) == _MOST_LINES:
            lines.append(_("and so on: pos journal show {number} writes all of it", number=told.n))
        self.desk.open(TextView(self.desk, [told.what, "", *lines], title))
        self.desk.say("")

    def preview(self, place: int, width: int, height: int) -> list[Row]:
        """The beginning of the record, unless it follows: then more lines are worth more."""
        if self._follows:
            return []
        record = self._record(place)
        told = self._telling(record)
        lines = [f"{told.n}  {told.time}  {told.operator}", told.what, *islice(fields_of(record), height)]
        return [row(f" {piece}") for line in lines for piece in paragraph(line, width - 2)]

    def press(self, key: str, text: str) -> Press:
        """Other kinds of records; arrows scroll, and at the end it follows again."""
        if key == _KIND:
            self._kind = (self._kind + 1) % len(_KINDS)
            self.look_again()
            return Press.ACTED
        pressed = super().press("end" if key == _LAST else key, text)
        self._follows = self.scroll.chosen >= len(self.found) - 1
        self._unseen = 0 if self._follows else self._unseen
        return pressed

    def look_again(self) -> None:
        """Begins anew, at the end."""
        self._follows, self._unseen = True, 0
        super().look_again()

    def added(self, count: int) -> None:
        """Older records stand above: what was chosen is further down now."""
        if self._follows:
            self.scroll.move("end", len(self.found))
        else:
            self.scroll.chosen += count
            self.scroll.top += count

    def keys(self) -> list[tuple[str, str]]:
        """Kinds, the end, back."""
        keys = [("Enter", _("Show")), (_KIND.upper(), _("Kind")), (_LAST.upper(), _("Follow"))]
        return [*keys, ("Esc", _("Back"))]

    def wants_more(self) -> bool:
        """Whether too few older ones stand above."""
        return not self.found or self.scroll.chosen < AHEAD

    def _record(self, place: int) -> JournalRecord:
        return self.found[len(self.found) - 1 - place]

    def _telling(self, record: JournalRecord) -> Told:
        told = self._told.get(record.n)
        if told is None:
            told = self._told[record.n] = self.desk.register.looking.told(record)
        return told

    def _label(self, place: int) -> str:
        told, newest = self._telling(self._record(place)), self._telling(self.found[0])
        is_today = told.time[:10] == newest.time[:10]
        short = told.time[11:16] if is_today else told.time[5:10]
        if self.width < _NARROW:
            return f"{short} {clean(told.what)}"
        time = told.time if self.width >= _WIDE else short
        return f"{told.n:<{_NUMBER}}{time} {fit(clean(told.operator), _WHO)}{clean(told.what)}"

    def _look(self) -> None:
        """Once a second, while the list is open: was something recorded?"""
        if not self.is_open:
            return
        self.desk.later(_SECONDS, self._look)
        if self.is_looking or self.desk.router.held:
            return
        try:
            last = self.desk.register.looking.recorded()
        except PosError as error:
            self.desk.say(error.message, "refused")
            return
        if last > self._known:
            asked, (known, self._known) = (self.text, self._kind), (self._known, last)
            self.desk.fetch(lambda: self._since(known, *asked), lambda new: self._take_new(new, asked))

    def _since(self, known: int, text: str, kind: int) -> list[JournalRecord]:
        """In the worker: what was recorded after number `known`, the newest first."""
        batches = self.desk.register.looking.records(text, _KINDS[kind], known)
        return [record for batch in batches for record in batch]

    def _take_new(self, new: list[JournalRecord], asked: tuple[str, int]) -> None:
        newest = self.found[0].n if self.found else 0
        new = [record for record in new if record.n > newest]
        if asked != (self.text, self._kind) or not new:
            return
        self.found[:0] = new
        if self._follows:
            self.scroll.move("end", len(self.found))
        else:
            self._unseen += len(new)


def open_journal(desk: Desk, words: str = "") -> None:
    """The journal, narrowed to some words."""
    desk.open(JournalView(desk))
    desk.router.put_text(f"{words} " if words else "")
    desk.say("")
