"""How long goods can come back: a number of days, and spans of purchases that have longer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pos_tui.core.words import _

from .errors import InvalidValue

_SPAN = re.compile(r"(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)=(\d{4}-\d\d-\d\d)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Extension:
    """What was bought from one business day to another can come back until a third."""

    first: str
    last: str
    until: str

    @classmethod
    def parse(cls, text: str) -> Extension:
        """Of 2026-11-01..2026-12-24=2027-01-31. Raises InvalidValue."""
        match = _SPAN.fullmatch(text.strip())
        if match is None:
            raise InvalidValue(_("'{text}' is not like 2026-11-01..2026-12-24=2027-01-31", text=text[:60]))
        days = match.groups()
        for day in days:
            try:
                date.fromisoformat(day)
            except ValueError:
                raise InvalidValue(_("there is no day {day}", day=day)) from None
        if not days[0] <= days[1] <= days[2]:
            raise InvalidValue(_("'{text}': the days are not in order", text=text[:60]))
        return cls(*days)


def last_day(sold: str, days: int, extensions: Sequence[Extension] = ()) -> str | None:
    """The last business day on which goods sold on one can come back; None is for ever.

    `days` are counted from the day after; 0 is for ever.
    """
    if not days:
        return None
    usual = (date.fromisoformat(sold) + timedelta(days=days)).isoformat()
    return max([usual, *(one.until for one in extensions if one.first <= sold <= one.last)])
