"""`pos report`: figures of a period, from what is kept by day or from the records themselves."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pos_tui.core.errors import InvalidValue
from pos_tui.core.words import _

from .common import FormatOption, FromOption, TillOption, ToOption, opened
from .output import Column, Format, line, write_json, write_rows
from .period import PeriodArgument, chosen_period

if TYPE_CHECKING:
    from datetime import date

    from pos_tui.bootstrap import Shopfront
    from pos_tui.bootstrap.reporting import Answer
    from pos_tui.core.report.listing import Heading
    from pos_tui.core.report.period import Period

_NICE = 10
"""How far a report stands back where others want the processor."""
_BAR = 30
_SHIFTS = ("x", "z")


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
    till: TillOption = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Figures of a period, read without disturbing who sells.

    Examples: pos report sales 2026-11; pos report sales month --by hour --bar; pos report tax 2026-Q4;
    pos report sales week --compare year; pos report margin 2026 --by item --top 20 --format csv

    JSON gives amounts in minor units; quantities and percentages are decimal text.
    """
    if name == "list":
        _list(format)
    elif name in _SHIFTS:
        _shift(ctx, name, period, till, format)
    else:
        with opened(ctx) as front:
            chosen = chosen_period(front, period, first, last)
            if name == "sales" and by is None and not compare and not bar and format is not Format.MD:
                from .report_sales import write_sales

                write_sales(front, *chosen.days, format)
            else:
                _write(front, _answer(front, name, chosen, by, compare), format, bar, top)
    sys.stdout.flush()


def _list(format: Format) -> None:
    from pos_tui.core.report.registry import REPORTS

    rows = [
        {"name": name, "by": " ".join(report.by), "about": _(report.about)}
        for name, report in REPORTS.items()
    ]
    shifts = (
        _("How the open shift stands; see pos shift x."),
        _("A past Z as it was printed, by its number."),
    )
    rows += [{"name": name, "by": "", "about": about} for name, about in zip(_SHIFTS, shifts, strict=True)]
    if format is not Format.TABLE:
        write_rows(rows, [Column("name"), Column("about"), Column("by")], format)
        return
    for row in rows:
        line(f"{row['name']:<12}{row['about']}")
        if row["by"]:
            line(" " * 12 + _("by {names}", names=row["by"]))


def _shift(ctx: typer.Context, name: str, number: str | None, till: str | None, format: Format) -> None:
    from .shift import show, x

    if name == "x":
        x(ctx, till, format)
    elif number is None:
        raise InvalidValue(_("which Z? Its number is needed, such as 1-Z000012: pos shift list has them"))
    else:
        show(ctx, number, till, False, format)


def _answer(front: Shopfront, name: str, period: Period, by: str | None, compare: str) -> Answer:
    from pos_tui.bootstrap.reporting import COMPARISONS, ShopReports

    from .progress import progress_bar

    if compare and compare not in COMPARISONS:
        raise InvalidValue(
            _("--compare is {known}, not '{text}'", known=" or ".join(COMPARISONS), text=compare[:20])
        )
    os.nice(_NICE)
    with progress_bar(name) as tell:
        return ShopReports(front).read(name, period, by, compare, tell=tell or _quiet)


def _quiet(_done: int, _whole: int) -> None:
    """Where nobody watches."""


def _write(front: Shopfront, answer: Answer, format: Format, bar: bool, top: int) -> None:
    listed = answer.listed
    if format is Format.JSON:
        write_json(_document(front, answer, top))
        return
    rows = [_texts(listed.headings, row) for row in listed.rows[:top]]
    own = front.shop.currency.code
    several = {row["currency"] for row in (*listed.rows, *listed.totals)} - {own, ""}
    headings = listed.headings if several else listed.headings[1:]
    columns = [
        Column(heading.name, number=heading.kind != "text", title=heading.title) for heading in headings
    ]
    if format is Format.CSV:
        write_rows(rows, columns, format)
        return
    if bar:
        columns.append(Column("bar", title=" "))
        _add_bars(listed.headings, listed.rows[:top], rows)
    for total in listed.totals:
        texts = _texts(listed.headings, total)
        name = _("total {currency}", currency=total["currency"]) if total["currency"] else _("total")
        rows.append(texts | {listed.headings[1].name: name})
    write_rows(rows, columns, format)
    if format is Format.TABLE and answer.against is not None:
        line(_("before: {period}", period=answer.against))


def _texts(headings: tuple[Heading, ...], row: Any) -> dict[str, str]:
    from pos_tui.core.report.saying import cell

    return {heading.name: cell(heading.name, heading.kind, row) for heading in headings}


def _add_bars(headings: tuple[Heading, ...], rows: list[dict[str, Any]], texts: list[dict[str, str]]) -> None:
    """A bar for each row, by its first amount, or its first count; what is negative has a mark of its own."""
    kinds = [heading.name for heading in headings if heading.kind == "money"]
    name = next(iter([*kinds, *(heading.name for heading in headings if heading.kind == "count")]), "")
    most = max((abs(row.get(name) or 0) for row in rows), default=0) or 1
    for row, text in zip(rows, texts, strict=True):
        value = row.get(name) or 0
        text["bar"] = ("-" if value < 0 else "#") * round(_BAR * abs(value) / most)


def _document(front: Shopfront, answer: Answer, top: int) -> dict[str, Any]:
    listed = answer.listed
    return {
        "report": answer.report.name,
        "by": answer.by,
        **_days("", answer.period),
        **({} if answer.against is None else _days("before_", answer.against)),
        "currency": front.shop.currency.code,
        "digits": front.shop.currency.digits,
        "at": answer.at,
        "columns": [{"name": heading.name, "kind": heading.kind.value} for heading in listed.headings],
        "rows": [_values(listed.headings, row) for row in listed.rows[:top]],
        "totals": [_values(listed.headings, row) for row in listed.totals],
    }


def _days(prefix: str, period: Period) -> dict[str, str | None]:
    from pos_tui.core.report.period import EVER

    def day(value: date, end: date) -> str | None:
        return None if value == end else value.isoformat()

    return {
        f"{prefix}from": day(period.first, EVER.first),
        f"{prefix}to": day(period.last, EVER.last),
    }


def _values(headings: tuple[Heading, ...], row: dict[str, Any]) -> dict[str, Any]:
    from pos_tui.core.report.saying import figure
    from pos_tui.core.report.spec import Kind

    found: dict[str, Any] = {}
    for heading in headings:
        value = row.get(heading.name)
        if value is not None and heading.kind in (Kind.QUANTITY, Kind.PERCENT):
            value = figure(heading.kind, value, "")
        if heading.name in row:
            found[heading.name] = value
    return found
