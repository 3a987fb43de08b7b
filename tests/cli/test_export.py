"""`pos export`: entries of Zs and of days without a shift."""

from __future__ import annotations

import csv
import hashlib
import json
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from beancount import loader

if TYPE_CHECKING:
    from .conftest import Pos


@pytest.fixture
def closed(shop: Pos) -> Pos:
    """A shop with a sale outside of a shift, a shift closed one penny short, and one that is open."""
    shop("tenders", "set", "voucher")
    shop("ring", stdin="GUM\n/card\n")
    shop("shift", "open", "100", "--till", "1")
    shop("ring", stdin="2*MILK\nGUM\n/cash 10\n/voucher 10\n/tip 1\n/card\n/paidout 3 stamps\n")
    shop("shift", "count", "100.07", "--till", "1")
    shop("shift", "z", "100", "--reason", "lost", "--till", "1")
    shop("shift", "open", "100", "--till", "1")
    return shop


def test_entries_as_csv(closed: Pos) -> None:
    done = closed("export", "ledger")
    assert "the open shift of till 1 is not in it" in done.stderr
    rows = list(csv.DictReader(done.stdout.splitlines()))
    z = {(row["account"], row["note"]): row["debit"] or f"-{row['credit']}" for row in rows
         if row["number"] == "1-Z000001"}  # fmt: skip
    assert z == {
        ("Assets:Till", "cash"): "3.08",
        ("Assets:Clearing:Card", "card"): "11.00",
        ("Income:Sales:Standard", "standard 20%"): "-0.58",
        ("Liabilities:Tax:Standard", "standard 20%"): "-0.12",
        ("Income:Sales:Zero", "zero 0%"): "-2.38",
        ("Liabilities:Vouchers", "voucher"): "-10.00",
        ("Liabilities:Tips", "tip"): "-1.00",
        ("Assets:Till", "float"): "100.00",
        ("Assets:Safe", "float"): "-100.00",
        ("Assets:Till", "paid_out"): "-3.00",
        ("Expenses:Paid-out", "paid_out"): "3.00",
        ("Assets:Till", "over_short"): "-0.01",
        ("Expenses:Over-short", "over_short"): "0.01",
        ("Assets:Till", "bag"): "-0.07",
        ("Assets:Safe", "bag"): "0.07",
    }
    outside = [row for row in rows if row["number"] != "1-Z000001"]
    assert {row["account"] for row in outside} == {
        "Assets:Clearing:Card", "Income:Sales:Standard", "Liabilities:Tax:Standard",
    }  # fmt: skip


def test_other_programs_read_it(closed: Pos) -> None:
    directives, errors, _options = loader.load_string(
        closed("export", "ledger", "--format", "beancount").stdout
    )
    assert not errors and len(directives) > 5
    assert "Assets:Till" in closed("export", "ledger", "--format", "hledger").stdout
    entries = json.loads(closed("export", "ledger", "--format", "json").stdout)
    assert all(sum(posting["amount"] for posting in entry["postings"]) == 0 for entry in entries)
    assert json.loads(closed("export", "ledger", "2031", "--format", "json").stdout) == []


def test_accounts_by_setting(closed: Pos) -> None:
    closed("config", "set", "ledger.accounts", "cash=Assets:Drawer,sales=Income:Trade")
    text = closed("export", "ledger", "--format", "hledger").stdout
    assert "Assets:Drawer" in text and "Income:Trade " in text and "Assets:Till" not in text
    closed("config", "set", "ledger.accounts", "cash=1000")
    assert (
        "beancount reads no account '1000'"
        in closed("export", "ledger", "--format", "beancount", code=2).stderr
    )
    assert "names no account" in closed("config", "set", "ledger.accounts", "drawer=1000", code=2).stderr


