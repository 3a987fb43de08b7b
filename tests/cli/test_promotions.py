"""Promotions by commands: recorded version by version, imported whole or not at all, tried on a basket."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Pos

TOML = """
[[promotion]]
code = "MILK3"
name = "3 milk for 3.00"
kind = "set"
goods = "3*5449000000996"
price = 3.00

[[promotion]]
code = "LUNCH"
kind = "set"
goods = ["GUM", "dept:Dairy"]
price = "1.50"
days = ["mon", "fri"]
from = 2026-11-01
"""
CSV = """code,kind,goods,percent,limit
SNACK,percent,GUM,10,
SNACK,percent,NEW1,10,
TWO,percent,MILK,5,2
"""


def listed(pos: Pos, *options: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(pos("promotions", "list", "--format", "json", *options).stdout)
    return rows


def test_added_changed_and_ended_but_never_edited(shop: Pos) -> None:
    told = shop("promotions", "add", "MILK3", "kind=set", "goods=3*MILK", "price=3.00", "--why", "spring")
    assert "1 new" in told.stderr
    same = shop("promotions", "add", "MILK3", "kind=set", "goods=3*5449000000996", "price=3")
    assert "1 the same" in same.stderr
    assert "1 changed" in shop("promotions", "add", "MILK3", "kind=set", "goods=3*MILK", "price=2.80").stderr
    [row] = listed(shop)
    assert (row["version"], row["goods"], row["terms"]) == (2, "3*MILK", "price 2.8")
    shop("promotions", "end", "MILK3", "--why", "over")
    assert listed(shop) == []
    first, second = listed(shop, "--all")
    assert first["added"].endswith("owner spring") and second["ended"].endswith("owner over")
    assert "no promotion MILK3" in shop("promotions", "end", "MILK3", code=1).stderr
    shop("promotions", "add", "MILK3", "kind=set", "goods=3*MILK", "price=2.80")
    assert [row["version"] for row in listed(shop)] == [3]
    assert "write FIELD=VALUE" in shop("promotions", "add", "X", "price", code=2).stderr


def test_files(shop: Pos, tmp_path: Path) -> None:
    toml, table = tmp_path / "spring.toml", tmp_path / "spring.csv"
    toml.write_text(TOML)
    table.write_text(CSV)
    assert "2 new" in shop("promotions", "import", str(toml)).stderr
    told = shop("promotions", "import", str(table)).stderr
    assert "2 new" in told and "1 code is no item's yet: NEW1" in told
    rows = {row["code"]: row for row in listed(shop)}
    assert rows["LUNCH"]["goods"] == "GUM + dept:Dairy" and rows["LUNCH"]["terms"] == "price 1.5 mon/fri"
    assert (rows["SNACK"]["goods"], rows["TWO"]["terms"]) == ("GUM,NEW1", "percent 5 limit 2")
    assert "2 the same, 2 ended" in shop("promotions", "import", str(table), "--whole").stderr
    assert len(listed(shop)) == 2


def test_a_file_with_an_error_changes_nothing(shop: Pos, tmp_path: Path) -> None:
    for name, text, why in (
        ("a.csv", CSV + "BAD,percent,GUM,x,\n", "line 5: 'x' is not a percent"),
        ("b.csv", CSV + "TWO,percent,GUM,6,2\n", "line 5: TWO is there already"),
        ("c.toml", TOML + "[[promotion]]\nkind = 'set'\n", "promotion 3: a promotion needs a code"),
        ("d.toml", "promotion = 3", "begins with [[promotion]]"),
        ("e.toml", "= 3", "cannot be read"),
        ("f.csv", "code,kind\nA,percent,GUM\n", "line 2 has more cells"),
    ):
        file = tmp_path / name
        file.write_text(text)
        assert why in shop("promotions", "import", str(file), code=2).stderr
    assert "cannot be read" in shop("promotions", "import", str(tmp_path / "none.csv"), code=2).stderr
    assert listed(shop, "--all") == []


def test_a_basket_can_be_tried(shop: Pos) -> None:
    shop("promotions", "add", "MILK3", "kind=set", "goods=3*MILK", "price=3.00", "name=3 for 3")
    shop("promotions", "add", "HAPPY", "kind=percent", "goods=GUM", "percent=50", "hours=17:00-18:00")
    told = shop("promotions", "try", "4*MILK", "GUM", "--at", "2026-11-23T12:00").stdout
    assert "total 4.89" in told and "promotion MILK3 version 1, 3 for 3: 1 x, -0.57" in told
    tried = json.loads(
        shop("promotions", "try", "4*MILK", "GUM", "--at", "2026-11-23T17:30", "--json").stdout
    )
    assert (tried["total"], [row["code"] for row in tried["promotions"]]) == (454, ["HAPPY", "MILK3"])
    assert "no item has the code" in shop("promotions", "try", "123456", code=1).stderr
    assert "not a time" in shop("promotions", "try", "MILK", "--at", "noon", code=2).stderr
    assert json.loads(shop("sales", "list", "--format", "json").stdout) == []


def test_numbered_coupons(shop: Pos) -> None:
    shop("promotions", "add", "TEN", "kind=percent", "percent=10", "coupon=*")
    numbers = shop("promotions", "issue", "TEN", "--count", "3").stdout.split()
    assert len(set(numbers)) == 3
    shop("ring", stdin=f"10*MILK\n{numbers[0]}\n/cash\n")
    assert "was used already" in shop("ring", stdin=f"MILK\n{numbers[0]}\n", code=1).stdout
    assert "no promotion" in shop("promotions", "issue", "NONE", code=1).stderr
