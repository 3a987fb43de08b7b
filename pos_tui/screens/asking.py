"""Dialogs that ask in steps. A scan is never an answer: it waits, counted, until the dialog is closed.

Each step is a view above the one before, so Esc goes one step back and what was answered is still there.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pos_tui import services
from pos_tui.core.display import clean, fit
from pos_tui.core.errors import InvalidValue
from pos_tui.core.words import _
from pos_tui.styles.palette import STRONG
from pos_tui.terminal.router import Press
from pos_tui.widgets.paint import BLANK, Row, row

from .lists import ListView, is_answer
from .scans import apart

if TYPE_CHECKING:
    from pos_tui.terminal.router import Entry

    from .desk import Desk


class Asking:
    """What all steps do alike: scans are kept, Esc goes one step back."""

    desk: Desk

    @abstractmethod
    def answer(self, entry: Entry) -> None:
        """Takes what a person entered; its text may be empty."""

    def enter(self, entry: Entry) -> None:
        """Keeps a scan, gives back what was typed before it, and takes the rest as an answer."""
        typed, scan = apart(entry)
        if scan is None:
            self.answer(entry)
            return
        self.desk.keep(scan)
        if typed:
            self.desk.router.give_back(typed)

    def back(self) -> None:
        """One step back; what was scanned goes on waiting while there is a step below."""
        self.desk.say("")
        self.desk.close(release=not isinstance(self.desk.below, Asking))


class AskList(Asking, ListView):
    """A step that is answered by a row: its number, words of it, or the arrows."""

    stays = True

    @property
    def hint(self) -> str:
        """What can be done."""
        return _("a number or arrows, Enter; Esc: back")

    def numbers(self) -> Sequence[str]:
        """What is typed to take each row."""
        return [str(place + 1) for place in range(len(self.labels()))]

    @property
    def places(self) -> Sequence[int]:
        """A number means one row alone."""
        exact = [place for place, number in enumerate(self.numbers()) if number == self.text]
        return exact or super().places

    def answer(self, entry: Entry) -> None:
        """Takes a row; nothing else leaves the step."""
        text = entry.text.strip()
        if text:
            self.edited(text)
        elif not is_answer(entry, self._opened):
            return  # the end of a scan
        place = self.picked
        if place is None:
            self.desk.say(_("there is no {answer} here: take a row, or Esc", answer=text), "refused")
        else:
            self._take(place)


@dataclass(frozen=True, slots=True)
class Question:
    """One line that is asked for."""

    title: str
    prompt: str
    """What is asked for, in a word."""
    then: Callable[[str], None]
    """Takes the answer."""
    objection: Callable[[str], str]
    """Why an answer cannot be taken; nothing where it can."""
    known: Sequence[tuple[str, str]] = ()
    """(word, value) of what was answered before."""
    value: str = ""
    """What Enter alone takes: the answer given before."""


class AskText(Asking):
    """A step that is answered by typing."""

    def __init__(self, desk: Desk, question: Question) -> None:
        self.desk = desk
        self._question = question
        self._value = question.value
        self._opened = desk.clock()

    @property
    def prompt(self) -> str:
        """What is asked for, and what Enter alone takes."""
        value = f"[{clean(self._value, limit=30)}] " if self._value else ""
        return f"{self._question.prompt}: {value}"

    def answer(self, entry: Entry) -> None:
        """Checks the answer and goes on; a bare Enter takes the one given before."""
        text = entry.text.strip()
        if not text and not (self._value and is_answer(entry, self._opened)):
            return
        wanted = text or self._value
        objection = self._question.objection(wanted)
        if objection:
            self.desk.say(objection, "refused")
            return
        self._value = wanted
        self.desk.say("")
        self._question.then(wanted)

    def press(self, key: str, text: str) -> Press:
        """No key but the arrows, which bring back what was entered before."""
        return Press.IGNORED if key in ("up", "down") else Press.ACTED

    def edited(self, text: str) -> None:
        """What is typed stands in the prompt."""

    def keys(self) -> list[tuple[str, str]]:
        """On, and back."""
        return [("Enter", _("Next")), ("Esc", _("Back"))]

    def body(self, width: int, height: int) -> list[Row] | None:
        """What is known so far, and what is asked for."""
        known = [*self._question.known, (self._question.prompt, self._value or "...")]
        wide = max(len(word) for word, _value in known) + 1
        rows = [row(f" {fit(word, wide)} {clean(value)}") for word, value in known]
        keeps = _("Enter takes what is there; ") if self._value else ""
        return [
            row(f" {self._question.title}", STRONG),
            BLANK,
            *rows,
            BLANK,
            row(" " + keeps + _("Esc goes back")),
        ]


def reason_objection(text: str) -> str:
    """Why this cannot go on record as the reason of a change; nothing where it can."""
    try:
        services.reasons.checked_why(text)
    except InvalidValue as error:
        return error.message
    return ""
