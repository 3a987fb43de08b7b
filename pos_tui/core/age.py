"""Age checks: how old a buyer has to be, and what was seen of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

OLDEST: Final = 120
"""A minimum age above it is a mistake."""


@dataclass(frozen=True, slots=True)
class AgeCheck:
    """What somebody at the till has answered for, once a sale."""

    age: int
    """The buyer has at least so many years; 0 where nobody was asked."""
    born: str = ""
    """The latest day of birth that was old enough, as an ISO text."""

    def to_document(self) -> dict[str, Any]:
        """The stored form."""
        return {"age": self.age, "born": self.born}

    @classmethod
    def from_document(cls, document: Mapping[str, Any] | None) -> AgeCheck:
        """The check of a stored form; nobody was asked where there is none."""
        return NOT_ASKED if document is None else cls(int(document["age"]), str(document["born"]))


NOT_ASKED: Final = AgeCheck(0)


def latest_birth(today: date, years: int) -> date:
    """The latest day of birth of who is `years` old today.

    Who was born on 29 February has their birthday on 1 March in other years, as in the United Kingdom.
    """
    try:
        return today.replace(year=today.year - years)
    except ValueError:
        return date(today.year - years, 2, 28)
