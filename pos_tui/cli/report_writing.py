"""A report as a table with bars, as JSON for scripts, as CSV, as Markdown."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import redirect_stdout
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from pos_tui.core.display import cells, fit
from pos_tui.core.words import _

from .output import Column, Format, line, write_json, write_rows

if TYPE_CHECKING:
    from datetime import date

    from pos_tui.bootstrap import Shopfront
    from pos_tui.bootstrap.reporting import Answer
    from pos_tui.core.report.listing import Heading
    from pos_tui.core.report.period import Period

_BAR: Final = 30


def write_answer(front: Shopfront, answer: Answer, format: Format, bar: bool, top: int) -> None:
    """Writes a report to stdout; of a table or Markdown its totals, too."""
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
        rows.append(texts | {listed.headings[1].name: _total_of(total)})
    write_rows(rows, columns, format)
    if format is Format.TABLE and answer.against is not None:
        line(_("before: {period}", period=answer.against))


def print_answer(front: Shopfront, answer: Answer, top: int) -> str:
    """Prints what matters most of a report on the receipt printer; says so. Raises Refused."""
    from pos_tui.bootstrap.report_jobs import print_now
    from pos_tui.core.report.period import EVER

    headings = answer.listed.headings
    kept = [heading for heading in headings[1 : answer.listed.keys] if not heading.name.endswith("name")]
    narrow = answer.report.narrow or tuple(heading.name for heading in headings)
    figures = [heading for heading in headings[answer.listed.keys :] if heading.name in narrow]
    with redirect_stdout(io.StringIO()) as text:
        listed = replace(answer.listed, headings=(headings[0], *kept, *figures))
        write_answer(front, replace(answer, listed=listed, against=None), Format.TABLE, False, top)
    lines = text.getvalue().splitlines()
    paper = front.settings.printer_columns
    if max(map(cells, lines), default=0) > paper:
        lines = list(_one_below_the_other(answer, kept, figures, top, paper))
    period = _("all days") if answer.period == EVER else str(answer.period)
    title = f"{_(answer.report.title)} {period}"
    print_now(front, title, lines)
    return _("printed: {title}", title=title)


def _one_below_the_other(
    answer: Answer, keys: Sequence[Heading], figures: Sequence[Heading], top: int, paper: int
) -> Iterator[str]:
    """Rows of more columns than the paper has room for: what each is about, then a line for each figure."""
    listed = answer.listed
    for row in listed.rows[:top]:
        texts = _texts(listed.headings, row)
        yield "  ".join(texts[key.name] for key in keys)
        yield from (_pair(heading.title, texts[heading.name], paper) for heading in figures)
    for total in listed.totals:
        texts = _texts(listed.headings, total)
        yield _total_of(total)
        yield from (_pair(each.title, texts[each.name], paper) for each in figures if texts[each.name])


def _pair(title: str, text: str, paper: int) -> str:
    return f"  {fit(title, max(paper - cells(text) - 3, 1))} {text}"


def _total_of(total: Mapping[str, Any]) -> str:
    return _("total {currency}", currency=total["currency"]) if total["currency"] else _("total")


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
        "columns": [
            {"name": heading.name, "title": heading.title, "kind": heading.kind.value}
            for heading in listed.headings
        ],
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
