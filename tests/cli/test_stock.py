"""`pos stock`: what the commands move, list and refuse, with words, files and formats."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Pos


@pytest.fixture
def stocked(shop: Pos) -> Pos:
    shop("config", "set", "stock.locations", "cellar, van")
    shop("stock", "receive", "12*MILK@0.60", "GUM", "--ref", "D-1")
    return shop


def rows(pos: Pos, *words: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(pos("stock", *words, "--format", "json").stdout)
    return found


def quantities(pos: Pos) -> dict[str, str]:
    return {f"{row['sku']} {row['location']}": row["qty"] for row in rows(pos, "list")}


def test_goods_come_in_with_costs_lots_and_once(shop: Pos) -> None:
    told = shop("stock", "receive", "12*MILK@0.60", "5449000000996 lot L7 exp 2026-12-24", "--key", "inv-1")
    assert told.stderr == "1: 2 items\n"
    shop("stock", "receive", "12*MILK@0.60", "--key", "inv-1")
    [row] = rows(shop, "list", "milk")
    assert (row["qty"], row["cost"], row["value"]) == ("13", "0.6", 780)
    assert rows(shop, "expiring", "--days", "100000")[0]["lot"] == "L7"
    table = shop("stock", "list").stdout
    assert table.splitlines()[0].split()[:5] == ["sku", "name", "location", "qty", "low"]
    assert "7.80" in table


def test_a_file_is_taken_whole_or_not_at_all(shop: Pos, tmp_path: Path) -> None:
    file = tmp_path / "in.csv"
    file.write_text("code,qty,cost\nMILK,3,0.55\nNOPE,1,\nGUM,x,\n", encoding="utf-8")
    told = shop("stock", "receive", "--file", str(file), code=1).stderr
    assert "line 3: " in told and "NOPE" in told and "line 4: 'x' is not a quantity" in told
    assert rows(shop, "list") == []
    file.write_text("artikel;qty;cost\nMILK;3;0.55\n4011;1.5;\n", encoding="utf-8")
    shop("stock", "receive", "--file", str(file), "--map", "code=artikel")
    assert quantities(shop) == {"MILK shop": "3", "BAN shop": "1.5"}


def test_waste_adjusting_and_giving_back(stocked: Pos) -> None:
    assert "say why" in stocked("stock", "waste", "MILK", code=1).stderr
    stocked("stock", "waste", "2*MILK", "--why", "leaking")
    stocked("stock", "adjust", "--why", "found", "--", "-1*MILK", "GUM=4")
    stocked("stock", "return", "3*MILK", "--why", "sour", "--supplier", "ACME")
    assert quantities(stocked) == {"MILK shop": "6", "GUM shop": "4"}
    moved = rows(stocked, "movements", "MILK")
    assert [(row["kind"], row["qty"]) for row in moved] == [
        ("returned", "-3"),
        ("adjust", "-1"),
        ("waste", "-2"),
        ("receive", "12"),
    ]
    assert moved[2]["reason"] == "leaking"
    stocked("stock", "check")


def test_a_transfer_there_and_the_rest_lost(stocked: Pos) -> None:
    stocked("stock", "transfer", "6*MILK", "--to", "cellar")
    [way] = rows(stocked, "transfers")
    assert (way["transfer"], way["from"], way["to"], way["qty"]) == ("1", "shop", "cellar", "6")
    assert "still on its way" in stocked("stock", "arrive", "1", "4*MILK").stderr
    assert quantities(stocked)["MILK > cellar"] == "2"
    stocked("stock", "arrive", "1", "--rest-lost", "--why", "broken", "MILK")
    assert quantities(stocked) == {
        "MILK shop": "6",
        "MILK cellar": "5",
        "GUM shop": "1",
    }
    assert "no place attic" in stocked("stock", "transfer", "MILK", "--to", "attic", code=2).stderr
    assert "--to PLACE" in stocked("stock", "transfer", "MILK", code=2).stderr


def test_what_it_is_worth_now_and_then(stocked: Pos) -> None:
    [dairy, snacks] = rows(stocked, "value")
    assert (dairy["department"], dairy["value"], dairy["unknown"]) == ("Dairy", 720, 0)
    assert (snacks["value"], snacks["unknown"]) == (0, 1)
    assert rows(stocked, "value", "--at", "2020-01-01") == []
    assert rows(stocked, "value", "--at", "2099-01-01T12:00") == [dairy, snacks]
    assert "no time" in stocked("stock", "value", "--at", "soon", code=2).stderr


def test_rules_below_zero_and_what_runs_low(stocked: Pos) -> None:
    stocked("stock", "rules", "MILK", "low=12", "full=40", "--why", "summer")
    stocked("stock", "rules", "GUM", "negative=block")
    [low] = rows(stocked, "reorder")
    assert (low["sku"], low["here"], low["order"], low["supplier"]) == ("MILK", "12", "28", "")
    for wrong in ("high=1", "low=x", "negative=maybe"):
        stocked("stock", "rules", "MILK", wrong, code=2)
    stocked("ring", stdin="2*GUM\n/cancel\n20*MILK\n/cash\n", code=1)
    [below] = rows(stocked, "negative")
    assert (below["sku"], below["qty"]) == ("MILK", "-8")


def test_everything_about_one_item(stocked: Pos) -> None:
    stocked("ring", stdin="2*MILK\n/cash\n")
    facts = json.loads(stocked("stock", "show", "5449000000996", "--format", "json").stdout)
    assert (facts["margin"], facts["last"], facts["weeks"][-1][1]) == ("49.6", "0.6", "2")
    assert [row["kind"] for row in facts["movements"]] == ["sale", "receive"]
    text = stocked("stock", "show", "MILK").stdout
    assert "margin    49.6 %" in text and "sold a week: 0 0 0 0 0 0 0 2" in text


def test_counting_in_commands(stocked: Pos, tmp_path: Path) -> None:
    number = stocked("stock", "count", "begin", "--name", "November").stdout.strip()
    file = tmp_path / "shelf.csv"
    file.write_text("code,qty,zone\nMILK,4,\nMILK,3,\nMILK,4,back\n", encoding="utf-8")
    stocked("stock", "count", "add", number, "--file", str(file))
    stocked("ring", stdin="MILK\n/cash\n")
    stocked("stock", "count", "add", number, "9999999999994")
    [found] = json.loads(stocked("stock", "count", "show", number, "--format", "json").stdout)
    assert (found["counted"], found["book"], found["difference"], found["value"]) == ("11", "12", "-1", -60)
    assert found["zones"] == "-:7 back:4"
    assert "GUM" in stocked("stock", "count", "uncounted", number).stdout
    assert "1 item was not counted" in stocked("stock", "count", "close", number).stderr
    assert quantities(stocked) == {"MILK shop": "10", "GUM shop": "1"}
    stocked("stock", "count", "close", number, code=1)


def test_sheets_in_commands(stocked: Pos) -> None:
    number = stocked("stock", "sheet", "begin", "receive", "--ref", "D-2").stdout.strip()
    stocked("stock", "sheet", "add", number, "2*MILK@0.66", "NOPE", "MILK")
    shown = json.loads(stocked("stock", "sheet", "show", number, "--format", "json").stdout)
    assert [(row["code"], row["qty"], row["name"]) for row in shown] == [
        ("MILK", "3", "Milk"),
        ("NOPE", "1", "unknown"),
    ]
    stocked("stock", "sheet", "post", number)
    assert quantities(stocked)["MILK shop"] == "15"
    other = stocked("stock", "sheet", "begin", "send", "--to", "van").stdout.strip()
    stocked("stock", "sheet", "drop", other, "--why", "not today")
    assert json.loads(stocked("stock", "sheet", "list", "--format", "json").stdout) == []


def test_an_item_file_says_where_its_stock_is_and_what_it_cost(stocked: Pos, tmp_path: Path) -> None:
    file = tmp_path / "items.csv"
    file.write_text("sku,name,price,cost,stock,location\nTEA,Tea,2,1.10,6,Cellar\nRICE,Rice,3,1.50,4,\n")
    stocked("items", "import", str(file), "--location", "van")
    found = quantities(stocked)
    assert (found["TEA cellar"], found["RICE van"]) == ("6", "4")
    [line] = rows(stocked, "movements", "TEA")
    assert (line["kind"], line["qty"], line["cost"], line["location"], line["reason"]) == (
        "count", "6", "1.1", "cellar", "import")  # fmt: skip
    stocked("stock", "check")
    out = tmp_path / "van.csv"
    stocked("items", "export", str(out), "--location", "VAN")
    ours = [row for row in out.read_text().splitlines() if row.startswith(("RICE", "TEA"))]
    assert [row.rpartition(",")[2] for row in ours] == ["", "4"]
    assert "no place attic" in stocked("items", "import", str(file), "--location", "attic", code=2).stderr
    stocked("items", "set", "TEA", "stock=5", "location=cellar", "--why", "one broke")
    assert rows(stocked, "movements", "TEA")[0]["reason"] == "one broke"
