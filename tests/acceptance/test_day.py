"""A day of a shop from its commands: two operators, 200 sales, mistakes, a power cut, a blind close.

What the day must come to is worked out here in fractions, from what the customers took and gave; nothing of
the till's own arithmetic is used.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from pos_tui.bootstrap import open_shop, people
from pos_tui.cli.main import app
from pos_tui.core.operator import Operator

PRICES = {"APPLE": "0.45", "BREAD": "2.35", "CHEESE": "6.99", "DATES": "3.1", "EGGS": "2.75", "FISH": "8.4"}
ZERO_RATED = {"APPLE", "BREAD"}
FLOAT, SALES = 10_000, 200
NOTES = (500, 1000, 2000, 5000, 10_000)


def pence(value: Fraction) -> int:
    """Half up, away from zero."""
    return int(abs(value) * 100 + Fraction(1, 2)) * (1 if value >= 0 else -1)


@dataclass
class Day:
    """What the day must come to, in pence."""

    cash: int = FLOAT
    card: int = 0
    sold: int = 0
    refunds: int = 0
    receipts: int = 0
    cancelled: int = 0
    voids: dict[str, int] = field(default_factory=dict)


@dataclass
class Shop:
    """The shop's commands, each on what the one before left on the disk."""

    place: Path
    tokens: dict[str, str] = field(default_factory=dict)

    def environ(self, who: str) -> dict[str, str]:
        where = {"POS_STORE": str(self.place / "store"), "POS_STATE": str(self.place / "state")}
        return where | ({"POS_TOKEN_FILE": self.tokens[who]} if who in self.tokens else {})

    def start(self, who: str, *words: str) -> subprocess.Popen[bytes]:
        """Runs one in a process of its own."""
        command = [sys.executable, "-m", "pos_tui", *words]
        kept = {name: value for name, value in os.environ.items() if not name.startswith("POS_")}
        pipe = subprocess.PIPE
        return subprocess.Popen(command, env=kept | self.environ(who), stdin=pipe, stdout=pipe)

    def __call__(self, who: str, *words: str, entries: str = "", code: int = 0) -> str:
        others = {name: None for name in os.environ if name.startswith("POS_")}
        done = CliRunner().invoke(app, words, input=entries, env=others | self.environ(who), prog_name="pos")
        assert done.exit_code == code, (words, done.output[-2000:], done.exception)
        return done.stdout

    def told(self, who: str, *words: str) -> Any:
        return json.loads(self(who, *words, "--format", "json"))

    def ring(self, who: str, *entries: str, code: int = 0) -> list[Mapping[str, Any]]:
        text = "\n".join(entries) + "\n"
        return [json.loads(row) for row in self(who, "ring", "--json", entries=text, code=code).splitlines()]


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """A shop with an owner, a supervisor and two cashiers, whose drawer is shared."""
    shop = Shop(tmp_path)
    shop("", "init", "--name", "Day", "--currency", "GBP", "--prices", "inclusive", "--tax", "standard=20",
         "--tax", "zero=0", "--timezone", "UTC")  # fmt: skip
    rows = [
        f"{sku},{sku.title()},{price},{'zero' if sku in ZERO_RATED else 'standard'}"
        for sku, price in PRICES.items()
    ]
    items = tmp_path / "items.csv"
    items.write_text("sku,name,price,tax\n" + "\n".join(rows) + "\n", encoding="utf-8")
    shop("", "items", "import", str(items))
    for key in ("shifts", "shift.shared_drawer"):
        shop("", "config", "set", key, "true")
    with open_shop(tmp_path / "store", environ={}, state=tmp_path / "state") as front:
        people.make_owner(front, "ann", "Ann", "735162")
        staff, frame = people.staff_of(front), people.frame(front)
        for code, role in (("bob", "cashier"), ("eve", "cashier"), ("sue", "supervisor")):
            staff.add(
                frame,
                front.rights,
                Operator(code, code.title(), role),
                "4711" if role == "cashier" else "8264",
            )
            token, file = code * 12, tmp_path / f"{code}.token"
            staff.change(frame, front.rights, code, token=people.hash_token(token))
            file.write_text(token, encoding="ascii")
            file.chmod(0o600)
            shop.tokens[code] = str(file)
    yield shop


