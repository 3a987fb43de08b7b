"""A report listed: sums of days as rows and totals, alone or beside those of another period."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, Final

from pos_tui.core.errors import InvalidValue
from pos_tui.core.words import N_, _

from .cube import Cube, Days, Key, total
from .period import Period, months_apart, months_later
from .spec import TIMES, By, Fold, Kind, Report, tenths

KEYS: Final[Mapping[str, str]] = {
    "day": N_("day"), "weekday": N_("weekday"), "week": N_("week"), "month": N_("month"),
    "quarter": N_("quarter"), "year": N_("year"), "hour": N_("hour"), "department": N_("department"),
    "operator": N_("operator"), "till": N_("till"), "item": N_("item"), "name": N_("name"),
    "customer": N_("customer"), "tax_code": N_("tax code"), "rate": N_("rate"), "tender": N_("tender"),
    "money": N_("money"), "kind": N_("kind"), "promotion": N_("promotion"), "z": N_("Z"),
    "size": N_("lines a receipt"), "value": N_("value"), "voucher": N_("voucher"), "account": N_("account"),
    "location": N_("place"), "lot": N_("lot"), "expires": N_("expires"), "supplier": N_("supplier"),
    "other": N_("with"), "other_name": N_("its name"),
}  # fmt: skip
"""What the key columns are called."""
_NAMES: Final = frozenset({"name", "other_name"})
"""Columns with the name of what the one before has the code of."""
_CHANGE: Final = (
    ("{}_before", N_("{} before")),
    ("{}_change", N_("{} change")),
    ("{}_change_percent", N_("{} change %")),
)
_COMPARED: Final = 2
"""Of the columns that matter most, how many are compared: each becomes four."""
_WEEK: Final = 7
_NUMBER: Final = re.compile(r"\d+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of a listed report."""

    name: str
    title: str
    """In the language that is spoken."""
    kind: Kind


@dataclass(frozen=True, slots=True)
class Listed:
    """A report of a period."""

    headings: tuple[Heading, ...]
    keys: int
    """How many of them say what the row is about; the currency is the first."""
    rows: list[dict[str, Any]]
    totals: list[dict[str, Any]]
    """One for each currency."""


def by_of(report: Report, name: str | None) -> tuple[str, By]:
    """The way to list a report that is asked for, else its first one. Raises InvalidValue."""
    if name is None:
        return next(iter(report.by.items()))
    if name in report.by:
        return name, report.by[name]
    known = ", ".join(report.by)
    raise InvalidValue(
        _("{report} is not listed by '{name}': {known}", report=report.name, name=name[:40], known=known)
    )


def listed(report: Report, by: By, days: Days, called: Callable[[str], str] = lambda code: "") -> Listed:
    """The rows and totals of sums by day; `called` names what the sums themselves have no name of."""
    fold = by.fold
    names: dict[str, str] = {}
    rows = []
    for key, sums in _grouped(by, days, names).items():
        row: dict[str, Any] = {"currency": key[0], **dict(zip(_stored(by), key[1:], strict=True))}
        for code, name in pairwise(by.keys):
            if name in _NAMES:
                row[name] = names.get(row[code]) or called(row[code])
        rows.append(row | _figures(report, fold, sums))
    rows.sort(key=_order(report, by))
    if report.shape is not None:
        rows = report.shape(rows)
    headings = [Heading("currency", _("currency"), Kind.TEXT)]
    headings += [Heading(name, _(KEYS[name]), Kind.TEXT) for name in by.keys]
    headings += [Heading(column.name, _(column.title), column.kind) for column in report.columns]
    headings += [Heading(name, _(title), kind) for name, title, kind in report.more]
    return Listed(tuple(headings), 1 + len(by.keys), rows, list(_totals(report, by, days)))


def compared(report: Report, now: Listed, before: Listed) -> Listed:
    """The same with what was before beside the columns that matter most, and how much that changed."""
    names = [heading.name for heading in now.headings[: now.keys] if heading.name not in _NAMES]
    rows = {tuple(row.get(name) for name in names): row for row in now.rows}
    then = {tuple(row.get(name) for name in names): row for row in before.rows}
    keys = [*rows, *(key for key in then if key not in rows)]
    columns = [
        heading
        for heading in now.headings[now.keys :]
        if heading.name in (report.narrow[:_COMPARED] or {heading.name})
        and heading.kind in (Kind.MONEY, Kind.COUNT)
    ]
    merged = []
    for key in keys:
        about = rows.get(key) or then[key]
        facts = {heading.name: about.get(heading.name) for heading in now.headings[: now.keys]}
        merged.append(facts | _changes(columns, rows.get(key), then.get(key)))
    by_currency = {row["currency"]: row for row in before.totals}
    held = {row["currency"]: row for row in now.totals}
    totals = [
        {"currency": money} | _changes(columns, held.get(money), by_currency.get(money))
        for money in dict.fromkeys((*held, *by_currency))
    ]
    headings = [*now.headings[: now.keys]]
    for column in columns:
        headings.append(column)
        for place, (name, title) in enumerate(_CHANGE):
            kind = Kind.PERCENT if place == len(_CHANGE) - 1 else column.kind
            headings.append(Heading(name.format(column.name), _(title).format(column.title), kind))
    return Listed(tuple(headings), now.keys, merged, totals)


