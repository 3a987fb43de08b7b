"""`pos report`: names, periods, ways to list, formats."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Pos


@pytest.fixture
def sold(pos: Pos) -> Pos:
    """A simulated shop with sales on three days of two years, one with only a return."""
    pos("init", "--name", "R", "--currency", "GBP", "--prices", "inclusive", "--tax", "standard=20",
        "--tax", "zero=0", "--timezone", "Europe/London", "--simulated")  # fmt: skip
    pos(
        "items",
        "set",
        "MILK",
        "name=Milk",
        "price=1.19",
        "tax=zero",
        "department=Dairy",
        "cost=0.80",
        "--new",
    )
    pos("items", "set", "GUM", "name==Gum|", "price=0.70", "tax=standard", "department=Snacks", "--new")
    pos("ring", stdin="/clock 2025-01-02T10:00\nMILK\n/cash\n")
    pos("ring", stdin="/clock 2026-01-01T10:00\n2*MILK\n3*GUM\n/disc 10%\n/cash 10\n/paidout 3 stamps\n")
    pos("ring", stdin="/clock 2026-01-02T23:30\n/return GUM\n/card ref X77\n")
    return pos


def test_by_department_as_csv_is_no_formula(sold: Pos) -> None:
    text = sold("report", "margin", "2026", "--by", "item", "--format", "csv").stdout
    rows = {row["item"]: row for row in csv.DictReader(text.splitlines())}
    assert (rows["MILK"]["net"], rows["MILK"]["margin"], rows["MILK"]["margin_percent"]) == (
        "2.38",
        "0.78",
        "32.8",
    )
    assert rows["GUM"]["name"] == "'=Gum|"
    assert (rows["GUM"]["margin"], rows["GUM"]["no_cost"]) == ("0.00", "0.99")


def test_json_has_values_for_scripts(sold: Pos) -> None:
    answer = json.loads(sold("report", "abc", "2026-01", "--format", "json").stdout)
    assert (answer["report"], answer["by"], answer["from"], answer["to"]) == (
        "abc",
        "item",
        "2026-01-01",
        "2026-01-31",
    )
    row = answer["rows"][0]
    assert (row["item"], row["name"], row["quantity"], row["gross"]) == ("MILK", "Milk", "2", 238)
    assert (row["share"], row["running"], row["class"]) == ("66.7", "66.7", "A")
    assert {"name": "quantity", "title": "quantity", "kind": "quantity"} in answer["columns"]
    assert answer["totals"][0]["gross"] == 357


def test_hours_are_the_shop_s(sold: Pos) -> None:
    rows = json.loads(sold("report", "sales", "2026-01-02", "--by", "hour", "--format", "json").stdout)[
        "rows"
    ]
    assert [(row["hour"], row["gross"], row["refunds"]) for row in rows] == [("23", -70, -70)]


def test_a_table_with_bars_and_totals(sold: Pos) -> None:
    table = sold("report", "sales", "2026", "--by", "month", "--bar").stdout.splitlines()
    assert table[1].startswith("2026-01") and table[1].endswith("#" * 30)
    assert table[2].startswith("total GBP         2")


def test_markdown(sold: Pos) -> None:
    lines = sold("report", "sellers", "2026", "--format", "md", "--top", "1").stdout.splitlines()
    assert lines[0] == "| item | name | quantity | receipts | gross | net | discounts |"
    assert lines[1] == "| --- | --- | ---: | ---: | ---: | ---: | ---: |"
    assert lines[2] == "| GUM | =Gum\\| | 2 | 2 | 1.19 | 0.99 | 0.21 |"
    assert len(lines) == 4


def test_compared_with_the_same_days_last_year(sold: Pos) -> None:
    answer = json.loads(
        sold("report", "sales", "2026-01-01", "--by", "day", "--compare", "year", "--format", "json").stdout
    )
    assert (answer["before_from"], answer["before_to"]) == ("2025-01-02", "2025-01-02")
    row = answer["rows"][0]
    assert (row["day"], row["gross"], row["gross_before"], row["gross_change"]) == (
        "2026-01-01",
        427,
        119,
        308,
    )


@pytest.mark.parametrize("format", ["table", "json", "csv", "md"])
def test_every_report_of_an_empty_period_and_of_a_shop_s_days(sold: Pos, format: str) -> None:
    names = [row["name"] for row in json.loads(sold("report", "--format", "json").stdout)]
    for name in names:
        if name not in ("x", "z"):
            assert sold("report", name, "2031", "--format", format).stdout
            assert sold("report", name, "--format", format).stdout


def test_who_did_what_and_cash(sold: Pos) -> None:
    row = json.loads(sold("report", "watch", "2026", "--format", "json").stdout)["rows"][0]
    assert (row["operator"], row["refunds"], row["discounts"], row["paid_outs"]) == ("owner", 1, 1, 1)
    moved = json.loads(sold("report", "moved", "--format", "json").stdout)["rows"]
    assert [(row["kind"], row["amount"]) for row in moved] == [("paid_out", -300)]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("sale",), "no report 'sale': did you mean sales?"),
        (("tax", "--by", "hour"), "not listed by 'hour'"),
        (("tax", "someday"), "is no period"),
        (("tax", "2026", "--from", "2026-01-01"), "either a period or"),
        (("sales", "--compare", "before"), "without a first day"),
        (("sales", "2026", "--compare", "never"), "--compare is before or year"),
        (("z",), "which Z?"),
    ],
)
def test_what_cannot_be_meant_is_wrong_usage(sold: Pos, words: tuple[str, ...], said: str) -> None:
    assert said in sold("report", *words, code=2).stderr


def test_x_and_past_zs_as_they_were_printed(sold: Pos) -> None:
    sold("shift", "open", "100")
    assert "Float" in sold("report", "x").stdout
    sold("shift", "count", "100")
    sold("shift", "z", "100")
    assert sold("report", "z", "1-Z000001").stdout == sold("shift", "show", "1-Z000001").stdout
    answer = json.loads(sold("report", "over-short", "--format", "json").stdout)
    assert [(row["z"], row["over_short"], row["expected"]) for row in answer["rows"]] == [
        ("1-Z000001", 0, 10000)
    ]


def test_vouchers_and_accounts_as_they_stand(shop: Pos) -> None:
    shop("tenders", "set", "voucher")
    shop("tenders", "set", "account")
    shop("accounts", "set", "ada", "--limit", "300")
    shop("vouchers", "issue", "5", "--why", "thanks")
    shop(
        "ring",
        stdin="/voucher 20 code GIFT-1\n/card\nMILK\n/pay voucher ref GIFT-1\n2*MILK\n/pay account ref ada\n",
    )
    shop("ring", stdin="/account ada 1\n/cash\n/voucher 7 code GIFT-2\n/card\n/postvoid for mistake\n")
    row = json.loads(shop("report", "vouchers", "--format", "json").stdout)["rows"][0]
    figures = {name: row[name] for name in ("opening", "presents", "issued", "redeemed", "closing")}
    assert figures == {"opening": 0, "presents": 500, "issued": 2700, "redeemed": 819, "closing": 2381}
    listed = json.loads(shop("vouchers", "list", "--format", "json").stdout)
    assert sum(voucher["balance"] for voucher in listed) == 2381
    row = json.loads(shop("report", "accounts", "--format", "json").stdout)["rows"][0]
    assert (row["charged"], row["paid"], row["closing"]) == (238, 100, 138)
    later = json.loads(shop("report", "vouchers", "2031", "--format", "json").stdout)["rows"][0]
    assert (later["opening"], later["issued"], later["closing"]) == (2381, 0, 2381)


def test_bought_together(sold: Pos) -> None:
    rows = json.loads(sold("report", "together", "--format", "json").stdout)["rows"]
    assert [(row["item"], row["other"], row["receipts"]) for row in rows] == [("GUM", "MILK", 1)]


def test_a_role_reads_what_it_may(sold: Pos) -> None:
    assert "may not read reports" in sold("--role", "cashier", "report", "sales", code=1).stderr
    assert sold("--role", "auditor", "report", "sales", "--by", "day").stdout
    assert sold("--role", "auditor", "report", "margin").stdout
    assert "you may not" in sold("--role", "supervisor", "export", "ledger", code=1).stderr


def test_customers_are_named(shop: Pos) -> None:
    shop("ring", stdin="/newcustomer name=Ada Byron\n/customer ada\nMILK\n/cash 2\nGUM\n/cash 1\n")
    rows = json.loads(shop("report", "sales", "--by", "customer", "--format", "json").stdout)["rows"]
    assert [(row["name"], row["gross"]) for row in rows] == [("Ada Byron", 119), ("", 70)]


def test_on_the_receipt_printer(sold: Pos, tmp_path: Path) -> None:
    assert "no printer is set" in sold("report", "sales", "2026", "--print", code=1).stderr
    folder = tmp_path / "paper"
    folder.mkdir()
    sold("config", "set", "printer", f"dummy://{folder}")
    done = sold("report", "sales", "2026", "--by", "month", "--print")
    assert "printed: Sales 2026-01-01..2026-12-31" in done.stderr
    paper = b"".join(path.read_bytes() for path in folder.iterdir())
    assert b"2026-01           2   3.57  3.37" in paper
    for path in folder.iterdir():
        path.unlink()
    assert "printed: Loss prevention all days" in sold("report", "watch", "--print").stderr
    lines = b"".join(path.read_bytes() for path in folder.iterdir()).decode("ascii", "replace").splitlines()
    assert f"  refunds{'1':>{33}}" in lines, "too wide for the paper: one figure below the other"
    assert max(map(len, lines)) < 60


def test_progress_is_told_as_lines_to_a_program_that_waits(
    sold: Pos, monkeypatch: pytest.MonkeyPatch
) -> None:
    sold("shift", "open", "100")
    sold("shift", "count", "100")
    sold("shift", "z", "100")  # seals what was recorded
    monkeypatch.setenv("PROGRESS_LINES", "1")
    told = sold("report", "sales", "--by", "item").stderr.split()
    assert len(told) == 2 and told[0] == told[1]


def test_stock_as_it_is_and_as_it_was(shop: Pos) -> None:
    def rows(*words: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(shop("report", *words, "--format", "json").stdout)["rows"]
        return found

    shop("stock", "receive", "10*MILK@0.60", "5*GUM lot L7 exp 2020-01-05")
    shop("stock", "rules", "MILK", "low=8", "full=20")
    shop("ring", stdin="3*MILK\n7*GUM\n1.2*BAN\n/cash\n")
    shop("stock", "waste", "MILK", "--why", "broken")
    assert [(row["department"], row["items"], row["value"], row["unknown"]) for row in rows("stock")] == [
        ("Dairy", 1, 360, 0),
        ("Snacks", 1, 0, 1),
    ]
    by_item = rows("stock", "--by", "item")
    assert [(row["item"], row["name"], row["location"], row["quantity"]) for row in by_item] == [
        ("MILK", "Milk", "shop", "6"),
        ("GUM", "Gum", "shop", "-2"),
    ]
    assert rows("stock", "2020-01-01") == rows("reorder", "2020-01-01") == []
    moved = {
        row["item"]: (row["received"], row["sold"], row["wasted"], row["change"]) for row in rows("movement")
    }
    assert moved == {"MILK": ("10", "-3", "-1", "6"), "GUM": ("5", "-7", "0", "-2")}, (
        "BAN is not kept in stock"
    )
    order = rows("reorder")[0]
    assert (order["item"], order["name"], order["here"], order["order"]) == ("MILK", "Milk", "6", "14")
    assert [(row["item"], row["quantity"]) for row in rows("below-zero")] == [("GUM", "-2")]
    shop("stock", "receive", "2*MILK lot L8 exp 2020-01-05")
    assert [(row["expires"], row["lot"], row["days"] < 0) for row in rows("expiring")] == [
        ("2020-01-05", "L8", True)
    ]
    assert "you may not" in shop("--role", "cashier", "report", "stock", code=1).stderr
    assert [(row["item"], row["quantity"]) for row in rows("slow", "2020")] == [("GUM", "0"), ("MILK", "0")]


def test_a_closed_day_is_added_up_before_anybody_asks(sold: Pos, monkeypatch: pytest.MonkeyPatch) -> None:
    sold("ring", stdin="/clock 2026-01-03T10:00\n/open 100\nGUM\n/cash\n/count 100.70\n/z 100\n")
    monkeypatch.setenv("PROGRESS_LINES", "1")
    told = sold("report", "sales", "--by", "month", "--format", "json")
    assert told.stderr == "", "nothing was left to be made"
    sold("journal", "rebuild")
    assert sold("report", "tax", "--by", "month").stderr == "", "nor after a rebuilding"
    assert sum(row["receipts"] for row in json.loads(told.stdout)["rows"]) == 4


def test_sales_by_tender_and_by_tax_are_reports_of_their_own(shop: Pos) -> None:
    assert shop("report", "sales", "--by", "tender").stdout == shop("report", "tenders").stdout
    assert shop("report", "sales", "--by", "tax").stdout == shop("report", "tax").stdout


def test_x_twice_is_x_once_and_reading_reports_records_nothing(sold: Pos) -> None:
    names = ("tax", "tax-period", "tenders", "watch", "moved", "over-short", "baskets")

    def figures() -> list[Any]:
        answers = [json.loads(sold("report", name, "--format", "json").stdout) for name in names]
        return [(answer["rows"], answer["totals"]) for answer in answers]

    sold("shift", "open", "100")
    sold("ring", stdin="2*MILK\n/cash 5\n/paidout 1 stamps\n")
    first, before = figures(), sold("journal", "verify", "--format", "json").stdout
    assert figures() == first
    assert sold("journal", "verify", "--format", "json").stdout == before
    xs = [json.loads(sold("shift", "x", "--format", "json").stdout) for _ in range(2)]
    apart = ("number", "time", "paper")
    one, two = ({name: value for name, value in x["x"].items() if name not in apart} for x in xs)
    assert one == two and figures() == first