def basket(rng: random.Random, day: Day, who: str) -> tuple[list[str], int]:
    """What a customer takes, with the cashier's mistakes; and what it comes to."""
    entries, total = [], 0
    for number in range(1, rng.randrange(2, 7)):
        sku, count = rng.choice(list(PRICES)), rng.choice((1, 1, 1, 2, 3, 12))
        amount = pence(Fraction(PRICES[sku]) * count)
        entries.append(f"{count}*{sku}")
        if rng.random() < 0.06 and number > 1:
            entries.append("/void")
            day.voids[who] = day.voids.get(who, 0) + 1
        elif rng.random() < 0.08:
            entries.append("/disc 10%")
            total += amount - pence(Fraction(amount, 1000))
        else:
            total += amount
    return entries, total


def pay(rng: random.Random, day: Day, total: int) -> list[str]:
    """How the customer pays; what goes into the drawer."""
    day.sold += total
    day.receipts += 1
    if rng.random() < 0.4:
        day.card += total
        return ["/card"]
    day.cash += total
    if rng.random() < 0.15 and total > 500:
        day.cash -= 500
        day.card += 500
        return ["/card 5", "/cash"]
    note = min(each for each in (*NOTES, 10**6) if each >= total)
    return [f"/cash {note / 100:.2f}"]


def sales(rng: random.Random, day: Day, who: str, count: int) -> list[str]:
    """What a cashier enters for so many customers."""
    entries = []
    for _ in range(count):
        goods, total = basket(rng, day, who)
        if rng.random() < 0.04:
            day.cancelled += 1
            entries += [*goods, "/cancel"]
            continue
        entries += [*goods, *pay(rng, day, total)]
    return entries


def power_cut(shop: Shop, who: str, goods: list[str]) -> None:
    """The till dies while goods are entered that nobody has paid for."""
    process = shop.start(who, "ring", "--json")
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(("\n".join(goods) + "\n").encode())
    process.stdin.flush()
    for _ in goods:
        assert json.loads(process.stdout.readline())["ok"]
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=60)


def test_a_day_from_opening_to_z(shop: Shop) -> None:
    rng, day = random.Random(20261123), Day()
    shop("bob", "shift", "open", "20x2", "10x4", "5x4")

    for row in shop.ring("bob", *sales(rng, day, "bob", 90)):
        assert row["ok"], row
    goods, total = basket(rng, day, "bob")
    power_cut(shop, "bob", goods)
    assert all(row["ok"] for row in shop.ring("bob", *pay(rng, day, total)))

    refused = shop.ring("bob", "/return EGGS", "/paidout 12.50 window cleaner", "/nosale change", code=1)
    assert [row["ok"] for row in refused] == [False] * 3
    shop.ring("sue", "2*EGGS", "/void", "/return EGGS", "/cash", "/paidout 12.50 cleaner", "/nosale change")
    day.voids["sue"] = 1
    day.cash -= 275 + 1250
    day.refunds -= 275
    day.receipts += 1
    for row in shop.ring("eve", *sales(rng, day, "eve", SALES - 91)):
        assert row["ok"], row
    shop.ring("sue", "/pickup 200.00 to the safe")
    day.cash -= 20_000

    counted = day.cash - 300
    count = shop.told("bob", "shift", "count", f"{counted / 100:.2f}", f"card={day.card / 100:.2f}")["count"]
    assert count["expected"] == {"cash": day.cash, "card": day.card}
    assert (count["over_short"]["cash"], count["over_short"].get("card", 0)) == (-300, 0)
    suspects = {row["act"] for row in count["doubtful"]}
    assert suspects >= {"void", "refund", "paid_out", "no_sale"}

    z = shop.told("bob", "shift", "z", "100", "--reason", "three pounds are missing")["z"]
    figures = z["sales"]
    assert (figures["sold"], figures["refunds"]) == (day.sold, day.refunds)
    assert (figures["count"], figures["cancelled"], z["gaps"]) == (day.receipts, day.cancelled, [])
    assert (z["expected"], z["left"], z["bag"]) == (
        {"cash": day.cash, "card": day.card}, FLOAT, counted - FLOAT)  # fmt: skip
    assert {who: of["voids"] for who, of in z["operators"].items() if of.get("voids")} == day.voids
    assert z["grand"]["closing"]["gross"] - z["grand"]["opening"]["gross"] == day.sold + day.refunds

    report = shop.told("bob", "report", "sales")
    assert (report["sold"], report["refunds"], report["count"]) == (day.sold, day.refunds, day.receipts)
    shop("bob", "journal", "verify")
    again = shop.told("bob", "shift", "open")
    assert (again["float"], again["difference"]) == (FLOAT, 0)
