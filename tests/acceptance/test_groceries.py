"""30 days of a grocer's baskets: what is on how many receipts, how large they are, what goes together."""

from __future__ import annotations

import csv
import gzip
import json
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pos_tui.bootstrap import open_register, open_shop
from pos_tui.bootstrap.making import ShopSetup, create_shop, parse_tax
from pos_tui.bootstrap.reporting import ShopReports
from pos_tui.core.report.period import EVER, Period

if TYPE_CHECKING:
    import pytest

Shared = Callable[[str], Path]
_DAYS = 25
_MILK = "211"


def baskets(folder: Path) -> list[dict[str, int]]:
    """The articles of each basket and how many of each."""
    with gzip.open(folder / "baskets.jsonl.gz", "rt", encoding="utf-8") as file:
        return [dict(json.loads(line)["lines"]) for line in file]


def _items(folder: Path) -> Iterator[dict[str, Any]]:
    with (folder / "items.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            document = {
                "v": 1,
                "sku": row["article"],
                "gtins": [],
                "plu": None,
                "price": "1.00",
                "cost": None,
            }
            names = {"name": row["name_en"], "department": row["department"]}
            yield {**document, **names, "tax": "none", "unit": "each", "weighed": False}


SHARE = 6
"""The suite rings each sixth basket; `pytest --whole` all of them."""


def test_baskets_and_articles(shared: Shared, tmp_path: Path, pytestconfig: pytest.Config) -> None:
    folder = shared("groceries/baskets.jsonl.gz").parent
    known = json.loads((folder / "groceries_totals.json").read_text(encoding="utf-8"))
    every = baskets(folder)
    assert known["units_by_article"] == _units(every)
    assert (known["baskets"], known["lines"]) == (len(every), sum(map(len, every)))
    found = every if pytestconfig.getoption("--whole") else every[::SHARE]
    a_day = -(-len(found) // _DAYS)
    setup = ShopSetup("Grocer", "EUR", "inclusive", (parse_tax("none=none"),), timezone="UTC", simulated=True)
    create_shop(tmp_path / "store", setup, state=tmp_path / "state")
    with open_shop(tmp_path / "store", environ={}, state=tmp_path / "state") as front:
        with front.store.transaction(operator="owner") as tx:
            for document in _items(folder):
                tx.insert("items", document)
        with open_register(front) as register:
            for number, basket in enumerate(found):
                if number % a_day == 0:
                    assert register.run(f"/clock 2026-06-{number // a_day + 1:02d}T09:00").ok
                for code, count in basket.items():
                    assert register.run(f"{count}*{code}").ok
                assert register.run("/cash").ok
        _assert_reports(ShopReports(front), found)


def _units(found: list[dict[str, int]]) -> dict[str, int]:
    """How often each article is in baskets."""
    units: Counter[str] = Counter()
    for basket in found:
        units.update(basket)
    return dict(units)


def _assert_reports(reports: ShopReports, found: list[dict[str, int]]) -> None:
    units = _units(found)
    items = {row["item"]: row for row in reports.read("sales", EVER, "item").listed.rows}
    assert {code: row["gross"] // 100 for code, row in items.items()} == units
    milk = sum(_MILK in basket for basket in found)
    assert (items[_MILK]["receipts"], items[_MILK]["name"]) == (milk, "whole milk")
    whole = reports.read("sales", EVER, "month").listed
    assert [row["receipts"] for row in whole.rows] == [len(found)]
    assert (whole.totals[0]["lines"], whole.totals[0]["gross"]) == (
        sum(map(len, found)),
        100 * sum(units.values()),
    )
    halves = [reports.read("sales", Period.parse(text, EVER.first)).listed.totals[0]["gross"]
              for text in ("..2026-06-15", "2026-06-16..")]  # fmt: skip
    assert sum(halves) == 100 * sum(units.values())
    sizes = Counter(len(basket) for basket in found)
    rows = {row["size"]: row["receipts"] for row in reports.read("baskets", EVER).listed.rows}
    assert {size: rows[str(size)] for size in range(1, 11)} == {size: sizes[size] for size in range(1, 11)}
    pairs = Counter(pair for basket in found for pair in combinations(sorted(basket), 2))
    together = reports.read("together", EVER).listed.rows
    assert [((row["item"], row["other"]), row["receipts"]) for row in together] == sorted(
        pairs.items(), key=lambda pair: (-pair[1], pair[0])
    )[: len(together)]
