"""`pos report sales`: one page for a day after another, from the day summaries."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pos_tui.core.reports import DaySummary, total_of
from pos_tui.core.words import _

from .output import Column, Format, write_json, write_rows

if TYPE_CHECKING:
    from pos_tui.bootstrap import Shopfront

_EVER = ("0001-01-01", "9999-12-31")
_FIGURES = ("gross", "net", "tax", "sold", "refunds", "rounding")


def write_sales(front: Shopfront, first: str, last: str, format: Format) -> None:
    """Sales by business day: receipts, gross, net, tax per rate, refunds, tenders, and the total.

    gross is what the receipts add up to, refunds taken off; sold and refunds are its two parts. JSON gives
    amounts in minor units, CSV one row a day without the total.
    """
    days = front.store.day_summaries(first, last)
    digits = front.shop.currency.digits
    total = total_of(days, front.shop.currency.code)
    if format is Format.JSON:
        write_json(_document(days, total, first, last, digits))
    elif format is Format.CSV:
        write_rows(map(_row, days), _columns(digits, total), format)
    else:
        _write_tables(days, total, digits)


def _document(
    days: Sequence[DaySummary], total: DaySummary, first: str, last: str, digits: int
) -> dict[str, Any]:
    whole = total.to_document()
    del whole["day"]
    return whole | {
        "from": first if first > _EVER[0] else (days[0].day if days else None),
        "to": last if last < _EVER[1] else (days[-1].day if days else None),
        "digits": digits,
        "tax_total": total.tax,
        "days": [day.to_document() | {"tax_total": day.tax} for day in days],
    }


def _row(day: DaySummary) -> dict[str, Any]:
    row: dict[str, Any] = {"day": day.day, "currency": day.currency, "receipts": day.count}
    row |= {name: getattr(day, name) for name in _FIGURES}
    for key, (net, tax) in day.taxes:
        row |= {f"net {_tax(*key)}": net, f"tax {_tax(*key)}": tax}
    return row


def _columns(digits: int, total: DaySummary) -> list[Column]:
    columns = [Column("day"), Column("currency"), Column("receipts", number=True)]
    columns += [Column(name, digits) for name in _FIGURES]
    for key, _figures in total.taxes:
        columns += [Column(f"net {_tax(*key)}", digits), Column(f"tax {_tax(*key)}", digits)]
    return columns


def _write_tables(days: Sequence[DaySummary], total: DaySummary, digits: int) -> None:
    columns = [Column("day"), Column("receipts", number=True), *(Column(name, digits) for name in _FIGURES)]
    rows = [_row(day) for day in days] + [
        _row(total) | {"day": _("total {currency}", currency=total.currency)}
    ]
    write_rows(rows, columns, Format.TABLE)
    if total.taxes:
        sys.stdout.write("\n")
        taxes = [{"tax": _tax(*key), "net": net, "amount": tax} for key, (net, tax) in total.taxes]
        write_rows(taxes, [Column("tax"), Column("net", digits), Column("amount", digits)], Format.TABLE)
    if total.tenders:
        sys.stdout.write("\n")
        kept = [{"tender": kind, "amount": amount} for kind, amount in total.tenders]
        write_rows(kept, [Column("tender"), Column("amount", digits)], Format.TABLE)


def _tax(code: str, rate: str, kind: str) -> str:
    """A tax and its rate, or why there is none; without either it is outside the scope of any tax."""
    return f"{code} {rate}%" if rate else f"{code} {kind}".rstrip()
