"""6,150 real receipts of a grocer, with card prices and coupons, rung to the cent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pos_tui.bootstrap import open_register, open_shop
from pos_tui.bootstrap.making import ShopSetup, create_shop, parse_tax
from pos_tui.bootstrap.reporting import ShopReports
from pos_tui.core.report.period import EVER
from pos_tui.services import promotions

from .journey import Line, card_prices, entries, items, price_lists, receipts, week_prices, weeks

if TYPE_CHECKING:
    import pytest

    from pos_tui.bootstrap import Shopfront

Shared = Callable[[str], Path]
KNOWN = {"paid": 18_780_166, "off": 3_176_717, "matched": 14_786, "coupon": 76_240}


SHARE = 8
"""The suite rings each eighth receipt; `pytest --whole` rings all of them."""


def test_every_receipt_to_the_cent(shared: Shared, tmp_path: Path, pytestconfig: pytest.Config) -> None:
    folder = shared("complete_journey/transactions.csv.gz").parents[1]
    found = receipts(folder)
    every = [line for lines in found.values() for line in lines]
    assert sums_of(every) == KNOWN
    rung = list(found.values())[:: 1 if pytestconfig.getoption("--whole") else SHARE]
    prices, days = week_prices(every), weeks(every)
    setup = ShopSetup(
        "Grocer", "USD", "inclusive", (parse_tax("none=none"),), timezone="America/New_York", simulated=True
    )
    create_shop(tmp_path / "store", setup, state=tmp_path / "state")
    flags = {"limits.quantity": "100000"}
    with open_shop(tmp_path / "store", environ={}, flags=flags, state=tmp_path / "state") as front:
        with front.store.transaction(operator="owner") as tx:
            tx.insert("tender_types", {"v": 1, "code": "coupon", "name": "Maker's coupon"})
            for document in items(every):
                tx.insert("items", document)
            for table, document in price_lists(prices, days):
                tx.insert(table, document)
        author = promotions.Author("owner", front.clock())
        promotions.put(front.store, front.shop.currency, card_prices(prices, days), author)
        with open_register(front) as register:
            totals: Counter[str] = Counter()
            scanned = 0
            for lines in rung:
                if not any(line.quantity for line in lines):
                    continue
                for entry in entries(lines, prices):
                    outcome = register.run(entry)
                    assert outcome.ok, f"{entry}: {outcome.message}"
                assert outcome.sale is not None
                totals += check(outcome.sale, lines)
                scanned += sum(line["source"] == "list" for line in outcome.sale["lines"])
        assert_reports(front, [line for lines in rung for line in lines])
    assert totals == sums_of(line for lines in rung for line in lines)
    count = sum(line.quantity != 0 for lines in rung for line in lines)
    assert scanned > count * 0.88  # 55,000 of 62,277 lines: the rest had several prices that week


def assert_reports(front: Shopfront, every: list[Line]) -> None:
    """By day, month and item the reports have the sums of the receipts; discounts and coupons theirs."""
    sold = [line for line in every if line.quantity]

    def sums(key: Callable[[Line], str]) -> Counter[str]:
        found: Counter[str] = Counter()
        for line in sold:
            found[key(line)] += line.paid
        return found

    reports = ShopReports(front)
    for by, expected in (
        ("day", sums(lambda line: line.day)),
        ("month", sums(lambda line: line.day[:7])),
        ("item", sums(lambda line: line.sku)),
    ):
        rows = reports.read("sales", EVER, by).listed.rows
        assert {row[by]: row["gross"] for row in rows if row["gross"]} == {
            k: v for k, v in expected.items() if v
        }
    off = reports.read("discounts", EVER).listed.totals[0]["off"]
    assert off == sum(line.off + line.matched for line in sold)
    paid = {row["tender"]: row["amount"] for row in reports.read("tenders", EVER).listed.rows}
    assert paid["coupon"] == sum(line.coupon for line in every)
    assert sum(paid.values()) == sum(line.paid for line in sold)


def check(sale: Any, lines: list[Line]) -> Counter[str]:
    """Holds a sale against its receipt; returns the sums of it."""
    sold = [line for line in lines if line.quantity]
    assert [line["amount"] for line in sale["lines"]] == [line.paid for line in sold]
    assert [line["discount"] for line in sale["lines"]] == [line.off + line.matched for line in sold]
    assert sale["total"] == sum(line.paid for line in lines)
    coupons = sum(tender["amount"] for tender in sale["tenders"] if tender["type"] == "coupon")
    assert coupons == sum(line.coupon for line in lines)
    assert sum(tender["amount"] for tender in sale["tenders"]) - sale["change"] == sale["total"]
    return sums_of(lines)


def sums_of(lines: Iterable[Line]) -> Counter[str]:
    """What receipts come to, in cents, as KNOWN has it."""
    found: Counter[str] = Counter()
    for line in lines:
        found.update({name: getattr(line, name) for name in KNOWN})
    return found
