"""`pos labels`: which items, and what stands on their labels."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from devices.virtual import zpl

if TYPE_CHECKING:
    from .conftest import Pos

ITEMS = """sku,gtin,plu,name,price,department,tax,unit,weighed,content
MILK,5449000000996,,Milk,1.19,Dairy,zero,each,0,1 l
COLA,96385074,,Cola,0.90,Drinks,zero,each,0,6x330ml
BAN,,4011,"Bananas, loose",1.99,Fruit,zero,kg,1,
BAD,5449000000990,,Bad digit,1.00,Dairy,zero,each,0,
ODD,,,Żółw,,Dairy,zero,each,0,two
"""


@pytest.fixture
def stocked(shop: Pos, tmp_path: Path) -> Pos:
    file = tmp_path / "labels.csv"
    file.write_text(ITEMS, encoding="utf-8")
    shop("items", "import", str(file))
    return shop


def listed(pos: Pos, *words: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(
        pos("labels", "print", *words, "--list", "--format", "json").stdout
    )
    return rows


def test_prices_unit_prices_and_codes(stocked: Pos) -> None:
    rows = {row["sku"]: row for row in listed(stocked, "MILK", "COLA", "BAN", "BAD", "ODD")}
    assert [(row["price"], row["per"], row["unit_price"]) for row in rows.values()] == [
        ("£1.19", "", "£1.19 / l"),
        ("£0.90", "", "£0.45 / l"),
        ("£1.99", "kg", ""),
        ("£1.00", "", ""),
        ("open price", "", ""),
    ]
    assert [(row["code"], row["symbology"]) for row in rows.values()] == [
        ("5449000000996", "EAN13"),
        ("96385074", "EAN8"),
        ("BAN", "CODE128"),
        ("5449000000990", "CODE128"),
        ("ODD", "CODE128"),
    ]
    assert rows["BAN"]["note"].startswith("PLU 4011  ")


def test_they_come_out_so_many_times(stocked: Pos, tmp_path: Path) -> None:
    to = f"zpl+dummy://{tmp_path}/paper"
    result = stocked("labels", "print", "5449000000996", "4011", "milk", "--copies", "3", "--to", to)
    assert "6 labels: sent, the printer says nothing of paper" in result.stderr
    (job,) = (tmp_path / "paper").glob("job-*.bin")
    printed = zpl.read(job.read_bytes())
    assert [(one.copies, one.texts("EAN13")) for one in printed] == [(3, ["5449000000996"]), (3, [])]


def test_of_a_department_by_name(stocked: Pos) -> None:
    assert [row["sku"] for row in listed(stocked, "--department", "Dairy")] == ["BAD", "MILK", "ODD"]
    stocked("labels", "print", "--department", "Nowhere", "--to", "zpl+dummy://x", code=1)


def test_of_a_file_of_codes(stocked: Pos, tmp_path: Path) -> None:
    file = tmp_path / "codes.txt"
    file.write_text("\ufeff# a delivery\nMILK;3\n\n4011\tx\n", encoding="utf-8")
    assert [row["sku"] for row in listed(stocked, "--from", str(file))] == ["MILK", "BAN"]
    file.write_text("NOSUCH\n")
    assert "NOSUCH" in stocked("labels", "print", "--from", str(file), code=1).stderr
    assert "cannot be read" in stocked("labels", "print", "--from", str(tmp_path), code=1).stderr


def test_of_what_changed_since_a_day(stocked: Pos) -> None:
    everything = listed(stocked, "--changed-since", "2000-01-01")
    assert len(everything) == 7
    future = ("--changed-since", "2999-01-01")
    assert "no item" in stocked("labels", "print", *future, "--to", "zpl+dummy://x", code=1).stderr
    assert listed(stocked, "--changed-since", "2999-01-01") == []


def test_without_saying_of_what_or_where_it_says_what_to_do(stocked: Pos) -> None:
    assert "--department" in stocked("labels", "print", code=2).stderr
    assert "pos config set label_printer" in stocked("labels", "print", "MILK", code=1).stderr
    assert "no date" in stocked("labels", "print", "--changed-since", "soon", code=2).stderr
    assert "ssma" in stocked("labels", "print", "MILK", "--to", "ssma+tcp://x", code=2).stderr


def test_the_setting_is_checked_and_used(stocked: Pos, tmp_path: Path) -> None:
    stocked("config", "set", "label_printer", f"zpl+dummy://{tmp_path}/paper")
    stocked("config", "set", "label_size", "100x50")
    assert "57x32" in stocked("config", "set", "label_size", "large", code=2).stderr
    assert "toledo8217" in stocked("config", "set", "scale", "serial:///dev/ttyS0", code=2).stderr
    assert "cd5220" in stocked("config", "set", "display", "serial:///dev/ttyS0", code=2).stderr
    assert "bag=2" in stocked("config", "set", "tares", "bag=two", code=2).stderr
    result = stocked("ring", stdin="/label MILK 2\n/label MILK 0\n/label NOSUCH\n/label\n", code=1)
    assert "2 labels of Milk" in result.stdout and "3 lines were refused" in result.stderr
    (job,) = (tmp_path / "paper").glob("job-*.bin")
    (printed,) = zpl.read(job.read_bytes())
    assert (printed.copies, printed.width) == (2, 800)
