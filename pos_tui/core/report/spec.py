"""What a report is: a name, its columns, what it can be listed by, and the fold it is read from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, tzinfo
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from .cube import Row

Doc = Mapping[str, Any]


class Kind(StrEnum):
    """What the values of a column are, and so how they are written."""

    TEXT = "text"
    COUNT = "count"
    MONEY = "money"
    """Whole minor units."""
    QUANTITY = "quantity"
    """Whole thousandths."""
    PERCENT = "percent"
    """Whole tenths of a percent."""


@dataclass(frozen=True, slots=True)
class Place:
    """What a fold needs to know of the shop."""

    zone: tzinfo
    """For the hour of a sale."""
    currency: str = ""
    """The shop's, of what is owed and names none."""


@dataclass(frozen=True, slots=True)
class Fold:
    """How records become sums. `rows` is pure: what it gives of one document, whatever came before."""

    name: str
    measures: tuple[str, ...]
    tables: frozenset[str]
    rows: Callable[[str, Doc, Place], Iterable[Row]]
    """(table, document, place): raises KeyError, TypeError or ValueError for what no till recorded."""
    kept: bool = True
    """Its sums of a day are few, and kept for each day: hours and departments, not items and baskets."""
    named: Callable[[Doc], Iterable[tuple[str, str, str]]] | None = None
    """(code, when, name) of what a document names."""
    first: Fold | None = None
    """What is read before: this one looks only at the most of it."""


Sums = Mapping[str, int]
"""The measures of a row, by name."""
Value = str | int | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is worked out of the measures, for a row as for the total."""

    name: str
    title: str
    """Marked for translation."""
    kind: Kind
    of: Callable[[Sums], int | None]
    """None is where there is nothing to say, such as a share of nothing."""
    added: bool = True
    """It has a total: not where rows are in different money."""


@dataclass(frozen=True, slots=True)
class By:
    """One way to list a report."""

    fold: Fold
    dimension: str
    """The second part of the keys that are meant."""
    keys: tuple[str, ...]
    """Names of the key columns; one of `TIMES` stands for the day of the sums, the others for the rest of the
    keys, in order."""
    largest: bool = False
    """Listed by the first column of money, the most first, in the place of by key."""
    whole: str = ""
    """The dimension whose sums are the total; else the rows are added up, which counts a receipt with goods
    of two departments twice."""


@dataclass(frozen=True, slots=True)
class Report:
    """A report, for the command, the screen, the printer, the help and the handbook alike."""

    name: str
    title: str
    about: str
    columns: tuple[Column, ...]
    by: Mapping[str, By]
    """The ways to list it; the first is what counts where nobody says."""
    narrow: tuple[str, ...] = ()
    """The columns that matter most, for paper and small screens; all where there are none."""
    shape: Callable[[list[dict[str, Any]]], list[dict[str, Any]]] | None = field(default=None)
    """Last touch to the rows, such as classes or a limit."""
    needs: str = "reports.read"
    """The right that reading it takes."""
    running: bool = False
    """Its first measure is what was open before the period, which all that came before adds up to."""
    unsold: bool = False
    """Items that are kept in stock and were not sold are in it, too."""
    more: tuple[tuple[str, str, Kind], ...] = ()
    """(name, title, kind) of the columns that `shape` adds."""


def _week(day: date) -> str:
    year, week, _day = day.isocalendar()
    return f"{year}-W{week:02d}"


TIMES: Final[Mapping[str, Callable[[date], str]]] = {
    "day": date.isoformat,
    "weekday": lambda day: str(day.isoweekday()),
    "week": _week,
    "month": lambda day: f"{day.year:04d}-{day.month:02d}",
    "quarter": lambda day: f"{day.year:04d}-Q{(day.month + 2) // 3}",
    "year": lambda day: f"{day.year:04d}",
}
"""What a business day is listed under."""


def tenths(part: int, whole: int) -> int | None:
    """How much of the whole it is in tenths of a percent, half up; None of nothing."""
    if not whole:
        return None
    sign = -1 if (part < 0) != (whole < 0) else 1
    part, whole = abs(part), abs(whole)
    return sign * ((2000 * part + whole) // (2 * whole))


def average(amount: int, count: int) -> int | None:
    """An amount by each, half up; None by none."""
    if not count:
        return None
    size = (2 * abs(amount) + abs(count)) // (2 * abs(count))
    return size if (amount < 0) == (count < 0) else -size
