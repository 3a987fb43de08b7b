"""The period that a command is about: one that people name, or a first and a last day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pos_tui.core.errors import InvalidValue
from pos_tui.core.words import _

from .common import checked_day

if TYPE_CHECKING:
    from pos_tui.bootstrap import Shopfront
    from pos_tui.core.report.period import Period

PeriodArgument = Annotated[
    str | None,
    typer.Argument(
        help="today, yesterday, week, month, quarter, year, last-month, 2026, FY2026, 2026-Q4, 2026-11, "
        "2026-W47, 2026-11-23, or two with .. between.",
        show_default="all",
    ),
]


def chosen_period(front: Shopfront, period: str | None, first: str | None, last: str | None) -> Period:
    """The period that is asked for, one way or the other; else all there is. Raises InvalidValue."""
    from datetime import date

    from pos_tui.bootstrap.reporting import today
    from pos_tui.core.report.period import EVER, Period

    if period is None:
        start = EVER.first if first is None else date.fromisoformat(checked_day(first))
        end = EVER.last if last is None else date.fromisoformat(checked_day(last))
        return Period.of(start, end)
    if first is not None or last is not None:
        raise InvalidValue(_("say either a period or --from and --to"))
    return Period.parse(period, today(front), front.settings.fiscal_month)
