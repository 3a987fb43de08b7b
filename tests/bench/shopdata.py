"""A made-up shop for the benchmarks: items, and sales as the register records them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

Doc = dict[str, Any]
_WORDS = [
    "milk",
    "bread",
    "butter",
    "coffee",
    "tea",
    "juice",
    "rice",
    "pasta",
    "flour",
    "sugar",
    "salt",
    "oil",
    "apple",
    "soap",
    "candle",
    "honey",
]
_KINDS = [
    "organic",
    "fresh",
    "classic",
    "premium",
    "family",
    "mini",
    "large",
    "smoked",
    "light",
    "dark",
    "sweet",
    "roasted",
]
FIRST_DAY = date(2025, 1, 1)


def items(count: int) -> list[Doc]:
    """Items with one GTIN each."""
    chance = random.Random(1)
    return [
        {
            "v": 1,
            "sku": f"SKU{n:06d}",
            "gtins": [f"{2000000000000 + n * 7919 % 999999937:014d}"],
            "plu": None,
            "name": f"Brand{chance.randrange(900)} {chance.choice(_KINDS)} {chance.choice(_WORDS)} "
            f"{chance.randrange(1, 20) * 50} g",
            "price": f"{chance.randrange(50, 9999) / 100:.2f}",
            "cost": None,
            "department": chance.choice(_WORDS),
            "tax": "standard",
            "unit": "each",
            "weighed": False,
        }
        for n in range(1, count + 1)
    ]


def stock(count: int) -> list[Doc]:
    """A stock row for each item."""
    return [{"v": 1, "sku": f"SKU{n:06d}", "location": "shop", "qty": "5000"} for n in range(1, count + 1)]


def sales(
    count: int, catalogue: list[Doc], *, first: int = 1, a_day: int = 500, seed: int = 2
) -> Iterator[Doc]:
    """Sales of five lines, `a_day` to a business day."""
    chance = random.Random(seed)
    for seq in range(first, first + count):
        day = (FIRST_DAY + timedelta(days=(seq - 1) // a_day)).isoformat()
        lines = [_line(number, chance.choice(catalogue), chance.randrange(1, 5)) for number in range(1, 6)]
        total = sum(line["amount"] for line in lines)
        tax = sum(line["tax_amount"] for line in lines)
        yield {
            "v": 1,
            "number": f"1-{seq:06d}",
            "till": "1",
            "seq": seq,
            "kind": "sale",
            "day": day,
            "time": f"{day}T12:00:00Z",
            "operator": "ana",
            "key": f"{seq:032x}",
            "ref": None,
            "currency": "GBP",
            "prices": "inclusive",
            "lines": lines,
            "total": total,
            "rounding": 0,
            "change": 0,
            "taxes": [{"code": "standard", "rate": "20", "net": total - tax, "tax": tax}],
            "tenders": [{"type": "cash", "amount": total, "ref": None}],
            "corrections": [],
        }


def _line(number: int, item: Doc, quantity: int) -> Doc:
    amount = quantity * int(item["price"].replace(".", ""))
    return {
        "line": number,
        "sku": item["sku"],
        "code": item["gtins"][0],
        "name": item["name"],
        "department": item["department"],
        "qty": str(quantity),
        "unit": "each",
        "price": item["price"],
        "source": "catalogue",
        "entered": "scan",
        "discount": 0,
        "amount": amount,
        "tax": "standard",
        "rate": "20",
        "tax_amount": amount // 6,
        "cost": None,
    }
