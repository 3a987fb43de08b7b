"""A day of a shop on the real screen: sign-on, float, sales, approvals, a power cut, a blind count, the Z."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from data.store import Store
from pos_tui import settings
from pos_tui.bootstrap import open_shop, people
from pos_tui.core.operator import Operator
from tests.tui.pty_till import PtyTill, key
from tests.tui.shop import ean, new_shop, now

from .cashier import price

FLOAT = 10_000
PINS = {"ann": "735162", "bob": "4711", "eve": "9317", "sue": "5028"}


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A shop of numbered items, with an owner, two cashiers and a supervisor."""
    store = new_shop(tmp_path)
    settings.set_values(store, {"shifts": "true", "shift.shared_drawer": "true"})
    with open_shop(store, environ={}, state=tmp_path / "state") as front:
        people.make_owner(front, "ann", "Ann", PINS["ann"])
        for code, role in (("bob", "cashier"), ("eve", "cashier"), ("sue", "supervisor")):
            wanted = Operator(code, code.title(), role)
            people.staff_of(front).add(people.frame(front), front.rights, wanted, PINS[code])
    yield store


class Counter:
    """The till, and what should be in its drawer, in pence."""

    def __init__(self, till: PtyTill) -> None:
        self.till = till
        self.cash, self.card, self.sold, self.receipts = FLOAT, 0, 0, 0

    def enter(self, *texts: str) -> None:
        for text in texts:
            self.till.send(f"{text}\r")

    def sign_on(self, who: str) -> None:
        self.till.wait("SIGN ON")
        self.enter(who)
        self.till.wait("PIN of")
        self.enter(PINS[who])
        self.till.wait(lambda text: f"  {who}  " in text and "SIGN ON" not in text)

    def sell(self, *numbers: int) -> int:
        """Scans some items; what they come to."""
        for number in numbers:
            self.enter(ean(number))
        return sum(map(price, numbers))

    def paid(self, total: int, *, by_card: bool) -> None:
        self.receipts += 1
        self.sold += total
        if by_card:
            self.enter("/card")
            self.till.wait("card terminal")
            self.till.send(key("f1"))
            self.card += total
        else:
            self.enter("/cash 2000")
            self.cash += total
        self.till.wait(lambda text: f"next 1-{self.receipts + 1:06d}" in text)


def test_a_day_on_the_screen(folder: Path) -> None:
    with PtyTill(folder) as till:
        day = Counter(till)
        day.sign_on("bob")
        till.wait("NO SHIFT IS OPEN")
        day.enter("1")
        till.wait("float: ")
        day.enter(f"{FLOAT // 100}")
        till.wait("shift of")
        till.send("\x1b")
        till.wait("F1 Pay")
        for number in range(1, 21):
            total = day.sell(number, number + 1, number + 20)
            if number % 5 == 0:
                day.enter("/void")
                total -= price(number + 20)
            day.paid(total, by_card=number % 3 == 0)
        # The power goes while a customer's goods are on the belt.
        total = day.sell(7, 8)
        till.wait("Item 00008")
        till.process.kill()
        till.process.wait(60)
    receipts = day.receipts
    with PtyTill(folder) as till:
        day.till = till
        day.sign_on("bob")
        till.wait("Item 00008")
        day.paid(total, by_card=False)
        assert day.receipts == receipts + 1

        # What a cashier may not do is approved by somebody who may, each time anew.
        day.enter(f"/return {ean(3)}")
        till.wait("may not")
        day.enter("sue")
        till.wait("PIN of Sue")
        day.enter(PINS["sue"])
        till.wait("-1")
        day.enter("/cash")
        day.receipts += 1
        till.wait(lambda text: f"next 1-{day.receipts + 1:06d}" in text)
        day.cash -= price(3)

        day.enter("/lock")
        day.sign_on("eve")
        for number in range(30, 40):
            day.paid(day.sell(number), by_card=False)
        day.enter("/lock")
        day.sign_on("sue")
        day.enter("/paidout 12.50 window cleaner")
        till.wait("Paid out 12.50")
        day.cash -= 1250
        day.enter(f"/count {(day.cash - 300) / 100:.2f} card={day.card / 100:.2f}")
        till.wait("3.00")
        day.enter("/z 100 three pounds are missing")
        till.wait("Z REPORT")
        till.send("\x1b")
        assert till.quit() == 0
    with Store.open(folder, clock=now, readonly=True, state=folder.parent / "state") as store:
        [z] = [row for row in store.documents("shifts") if row["kind"] == "z"]
        overrides = [row for row in store.documents("events") if row["kind"] == "override"]
    assert (z["expected"], z["over_short"]["cash"]) == ({"cash": day.cash, "card": day.card}, -300)
    assert (z["sales"]["sold"], z["sales"]["refunds"]) == (day.sold, -price(3))
    assert (z["sales"]["count"], z["gaps"], z["left"]) == (day.receipts, [], FLOAT)
    assert z["bag"] == day.cash - 300 - FLOAT
    assert [(row["operator"], row["by"]) for row in overrides] == [("bob", "sue")]