def test_a_year_in_one_file(closed: Pos, tmp_path: Path) -> None:
    target = tmp_path / "year.zip"
    closed("export", "year", "all", "--to", str(target))
    with zipfile.ZipFile(target) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    readme, listed = files.pop("README.txt").decode(), files.pop("SHA256SUMS").decode()
    sums = dict(reversed(line.split("  ")) for line in listed.splitlines())
    assert sums == {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    assert files["zs/1-Z000001.txt"].decode().strip() == closed("shift", "show", "1-Z000001").stdout.strip()
    assert files["ledger.csv"].decode() == closed("export", "ledger").stdout
    assert (
        files["tax-by-month.csv"].decode()
        == closed("report", "tax", "--by", "month", "--format", "csv").stdout
    )
    assert b"1-Z000001" in files["zs.csv"] and files["balances.csv"].startswith(b"account,currency,balance")
    for name in {f"{name.partition('/')[0]}/" if "/" in name else name for name in files}:
        assert f"\n{name} " in readme, "what each file is"
    assert "Stock value by item." in readme and "(1 files)" not in readme
    assert target.stat().st_mode & 0o777 == 0o600
    assert "is there already" in closed("export", "year", "all", "--to", str(target), code=1).stderr
    assert (
        "cannot be made" in closed("export", "year", "all", "--to", str(tmp_path / "no" / "x"), code=1).stderr
    )


def test_goods_that_two_taxes_fall_on_foreign_cash_and_vouchers_that_ended(pos: Pos) -> None:
    pos("init", "--name", "R", "--currency", "CAD", "--prices", "exclusive", "--tax", "GST=5",
        "--timezone", "America/Toronto", "--simulated", "--till", "1")  # fmt: skip
    pos("taxes", "add", "qc=GST 5 + QST 9.5 compound")
    pos("items", "set", "CHAIR", "name=Chair", "price=100", "tax=qc", "cost=60", "--new")
    pos("tenders", "set", "voucher")
    pos("tenders", "set", "usd", "currency=USD")
    pos("tenders", "rate", "USD", "1.36", "--from", "2025-01-01")
    pos("ring", stdin="/clock 2026-01-10T10:00\n/open 100\nCHAIR\n/pay 100 usd\n"
        "/voucher 50 until 2026-02-15\n/card\n/count 78.95 usd=95\n/z 78.95 for lost\n")  # fmt: skip
    totals = json.loads(pos("report", "tax", "--format", "json").stdout)["totals"]
    assert (totals[0]["net"], totals[0]["tax"]) == (10_000, 1498)
    text = pos("export", "ledger", "--format", "beancount").stdout
    directives, errors, _options = loader.load_string(text)
    assert directives and not errors
    sums = {
        (entry["number"], posting["note"], posting["account"]): posting["amount"]
        for entry in json.loads(pos("export", "ledger", "--format", "json").stdout)
        for posting in entry["postings"]
    }
    assert sums["1-Z000001", "qc 5+9.5%", "Income:Sales:Qc"] == -10_000
    assert sums["1-Z000001", "cost", "Assets:Stock"] == -6000
    assert sums["1-Z000001", "over_short", "Assets:Clearing:Usd"] == -680
    assert sums["2026-02-16", "expired", "Liabilities:Vouchers"] == 5000
    pos("config", "set", "ledger.accounts", "cost=-,expired=-")
    left_out = pos("export", "ledger", "--format", "hledger").stdout
    assert "Cost-of-goods" not in left_out and "expired" not in left_out
    closed = pos("report", "vouchers", "2026-03", "--format", "json")
    assert json.loads(closed.stdout)["rows"] == []


def test_what_is_owed_that_no_sale_moved(shop: Pos, tmp_path: Path) -> None:
    """Balances of an earlier till, presents, and what an erased customer owed."""
    shop("tenders", "set", "account")
    shop("tenders", "set", "voucher")
    shop("customers", "add", "limit=300", "-", stdin="name=Ada Byron\n")
    balances = tmp_path / "balances.csv"
    balances.write_text("customer,owes,points\nAda Byron,12.50,0\n", encoding="utf-8")
    shop("tables", "import", "balances", str(balances))
    shop("vouchers", "issue", "5", "--why", "thanks")
    code = json.loads(shop("report", "accounts", "--format", "json").stdout)["rows"][0]["account"]
    shop("customers", "erase", code, "--why", "request 1", "--settle", "--yes")
    closing = json.loads(shop("report", "accounts", "--format", "json").stdout)["totals"][0]["closing"]
    sums: dict[str, int] = {}
    for entry in json.loads(shop("export", "ledger", "--format", "json").stdout):
        for posting in entry["postings"]:
            sums[posting["account"]] = sums.get(posting["account"], 0) + posting["amount"]
    assert (closing, sums) == (
        0,
        {
            "Assets:Receivables": 0,
            "Equity:Opening-balances": -1250,
            "Expenses:Given-up": 1250,
            "Expenses:Vouchers-given": 500,
            "Liabilities:Vouchers": -500,
        },
    )