def aligned(days: Days, timed: str, now: Period, then: Period) -> dict[str, Cube]:
    """Sums of a period under the days of another that they stand beside; `timed` is what they are listed by.

    Weekdays stay what they are. Of whole months a month stands beside a month, and the 5th beside the 5th; a
    day that the other month does not have stands for itself.
    """
    found: dict[str, Cube] = {}
    for day, cube in days.items():
        at = _beside(date.fromisoformat(day), timed, now, then).isoformat() if day and timed else day
        found.setdefault(at, Cube()).add(cube)
    return found


def _beside(day: date, timed: str, now: Period, then: Period) -> date:
    apart = now.first - then.first
    if timed == "weekday":
        return day
    if timed == "week":
        return day + timedelta(weeks=round(apart.days / _WEEK))
    if not (now.months and now.months == then.months):
        return day + apart
    month = months_later(day, months_apart(then.first, now.first))
    if timed != "day":
        return month
    same = month + timedelta(days=day.day - 1)
    return same if same.month == month.month else day


def _changes(
    columns: list[Heading], row: Mapping[str, Any] | None, before: Mapping[str, Any] | None
) -> dict[str, Any]:
    found = {}
    for column in columns:
        now = (row or {}).get(column.name) or 0
        then = (before or {}).get(column.name) or 0
        values = (then, now - then, tenths(now - then, abs(then)))
        found[column.name] = now
        found |= {
            name.format(column.name): value for (name, _title), value in zip(_CHANGE, values, strict=True)
        }
    return found


def _stored(by: By) -> tuple[str, ...]:
    """The key columns that come from the keys of the sums, or from the day."""
    return tuple(name for name in by.keys if name not in _NAMES)


def time_of(by: By) -> str:
    """Which of `TIMES` a list is by; nothing where it is by none."""
    return by.keys[0] if by.keys and by.keys[0] in TIMES else ""


def _grouped(by: By, days: Days, names: dict[str, str]) -> dict[Key, list[int]]:
    """Sums under (currency, values of the key columns)."""
    found: dict[Key, list[int]] = {}
    stored = _stored(by)
    timed = time_of(by)
    rest = len(stored) - bool(timed)
    for day, cube in days.items():
        at = (TIMES[timed](date.fromisoformat(day)),) if timed else ()
        for key, amounts in cube.sums.items():
            if key[1] == by.dimension:
                to = (key[0], *at, *key[2 : 2 + rest])
                held = found.get(to)
                found[to] = list(amounts) if held is None else _sum(held, amounts)
        names.update((code, name) for code, (_when, name) in cube.names.items())
    return found


def _sum(one: Sequence[int], other: Sequence[int]) -> list[int]:
    return [a + b for a, b in zip(one, other, strict=True)]


def _figures(report: Report, fold: Fold, sums: list[int]) -> dict[str, Any]:
    named = dict(zip(fold.measures, sums, strict=True))
    return {column.name: column.of(named) for column in report.columns}


def _totals(report: Report, by: By, days: Days) -> Iterator[dict[str, Any]]:
    found: dict[str, list[int]] = {}
    for key, amounts in total(days.values()).sums.items():
        if key[1] == (by.whole or by.dimension):
            held = found.get(key[0])
            found[key[0]] = list(amounts) if held is None else _sum(held, amounts)
    for currency in sorted(found):
        figures = _figures(report, by.fold, found[currency])
        alone = {column.name for column in report.columns if not column.added}
        yield {"currency": currency, **{name: None if name in alone else figures[name] for name in figures}}


def natural(text: str) -> tuple[int, int, str]:
    """Sorts 2-3 before 11-15, and what has no number after what has one."""
    number = _NUMBER.match(text)
    return (0, int(number.group()), text) if number else (1, 0, text)


def _order(report: Report, by: By) -> Any:
    keys = _stored(by)
    money = next((column.name for column in report.columns if column.kind is Kind.MONEY), "")

    def order(row: Mapping[str, Any]) -> Any:
        first = -(row[money] or 0) if by.largest and money else 0
        return row["currency"], first, [natural(row[name]) for name in keys]

    return order
