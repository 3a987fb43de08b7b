"""The questions of the first start on the screen: a list narrowed by what is typed, or an entry."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING

from pos_tui.core.cards import holds_card_number
from pos_tui.core.display import cells, clean, fit
from pos_tui.core.words import _
from pos_tui.styles.palette import REVERSE, STRONG
from pos_tui.terminal.router import Entry, Press, Router
from pos_tui.widgets.entry import entry_row
from pos_tui.widgets.keybar import keybar_row
from pos_tui.widgets.notice import notice_rows
from pos_tui.widgets.paint import BLANK, Row, block, row, wrapped
from pos_tui.wizard.engine import WORDS
from pos_tui.wizard.question import Choice, Reply, is_code, matching

from .choices import below, choice_rows
from .lists import is_answer
from .scroll import KEYS, Scroll
from .view import Notice

if TYPE_CHECKING:
    from pos_tui.wizard.engine import Wizard

Work = Callable[[Callable[[], Reply], Callable[[Reply], None]], None]
"""Runs the first in the one worker thread, then hands its reply to the second in the screen's thread."""

_PAGES = {"pageup": -1, "pagedown": 1, "ctrl+p": -1, "ctrl+n": 1}
_LONGEST = 1000
_MOST_TOLD = 4
"""Rows of a notice."""
_LEAST_LIST = 5
"""Rows that a list keeps however long the text above it is."""


