"""A year for the accountant: files in a ZIP, all as of one record of the journal."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pos_tui.core.errors import Refused
from pos_tui.core.words import _

from .export import write_entries
from .output import Column, Format, write_rows
from .report_writing import write_answer

if TYPE_CHECKING:
    from pos_tui.bootstrap import Shopfront
    from pos_tui.core.report.period import Period

Tell = Callable[[int, int], None]
_REPORTS: Final = (
    *(("sales", "day"), ("sales", "month"), ("sales", "department"), ("sales", "item"), ("margin", "month")),
    *(("tax", "month"), ("tax-period", "rate"), ("tenders", "month"), ("discounts", "kind")),
    *(("over-short", "z"), ("moved", "kind"), ("tips", "operator"), ("vouchers", "type")),
    *(("accounts", "account"), ("watch", "operator")),
)
_EVERYTHING: Final = 10**9


def pack(front: Shopfront, period: Period, target: Path, tell: Tell) -> int:
    """Writes the files of a period; returns how many.

    Raises Refused: the file is there, or cannot be made. InvalidValue, StoreError.
    """
    files = list(_files(front, period, tell))
    readme = _readme(front, period, files)
    try:
        with (
            os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as raw,
            zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive,
        ):
            for name, text in (("README.txt", readme), *files):
                facts = zipfile.ZipInfo(name, front.clock().timetuple()[:6])
                facts.external_attr = 0o600 << 16
                archive.writestr(facts, text.encode(), zipfile.ZIP_DEFLATED)
    except FileExistsError:
        raise Refused(_("{file} is there already: name another with --to", file=target)) from None
    except OSError as error:
        raise Refused(_("{file} cannot be made: {error}", file=target, error=error.strerror)) from error
    return len(files) + 1


def _files(front: Shopfront, period: Period, tell: Tell) -> Iterator[tuple[str, str]]:
    from pos_tui.bootstrap import bookkeeping, reporting, shifts, tax_periods

    # First, as it takes what was recorded until now; from then on nothing does.
    yield "stock.csv", _stock(front, period)
    digits = front.shop.currency.digits
    zs = list(shifts.listed(front, period.days, None))
    columns = [Column(name) for name in ("number", "till", "day", "opened", "closed", "operator", "owner")]
    columns += [Column("receipts", number=True)]
    amounts = ("gross", "expected", "counted", "over_short", "left", "bag", "grand_total")
    columns += [Column(name, digits) for name in amounts]
    yield "zs.csv", _written(lambda: write_rows(zs, [*columns, Column("reason")], Format.CSV))
    for z in zs:
        text = shifts.paper_text(front, shifts.record_of(front, z["number"]))
        yield f"zs/{z['number']}.txt", text
    entries = bookkeeping.entries(front, period.days)
    yield "ledger.csv", _written(lambda: write_entries(entries, Format.CSV, digits))
    names = [Column(name) for name in ("code", "first", "last", "closed", "operator", "record", "hash")]
    kept = list(tax_periods.listed(front))
    totals = [Column("currency"), Column("net", digits), Column("tax", digits)]
    yield "periods.csv", _written(lambda: write_rows(kept, [*names, *totals], Format.CSV))
    reports = reporting.ShopReports(front)
    for name, by in _REPORTS:
        answer = reports.read(name, period, by, tell=tell)
        write = partial(write_answer, front, answer, Format.CSV, False, _EVERYTHING)
        yield f"{name}-by-{by}.csv", _written(write)


def _stock(front: Shopfront, period: Period) -> str:
    """What the stock was worth when the period ended, or is now where it has not."""
    from pos_tui.bootstrap.reporting import today
    from pos_tui.bootstrap.stockroom import valued

    rows = valued(front, period.last.isoformat() if period.last < today(front) else "")
    columns = [Column("department"), Column("items", number=True)]
    columns += [Column("value", front.shop.currency.digits), Column("unknown", number=True)]
    return _written(lambda: write_rows(rows, columns, Format.CSV))


def _written(write: Callable[[], Any]) -> str:
    """What is written to stdout meanwhile."""
    with redirect_stdout(io.StringIO()) as text:
        write()
    return text.getvalue()


def _readme(front: Shopfront, period: Period, files: list[tuple[str, str]]) -> str:
    """Which shop and period, as of which record, and the SHA-256 of each file."""
    store = front.store
    lines = [
        front.shop.name,
        _("business days {period}, currency {code}", period=period, code=front.shop.currency.code),
        _("store {id}, as of record {n}, hash {h}", id=store.id, n=store.at(), h=store.head_hash()),
        _("check the journal with pos journal verify, a Z with its number"),
        "",
    ]
    lines += [f"{sha256(text.encode()).hexdigest()}  {name}" for name, text in files]
    return "\n".join(lines) + "\n"
