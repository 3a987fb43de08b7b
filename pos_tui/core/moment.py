"""When something holds: days, weekdays and hours, and the moment of a sale that they are held against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class Moment:
    """When a sale was begun: what was promised then holds until it is paid."""

    day: str
    """Business day, ISO text."""
    minute: int
    """Of the shop's clock, since midnight."""
    seen: int
    """The last change of promotions that was known."""

    def to_document(self) -> dict[str, Any]:
        """The stored form."""
        return {"day": self.day, "minute": self.minute, "seen": self.seen}

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Moment:
        """The moment of a stored form."""
        return cls(document["day"], document["minute"], document["seen"])


@dataclass(frozen=True, slots=True)
class Window:
    """When something holds; nothing said is always."""

    first: str = ""
    """First business day."""
    last: str = ""
    """Last business day, included."""
    weekdays: frozenset[int] = frozenset()
    """Of business days, Monday is 0."""
    begin: int | None = None
    """Minute of the day by the shop's clock."""
    end: int | None = None
    """The first minute that is too late; before `begin` it is one of the next day."""

    def holds(self, moment: Moment) -> bool:
        """Whether it holds at a moment."""
        if moment.day < self.first or (self.last and moment.day > self.last):
            return False
        if self.weekdays and date.fromisoformat(moment.day).weekday() not in self.weekdays:
            return False
        if self.begin is None or self.end is None:
            return True
        if self.begin <= self.end:
            return self.begin <= moment.minute < self.end
        return moment.minute >= self.begin or moment.minute < self.end

    def to_document(self) -> dict[str, Any]:
        """Its fields in the stored form of what it is of; what is not said is left out."""
        hours = None if self.begin is None or self.end is None else [self.begin, self.end]
        said = (self.first, self.last, sorted(self.weekdays), hours)
        fields = zip(("from", "to", "weekdays", "hours"), said, strict=True)
        return {name: value for name, value in fields if value}

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Window:
        """The window in a stored form."""
        begin, end = document.get("hours") or (None, None)
        weekdays = frozenset(document.get("weekdays") or ())
        return cls(document.get("from") or "", document.get("to") or "", weekdays, begin, end)


ALWAYS: Final = Window()
