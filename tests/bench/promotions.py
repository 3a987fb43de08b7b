"""What promotions cost an entry: baskets of 60 lines with 20 entangled ones, and with a real shop's 1,972."""

from __future__ import annotations

import argparse
import os
import random
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from pos_tui.bootstrap import open_register, open_shop, promotions
from pos_tui.bootstrap.goods import Reading, read_in
from pos_tui.bootstrap.making import ShopSetup, create_shop, parse_tax
from pos_tui.core.currency import Currency
from pos_tui.core.moment import Moment
from pos_tui.core.pricing import PricingRules, price
from pos_tui.core.promised import Promised, Version
from pos_tui.core.promotion import Goods, Kind, Part, Promotion
from pos_tui.core.sale import Basket, SaleLine
from pos_tui.core.tax import TaxCode
from tests.acceptance.supermarket import deals, write_items, write_promotions

_ROOT = Path(__file__).parents[2]
_GBP = Currency.parse("GBP")
_SKUS = [f"S{number:03d}" for number in range(200)]
_LINES = 60
_LATE = 50
_NOON = datetime(2026, 8, 9, 9, tzinfo=UTC)


def _some(rng: random.Random, number: int) -> Promotion:
    """A promotion over up to 20 of 200 items: whatever is scanned, several want it."""
    goods = Goods(frozenset(rng.sample(_SKUS, rng.choice((1, 3, 8, 20)))))
    other = Goods(frozenset(rng.sample(_SKUS, 5)))
    kinds = (
        Promotion("", "", Kind.SET, (Part(goods, 3),), price=Decimal(10)),
        Promotion("", "", Kind.SET, (Part(goods, 2),), price=Decimal(5)),
        Promotion("", "", Kind.CHEAPEST, (Part(goods, 3),), percent=Decimal(100)),
        Promotion("", "", Kind.BUY_GET, (Part(goods, 2), Part(other)), percent=Decimal(50)),
        Promotion("", "", Kind.PERCENT, (Part(goods),), percent=Decimal(15)),
        Promotion("", "", Kind.PRICE, (Part(goods),), price=Decimal("1.50"), limit=2),
        Promotion("", "", Kind.SET, (Part(goods), Part(other)), price=Decimal(4)),
    )
    code = f"P{number:02d}"
    return replace(kinds[number % len(kinds)], code=code, name=code)


def _entangled(rng: random.Random, baskets: int) -> Iterator[tuple[int, float, bool]]:
    """(line, milliseconds, whether the best is proven) of pricing after each entry."""
    taxes = {"standard": TaxCode.simple("standard", Decimal(20)).effective("2026-11-23")}
    for _ in range(baskets):
        promised = Promised((Version(_some(rng, number), 1) for number in range(20)), _GBP)
        rules = PricingRules(_GBP, True, taxes, promised=promised)
        basket = Basket("bench", began=Moment("2026-11-23", 600, 1))
        for number in range(_LINES):
            sku, quantity = rng.choice(_SKUS), Decimal(rng.choice((1, 1, 1, 2, 3)))
            cost = Decimal(100 + int(sku[1:]) % 40 * 20).scaleb(-2)
            line = SaleLine(sku, sku, sku, "standard", quantity, cost)
            basket = replace(basket, lines=(*basket.lines, line))
            start = time.perf_counter()
            priced = price(basket, rules)
            elapsed = (time.perf_counter() - start) * 1e3
            yield number, elapsed, all(saving.is_exact for saving in priced.savings)


def _supermarket(data: Path, rng: random.Random, baskets: int) -> Iterator[tuple[int, float, bool]]:
    """The same for a whole entry at the till, draft written, with all the offers of a real shop."""
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        taxes = (parse_tax("standard=18"),)
        setup = ShopSetup("Bench", "ILS", "inclusive", taxes, timezone="Asia/Jerusalem")
        create_shop(place / "store", setup, clock=lambda: _NOON, state=place / "state")
        prices = write_items(data, place / "items.csv")
        write_promotions(data, place / "offers.csv")
        pieces = [code for code, row in prices.items() if row["weighed"] == "0"]
        offered = sorted(deals(data).keys() & set(pieces))
        shop = open_shop(place / "store", clock=lambda: _NOON, environ={}, state=place / "state")
        with shop as front:
            read_in(front, place / "items.csv", Reading())
            promotions.read_in(front, place / "offers.csv", "")
            with open_register(front) as register:
                for _ in range(baskets):
                    for number in range(_LINES):
                        code = rng.choice(offered if rng.random() < 0.5 else pieces)
                        entry = f"{rng.choice((1, 1, 1, 2, 3))}*{code}"
                        start = time.perf_counter()
                        register.run(entry)
                        savings = register.priced.savings
                        elapsed = (time.perf_counter() - start) * 1e3
                        yield number, elapsed, all(saving.is_exact for saving in savings)
                    register.run("/cash")


def _report(what: str, found: list[tuple[int, float, bool]]) -> None:
    times = sorted(elapsed for _, elapsed, _ in found)
    late = sorted(elapsed for number, elapsed, _ in found if number >= _LATE)
    exact = sum(proven for _, _, proven in found) / len(found)
    print(
        f"{what}: an entry median {times[len(times) // 2]:.2f} ms, from line {_LATE} on "
        f"{late[len(late) // 2]:.2f} ms, p90 {late[len(late) * 9 // 10]:.2f} ms, most {times[-1]:.0f} ms; "
        f"the best proven in {exact:.1%}"
    )


def main(argv: list[str]) -> int:
    """Prints a line for each."""
    shared = os.environ.get("POS_SHARED_DATA") or _ROOT.parent / "shared" / "data"
    parser = argparse.ArgumentParser(prog="tests.bench promotions", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path(shared))
    parser.add_argument("--baskets", type=int, default=40)
    options = parser.parse_args(argv)
    _report("20 entangled promotions", list(_entangled(random.Random(5), options.baskets)))
    if (options.data / "catalogue_il").exists():
        found = list(_supermarket(options.data, random.Random(3), options.baskets))
        _report("1,972 real offers, at the till", found)
    return 0
