"""A grocer's real receipts as a shop to ring them in: prices by week, card prices, coupons of makers."""

from __future__ import annotations

import csv
import gzip
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from pos_tui.core.list_price import ListPrice
from pos_tui.core.moment import Window
from pos_tui.core.price_list import PriceList
from pos_tui.core.promotion import Goods, Kind, Part, Promotion

MEMBERS = "loyalty"


@dataclass(frozen=True)
class Line:
    """One line of a receipt; amounts in cents."""

    sku: str
    """Store and product: each store has its own prices."""
    quantity: int
    paid: int
    """What the retailer gets for it."""
    off: int
    """The loyalty card's discount."""
    matched: int
    """What the retailer adds to a coupon."""
    coupon: int
    """The maker's coupon, which the customer pays with."""
    day: str
    week: int

    @property
    def shelf(self) -> int:
        """What it would have cost."""
        return self.paid + self.off + self.matched


@dataclass(frozen=True)
class Prices:
    """Unit prices of an item in a week, in cents."""

    shelf: int
    card: int


def receipts(folder: Path) -> dict[str, list[Line]]:
    """The lines of each receipt."""
    found: dict[str, list[Line]] = defaultdict(list)
    path = folder / "complete_journey" / "transactions.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["basket_id"]].append(_line(row))
    return _in_periods(found)


def _in_periods(found: dict[str, list[Line]]) -> dict[str, list[Line]]:
    """The same with periods for weeks: a week changes in the middle of a day, which is one of its own."""
    of_day: dict[str, set[int]] = defaultdict(set)
    for line in (line for lines in found.values() for line in lines):
        of_day[line.day].add(line.week)
    periods = {day: sum(weeks) if len(weeks) == 1 else -sum(weeks) for day, weeks in of_day.items()}
    return {
        basket: [replace(line, week=periods[line.day]) for line in lines] for basket, lines in found.items()
    }


def _line(row: dict[str, str]) -> Line:
    names = ("sales_value", "retail_disc", "coupon_match_disc", "coupon_disc")
    cents = [int(Decimal(row[name]) * 100) for name in names]
    sku = f"{row['store_id']}-{row['product_id']}"
    return Line(sku, int(row["qty"]), *cents, row["datetime"][:10], int(row["week"]))


def week_prices(lines: Iterable[Line]) -> dict[tuple[str, int], Prices]:
    """The prices of items that had one price in a week, in whole cents, with and without the card."""
    seen: dict[tuple[str, int], set[Prices | None]] = defaultdict(set)
    for line in lines:
        if line.quantity:
            seen[line.sku, line.week].add(_prices(line))
    found = {}
    for key, prices in seen.items():
        only = next(iter(prices)) if len(prices) == 1 else None
        if only is not None:
            found[key] = only
    return found


def _prices(line: Line) -> Prices | None:
    card = line.paid + line.matched
    if line.matched or line.shelf % line.quantity or card % line.quantity:
        return None
    return Prices(line.shelf // line.quantity, card // line.quantity)


def weeks(lines: Iterable[Line]) -> dict[int, Window]:
    """The days of each week."""
    days: dict[int, set[str]] = defaultdict(set)
    for line in lines:
        days[line.week].add(line.day)
    return {week: Window(min(found), max(found)) for week, found in days.items()}


def items(lines: Iterable[Line]) -> Iterator[dict[str, Any]]:
    """Every item, without a price: its list has it, or whoever rings it."""
    for sku in sorted({line.sku for line in lines}):
        plain = {"v": 1, "sku": sku, "gtins": [], "plu": None, "name": sku, "price": None, "cost": None}
        yield {**plain, "department": "", "tax": "none", "unit": "each", "weighed": False}


def price_lists(prices: dict[tuple[str, int], Prices], days: dict[int, Window]) -> Iterator[tuple[str, Any]]:
    """A list for each week, and its prices: (table, document)."""
    for week, window in days.items():
        yield "price_lists", PriceList(f"W{week}", f"Week {week}", "", window).to_document()
    for (sku, week), price in prices.items():
        own = ListPrice(f"W{week}", sku, Decimal(price.shelf).scaleb(-2))
        yield "list_prices", own.to_document()


def card_prices(prices: dict[tuple[str, int], Prices], days: dict[int, Window]) -> Iterator[Promotion]:
    """What members pay."""
    for (sku, week), price in prices.items():
        if price.card < price.shelf:
            yield Promotion(
                f"{sku}-{week}",
                "Card price",
                Kind.PRICE,
                (Part(Goods(frozenset((sku,)))),),
                price=Decimal(price.card).scaleb(-2),
                window=days[week],
                group=MEMBERS,
            )


def entries(lines: list[Line], prices: dict[tuple[str, int], Prices]) -> Iterator[str]:
    """What a cashier enters for a receipt: scans, and by hand what had no price of its own that week."""
    yield f"/clock {lines[0].day}T12:00"
    yield f"/group {MEMBERS}"
    for line in (line for line in lines if line.quantity):
        times = f"{line.quantity}*" if line.quantity > 1 else ""
        if (line.sku, line.week) in prices:
            yield f"{times}{line.sku}"
        else:
            yield f"{times}{line.sku}={Decimal(line.shelf).scaleb(-2)}"
            if line.off + line.matched:
                yield f"/disc {Decimal(line.off + line.matched).scaleb(-2)} for loyalty"
    coupons = sum(line.coupon for line in lines)
    if coupons:
        yield f"/pay {Decimal(coupons).scaleb(-2)} coupon"
    if coupons < sum(line.paid for line in lines) or not coupons:
        yield "/cash"
