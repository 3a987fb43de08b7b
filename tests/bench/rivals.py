"""What the store is measured against: the bare disk, and SQLite doing the same."""

from __future__ import annotations

import os
import random
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

Doc = dict[str, Any]
Work = Callable[[Doc], object]


_ITEM = ["sku", "name", "price", "department", "tax", "unit", "weighed"]
_SALE = ["number", "till", "seq", "kind", "day", "time", "operator", "key", "ref", "currency", "prices"]
_SALE += ["total", "rounding", "change"]
_LINE = ["line", "sku", "code", "name", "department", "qty", "unit", "price", "source", "entered", "discount"]
_LINE += ["amount", "tax", "rate", "tax_amount", "cost"]
_INSERT_SALE = (
    f"insert into sale({','.join(_SALE)},tender,paid,net,tax) values({','.join('?' * (len(_SALE) + 4))})"
)
_INSERT_LINE = f"insert into line(sale_id,{','.join(_LINE)}) values({','.join('?' * (len(_LINE) + 1))})"
_SCHEMA = """
create table item(id integer primary key, sku text unique, gtin text unique, name text, price text,
    department text, tax text, unit text, weighed int, stock int);
create table sale(id integer primary key, number text unique, till text, seq int, kind text, day text,
    time text, operator text, key text unique, ref text, currency text, prices text, total int,
    rounding int, change int, tender text, paid int, net int, tax int);
create index sale_day on sale(day);
create table line(id integer primary key, sale_id int references sale(id), line int, sku text, code text,
    name text, department text, qty text, unit text, price text, source text, entered text,
    discount int, amount int, tax text, rate text, tax_amount int, cost text);
create index line_sale on line(sale_id);
"""


def raw_append(folder: Path, size: int) -> Work:
    """Appends a line of this size and syncs; the file grows."""
    fd = os.open(folder / "append", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    line = b"x" * (size - 1) + b"\n"

    def one(sale: Doc) -> None:
        os.write(fd, line)
        os.fdatasync(fd)

    return one


def raw_prefilled(folder: Path, size: int, count: int) -> Work:
    """Overwrites the next line of a file that was filled before, and syncs."""
    fd = os.open(folder / "prefilled", os.O_RDWR | os.O_CREAT, 0o600)
    os.write(fd, b"\n" * (size * count))
    os.fsync(fd)
    line, position = b"x" * (size - 1) + b"\n", [0]

    def one(sale: Doc) -> None:
        os.pwrite(fd, line, position[0])
        position[0] += size
        os.fdatasync(fd)

    return one


class SqliteShop:
    """The same shop in SQLite: WAL, synchronous=FULL, normalised, the same facts; one transaction a sale."""

    def __init__(self, folder: Path, items: Iterable[Doc], history: Iterable[Doc]) -> None:
        self.db = sqlite3.connect(folder / "shop.db", isolation_level=None)
        self.db.execute("pragma journal_mode=wal")
        self.db.execute("pragma synchronous=full")
        self.db.executescript(_SCHEMA)
        self.db.execute("begin")
        self.db.executemany(
            f"insert into item({','.join(_ITEM)},gtin,stock) values({','.join('?' * (len(_ITEM) + 1))},5000)",
            [(*(item[name] for name in _ITEM), item["gtins"][0]) for item in items],
        )
        for sale in history:
            self._body(sale)
        self.db.execute("commit")
        self.db.execute("pragma wal_checkpoint(truncate)")

    def sell(self, sale: Doc) -> None:
        """One durable sale."""
        self.db.execute("begin immediate")
        self._body(sale)
        self.db.execute("commit")

    def by_gtin(self, gtin: str) -> object:
        """An item by its bar code."""
        return self.db.execute("select * from item where gtin=?", (gtin,)).fetchone()

    def _body(self, sale: Doc) -> None:
        tender, tax = sale["tenders"][0], sale["taxes"][0]
        added = self.db.execute(
            _INSERT_SALE,
            (*(sale[name] for name in _SALE), tender["type"], tender["amount"], tax["net"], tax["tax"]),
        ).lastrowid
        self.db.executemany(
            _INSERT_LINE, [(added, *(line[name] for name in _LINE)) for line in sale["lines"]]
        )
        self.db.executemany(
            "update item set stock=stock-? where sku=?", [(int(x["qty"]), x["sku"]) for x in sale["lines"]]
        )


_order = random.Random(1)


def timed(work: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Does each once and returns the seconds of each.

    In an order that chance gives: whatever comes after a rival with much data finds the caches empty.
    """
    times = {}
    for name in _order.sample(list(work), len(work)):
        one = work[name]
        began = time.perf_counter()
        one()
        times[name] = time.perf_counter() - began
    return times


def microseconds(seconds: list[float]) -> dict[str, float]:
    """Median, 99th percentile and worst."""
    ordered = sorted(seconds)
    return {
        "median": round(statistics.median(ordered) * 1e6, 1),
        "p99": round(ordered[int(len(ordered) * 0.99)] * 1e6, 1),
        "max": round(ordered[-1] * 1e6, 1),
    }
