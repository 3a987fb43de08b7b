"""Finding records of the journal: by words of what they say, and by what they are about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any, Protocol

from .journal_words import tables, what


class JournalRecord(Protocol):
    """One commit, as `data.codec.Record` is."""

    @property
    def h(self) -> str: ...
    @property
    def n(self) -> int: ...
    @property
    def t(self) -> int: ...
    @property
    def u(self) -> str: ...
    @property
    def w(self) -> str: ...
    @property
    def k(self) -> str | None: ...
    @property
    def ops(self) -> list[list[Any]]: ...


class RecordQuery(Protocol):
    """What records of the journal can be asked for by."""

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables one of which a record has to touch; none is any."""

    @property
    def is_whole(self) -> bool:
        """Whether a record is looked at as a whole; else operations that `may_hold` refuses are left out."""

    def matches(self, record: JournalRecord) -> bool:
        """Whether a record is meant."""

    def may_hold(self, line: bytes) -> bool:
        """Whether a record with this line, or these lines, may be meant; True when in doubt."""


@dataclass(frozen=True, slots=True)
class Told:
    """A record as people read it."""

    n: int
    time: str
    """Day and time of the shop, to the second."""
    operator: str
    what: str
    tables: tuple[str, ...]

    @classmethod
    def of(cls, record: JournalRecord, zone: tzinfo) -> Told:
        """What a record says; times are told in `zone`."""
        moment = datetime.fromtimestamp(record.t // 1000, UTC).astimezone(zone)
        return cls(
            record.n, f"{moment:%Y-%m-%d %H:%M:%S}", record.u, what(record.ops), tuple(tables(record.ops))
        )

    @property
    def line(self) -> str:
        """All of it on one line."""
        return f"{self.n}  {self.time}  {self.operator}  {self.what}"


@dataclass(frozen=True, slots=True)
class JournalQuery:
    """Words that all stand in what a record says, and tables one of which it wrote to."""

    zone: tzinfo
    words: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    is_whole: bool = True

    @classmethod
    def parse(cls, text: str, zone: tzinfo, tables: tuple[str, ...] = ()) -> JournalQuery:
        """What a text asks for: numbers, days, times, operators, tables, words."""
        return cls(zone, tuple(text.casefold().split()), tables)

    def matches(self, record: JournalRecord) -> bool:
        """Whether a record is meant."""
        if self.tables and not set(self.tables) & set(tables(record.ops)):
            return False
        if not self.words:
            return True
        told = Told.of(record, self.zone)
        text = f"{told.line} {' '.join(told.tables)}".casefold()
        return all(word in text for word in self.words)

    def may_hold(self, line: bytes) -> bool:
        """Whether a record with this line, or these lines, may be meant; True when in doubt."""
        return not self.tables or any(f'"{table}"'.encode() in line for table in self.tables)
