"""Two tills, each a process of its own, at one gift card, store credit and account, one of them killed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pos_tui.bootstrap import open_shop
from pos_tui.bootstrap.tenders import set_type
from pos_tui.services import customers

if TYPE_CHECKING:
    from .conftest import NewTill
    from .shop import Till

ROOT = Path(__file__).resolve().parents[2]
SALE, CARD, CREDIT, LIMIT = 119, 595, 595, 600
"""Minor units: what a sale takes, and what there is."""
KILLED_AFTER = 20
"""Lines."""


def run_both(shop: Till, entries: Path) -> None:
    """Rings the entries at two tills; the second one is killed, and begins again."""
    state = {"POS_STATE": str(shop.place / "state"), "POS_STORE": str(shop.place / "store")}
    environ = {name: value for name, value in os.environ.items() if not name.startswith("POS_")} | state

    def start(till: str) -> subprocess.Popen[bytes]:
        words = ("ring", str(entries), "--till", till, "--json")
        return subprocess.Popen(
            [sys.executable, "-m", "pos_tui", *words], cwd=ROOT, env=environ, stdout=subprocess.PIPE
        )

    first, killed = start("1"), start("2")
    assert killed.stdout is not None
    for _line in range(KILLED_AFTER):
        killed.stdout.readline()
    killed.kill()
    killed.communicate()
    for each in (first, start("2")):
        each.communicate(timeout=120)


def test_of_a_card_credit_and_an_account_no_more_is_taken_than_there_is(new_till: NewTill) -> None:
    shop = new_till()
    for kind in ("voucher", "store_credit", "account"):
        set_type(shop.front, kind, ())
    shop.restart()
    ada = customers.add(shop.register.counter, {"name": "Ada", "limit": LIMIT})
    shop(
        f"/voucher {CARD / 100:.2f} code GIFT-1",
        "/cash",
        "/return 5*COLA",
        "/customer ada",
        "/pay store_credit",
    )
    credit = next(row for row in shop.front.store.documents("vouchers") if row["type"] == "store_credit")
    assert credit["balance"] == CREDIT
    with shop.front.store.transaction(operator="owner") as tx:
        tx.insert("tills", {"v": 1, "till": "2", "receipt": 0})
    shop.stop()
    one = f"COLA\n/redeem GIFT-1\n/cancel\nCOLA\n/redeem {credit['code']}\n/cancel\n"
    one += f"COLA\n/customer {ada.id}\n/pay account\n/cancel\n"
    entries = shop.place / "entries"
    entries.write_text("/cancel\n" + one * 10, encoding="ascii")
    run_both(shop, entries)
    with open_shop(shop.place / "store", environ={}, state=shop.place / "state") as front:
        assert front.store.verify(deep=True).ok
        left = {row["code"]: row["balance"] for row in front.store.documents("vouchers")}
        owed = next(iter(front.store.documents("customers")))["balance"]
        sales = [sale for sale in front.store.documents("sales") if sale["kind"] == "sale"]
    taken = dict.fromkeys(("voucher", "store_credit", "account"), 0)
    for tender in (tender for sale in sales for tender in sale["tenders"] if tender["type"] in taken):
        taken[tender["type"]] += tender["amount"]
    assert (left["GIFT-1"], left[credit["code"]], owed) == (
        CARD - taken["voucher"],
        CREDIT - taken["store_credit"],
        taken["account"],
    )
    assert (left["GIFT-1"], left[credit["code"]]) == (0, 0), "each was tried until nothing was left"
    assert owed == LIMIT // SALE * SALE
