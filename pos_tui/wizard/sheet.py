"""The sheet of answers, and what a step is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from enum import Enum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .port import SetupPort
    from .question import Question, Reply

LATER = "later"
DONE = "done"


class Ending(Enum):
    """How the questions end, or what they stop for."""

    TILL = "till"
    """Open the till."""
    DEMO = "demo"
    """Open a sample shop, thrown away afterwards."""
    PRACTICE = "practice"
    """Sell on a copy that is thrown away; the questions go on after it."""
    LEAVE = "leave"
    """Leave; the next start goes on here."""


class Sheet:
    """What was answered so far, and the machine to ask."""

    def __init__(self, port: SetupPort, answers: dict[str, Any]) -> None:
        self.port = port
        self.answers = answers
        """By name of the step, or of what a step keeps in between; JSON values only."""
        self.go = ""
        """The step that a step wants next; empty for the next one that is due."""
        self.ending: Ending | None = None
        self.names = "en"
        """The language of the words, and so of names of places; the shop's where there are words in it."""
        self.mark = ""
        """The key that ended the answer; empty where that is not known."""

    def text(self, name: str, default: str = "") -> str:
        """An answer that is a text."""
        value = self.answers.get(name)
        return value if isinstance(value, str) else default

    def words(self, name: str) -> list[str]:
        """An answer that is a list of texts."""
        value = self.answers.get(name)
        return [part for part in value if isinstance(part, str)] if isinstance(value, list) else []

    def pairs(self, name: str) -> dict[str, str]:
        """An answer that gives names texts."""
        value = self.answers.get(name)
        found = value.items() if isinstance(value, dict) else ()
        return {key: part for key, part in found if isinstance(part, str)}

    def drop(self, *names: str) -> None:
        """Forgets answers that follow from one that changed."""
        for name in names:
            self.answers.pop(name, None)


class Step(ABC):
    """One question. `take` keeps the answer or raises PosError; what it raises says what to do."""

    name = ""
    after_making = False
    """Whether it needs the shop to be there."""

    def due(self, sheet: Sheet) -> bool:
        """Whether it is asked in its turn: by default until it was answered."""
        return self.name not in sheet.answers

    def ready(self, sheet: Sheet) -> bool:
        """Whether the answers it builds on are there, so that it can be gone on with."""
        return True

    @abstractmethod
    def ask(self, sheet: Sheet) -> Question:
        """The question as it stands now."""

    @abstractmethod
    def take(self, sheet: Sheet, answer: str) -> Reply | None:
        """Keeps an answer: the value of a choice, or a text."""

    def early(self, sheet: Sheet, code: str) -> Reply | None:
        """Keeps a code that was scanned although none is asked for; None where there is no use for it."""
        return None

    def later(self, sheet: Sheet) -> Reply | None:
        """Puts it off."""
        sheet.answers[self.name] = LATER
        return None
