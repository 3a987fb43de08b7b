"""Price lists by commands."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Pos


def rows(pos: Pos, *words: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(pos("prices", *words, "--format", "json").stdout)
    return found


def test_a_list_from_its_making_to_its_end(shop: Pos, tmp_path: Path) -> None:
    told = shop("prices", "list", "TRADE", "name=Trade customers", "group=trade", "days=mon-fri").stderr
    assert told == "price list TRADE: Trade customers, for trade\n"
    shop("prices", "set", "TRADE", "5449000000996", "1.05", "12=0.99", "--why", "agreed")
    file = tmp_path / "more.csv"
    file.write_text("list,sku,price\nTRADE,GUM,0.60\n")
    assert (
        "1 price changed"
        in shop("prices", "import", "TRADE", code=2).stderr + shop("prices", "import", str(file)).stderr
    )
    [row] = rows(shop, "lists")
    assert (row["group"], row["when"], row["items"]) == ("trade", "mon/tue/wed/thu/fri", 2)
    assert rows(shop, "show", "TRADE") == [
        {"sku": "GUM", "name": "Gum", "price": "0.6", "breaks": "", "catalogue": "0.7"},
        {"sku": "MILK", "name": "Milk", "price": "1.05", "breaks": "12=0.99", "catalogue": "1.19"},
    ]
    tried = ("promotions", "try", "/group trade", "12*MILK", "--at", "2026-11-23T12:00")
    assert "total 11.88" in shop(*tried).stdout
    shop("prices", "remove", "TRADE", "MILK")
    assert "total 14.28" in shop(*tried).stdout
    shop("prices", "end", "TRADE")
    assert "no price and no promotion is for trade" in shop(*tried, code=1).stderr
    assert "no price list TRADE" in shop("prices", "set", "TRADE", "MILK", "1", code=1).stderr
