"""Finding a sale by what a person remembers of it: number, day, time, amount, goods, reference."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from typing import Any, Final

from .folding import folded
from .records import said_kind
from .tender import said_type
from .words import _

ALL_DAYS: Final = ("0000-00-00", "9999-99-99")
_DAY = re.compile(r"\d{4}-\d{2}(-\d{2})?", re.ASCII)
_TIME = re.compile(r"(\d{1,2}):(\d{0,2})", re.ASCII)
_AMOUNT = re.compile(r"-?(\d+)(?:[.,](\d*))?", re.ASCII)
_NUMBER = re.compile(r"(?:(.+)-)?(\d+)", re.ASCII)
_HASH = re.compile(r"[0-9a-f]{8}", re.ASCII)
_CODE_PART: Final = 4
"""Digits from which on the beginning or the end of a code will do."""
_ROUNDING, _NOT_ROUNDED = b'"rounding":', b'"rounding":0,'
_EACH: Final = 10
"""Minutes that are looked for one by one."""
_YEARS: Final = range(2000, 2040)
"""When a zone may have had other offsets."""
_SHORTEST: Final = 4
"""Letters of "cancelled" that ask for cancelled baskets, too."""


@dataclass(frozen=True, slots=True)
class SaleQuery:
    """Words that must all be true of a sale, and the business days it may be of."""

    words: tuple[_Word, ...] = ()
    days: tuple[str, str] = ALL_DAYS
    """First and last, ISO text."""
    cancelled: bool = False
    """Cancelled baskets are meant, too."""
    customers: frozenset[str] = frozenset()
    """The ids of customers: it has to be of one of them, or touch their account or points."""

    @classmethod
    def parse(cls, text: str, today: str, zone: tzinfo, digits: int, *, cancelled: bool = False) -> SaleQuery:
        """What a text asks for.

        A word may be `today`, `yesterday`, 2026-11-23, 2026-11, or two of these with .. between; a time as
        14:05 or 14:; an amount as 12.50 of the total or of a tender; a receipt number or the end or middle of
        one; part of a name, code, department, reference, tender type, operator or kind of sale.

        Args:
            today: the business day, ISO text. zone: the shop's. digits: of the currency.
        """
        days, words, codes = ALL_DAYS, [], _codes()
        for said in text.casefold().split():
            typed = codes.get(said, said)
            span = _days(typed, today)
            if span is None:
                words.append(_Word.parse(typed, zone, digits))
                cancelled = cancelled or (len(typed) >= _SHORTEST and "cancelled".startswith(typed))
            else:
                days = max(days[0], span[0]), min(days[1], span[1])
        return cls(tuple(words), days, cancelled)

    def matches(self, sale: Mapping[str, Any]) -> bool:
        """Whether a recorded sale (with its record's `hash`, if that may be asked for) is meant."""
        if not self.days[0] <= sale["day"] <= self.days[1]:
            return False
        if sale["kind"] == "cancelled" and not self.cancelled:
            return False
        if self.customers and self.customers.isdisjoint(_customers(sale)):
            return False
        return not self.words or _all_in(self.words, sale)

    def may_hold(self, line: bytes) -> bool:
        """Whether a sale in this line of the journal, or these lines, may be meant; True when in doubt."""
        if self.customers and not any(id.encode() in line for id in self.customers):
            return False
        if not line.isascii():
            return True  # what is folded may look different
        plain = line.lower().replace(b"'", b"").replace(b"`", b"")
        return all(word.may_be_in(plain) for word in self.words)


def _codes() -> dict[str, str]:
    """What tender types and kinds of sales are called in the language of the moment, and their codes."""
    said = {said_type(code).casefold(): code for code in ("cash", "card")}
    return said | {said_kind(code).casefold(): code for code in ("sale", "refund", "exchange", "cancelled")}


def _all_in(words: tuple[_Word, ...], sale: Mapping[str, Any]) -> bool:
    texts = f" {folded(' '.join(_texts(sale)))} "
    codes = {code.casefold() for line in sale["lines"] for code in (line["sku"], line["code"])}
    return all(word.matches(sale, texts, codes) for word in words)


def _customers(sale: Mapping[str, Any]) -> Iterator[str]:
    yield sale.get("customer") or ""
    for row in sale.get("accounts", ()):
        yield row["code"]
    for row in sale.get("loyalty", ()):
        yield row["customer"]


def _texts(sale: Mapping[str, Any]) -> Iterator[str]:
    yield sale["kind"]
    yield sale["operator"] or ""
    yield sale["ref"] or ""
    yield sale.get("customer") or ""
    for tender in sale["tenders"]:
        yield tender["type"]
        yield tender.get("ref") or ""
    for line in sale["lines"]:
        yield line["name"]
        yield line.get("department") or ""


@dataclass(frozen=True, slots=True)
class _Word:
    """One word, and all that it may mean."""

    typed: str
    text: str
    """Folded; with a space where it has a dash or the like."""
    number: tuple[str, str] | None
    """(till, or nothing; digits)."""
    amount: tuple[str, int] | None
    """The first digits of an amount in minor units, and how many it has in all."""
    time: str | None
    zone: tzinfo
    needles: tuple[bytes, ...] = ()

    @classmethod
    def parse(cls, typed: str, zone: tzinfo, digits: int) -> _Word:
        """All that a word may mean; times are the zone's, amounts have so many digits."""
        number, time = _NUMBER.fullmatch(typed), _TIME.fullmatch(typed)
        word = cls(
            typed,
            folded(typed),
            (number[1] or "", number[2]) if number else None,
            _amount(typed, digits),
            f"{time[1]:0>2}:{time[2]}" if time else None,
            zone,
        )
        return replace(word, needles=tuple(needle.encode() for needle in word._needles()))

    def matches(self, sale: Mapping[str, Any], texts: str, codes: Set[str]) -> bool:
        """Whether it is true of a sale with these texts, folded, and codes of goods."""
        if self.time is not None:
            return f"{datetime.fromisoformat(sale['time']).astimezone(self.zone):%H:%M}".startswith(self.time)
        return (
            self._is_text(texts)
            or any(map(self._is_code, codes))
            or self._is_number(sale["number"])
            or (self.amount is not None and any(map(self._is_amount, _amounts(sale))))
            or (_HASH.fullmatch(self.typed) is not None and str(sale.get("hash", ""))[:8] == self.typed)
        )

    def may_be_in(self, line: bytes) -> bool:
        """Whether it can be true of a sale in a line of small ASCII letters without apostrophes."""
        for needle in self.needles:
            if needle in line:
                return True
        # What is asked for in cash is not on record where it is rounded: only total and difference are.
        return self.amount is not None and line.count(_ROUNDING) != line.count(_NOT_ROUNDED)

    def _needles(self) -> Iterator[str]:
        """Texts one of which stands in each line that it is true of, in small letters."""
        if self.time is not None:
            yield from _utc_times(self.time, self.zone)
            return
        yield max(self.text.split(), key=len, default="")
        if self.number:
            yield self.number[1].lstrip("0")
        if self.amount:
            start = self.amount[0].lstrip("0")
            yield from (f":{start}", f":-{start}")

    def _is_text(self, texts: str) -> bool:
        if not self.text:
            return False
        if self.typed.isdigit():
            return f" {self.text} " in texts
        return (f" {self.text}" if " " in self.text else self.text) in texts

    def _is_code(self, code: str) -> bool:
        if not self.typed.isdigit():
            return self.typed in code
        if len(self.typed) < _CODE_PART:
            return code == self.typed
        return code.startswith(self.typed) or code.endswith(self.typed)

    def _is_number(self, number: str) -> bool:
        if self.number is None:
            return self.typed == number.casefold()
        till, _dash, sequence = number.casefold().rpartition("-")
        wanted, digits = self.number
        if wanted:
            short = digits.lstrip("0")
            is_start = short and sequence.lstrip("0").startswith(short)
            return till == wanted and bool(is_start or sequence.startswith(digits))
        return sequence.startswith(digits) if digits.startswith("0") else digits in sequence

    def _is_amount(self, minor: int) -> bool:
        start, length = self.amount or ("", 0)
        text = str(abs(minor)).rjust(length, "0")
        return len(text) == length and text.startswith(start)


def _amounts(sale: Mapping[str, Any]) -> Iterator[int]:
    yield sale["total"]
    yield sale["total"] + sale["rounding"]
    for tender in sale["tenders"]:
        yield tender["amount"]


def _amount(typed: str, digits: int) -> tuple[str, int] | None:
    """(first digits, how many in all) of 12, 12., 12.5 or 12.50 in minor units; None for what is none."""
    match = _AMOUNT.fullmatch(typed)
    if match is None or len(match[2] or "") > digits:
        return None
    units = match[1].lstrip("0") or "0"
    part = "0" * digits if match[2] is None else match[2]
    return units + part, len(units) + digits


def _utc_times(start: str, zone: tzinfo) -> set[str]:
    """How a time of the zone that starts so may stand in a record, in UTC: t13:05, or t13: for many."""
    offsets = {zone.utcoffset(datetime(year, month, 1)) for year in _YEARS for month in range(1, 13)}
    meant = [minute for minute in range(24 * 60) if f"{minute // 60:02}:{minute % 60:02}".startswith(start)]
    shifts = [int(offset.total_seconds()) // 60 for offset in offsets if offset is not None]
    utc = {(minute - shift) % (24 * 60) for minute in meant for shift in shifts}
    if len(meant) > _EACH:
        return {f"t{minute // 60:02}:" for minute in utc}
    return {f"t{minute // 60:02}:{minute % 60:02}" for minute in utc}


def _days(typed: str, today: str) -> tuple[str, str] | None:
    """(first, last) business day that a word names, or two with .. between; None where it names none."""
    start, dots, end = typed.partition("..")
    if dots:
        first, last = (_days(said, today) if said else ALL_DAYS for said in (start, end))
        return None if first is None or last is None else (first[0], last[1])
    if typed in ("today", _("today").casefold()):
        return today, today
    if typed in ("yesterday", _("yesterday").casefold()):
        day = (date.fromisoformat(today) - timedelta(days=1)).isoformat()
        return day, day
    if not _DAY.fullmatch(typed):
        return None
    return (typed, typed) if len(typed) == len(today) else (f"{typed}-00", f"{typed}-99")
