"""What settings were: each change that was recorded, with who, when, before and after."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from .journal_query import JournalRecord

KEY: Final = "config"
"""Of the document, in the table of settings, that remembers what the store's file said."""
_MARK: Final = f'"key":"{KEY}"'.encode()


@dataclass(frozen=True, slots=True)
class SettingChange:
    """One setting that got another value; a text for each, "" where it was not set."""

    key: str
    before: str
    after: str
    time: int
    """Milliseconds since 1970, UTC."""
    operator: str
    by_hand: bool = False
    """Found in the file, where an editor put it: who that was is not known, and when only at the latest."""


@dataclass(frozen=True, slots=True)
class SettingRecords:
    """A query of the journal: the records in which settings of the store's file changed."""

    tables = ("settings",)
    is_whole = False

    def may_hold(self, line: bytes) -> bool:
        """Whether a record with this line, or these lines, may be meant."""
        return _MARK in line

    def matches(self, record: JournalRecord) -> bool:
        """Whether a record is meant."""
        return any(True for _document in _documents(record))


def changes(records: Iterable[JournalRecord], key: str = "") -> list[SettingChange]:
    """The changes that records tell of, which come newest first; only those of one setting, if one is named.

    What was found to be changed by hand was there before the change that found it.
    """
    return [
        SettingChange(name, before, after, record.t, "" if by_hand else record.u, by_hand)
        for record in records
        for document in _documents(record)
        for name, before, after, by_hand in sorted(document["changed"], key=_is_by_hand)
        if key in ("", name)
    ]


def differences(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """(key, before, after) of what is not the same."""
    for key in sorted(before.keys() | after.keys()):
        if before.get(key) != after.get(key):
            yield key, before.get(key, ""), after.get(key, "")


def _is_by_hand(change: tuple[str, str, str, bool]) -> bool:
    return change[3]


def _documents(record: JournalRecord) -> Iterator[Mapping[str, Any]]:
    for op in record.ops:
        if op[:2] == ["put", "settings"] and op[3].get("key") == KEY:
            yield op[3]
