"""A year for the accountant: files in a ZIP, all as of one record of the journal."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stdout
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pos_tui.core.errors import Refused
from pos_tui.core.ledger.entries import balances
from pos_tui.core.ledger.files import hledger
from pos_tui.core.report.listing import KEYS
from pos_tui.core.report.registry import REPORTS
from pos_tui.core.words import N_, _, ngettext

from .ledger_writing import write_entries
from .output import Column, Format, write_rows
from .report_writing import write_answer

if TYPE_CHECKING:
    from pos_tui.bootstrap import Shopfront
    from pos_tui.core.ledger.entries import Entry
    from pos_tui.core.report.period import Period

Tell = Callable[[int, int], None]
_REPORTS: Final = (
    *(("sales", "day"), ("sales", "month"), ("sales", "department"), ("sales", "item"), ("margin", "month")),
    *(("tax", "month"), ("tax-period", "rate"), ("tenders", "month"), ("discounts", "kind")),
    *(("over-short", "z"), ("moved", "kind"), ("tips", "operator"), ("vouchers", "type")),
    *(("accounts", "account"), ("watch", "operator"), ("stock", "department"), ("stock", "item")),
    ("movement", "item"),
)
_ZS: Final = "zs/"
_ABOUT: Final = {
    "zs.csv": N_("a row for each Z, which is the closing of a till's shift"),
    _ZS: N_("each Z as it was printed"),
    "ledger.csv": N_("the double-entry journal: a row for each posting, debits equal credits in each entry"),
    "ledger.journal": N_("the same for hledger and ledger"),
    "balances.csv": N_("what the entries of the period come to, by account"),
    "periods.csv": N_("tax periods that were closed, with what was filed"),
}
"""What the files are that are no reports."""
_EVERYTHING: Final = 10**9


def pack(front: Shopfront, period: Period, target: Path, tell: Tell) -> int:
    """Writes the files of a period; returns how many.

    Raises Refused: the file is there, or cannot be made. InvalidValue, StoreError.
    """
    files = list(_files(front, period, tell))
    sums = "".join(f"{sha256(text.encode()).hexdigest()}  {name}\n" for name, text in files)
    files = [("README.txt", _readme(front, period, files)), ("SHA256SUMS", sums), *files]
    try:
        with (
            os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as raw,
            zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive,
        ):
            for name, text in files:
                facts = zipfile.ZipInfo(name, front.clock().timetuple()[:6])
                facts.external_attr = 0o600 << 16
                archive.writestr(facts, text.encode(), zipfile.ZIP_DEFLATED)
    except FileExistsError:
        raise Refused(_("{file} is there already: name another with --to", file=target)) from None
    except OSError as error:
        raise Refused(_("{file} cannot be made: {error}", file=target, error=error.strerror)) from error
    return len(files)


def _files(front: Shopfront, period: Period, tell: Tell) -> Iterator[tuple[str, str]]:
    from pos_tui.bootstrap import bookkeeping, reporting, shifts, tax_periods

    digits = front.shop.currency.digits
    zs = list(shifts.listed(front, period.days, None))
    columns = [Column(name) for name in ("number", "till", "day", "opened", "closed", "operator", "owner")]
    columns += [Column("receipts", number=True)]
    amounts = ("gross", "expected", "counted", "over_short", "left", "bag", "grand_total")
    columns += [Column(name, digits) for name in amounts]
    yield "zs.csv", _written(lambda: write_rows(zs, [*columns, Column("reason")], Format.CSV))
    for z in zs:
        text = shifts.paper_text(front, shifts.record_of(front, z["number"]))
        yield f"{_ZS}{z['number']}.txt", text
    entries = bookkeeping.entries(front, period.days)
    yield "ledger.csv", _written(lambda: write_entries(entries, Format.CSV, digits))
    yield "ledger.journal", "\n".join(hledger(entries))
    yield "balances.csv", _written(lambda: _write_balances(entries, digits))
    names = [Column(name) for name in ("code", "first", "last", "closed", "operator", "record", "hash")]
    kept = list(tax_periods.listed(front))
    totals = [Column("currency"), Column("net", digits), Column("tax", digits)]
    yield "periods.csv", _written(lambda: write_rows(kept, [*names, *totals], Format.CSV))
    reports = reporting.ShopReports(front)
    for name, by in _REPORTS:
        answer = reports.read(name, period, by, tell=tell)
        write = partial(write_answer, front, answer, Format.CSV, False, _EVERYTHING)
        yield f"{name}-by-{by}.csv", _written(write)


def _write_balances(entries: Sequence[Entry], digits: int) -> None:
    rows = [
        {"account": account, "currency": currency, "balance": amount}
        for (account, currency), amount in balances(entries).items()
    ]
    write_rows(rows, [Column("account"), Column("currency"), Column("balance", digits)], Format.CSV)


def _written(write: Callable[[], Any]) -> str:
    """What is written to stdout meanwhile."""
    with redirect_stdout(io.StringIO()) as text:
        write()
    return text.getvalue()


def _readme(front: Shopfront, period: Period, files: Sequence[tuple[str, str]]) -> str:
    """What a stranger needs to know of the files: which shop, days and record, what is what, how to check."""
    store, code = front.store, front.shop.currency.code
    made = f"{front.clock():%Y-%m-%d %H:%M}"
    lines = [
        front.shop.name,
        _("Business days {period}, made {time} UTC", period=period, time=made),
        _("As of record {n}, hash {h}, of store {id}", n=store.at(), h=store.head_hash(), id=store.id),
        "",
        _("Amounts are in {code} where no other currency is named, with a point.", code=code),
        _("Files are UTF-8; CSV has commas, and its first row says what the columns are."),
        "",
        *(f"{name:<30}{about}" for name, about in _index(files)),
        "",
        _("Nothing changed on the way: sha256sum -c SHA256SUMS"),
        _("Sales and Zs agree: net_off and tax_off in tax-period-by-rate.csv are 0.00"),
        _("Where the shop is: pos journal verify, and pos report z NUMBER"),
    ]
    return "\n".join(lines) + "\n"


def _index(files: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Each file, or folder, with what is in it."""
    zs = [name for name, _text in files if name.startswith(_ZS)]
    for name, text in files:
        if name in zs[:1]:
            count = ngettext("1 file", "{count} files", len(zs))
            yield _ZS, f"{_(_ABOUT[_ZS])} ({count})"
        elif name not in zs:
            count = ngettext("1 row", "{count} rows", max(text.count("\n") - 1, 0))
            yield name, f"{_about(name)} ({count})"


def _about(name: str) -> str:
    if name in _ABOUT:
        return _(_ABOUT[name])
    code, _by, by = name.removesuffix(".csv").partition("-by-")
    report = REPORTS[code]
    title = _("{title} by {by}", title=_(report.title), by=_(KEYS.get(by, by)))
    return f"{title}. {_(report.about)}"
