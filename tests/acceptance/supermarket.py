"""A real supermarket's price list and offers as files to import, and what its offers come to item by item."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

Row = dict[str, str]
_NAME = "catalogue_il/victory_2026-08-09_{}.csv.gz"
_CENT = Decimal("0.01")
MEMBERS = "members"


def rows(folder: Path, name: str) -> Iterator[Row]:
    """The rows of one of its files."""
    with gzip.open(folder / _NAME.format(name), "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@dataclass(frozen=True)
class Deal:
    """What an offer says of one item, in the source's terms."""

    kind: str
    count: Decimal
    price: Decimal
    percent: Decimal
    members: bool

    @classmethod
    def of(cls, row: Row, weighed: bool) -> Deal:
        """The deal of a row: reward types 1 and 10 are N for P, 3 and 2 a price, 0 the cheapest for less."""
        kind = {"1": "set", "10": "set", "3": "price", "2": "price", "0": "cheapest"}[row["reward_type"]]
        count = Decimal(row["min_qty"])
        percent = Decimal(row["discount_rate"] or 0)
        if kind == "set" and (count < 1 or weighed):
            return cls("weight", count, Decimal(row["promo_price"]), percent, row["club"] == "1")
        return cls(kind, count, Decimal(row["promo_price"]), percent, row["club"] == "1")

    def fields(self) -> Row:
        """The same as fields of a promotion, without its goods."""
        if self.kind == "set":
            return {"kind": "set", "price": f"{self.price}"}
        if self.kind == "weight":
            each = (self.price / self.count).quantize(Decimal("0.000001"), ROUND_HALF_UP)
            return {"kind": "price", "price": f"{each}", "least": f"{self.count}"}
        if self.kind == "price":
            return {"kind": "price", "price": f"{self.price}"}
        return {"kind": "cheapest", "percent": f"{self.percent}"}

    @property
    def pieces(self) -> int:
        """Of one set."""
        if self.kind == "weight":
            return 1
        return int(self.count) + 1 if self.kind == "cheapest" else max(int(self.count), 1)

    def total(self, price: Decimal, quantity: Decimal) -> Decimal:
        """What so much of an item costs with it, if that is less than without."""
        regular = _cents(price * quantity)
        sets = quantity // self.pieces
        if self.kind == "weight":
            return (
                min(regular, _cents(self.price / self.count * quantity))
                if quantity >= self.count
                else regular
            )
        if self.kind == "price":
            return min(regular, _cents(self.price * quantity))
        if self.kind == "cheapest":
            return regular - _cents(sets * price * self.percent / 100)
        return min(regular, sets * self.price + (quantity % self.pieces) * price)


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(_CENT, ROUND_HALF_UP)


def weighed(folder: Path) -> set[str]:
    """The codes of what is sold by weight: so much for P is a price of a kilogram then."""
    return {row["code"] for row in rows(folder, "prices") if row["weighed"] == "1"}


def deals(folder: Path) -> dict[str, list[Deal]]:
    """The offers of each item."""
    found: dict[str, list[Deal]] = {}
    by_weight = weighed(folder)
    for row in rows(folder, "promos"):
        found.setdefault(row["code"], []).append(Deal.of(row, row["code"] in by_weight))
    return found


def write_items(folder: Path, target: Path) -> dict[str, Row]:
    """Writes the price list as items; returns its rows by code."""
    found = {row["code"]: row for row in rows(folder, "prices")}
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("sku", "name", "price", "unit", "weighed"))
        for code, row in found.items():
            weighed = row["weighed"] == "1"
            writer.writerow(
                (code, row["name"].strip(), row["price"], "kg" if weighed else "each", int(weighed))
            )
    return found


def write_promotions(folder: Path, target: Path) -> int:
    """Writes the offers, a row for each item; one with several terms becomes several. Returns how many."""
    names = ("code", "name", "kind", "goods", "price", "percent", "least", "to", "group")
    terms: dict[str, list[tuple[int, Row]]] = {}
    by_weight = weighed(folder)
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        for row in rows(folder, "promos"):
            deal = Deal.of(row, row["code"] in by_weight)
            said = {
                **deal.fields(),
                "name": row["description"].strip() or row["promo_id"],
                "to": row["valid_until"],
                "group": MEMBERS if deal.members else "",
            }
            alike = (deal.pieces, said)
            known = terms.setdefault(row["promo_id"], [])
            if alike not in known:
                known.append(alike)
            code = f"{row['promo_id']}-{known.index(alike) + 1}"
            goods = row["code"] if deal.pieces == 1 else f"{deal.pieces}*{row['code']}"
            writer.writerow({"code": code, "goods": goods, **said})
    return sum(map(len, terms.values()))
