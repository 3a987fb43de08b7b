"""A report as a table with bars, as JSON for scripts, as CSV, as Markdown."""

from __future__ import annotations

import io
from contextlib import redirect_stdout
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

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
        name = _("total {currency}", currency=total["currency"]) if total["currency"] else _("total")
        rows.append(texts | {listed.headings[1].name: name})
    write_rows(rows, columns, format)
    if format is Format.TABLE and answer.against is not None:
        line(_("before: {period}", period=answer.against))


def print_answer(front: Shopfront, answer: Answer, top: int) -> str:
    """Prints what matters most of a report on the receipt printer; says so. Raises Refused."""
    from pos_tui.bootstrap.report_jobs import print_now

    headings = answer.listed.headings
    kept = [heading for heading in headings[1 : answer.listed.keys] if not heading.name.endswith("name")]
    narrow = answer.report.narrow or tuple(heading.name for heading in headings)
    kept += [heading for heading in headings[answer.listed.keys :] if heading.name in narrow]
    with redirect_stdout(io.StringIO()) as text:
        listed = replace(answer.listed, headings=(headings[0], *kept))
        write_answer(front, replace(answer, listed=listed, against=None), Format.TABLE, False, top)
    title = f"{_(answer.report.title)} {answer.period}"
    print_now(front, title, text.getvalue().splitlines())
    return _("printed: {title}", title=title)


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
