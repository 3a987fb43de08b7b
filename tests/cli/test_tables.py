"""`pos tables`: each table out to a file and back, what a dry run shows, and what is refused."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from .conftest import further

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Pos


def bring(pos: Pos, place: Path, name: str, content: str | bytes, *words: str, code: int = 0) -> Any:
    file = place / f"{name}.csv"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return pos("tables", "import", name, str(file), *words, code=code)


def exported(pos: Pos, name: str, *words: str) -> str:
    return pos("tables", "export", name, *words).stdout.replace("\r\n", "\n")


TABLES = ("departments", "prices", "stock", "suppliers", "supplies", "customers", "vouchers", "earlier")


@pytest.fixture
def stocked(shop: Pos, tmp_path: Path) -> Pos:
    files = {
        "departments": "code,name,tax,parent,least,most\nFood,Food,zero,,,\nDairy,Dairy,zero,Food,0.1,50\n",
        "prices": "list,sku,price,breaks\nTRADE,MILK,1.05,12=0.99; 48=0.950\n",
        "stock": "sku,location,qty,cost\nMILK,,24,0.80\nGUM,shop,-2,\n",
        "suppliers": "code,name,email\nHILL,Hill Dairy,a@example.org\n",
        "supplies": "supplier,sku,their,pack,cost,preferred\nHILL,MILK,H-1,12,0.75,yes\n",
        "customers": "id,name,phone,limit\n,Ada Example,+44 20 7946 0018,50\n",
        "vouchers": "code,type,left,until\nGIFT-1,voucher,25.00,2099-12-31\n",
        "earlier": "day,department,tax,gross,net,sales\n2025-11-23,Dairy,zero,120.50,120.50,31\n",
    }

    def make(place: Path) -> None:
        shop("prices", "list", "TRADE")
        shop("tenders", "set", "voucher")
        for name, content in files.items():
            assert "stored" in bring(shop, place, name, content).stderr

    further("stocked", tmp_path, make)
    return shop


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_what_goes_out_comes_in_as_it_was(stocked: Pos, tmp_path: Path, name: str, kind: str) -> None:
    before = stocked("journal", "show").stdout
    content = exported(stocked, name, "--format", kind)
    told = bring(stocked, tmp_path, name, content, "--format", kind).stderr
    assert "stored: 0 new, 0 changed" in told and " 0 as they were" not in told
    assert exported(stocked, name, "--format", kind) == content
    assert stocked("journal", "show").stdout == before


def test_a_dry_run_shows_each_difference_and_stores_nothing(stocked: Pos, tmp_path: Path) -> None:
    content = "code,name,tax\nDairy,Milk & more,zero\nNew,New,zero\nBad,Bad,luxury\n"
    result = bring(stocked, tmp_path, "departments", content, "--dry-run", "--report", "json", code=1)
    rows = json.loads(result.stdout)
    shown = [(row["what"], row["key"], row["field"], row["before"], row["after"]) for row in rows]
    assert ("changed", "Dairy", "name", "Dairy", "Milk & more") in shown
    assert ("new", "New", "tax", "", "zero") in shown
    assert shown[-1][0] == "refused" and "luxury" in shown[-1][4]
    assert "Milk & more" not in exported(stocked, "departments")
    bring(stocked, tmp_path, "departments", content, code=1)
    assert "Milk & more" not in exported(stocked, "departments")
    bring(stocked, tmp_path, "departments", content, "--on-error", "skip", code=3)
    assert "Milk & more" in exported(stocked, "departments")


def test_departments_are_a_tree(stocked: Pos, tmp_path: Path) -> None:
    assert "\n  Dairy" in stocked("departments", "list").stdout
    assert "part of itself" in stocked("departments", "set", "Food", "--parent", "Dairy", code=2).stderr
    looped = "code,name,tax,parent\nFood,Food,zero,Dairy\n"
    assert "part of itself" in bring(stocked, tmp_path, "departments", looped, code=1).stderr
    assert "part of Food" in stocked("departments", "remove", "Food", code=1).stderr


def test_opening_stock_has_its_cost(stocked: Pos) -> None:
    assert json.loads(stocked("items", "show", "MILK", "--format", "json").stdout)["cost"] == "0.8"
    assert "MILK,shop,24,0.8\n" in exported(stocked, "stock")


def records(pos: Pos) -> int:
    """How many records the journal has."""
    return int(json.loads(pos("journal", "verify", "--format", "json").stdout)["last"])


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("stock", "sku,qty\nMILK,7\nGUM,8\n"),
        ("customers", "id,name\n{id},Ada Sample\n,Ben Sample\n,Cy Sample\n"),
        ("suppliers", "code,name\nHILL,Hill Farm\nDALE,Dale Farm\n"),
        ("prices", "list,sku,price\nTRADE,MILK,1\nTRADE,GUM,2\n"),
        ("supplies", "supplier,sku,pack\nHILL,MILK,6\nHILL,GUM,20\n"),
    ],
)
def test_all_of_a_file_is_one_record(stocked: Pos, tmp_path: Path, name: str, content: str) -> None:
    before, ada = records(stocked), exported(stocked, "customers").splitlines()[1].partition(",")[0]
    bring(stocked, tmp_path, name, content.replace("{id}", ada))
    assert records(stocked) == before + 1


def test_stock_that_is_counted_in_a_file_is_one_movement(stocked: Pos, tmp_path: Path) -> None:
    bring(stocked, tmp_path, "stock", "sku,qty\nMILK,7\nGUM,8\n")
    rows = json.loads(stocked("stock", "movements", "--format", "json").stdout)
    assert [(row["number"], row["sku"], row["qty"]) for row in rows[:2]] == [
        ("2", "MILK", "-17"),
        ("2", "GUM", "10"),
    ]
    assert "2 as they were" in bring(stocked, tmp_path, "stock", "sku,qty\nMILK,7\nGUM,8\n").stderr


def test_what_customers_owe_and_their_points_are_set(stocked: Pos, tmp_path: Path) -> None:
    bring(stocked, tmp_path, "balances", "customer,owes,points\nAda Example,12.50,340\n")
    (row,) = exported(stocked, "balances").splitlines()[1:]
    assert row.split(",")[1:] == ["12.5", "340"]
    again = bring(stocked, tmp_path, "balances", "customer,owes,points\nAda Example,12.50,340\n").stderr
    assert "0 new, 0 changed, 1 as" in again


def test_vouchers_of_another_till_are_redeemed_here(stocked: Pos, tmp_path: Path) -> None:
    told = bring(stocked, tmp_path, "vouchers", "code,type,left\nGIFT-1,voucher,30\n", code=1).stderr
    assert "already" in told
    assert json.loads(stocked("vouchers", "list", "--format", "json").stdout)[0]["left"] == "25.00"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("sku,qty\nNONE,1\n", "no item NONE"),
        ("sku,qty\nMILK,x\n", "line 2: qty"),
        ("sku,qty\nMILK,1\nMILK,2\n", "is on line 2 too"),
        ("sku,location\nMILK,shop\n", "qty is empty"),
        ("sku,location,qty\nMILK,cellar,1\n", "no place cellar: shop (stock.locations)"),
    ],
)
def test_bad_rows_are_refused_by_their_line(shop: Pos, tmp_path: Path, content: str, message: str) -> None:
    assert message in bring(shop, tmp_path, "stock", content, code=1).stderr
    assert exported(shop, "stock") == "sku,location,qty,cost\n"


def test_an_earlier_till_is_compared_with_and_counts_nowhere(stocked: Pos) -> None:
    stocked("ring", stdin="100*MILK\n/cash\n")
    today = json.loads(stocked("sales", "list", "--format", "json").stdout)[0]["day"]
    words = ("tables", "compare", "--from", today, "--to", today)
    (row,) = json.loads(stocked(*words, "--before", "2025-11-23", "--format", "json").stdout)
    assert row == {
        "department": "Dairy", "tax": "zero", "earlier": "120.50", "now": "95.00", "percent": "-21.2",
    }  # fmt: skip
    assert "120.5" not in stocked("report", "sales", "--from", "2025-01-01").stdout
    assert "which days" in stocked("tables", "compare", code=2).stderr


def test_an_unknown_table_is_named(shop: Pos, tmp_path: Path) -> None:
    assert "did you mean 'stock'" in shop("tables", "export", "stocks", code=2).stderr
    assert "departments  code, name" in shop("tables", "list").stdout


@pytest.mark.parametrize(
    ("locale", "encoding", "name"),
    [
        ("en_GB", "cp1252", "Käse à la crème"),
        ("en_GB", "cp1255", "גבינה לבנה"),
        ("he_IL", "cp1255", "גבינה Tnuva 5%"),
        ("en_GB", "cp1251", "Молоко цельное"),
        ("pl_PL", "cp1250", "Żółty ser"),
        ("el_GR", "cp1253", "Γάλα πλήρες"),
        ("zh_CN", "gb18030", "牛奶"),
        ("ja_JP", "cp932", "牛乳"),
        ("en_GB", "utf-16", "牛奶 לבן"),
        ("en_GB", "utf-8-sig", "牛奶 לבן"),
    ],
)
def test_encodings_are_worked_out(shop: Pos, tmp_path: Path, locale: str, encoding: str, name: str) -> None:
    shop("config", "set", "locale", locale)
    content = f"code,name,tax\nX,{name},zero\n"
    bring(shop, tmp_path, "departments", content.encode(encoding))
    assert f"X,{name},zero" in exported(shop, "departments")
