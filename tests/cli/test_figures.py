"""Sales, reports and the journal by commands."""

from __future__ import annotations

import csv
import json
import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import ROOT, Pos


@pytest.fixture
def sold(pos: Pos) -> Pos:
    """A simulated shop with a sale, a refund and a cancelled basket on two days."""
    pos("init", "--name", "R", "--currency", "GBP", "--prices", "inclusive", "--tax", "standard=20",
        "--tax", "zero=0", "--timezone", "Europe/London", "--simulated")  # fmt: skip
    pos("items", "set", "MILK", "name=Milk", "price=1.19", "tax=zero", "--new")
    pos("items", "set", "GUM", "name=Gum", "price=0.70", "tax=standard", "--new")
    pos("ring", stdin="/clock 2026-01-01T10:00\n2*MILK\n3*GUM\n/note A-1\n/cash 10\n")
    pos(
        "ring",
        stdin="/clock 2026-01-02T10:00\n/return GUM\n/card ref X77\n/clock 2026-01-02T11:00\nMILK\n/cancel\n",
    )
    return pos


def test_report_as_json(sold: Pos) -> None:
    report = json.loads(
        sold("report", "sales", "--from", "2026-01-01", "--to", "2026-01-31", "--format", "json").stdout
    )
    assert (report["from"], report["to"], report["currency"]) == ("2026-01-01", "2026-01-31", "GBP")
    assert (report["count"], report["gross"], report["refunds"], report["sold"]) == (2, 378, -70, 448)
    assert report["tax"] == [
        {"code": "standard", "rate": "20", "net": 117, "tax": 23},
        {"code": "zero", "rate": "0", "net": 238, "tax": 0},
    ]
    assert [(day["day"], day["gross"]) for day in report["days"]] == [
        ("2026-01-01", 448),
        ("2026-01-02", -70),
    ]


def test_report_as_table_and_csv(sold: Pos) -> None:
    table = sold("report", "sales").stdout
    assert "2026-01-02         1  -0.70" in table
    assert "total GBP          2   3.78" in table
    rows = list(csv.DictReader(sold("report", "sales", "--format", "csv").stdout.splitlines()))
    assert [(row["day"], row["gross"], row["tax standard 20%"]) for row in rows] == [
        ("2026-01-01", "4.48", "0.35"),
        ("2026-01-02", "-0.70", "-0.12"),
    ]


def test_b53_what_is_outside_of_any_tax_is_reported_apart_from_zero(pos: Pos) -> None:
    pos("init", "--name", "R", "--currency", "GBP", "--prices", "inclusive", "--tax", "zero=0",
        "--tax", "outside=none", "--timezone", "Europe/London")  # fmt: skip
    pos("items", "set", "MILK", "name=Milk", "price=1.19", "tax=zero", "--new")
    pos("items", "set", "STAMP", "name=Stamp", "price=2", "tax=outside", "--new")
    pos("ring", stdin="MILK\nSTAMP\n/cash\n")
    report = json.loads(pos("report", "sales", "--format", "json").stdout)
    assert report["tax"] == [
        {"code": "outside", "rate": "", "net": 200, "tax": 0},
        {"code": "zero", "rate": "0", "net": 119, "tax": 0},
    ]
    table = pos("report", "sales").stdout
    assert "zero 0%" in table
    assert "outside  " in table
    assert "outside %" not in table


def test_a_period_without_sales(sold: Pos) -> None:
    report = json.loads(sold("report", "sales", "--from", "2027-01-01", "--format", "json").stdout)
    assert (report["gross"], report["count"], report["days"]) == (0, 0, [])
    assert json.loads(sold("sales", "list", "--from", "2027-01-01", "--format", "json").stdout) == []


@pytest.mark.parametrize("words", [["--from", "1.1.2026"], ["--from", "2026-02-30"], ["--to", "20260101"]])
def test_dates_are_dates(sold: Pos, words: list[str]) -> None:
    assert "is no date" in sold("report", "sales", *words, code=2).stderr
    assert "is after" in sold("sales", "list", "--from", "2026-02-01", "--to", "2026-01-01", code=2).stderr


