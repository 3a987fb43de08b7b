"""Three months of a real wholesaler, rung through `pos ring`: every invoice and every day to the penny."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from .golden import assert_same, report
from .retail import Known, invoices, known, ring_lines, rows, write_items

if TYPE_CHECKING:
    from .conftest import Pos

Shared = Callable[[str], Path]


@pytest.fixture
def folder(shared: Shared) -> Path:
    return shared("online_retail/online_retail_by_invoice.csv.gz").parents[1]


@pytest.fixture
def shop(pos: Pos, folder: Path, tmp_path: Path) -> Pos:
    """A simulated shop with all stock codes as items without a price."""
    items = tmp_path / "items.csv"
    count = write_items(folder, items)
    words = (
        "--name Gifts --currency GBP --prices inclusive --tax standard=20 --till 1 --timezone Europe/London"
    )
    pos("init", *words.split(), "--country", "GB", "--simulated")
    assert f"{count} new" in pos("items", "import", str(items)).stderr
    pos("config", "set", "limits.quantity", "100000")
    return pos


BEFORE = "2010-12-16"
"""The suite rings the first days; `pytest --whole` three months."""


def test_every_invoice_and_every_day_adds_up(
    shop: Pos, folder: Path, tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    is_whole = bool(pytestconfig.getoption("--whole"))
    expected = {number: facts for number, facts in known(folder).items() if is_whole or facts.day < BEFORE}
    lines = [
        line for number, of_it in invoices(folder) if number in expected for line in ring_lines(number, of_it)
    ]
    script = tmp_path / "history.txt"
    script.write_text("\n".join(lines) + "\n", encoding="utf-8")
    answers = [json.loads(answer) for answer in shop("ring", "--json", str(script)).stdout.splitlines()]
    assert len(answers) == len(lines)
    sales = {answer["ref"]: answer for answer in answers if answer["kind"] == "sale"}
    assert {number: figures(sale) for number, sale in sales.items()} == expected
    assert_days(shop, expected)
    if is_whole:
        assert_whole(shop, folder)
    assert_reports(shop, expected)
    assert_stored(shop, expected)


def figures(sale: dict[str, Any]) -> Known:
    """A sale as the data's totals have it."""
    assert sale["total"] + sale["rounding"] == sum(t["amount"] for t in sale["tenders"]) - sale["change"]
    assert all(line["amount"] is not None and not line["void"] for line in sale["lines"])
    assert sum(line["amount"] for line in sale["lines"]) == sale["total"]
    vat = sum(tax["tax"] for tax in sale["tax"])
    return Known(sale["business_day"], sale["total"], vat, len(sale["lines"]))


def assert_days(shop: Pos, expected: dict[str, Known]) -> None:
    """The report has each day's receipts, gross and tax."""
    days: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for invoice in expected.values():
        for place, value in enumerate((1, invoice.total, invoice.vat)):
            days[invoice.day][place] += value
    answer = json.loads(shop("report", "sales", "--format", "json").stdout)
    assert {
        day["day"]: [day["count"], day["gross"], sum(tax["tax"] for tax in day["tax"])]
        for day in answer["days"]
    } == days
    assert answer["gross"] == sum(gross for _count, gross, _vat in days.values())


def assert_whole(shop: Pos, folder: Path) -> None:
    """All three months come to the data's own totals, in all and by item."""
    answer = json.loads(shop("report", "sales", "--format", "json").stdout)
    assert len(answer["days"]) == 68
    assert answer["gross"] == 180_701_993
    assert answer["sold"] == 203_874_259
    assert answer["refunds"] == -23_172_266
    items = {row["stock_code"]: row for row in rows(folder, "online_retail_by_item.csv.gz")}
    gross = {code: int(Decimal(row["gross_net"]) * 100) for code, row in items.items()}
    assert_same(shop, ("sales", "--by", "item"), "gross", gross)
    sold = {row["item"]: row for row in report(shop, "abc")["rows"]}
    assert {code: sold[code]["quantity"] for code in items} == {c: row["qty_net"] for c, row in items.items()}
    assert sum(sold[code]["class"] == "A" for code in sold) < len(sold) / 4


def assert_reports(shop: Pos, expected: dict[str, Known]) -> None:
    """By day, month and item the reports have what the invoices come to, and a split adds up."""
    days: Counter[str] = Counter()
    for invoice in expected.values():
        days[invoice.day] += invoice.total
    months: Counter[str] = Counter()
    for day, total in days.items():
        months[day[:7]] += total
    assert_same(shop, ("sales", "--by", "day"), "gross", days)
    assert_same(shop, ("sales", "--by", "month"), "gross", months)
    parts = [report(shop, "sales", month, "--by", "item")["totals"][0]["gross"] for month in months]
    assert sum(parts) == sum(days.values())
    assert report(shop, "tax", "--by", "quarter")["totals"][0]["tax"] == sum(i.vat for i in expected.values())


def assert_stored(shop: Pos, expected: dict[str, Known]) -> None:
    """The journal is whole, and what it holds is what was answered."""
    verified = json.loads(shop("journal", "verify", "--deep", "--format", "json").stdout)
    assert verified["ok"] and verified["records"] == len(expected) + 4
    listed = json.loads(shop("sales", "list", "--format", "json").stdout)
    assert {sale["ref"]: sale["total"] for sale in listed} == {n: k.total for n, k in expected.items()}
    numbers = [sale["number"] for sale in listed]
    assert numbers == [f"1-{number:06d}" for number in range(1, len(expected) + 1)]
