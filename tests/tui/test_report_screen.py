"""Reports on the screen: read beside the till, narrowed, charted, followed down to receipts."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from pos_tui.bootstrap.report_jobs import ReportJobs
from pos_tui.core.errors import Refused
from pos_tui.screens.receipts import ReceiptsView
from pos_tui.screens.report import ReportView
from pos_tui.screens.reports import ReportsView

from .fake_register import Counter
from .shop import new_shop, open_till

MONTHS = {
    "columns": [
        {"name": "currency", "title": "currency", "kind": "text"},
        {"name": "month", "title": "month", "kind": "text"},
        {"name": "receipts", "title": "receipts", "kind": "count"},
        {"name": "gross", "title": "gross", "kind": "money"},
        {"name": "net", "title": "net", "kind": "money"},
    ],
    "rows": [
        {"currency": "GBP", "month": "2026-01", "receipts": 2, "gross": 10000, "net": 9000},
        {"currency": "GBP", "month": "2026-02", "receipts": 1, "gross": -2500, "net": -2500},
    ],
    "totals": [{"currency": "GBP", "receipts": 3, "gross": 7500, "net": 6500}],
}


class FakeJob:
    """Ends when a test says so."""

    def __init__(self) -> None:
        self.has_ended = self.cancelled = False
        self.percent: int | None = None

    def answer(self) -> dict[str, Any]:
        return MONTHS

    def cancel(self) -> None:
        self.cancelled = True


class FakeReports:
    """Writes down what it is asked."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []
        self.jobs: list[FakeJob] = []
        self.printed: list[tuple[str, list[str]]] = []

    def begin(self, words: list[str]) -> FakeJob:
        if "never" in words:
            raise Refused("'never' is no period")
        self.asked.append(list(words))
        self.jobs.append(FakeJob())
        return self.jobs[-1]

    def print(self, title: str, lines: list[str]) -> None:
        self.printed.append((title, list(lines)))


class FakeFront:
    """A shop with reports, and a printer of 48 columns."""

    heeded = 0

    def __init__(self) -> None:
        self.reports = FakeReports()
        self.printer = None

    def setting(self, key: str) -> str:
        return "48"


@pytest.fixture
def counter() -> Counter:
    counter = Counter()
    counter.desk.front = FakeFront()  # type: ignore[assignment]
    return counter


def reports(counter: Counter) -> FakeReports:
    front: Any = counter.desk.front
    return front.reports  # type: ignore[no-any-return]


def read(counter: Counter) -> None:
    """The report that was asked for last is there."""
    counter.work_all()
    reports(counter).jobs[-1].has_ended = True
    counter.second()
    counter.work_all()


def shown(counter: Counter, width: int = 58) -> list[str]:
    rows = counter.desk.view.body(width, 16) or []
    return ["".join(text for text, _style in row).rstrip() for row in rows]


def test_from_the_list_to_the_receipts_and_back(counter: Counter) -> None:
    counter.type("/report\n")
    assert isinstance(counter.desk.view, ReportsView)
    counter.type("2026")
    counter.key("f2")
    counter.type("sales\n")
    assert isinstance(counter.desk.view, ReportView)
    counter.work_all()
    assert "reading... Esc stops it" in shown(counter)[1]
    reports(counter).jobs[-1].percent = 40
    assert "reading... 40 %" in shown(counter)[1]
    read(counter)
    assert reports(counter).asked == [["sales", "2026", "--by", "day"]]
    for _ in range(3):
        counter.key("f3")
    read(counter)
    assert reports(counter).asked[-1] == ["sales", "2026", "--by", "month"]
    heads, first = shown(counter)[1:3]
    assert heads == "  month      receipts   gross     net"
    assert first == "> 2026-01           2  100.00   90.00"
    assert shown(counter)[-1] == "  total GBP         3   75.00   65.00"
    counter.type("2026-02")
    counter.key("enter")
    read(counter)
    assert reports(counter).asked[-1] == ["sales", "2026-02", "--by", "day"]
    counter.key("escape")
    assert "by month" in shown(counter)[0]
    counter.key("escape")
    assert isinstance(counter.desk.view, ReportsView)
    counter.key("escape")
    assert counter.desk.view is counter.desk.sale