def test_sales_are_listed_found_and_shown(sold: Pos) -> None:
    def numbers(*words: str) -> list[str]:
        return [sale["number"] for sale in json.loads(sold("sales", *words, "--format", "json").stdout)]

    assert numbers("list") == ["1-000001", "1-000002"]
    assert numbers("list", "--all") == ["1-000001", "1-000002", "1-000003"]
    assert numbers("list", "--from", "2026-01-02", "--to", "2026-01-02") == ["1-000002"]
    for text, found in (("a-1", 1), ("milk", 1), ("4.48", 1), ("x77", 2), ("1-000002", 2)):
        assert numbers("find", text) == [f"1-{found:06d}"]
    assert "no receipt matches" in sold("sales", "find", "zzz", code=1).stderr
    assert "cash 10.00" in sold("sales", "list").stdout
    sale = json.loads(sold("sales", "show", "1-1", "--format", "json").stdout)
    assert (sale["total"], sale["change"], sale["ref"], len(sale["hash"])) == (448, 552, "A-1", 32)
    assert "REFUND" in sold("sales", "show", "1-000002").stdout
    assert "no receipt has" in sold("sales", "show", "1-99", code=1).stderr


def test_journal_verify_show_export_rebuild(sold: Pos, tmp_path: Path) -> None:
    assert "the journal is whole" in sold("journal", "verify", "--deep").stdout
    shown = sold("journal", "show").stdout
    assert "sale 1-000001: 2 lines, 4.48 cash" in shown
    assert json.loads(sold("journal", "show", "2").stdout)["ops"][0][1] == "settings"
    assert "has 7 records" in sold("journal", "show", "99", code=1).stderr
    copy = tmp_path / "copy.jsonl"
    assert "7 records" in sold("journal", "export", str(copy)).stderr
    lines = (tmp_path / "store" / "journal" / "000001.jsonl").read_bytes().rstrip(b"\n") + b"\n"
    assert copy.read_bytes() == lines
    assert sold("journal", "export", "--from", "7").stdout_bytes == lines.splitlines(keepends=True)[-1]
    before = sold("sales", "list").stdout
    assert "sales: 3" in sold("journal", "rebuild").stdout
    assert sold("sales", "list").stdout == before


def test_b05_the_journal_shows_what_events_were(pos: Pos) -> None:
    pos("init", "--name", "R", "--currency", "GBP", "--prices", "inclusive", "--tax", "zero=0",
        "--timezone", "Europe/London")  # fmt: skip
    pos("items", "set", "MILK", "name=Milk", "price=1.19", "--new")
    pos("ring", stdin="5449000000996\nMILK\n", code=1)
    assert "unknown code" not in pos("journal", "show").stdout
    pos("ring", stdin="5449000000996\n/cash\n/unmatched\n", code=1)
    assert "1.19 cash, unknown code 5449000000996" in pos("journal", "show").stdout
    [event] = [json.loads(line) for line in pos("journal", "show", "--format", "json").stdout.splitlines()][
        -1:
    ]
    written = [op[3] for op in event["ops"] if op[1] == "events"]
    assert [(row["code"], row["times"], row["entered"]) for row in written] == [("5449000000996", 2, "key")]


def test_a_damaged_journal_is_told_by_code_4(sold: Pos, tmp_path: Path) -> None:
    file = tmp_path / "store" / "journal" / "000001.jsonl"
    file.write_bytes(file.read_bytes().replace(b'"name":"Milk"', b'"name":"Malk"', 1))
    report = json.loads(sold("journal", "verify", "--format", "json", code=4).stdout)
    assert not report["ok"] and "000001.jsonl" in report["problems"][0]
    result = sold("sales", "list", code=4)
    assert result.stdout == "" and "damaged" in result.stderr


def test_follow_gives_records_as_they_come(sold: Pos) -> None:
    command = [sys.executable, "-m", "pos_tui", "journal", "follow", "--from", "7"]
    follower = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)
    assert follower.stdout is not None
    try:
        for number in (7, 8):
            assert select.select([follower.stdout], [], [], 20)[0], "no record"
            assert json.loads(os.read(follower.stdout.fileno(), 1 << 16))["n"] == number
            sold("ring", stdin="MILK\n/cash\n")
        follower.send_signal(signal.SIGINT)
        assert follower.wait(20) == 0
    finally:
        follower.kill()
        follower.communicate()
