"""`pos report`: figures of a period, from what is kept by day or from the records themselves."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from pos_tui.core.errors import InvalidValue
from pos_tui.core.words import N_, _

from .common import FormatOption, FromOption, TillOption, ToOption, opened
from .output import Column, Format, line, say, write_rows
from .period import PeriodArgument, chosen_period

if TYPE_CHECKING:
    from pos_tui.bootstrap import Shopfront
    from pos_tui.bootstrap.reporting import Answer
    from pos_tui.core.report.period import Period

_ELSEWHERE = {
    "x": N_("How the open shifts stand; pos shift x prints one, on record."),
    "z": N_("A past Z as it was printed, by its number."),
}
"""What other commands report."""
_APART = {("sales", "tender"): "tenders", ("sales", "tax"): "tax", ("sales", "rate"): "tax"}
"""What sales are listed by in a report of its own, as a sale may have several."""


def report(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="Which report; list says what there is, and x and z.")] = "list",
    period: PeriodArgument = None,
    first: FromOption = None,
    last: ToOption = None,
    by: Annotated[
        str | None, typer.Option(help="What its rows are: day, month, item, operator, ...; see list.")
    ] = None,
    compare: Annotated[
        str, typer.Option(help="With the period `before`, or with the same days last `year`.")
    ] = "",
    bar: Annotated[bool, typer.Option("--bar", help="With a bar for each row of a table.")] = False,
    top: Annotated[int, typer.Option(help="Only so many rows; the totals stay.", min=1)] = 10**9,
    paper: Annotated[
        bool, typer.Option("--print", help="On the receipt printer, as wide as its paper, too.")
    ] = False,
    till: TillOption = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Figures of a period, read without disturbing who sells.

    Examples: pos report sales 2026-11; pos report sales month --by hour --bar; pos report tax 2026-Q4;
    pos report sales week --compare year; pos report margin 2026 --by item --top 20 --format csv

    JSON gives amounts in minor units; quantities and percentages are decimal text.
    """
    if (apart := _APART.get((name, by or ""))) is not None:
        name, by = apart, None
    if name == "list":
        _list(format)
    elif name in _ELSEWHERE:
        _elsewhere(ctx, name, period, till, format, paper)
    else:
        from pos_tui.core.report.registry import report_of

        # Who is held to a role may read what that allows; else whoever can open the store's files.
        with opened(ctx, needs=report_of(name).needs if ctx.obj.role else None) as front:
            chosen = chosen_period(front, period, first, last)
            plain = not (compare or bar or paper) and format is not Format.MD
            if name == "sales" and by is None and plain:
                from .report_sales import write_sales

                write_sales(front, *chosen.days, format)
            else:
                _write(front, _answer(front, name, chosen, by, compare), format, bar, top, paper)
    sys.stdout.flush()


def _write(front: Shopfront, answer: Answer, format: Format, bar: bool, top: int, paper: bool) -> None:
    from .report_writing import print_answer, write_answer

    write_answer(front, answer, format, bar, top)
    if paper:
        say(print_answer(front, answer, top))


def _list(format: Format) -> None:
    from pos_tui.core.report.registry import REPORTS

    rows = [
        {"name": name, "by": " ".join(report.by), "about": _(report.about)}
        for name, report in REPORTS.items()
    ]
    rows += [{"name": name, "by": "", "about": _(about)} for name, about in _ELSEWHERE.items()]
    if format is not Format.TABLE:
        write_rows(rows, [Column("name"), Column("about"), Column("by")], format)
        return
    for row in rows:
        line(f"{row['name']:<12}{row['about']}")
        if row["by"]:
            line(" " * 12 + _("by {names}", names=row["by"]))


def _elsewhere(
    ctx: typer.Context, name: str, which: str | None, till: str | None, format: Format, paper: bool
) -> None:
    if name == "x" and not paper:
        from .report_x import write_x

        with opened(ctx, till=till, needs="shift.read" if ctx.obj.role else None) as front:
            write_x(front, till, format)
        return
    from .shift import show, x

    if name == "x":
        x(ctx, till, format)
    elif which is None:
        raise InvalidValue(_("which Z? Its number is needed, such as 1-Z000012: pos shift list has them"))
    else:
        show(ctx, which, till, paper, format)


def _answer(front: Shopfront, name: str, period: Period, by: str | None, compare: str) -> Answer:
    from pos_tui.bootstrap.reporting import COMPARISONS, ShopReports
    from pos_tui.core.report.listing import by_of
    from pos_tui.core.report.registry import report_of

    from .progress import progress_bar, stand_back

    if compare and compare not in COMPARISONS:
        raise InvalidValue(
            _("--compare is {known}, not '{text}'", known=" or ".join(COMPARISONS), text=compare[:20])
        )
    if not by_of(report_of(name), by)[1].fold.kept:
        stand_back()
    with progress_bar(name) as tell:
        return ShopReports(front).read(name, period, by, compare, tell=tell or _quiet)


def _quiet(_done: int, _whole: int) -> None:
    """Where nobody watches."""