class WizardView:
    """The one route there is. It knows no rule: what is answered goes to the wizard, in the worker."""

    def __init__(
        self,
        wizard: Wizard,
        work: Work,
        ring: Callable[[str], None],
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self.wizard = wizard
        self.router = Router(self, guard=self._is_a_card)
        self.notice = Notice(_("going on where it stopped") if wizard.resumed else "")
        self.leaving = False
        self._work, self._ring, self._clock = work, ring, clock
        self._ask()

    def _ask(self) -> None:
        """Shows the wizard's question from its beginning."""
        self.question = self.wizard.question
        self.progress = self.wizard.progress
        self._text = ""
        self._scroll = Scroll(max(self.question.chosen, 0))
        self._above = self._most_above = 0
        self._pointed = False
        self._opened = self._clock()

    # Keys

    @property
    def prompt(self) -> str:
        """The word before the entry."""
        return f"{self.question.prompt}: " if self.question.prompt else ""

    @property
    def is_secret(self) -> bool:
        """Whether nobody is to see what is typed."""
        return self.question.secret

    @property
    def choices(self) -> list[Choice]:
        """Those that what is typed may mean."""
        return matching(self.question.choices, self._text)

    def enter(self, entry: Entry) -> None:
        """An answer; a bare Enter is one only when it cannot be the end of a scan."""
        text, question = entry.text.strip(), self.question
        if not text and not is_answer(entry, self._opened):
            return
        found = self.choices
        points = not text or self._pointed or not question.free
        if found and points and text not in WORDS and not is_code(text, entry.is_scan):
            choice = found[min(self._scroll.chosen, len(found) - 1)]
            self._run(lambda: self.wizard.choose(choice))
        else:
            self._run(lambda: self.wizard.answer(text, scanned=entry.is_scan, mark=entry.end))

    def _is_a_card(self, text: str) -> bool:
        """Says so of a payment card's number or stripe, which no question gets."""
        if holds_card_number(text):
            self.notice = Notice(_("that is a payment card's number: nothing of it was kept"), "refused")
            self._ring("refused")
            return True
        return False

    def press(self, key: str, text: str) -> Press:
        """Arrows choose, function keys put off, open the till or leave."""
        acts = {"f2": self.wizard.later, "f3": self.wizard.open_till, "f4": self.wizard.leave}
        if key in acts:
            self._run(acts[key])
        elif key in _PAGES and self._most_above:
            self._above = min(max(self._above + 3 * _PAGES[key], 0), self._most_above)
        elif key in KEYS and self.question.choices:
            self._pointed = True
            self._scroll.move(key, len(self.choices))
        elif key == "tab" and text and self.question.scans:
            self._run(lambda: self.wizard.answer(text, scanned=True, mark=key))
            return Press.TOOK
        else:
            return Press.IGNORED
        return Press.ACTED

    def edited(self, text: str) -> None:
        """Narrows the list to what is typed."""
        if text.strip() != self._text:
            self._text, self._pointed = text.strip(), False
            self._scroll = Scroll(0 if self._text else max(self.question.chosen, 0))

    def back(self) -> None:
        """One question back."""
        self._run(self.wizard.back)

    def keys(self) -> list[tuple[str, str]]:
        """What the keys do now; on a narrow screen Enter is the first that goes unsaid."""
        later = [("F2", _("Later"))] if self.question.later else []
        till = [("F3", _("Till"))] if self.wizard.made else []
        enter = ("Enter", _("Take") if self.question.choices else _("Next"))
        return [*later, *till, ("Esc", _("Back")), enter, ("F4", _("Leave"))]

    # Answers

    def _run(self, act: Callable[[], Reply]) -> None:
        """Has the wizard act in the worker: it may wait for a disk or a printer. Keys queue up meanwhile."""
        self.router.hold()
        self._work(act, self._took)

    def _took(self, reply: Reply) -> None:
        self.notice = Notice(reply.text, reply.sound)
        if reply.sound:
            self._ring(reply.sound)
        if self.wizard.question is not self.question:
            self._ask()
        self.leaving = self.wizard.ending is not None
        self.router.release()

    # Looks

    def rows(self, width: int, height: int) -> list[Row]:
        """The whole screen: where one is, the question, what was told, the prompt and the keys."""
        told = notice_rows(self.notice.text, self.notice.sound, width, _MOST_TOLD)
        room = max(height - 3 - len(told), 1)
        typed = self.router.text
        return [
            row(self._head(width), REVERSE),
            *block(self._asked(width, room), room),
            *told,
            entry_row(self.prompt, None, "*" * len(typed) if self.is_secret else typed, width),
            keybar_row(self.keys(), width),
        ][:height]

    def _head(self, width: int) -> str:
        """What this is, and how far."""
        place, count = self.progress
        right = _("{place} of {count}", place=place, count=count) + " "
        return fit(f" pos-tui  {_('setting up a shop')}", width - cells(right)) + right

    def _asked(self, width: int, height: int) -> list[Row]:
        text = [piece for line in self.question.lines for piece in wrapped(clean(line, _LONGEST), width - 2)]
        listed = len(self.question.choices)
        room = max(height - 2 - min(listed, max(_LEAST_LIST, height - 3 - len(text))), 1)
        more = [_("-- more: Page Up, Page Down --")] if len(text) > room else []
        self._most_above = max(len(text) - room + len(more), 0)
        self._above = min(self._above, self._most_above)
        shown = [*text[self._above : self._above + room - len(more)], *more]
        title = row(f" {clean(self.question.title)}", STRONG)
        rows = [title, *(row(f" {line}") for line in shown), BLANK]
        return [*rows, *self._rows(width, max(height - len(rows), 0))][:height]

    def _rows(self, width: int, room: int) -> list[Row]:
        if not self.question.choices:
            words = self.question.enter
            return block([row(f" {_('Enter alone: {words}', words=words)}")] if words else [], room)
        found = self.choices
        if not found:
            words = _("Enter takes what is typed") if self.question.free else _("nothing is called that")
            return block([row(f" {words}")], room)
        chosen = min(self._scroll.chosen, len(found) - 1)
        more = below(found, chosen, width)[: max(room - _LEAST_LIST, 0)]
        places = self._scroll.window(len(found), room - len(more))
        rows = choice_rows(found, places, chosen, width)
        return [*block(rows, room - len(more)), *more] if more else rows
