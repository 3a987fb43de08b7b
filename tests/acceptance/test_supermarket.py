"""A real supermarket with all its prices and offers: 1,972 promotions in force, each rung to the cent."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from .supermarket import MEMBERS, Deal, deals, write_items, write_promotions

if TYPE_CHECKING:
    from collections.abc import Callable

    from .conftest import Pos

    Shared = Callable[[str], Path]

CASES = "catalogue_il/victory_2026-08-09_n_for_p_cases.jsonl"
NOON = "/clock 2026-08-09T12:00"
SHARE = 6
"""The suite rings each sixth item that is on offer; `pytest --whole` all of them."""


@pytest.fixture
def folder(shared: Shared) -> Path:
    return shared(CASES).parents[1]


@pytest.fixture
def prices(folder: Path, tmp_path: Path) -> dict[str, dict[str, str]]:
    return write_items(folder, tmp_path / "items.csv")


@pytest.fixture
def shop(pos: Pos, folder: Path, prices: object, tmp_path: Path) -> Pos:
    """A simulated shop with the price list and the offers."""
    words = "--name Victory --currency ILS --prices inclusive --tax standard=18 --till 1 --country IL"
    pos("init", *words.split(), "--timezone", "Asia/Jerusalem", "--simulated")
    pos("items", "import", str(tmp_path / "items.csv"))
    count = write_promotions(folder, tmp_path / "offers.csv")
    assert f"{count} new" in pos("promotions", "import", str(tmp_path / "offers.csv")).stderr
    assert count >= 1972
    return pos


def ring(shop: Pos, tmp_path: Path, entries: list[str]) -> list[dict[str, Any]]:
    """Rings entries; returns the sales."""
    script = tmp_path / "entries.txt"
    script.write_text("\n".join([NOON, *entries]) + "\n")
    answers = [json.loads(answer) for answer in shop("ring", "--json", str(script)).stdout.splitlines()]
    return [answer for answer in answers if answer["kind"] == "sale"]


def test_n_for_p_to_the_cent(shop: Pos, folder: Path, tmp_path: Path) -> None:
    cases = [json.loads(line) for line in (folder / CASES).read_text().splitlines()]
    entries = [entry for case in cases for entry in (f"{case['qty']}*{case['code']}", "/cash")]
    sales = ring(shop, tmp_path, entries)
    totals = [Decimal(sale["total"]).scaleb(-2) for sale in sales]
    assert totals == [Decimal(case["expected"]) for case in cases]
    assert sum(totals) == Decimal("7125.40")
    off = [sum(row["discount"] for row in sale["lines"]) for sale in sales]
    assert off == [int(Decimal(case["discount"]) * 100) for case in cases]


def test_every_item_with_one_offer(
    shop: Pos,
    folder: Path,
    prices: dict[str, dict[str, str]],
    tmp_path: Path,
    pytestconfig: pytest.Config,
) -> None:
    """For a set and a piece more of each, to a member and to anybody else: as the offer's own terms say."""
    wanted: list[tuple[str, Decimal, Decimal]] = []
    entries: list[str] = []
    offered = [item for item in deals(folder).items() if item[0] in prices and len(item[1]) == 1]
    assert len(offered) > 3500
    for code, found in offered[:: 1 if pytestconfig.getoption("--whole") else SHARE]:
        price, quantity = Decimal(prices[code]["price"]), quantity_of(prices[code], found[0])
        for member in (False, True):
            deal = found[0] if member or not found[0].members else None
            total = (price * quantity).quantize(Decimal("0.01"), "ROUND_HALF_UP")
            wanted.append((code, quantity, total if deal is None else deal.total(price, quantity)))
            entries += [*([f"/group {MEMBERS}"] if member else []), f"{quantity}*{code}", "/cash"]
    sales = ring(shop, tmp_path, entries)
    given = [Decimal(sale["total"]).scaleb(-2) for sale in sales]
    assert len(given) == len(wanted)
    assert [(one, total) for one, total in zip(wanted, given, strict=True) if one[2] != total] == []


def quantity_of(item: dict[str, str], deal: Deal) -> Decimal:
    """A set and a piece more; of what is weighed a bit more than the least there is."""
    return deal.count + Decimal("0.155") if item["weighed"] == "1" else Decimal(deal.pieces + 1)
