"""The price list by commands."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from .conftest import Pos

HOSTILE = ["Tea [/]", "[@click=app.quit]x[/]", "\x1b]0;t\x07", "a\u202eb", "\U0001f375 tea", "=1+1", "שלום"]


@pytest.fixture
def hostile(shop: Pos, tmp_path: Path) -> Pos:
    """A shop whose items are called what nobody should be called."""
    rows = [
        {"sku": f"H{place}", "name": name, "tax": "zero", "price": "1"} for place, name in enumerate(HOSTILE)
    ]
    file = tmp_path / "hostile.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)) + "\n")
    shop("items", "import", str(file))
    return shop


def test_a_bad_row_stores_nothing_and_is_named(shop: Pos, tmp_path: Path) -> None:
    file = tmp_path / "bad.csv"
    file.write_text("sku,name,price,tax\nA,Apple,1,zero\nB,Bun,x,zero\nC,Cake,1,nosuch\n")
    result = shop("items", "import", str(file), code=1)
    assert "line 3: price: 'x'" in result.stderr and "line 4: tax 'nosuch'" in result.stderr
    shop("items", "show", "A", code=1)
    result = shop("items", "import", str(file), "--on-error", "skip", code=3)
    assert "1 new" in result.stderr and "2 bad" in result.stderr
    shop("items", "show", "A")


def test_dry_run_map_format_and_gzip(shop: Pos, tmp_path: Path) -> None:
    file = tmp_path / "list.data"
    file.write_bytes(gzip.compress(b'{"code": "A", "title": "Apple", "tax": "zero"}\n'))
    words = ("items", "import", str(file), "--format", "jsonl", "--map", "sku=code", "--map", "name=title")
    assert "1 new" in shop(*words, "--dry-run").stderr
    shop("items", "show", "A", code=1)
    shop(*words)
    assert json.loads(shop("items", "show", "A", "--format", "json").stdout)["name"] == "Apple"
    assert "did you mean 'name'" in shop(*words, "--map", "nmae=x", code=2).stderr
    assert "cannot be read" in shop("items", "import", str(tmp_path / "none"), code=1).stderr


def test_people_read_prices_with_the_digits_of_the_currency(shop: Pos) -> None:
    shop("items", "set", "MILK", "price=1.3", "cost=1")
    shop("items", "set", "BAN", "price=0.0125")
    shown = shop("items", "show", "MILK").stdout.splitlines()
    assert "price       1.30" in shown and "cost        1.00" in shown
    listed = shop("items", "list").stdout.split()
    assert "1.30" in listed and "0.0125" in listed
    assert "1.30" in shop("items", "find", "milk").stdout.split()
    for words in (("show", "MILK"), ("find", "milk")):
        assert '"price":"1.3"' in shop("items", *words, "--format", "json").stdout.replace(" ", "")
        assert "1.3" in shop("items", *words, "--format", "csv").stdout.split(",")


def test_find_and_show(shop: Pos) -> None:
    assert shop("items", "find", "milk").stdout.splitlines()[1].startswith("MILK  Milk  ")
    [found] = json.loads(shop("items", "find", "banana", "--format", "json").stdout)
    assert (found["sku"], found["price"], found["weighed"], found["plu"]) == ("BAN", "1.99", True, "4011")
    for code in ("MILK", "milk", "5449000000996"):
        assert json.loads(shop("items", "show", code, "--format", "json").stdout)["sku"] == "MILK"
    assert "no item matches" in shop("items", "find", "qqqqqqqq", code=1).stderr
    assert "no item has the code" in shop("items", "show", "qqqqqqqq", code=1).stderr


def test_all_are_listed_or_those_of_a_department(shop: Pos) -> None:
    everything = json.loads(shop("items", "list", "--format", "json").stdout)
    assert {"MILK"} < {row["sku"] for row in everything}
    department = next(row["department"] for row in everything if row["sku"] == "MILK")
    some = json.loads(shop("items", "list", "--department", department, "--format", "json").stdout)
    assert some == sorted(
        (row for row in everything if row["department"] == department), key=lambda row: row["name"].casefold()
    )


def test_set_changes_one_item_and_stock(shop: Pos) -> None:
    item = json.loads(shop("items", "set", "MILK", "price=1.25", "stock=7", "--format", "json").stdout)
    assert (item["price"], item["stock"], item["name"]) == ("1.25", "7", "Milk")
    shop("ring", stdin="2*MILK\n/cash\n")
    assert json.loads(shop("items", "show", "MILK", "--format", "json").stdout)["stock"] == "5"


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["MILK", "prcie=1"], 2, "did you mean 'price'"),
        (["MILK", "price=x"], 2, "price"),
        (["MILK", "price"], 2, "FIELD=VALUE"),
        (["MILK", "sku=A"], 2, "cannot be changed"),
        (["MILK", "tax=none"], 2, "not set up"),
        (["NEW", "price=1"], 1, "--new"),
        (["MILK", "price=1", "--new"], 1, "already"),
    ],
)
def test_set_refuses(shop: Pos, words: list[str], code: int, message: str) -> None:
    before = shop("journal", "show").stdout
    assert message in shop("items", "set", *words, code=code).stderr
    assert shop("journal", "show").stdout == before


def test_export_is_what_import_reads(shop: Pos, tmp_path: Path) -> None:
    file = tmp_path / "out.csv"
    assert "4 items" in shop("items", "export", str(file)).stderr
    assert file.read_text() == shop("items", "export").stdout.replace("\r\n", "\n")
    assert "cannot be written" in shop("items", "export", str(file), code=1).stderr
    assert "0 new, 0 changed, 4 as they were" in shop("items", "import", str(file)).stderr


def test_hostile_names_steer_nothing(hostile: Pos) -> None:
    hostile("ring", stdin="".join(f"H{place}\n" for place in range(len(HOSTILE))) + "/note =2+2\n/cash\n")
    for words in (
        ("items", "find", "h"),
        ("items", "show", "H2"),
        ("sales", "show", "1-1"),
        ("sales", "list"),
    ):
        for format in ("table", "json"):
            shown = hostile(*words, "--format", format).stdout
            assert "".join(shown.split("\n")).isprintable()
    assert "Tea [/]" in hostile("items", "find", "tea").stdout
    assert "[@click=app.quit]x[/]" in hostile("items", "show", "H1").stdout
    assert "\u202e" not in hostile("ring", stdin="H3\n/cancel\n").stdout


def test_csv_is_safe_to_open_in_a_spreadsheet(hostile: Pos) -> None:
    hostile("ring", stdin="H5\n/return MILK\n/note =2+2\n/cash\n")
    [row] = csv.DictReader(hostile("sales", "list", "--format", "csv").stdout.splitlines())
    assert (row["ref"], row["total"]) == ("'=2+2", "-0.19")
    [row] = csv.DictReader(hostile("items", "find", "H5", "--format", "csv").stdout.splitlines())
    assert (row["name"], row["price"]) == ("'=1+1", "1")