def test_a_period_that_is_typed_and_entered(counter: Counter) -> None:
    counter.type("/report\n2025-Q4\n")
    assert isinstance(counter.desk.view, ReportsView) and counter.desk.view.period == "2025-Q4"
    counter.type("sales\n")
    read(counter)
    counter.type("2024\n")
    read(counter)
    assert reports(counter).asked == [["sales", "2025-Q4", "--by", "day"], ["sales", "2024", "--by", "day"]]
    assert counter.desk.router.text == ""
    counter.scan("20240101")
    assert counter.sold == ["20240101"], "what is scanned is no period"


def test_a_day_is_its_receipts(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    days = [{**row, "day": f"{row['month']}-05"} for row in MONTHS["rows"]]  # type: ignore[call-overload]
    monkeypatch.setitem(MONTHS, "rows", days)
    counter.type("/report sales 2026 day\n")
    read(counter)
    counter.time += 1
    counter.key("enter")
    assert isinstance(counter.desk.view, ReceiptsView)
    assert counter.desk.router.text == "2026-01-05 "


@pytest.mark.parametrize(
    ("asked", "row", "words"),
    [
        ("sales 2026 item", {"item": "MILK", "name": "Milk"}, "2026-01-01..2026-12-31 MILK"),
        ("sales 2026 item", {"item": "BANK CHARGES", "name": "Charges"}, "2026-01-01..2026-12-31 Charges"),
        ("sales 2026 item", {"item": "(Bakery)", "name": "Roll"}, "2026-01-01..2026-12-31 Bakery"),
        ("sales 2026 department", {"department": "Dairy"}, "2026-01-01..2026-12-31 Dairy"),
        ("sales 2026 hour", {"hour": "09"}, "2026-01-01..2026-12-31 09:"),
        ("tenders 2026 tender", {"tender": "card"}, "2026-01-01..2026-12-31 card"),
        ("sales 2026 customer", {"customer": "-"}, None),
    ],
)
def test_a_row_is_its_receipts_of_the_period(
    counter: Counter, monkeypatch: pytest.MonkeyPatch, asked: str, row: dict[str, str], words: str | None
) -> None:
    monkeypatch.setitem(MONTHS, "rows", [{**MONTHS["rows"][0], **row}])  # type: ignore[dict-item]
    monkeypatch.setitem(MONTHS, "from", "2026-01-01")
    monkeypatch.setitem(MONTHS, "to", "2026-12-31")
    counter.type(f"/report {asked}\n")
    read(counter)
    counter.time += 1
    counter.key("enter")
    if words is None:
        assert "nothing below" in counter.desk.notice.text
    else:
        assert isinstance(counter.desk.view, ReceiptsView)
        assert counter.desk.router.text == f"{words} "


def test_a_z_and_an_item_of_the_stock_are_shown(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    row = {**MONTHS["rows"][0], "z": "1-Z000007", "operator": "ana", "item": "MILK"}  # type: ignore[dict-item]
    monkeypatch.setitem(MONTHS, "rows", [row])
    counter.type("/report over-short 2026\n")
    read(counter)
    counter.time += 1
    counter.key("enter")
    assert ("/shift 1-Z000007", "key") in counter.register.ran
    seen: list[str] = []
    monkeypatch.setattr("pos_tui.screens.stock.open_stock", lambda _desk, words: seen.append(words))
    counter.type("/cancel\n/report reorder 2026\n")
    read(counter)
    counter.time += 1
    counter.key("enter")
    assert seen == ["MILK"]


def test_a_chart_has_a_bar_for_each_row_and_a_mark_for_less_than_nothing(counter: Counter) -> None:
    counter.type("/report sales 2026 month\n")
    read(counter)
    counter.key("f5")
    rows = shown(counter, 40)
    assert rows[2].startswith("> 2026-01    100.00  #####") and "-" not in rows[2][12:]
    assert rows[3].endswith("  " + "-" * round((rows[2].count("#")) / 4))


def test_compared_and_listed_otherwise(counter: Counter) -> None:
    counter.type("/report sales month\n")
    read(counter)
    counter.key("f4")
    read(counter)
    assert reports(counter).asked[-1] == ["sales", "month", "--by", "day", "--compare", "before"]
    counter.key("f4")
    read(counter)
    assert reports(counter).asked[-1][-1] == "year"
    assert shown(counter)[0].startswith(" SALES this month by day, and last year")


def test_esc_stops_reading(counter: Counter) -> None:
    counter.type("/report sales 2026\n")
    counter.work_all()
    counter.key("escape")
    assert reports(counter).jobs[-1].cancelled
    assert counter.desk.view is counter.desk.sale
    counter.type("/report sales 2026\n")
    counter.key("escape")  # before it began
    counter.work_all()
    assert reports(counter).jobs[-1].cancelled


def test_another_period_before_the_first_was_read(counter: Counter) -> None:
    counter.type("/report sales 2025\n")
    counter.work_all()
    counter.type("2026")
    counter.key("f2")
    counter.work_all()
    first, second = reports(counter).jobs
    assert first.cancelled and not second.cancelled
    read(counter)
    assert "2026" in shown(counter)[0] and "100.00" in "".join(shown(counter))


def test_what_cannot_be_read_is_told_where_the_rows_would_be(counter: Counter) -> None:
    counter.type("/report sales never\n")
    counter.work_all()
    assert "'never' is no period" in shown(counter)[1]
    assert counter.desk.notice.sound == "refused"
    counter.type("/report nothing\n")
    assert "no report nothing" in counter.desk.notice.text


def test_a_scan_there_sells(counter: Counter) -> None:
    counter.type("/report sales 2026\n")
    read(counter)
    counter.scan("5449000000996")
    assert counter.sold == ["5449000000996"]
    assert counter.desk.view is counter.desk.sale


def test_printed_as_wide_as_the_paper(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    counter.type("/report sales 2026 month\n")
    read(counter)
    counter.key("f6")
    counter.work_all()
    title, lines = reports(counter).printed[0]
    assert title == "SALES 2026 by month"
    assert lines[1].startswith("2026-01") and max(map(len, lines)) <= 48
    monkeypatch.setitem(MONTHS, "totals", [*MONTHS["totals"], {"currency": "EUR", "receipts": 1, "gross": 5}])
    counter.key("f6")
    counter.work_all()
    assert [line[:9] for line in reports(counter).printed[1][1][-2:]] == ["total GBP", "total EUR"]


@pytest.mark.parametrize("width", [20, 40, 58, 80, 200])
def test_it_fits_any_screen(counter: Counter, width: int) -> None:
    counter.type("/report sales 2026 month\n")
    read(counter)
    assert all(len(row) <= width for row in shown(counter, width)[1:-1])


def test_the_real_program_reads_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POS_STATE", str(tmp_path / "state"))
    with open_till(new_shop(tmp_path)) as (front, register):
        assert register.run("MILK").ok and register.run("/cash 5").ok
        jobs = ReportJobs(front)
        job = jobs.begin(["sales", "all", "--by", "item"])
        ended = time.monotonic() + 60
        while not job.has_ended and time.monotonic() < ended:
            time.sleep(0.05)
        assert job.answer()["rows"][0]["item"] == "MILK"
        bad = jobs.begin(["sales", "never"])
        while not bad.has_ended and time.monotonic() < ended:
            time.sleep(0.05)
        with pytest.raises(Refused, match="'never' is no period"):
            bad.answer()
        stopped = jobs.begin(["sales", "all", "--by", "item"])
        stopped.cancel()
        assert stopped.has_ended
        with pytest.raises(Refused, match="no printer is set"):
            jobs.print("SALES", [])
