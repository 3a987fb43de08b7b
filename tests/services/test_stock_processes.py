"""Several programs at the same item at once, and killed: nothing is lost, nothing counts twice."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pos_tui.bootstrap import open_shop
from pos_tui.bootstrap.counters import without_till
from pos_tui.bootstrap.tenders import set_type
from pos_tui.services import sheets, stock_history
from tests.register.conftest import new_till  # noqa: F401  # a fixture

from .stock_worker import FIELDS

if TYPE_CHECKING:
    from tests.register.conftest import NewTill
    from tests.register.shop import Till

ROOT = Path(__file__).resolve().parents[2]
MANY = 1_000_000


def start(till: Till, *words: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.services.stock_worker", str(till.place), *words]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0)


@pytest.fixture
def shop(new_till: NewTill) -> Till:  # noqa: F811
    """A shop whose till is free, as another program takes it."""
    till = new_till()
    till.stop()
    return till


def quantity(till: Till) -> int:
    return int(till.stored("stock", "sku", "COLA")["qty"])


def test_a_till_a_delivery_and_two_who_count_at_once(shop: Till) -> None:
    shop.start()
    sheet = sheets.begin(shop.register.counter, sheets.COUNT, sheets.About())["code"]
    shop.stop()
    running = [
        start(shop, "sell", "40"),
        start(shop, "receive", "40"),
        *(start(shop, "count", "40", sheet) for _person in range(2)),
    ]
    for process in running:
        trouble = process.communicate(timeout=120)[1]
        assert process.returncode == 0, trouble.decode()
    shop.start()
    assert quantity(shop) == 24 + 40 * 3 - 40 * 2
    assert len(shop.sales()) == 40
    assert shop.stored("items", "sku", "COLA")["cost"] is not None
    [line] = sheets.lines(shop.register.counter, sheet)
    assert line["qty"] == "80"
    assert stock_history.differences(shop.register.counter)[0] == []


def test_two_tills_at_one_item_its_stock_and_a_gift_card_lose_nothing(new_till: NewTill) -> None:  # noqa: F811
    shop, count = new_till(), 15
    set_type(shop.front, "voucher", ())
    shop.restart()
    shop("/voucher 10 code GIFT-1", "/cash")
    with shop.front.store.transaction(operator="owner") as tx:
        tx.insert("tills", {"v": 1, "till": "2", "receipt": 0})
    shop.stop()
    for process in [start(shop, "all", str(count), till) for till in FIELDS]:
        trouble = process.communicate(timeout=120)[1]
        assert process.returncode == 0, trouble.decode()
    with open_shop(shop.place / "store", environ={}, state=shop.place / "state") as front:
        store = front.store
        found = [store.find(*named) for named in (("stock", "sku", "COLA"), ("vouchers", "code", "GIFT-1"))]
        cola = store.find("items", "sku", "COLA")
        ops = [op for record in store.records() for op in record.ops if op[:2] == ["put", "items"]]
        assert stock_history.differences(without_till(front))[0] == []
        assert not store.verify(deep=True).problems
    assert [row and row.get("qty", row.get("balance")) for row in found] == [
        str(24 + 2 * count * (3 - 2)), 1000 - 2 * count * 10]  # fmt: skip
    assert cola is not None
    assert (cola["image"], cola["allergens"]) == (f"image{count - 1}", [f"allergens{count - 1}"])
    changed = [op[3] for op in ops if op[3].get("why") == "at once"]
    assert len({(item.get("image"), tuple(item.get("allergens", ()))) for item in changed}) == 2 * count


def test_whoever_is_killed_leaves_whole_movements_only(shop: Till) -> None:
    chance = random.Random(7)
    acknowledged = {"sell": 0, "receive": 0}
    for _round in range(3):
        running = {what: start(shop, what, str(MANY)) for what in acknowledged}
        for what, process in running.items():
            assert process.stdout is not None
            seen = [process.stdout.readline() for _ in range(chance.randint(1, 30))]
            process.kill()
            rest = process.communicate()[0].splitlines()
            acknowledged[what] += len(seen) + len(rest)
    shop.start()
    sold = len(shop.sales())
    received = shop.front.store.count("movements")
    # What was durable when the kill came, but not yet said, may be there as well.
    assert acknowledged["sell"] <= sold <= acknowledged["sell"] + 3
    assert acknowledged["receive"] <= received <= acknowledged["receive"] + 3
    # A till that starts takes up the basket of one that was killed, and rings on in it.
    taken = sum(int(line["qty"]) for sale in shop.sales() for line in sale["lines"])
    assert taken >= 2 * sold
    assert quantity(shop) == 24 + 3 * received - taken
    assert stock_history.differences(shop.register.counter)[0] == []
    assert not shop.front.store.verify(deep=True).problems
