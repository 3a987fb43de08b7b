"""Pictures of the screens, by size and theme. A person looks at one that changed before it is renewed.

A screen is added by its keys in SCENES.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from devices.scales.scale import Weight
from pos_tui.app import Till
from pos_tui.core.quick import QuickKey, QuickPage
from pos_tui.screens.confirm import AgeDialog
from pos_tui.screens.quick import QuickView
from tests.copying import copied

from .conftest import Driven
from .shop import ean, make_shop, open_till

if TYPE_CHECKING:
    from textual.pilot import Pilot

SOLD = (ean(1), "enter", "2*", "enter", "MILK", "enter", "/note Table 7", "enter", "/cash 20", "enter",
        "CHOC", "enter", "/card", "enter", "f1")  # fmt: skip
ADA = ("/newcustomer name=Ada Byron; phone=+44 20 7946 0018; email=ada@example.org; limit=50; group=trade",
       "enter", "/newcustomer name=Bea Adams; phone=0171 5551234", "enter")  # fmt: skip
BYRON = ("/customer", "enter", "up", "byr", "up", "up", "f2", "up", "up")
"""With a key that moves nothing wherever the worker is to come to its end first."""
SCENES = {
    "sale": ("2*", "enter", ean(1), "enter", ean(12), "enter", "X0", "enter", "f4", "0.734*4011", "enter"),
    "pending": (ean(1), "enter", "10%", "f6", "12*", "enter"),
    "find": (ean(1), "enter", "milk", "down"),
    "find page": (ean(1), "enter", "f2", "milk", "down"),
    "check": ("/check", "enter", "MILK", "enter"),
    "tender": ("2*", "enter", ean(1), "enter", "f1", "2", "enter"),
    "card": (ean(1), "enter", "f1", "f3", ean(2), "enter"),
    "change": (ean(1), "enter", "f1", "5", "enter"),
    "refused": (ean(1), "enter", "5449000000996", "enter"),
    "unknown": (ean(1), "enter", "5449000000996", "enter", "f2", ean(2), "enter"),
    "new_item": ("5449000000996", "enter", "f2", "f1", "Cola", "enter"),
    "department": ("/dept", "enter", "down"),
    "last_digits": ("7770000000126", "enter", "f2", "f3"),
    "unmatched": ("5449000000996", "enter", "4006381333931", "enter", "/unmatched", "enter"),
    "held": (ean(1), "enter", "bob", "f7", "f7"),
    "receipts": (*SOLD, "/sales", "enter", "milk"),
    "receipt": (*SOLD, "/sales", "enter", "milk", "enter"),
    "refund": (*SOLD, "/refund 1-1", "enter", "1", "enter", "down", "enter", "f3"),
    "customers": (*ADA, ean(1), "enter", "/customer", "enter", "up", "ada", "up", "up"),
    "customer": (*ADA, *BYRON),
    "customer_form": (*ADA, *BYRON, "f2", "up", "down", "call me", "enter"),
    "customer_served": (*ADA, ean(1), "enter", "/customer byr", "enter"),
    "reports": ("/report", "enter", "down"),
    "invoice": (
        ean(1),
        "enter",
        "/exempt C-7",
        "enter",
        "/invoice",
        "enter",
        "Ada Ltd",
        "enter",
        "1 High Street",
        "enter",
        "down",
        "down",
        "DE12",
        "enter",
    ),
    "items": ("/items milk", "enter"),
    "item": ("/item MILK", "enter", "price", "enter", "1.29", "enter"),
    "rule": (
        "/pricelists MILK3 new group=Ada from=2026-12-01 for spring",
        "enter",
        "/pricelists MILK3",
        "enter",
        "down",
        "Byron",
        "enter",
    ),
    "journal": (*SOLD, "/journal", "enter"),
    "journal back": (*SOLD, "/journal", "enter", "up", "up"),
    "record": (*SOLD, "/journal 1-000001", "enter", "enter"),
    "devices": ("/devices", "enter"),
    "device": ("/devices", "enter", "receipt", "enter"),
    "shift": ("/open 100", "enter", "/shift", "enter", "down"),
    "count": ("/open 100", "enter", "/count", "enter", "2", "enter", "13", "enter"),
    "stock": ("/stock", "enter", "down"),
    "stock item": (
        "/receive 12*MILK@0.60",
        "enter",
        "5*MILK",
        "enter",
        "/cash",
        "enter",
        "/stock MILK",
        "enter",
    ),
    "sheet": (
        "/sheet count",
        "enter",
        ean(1),
        "enter",
        "12*",
        "enter",
        ean(2),
        "enter",
        "9999999999994",
        "enter",
        "down",
    ),
    "menu": ("f12", "drawer"),
    "help": ("f12", "f4"),
    "settings": ("/settings", "enter"),
    "themes": ("/settings", "enter", "theme", "enter"),
    "keys": ("/settings", "enter", "keys", "enter", "down"),
    "key": ("/settings", "enter", "keys", "enter", "pay", "enter", "up"),
    "conflict": ("/settings", "enter", "keys", "enter", "pay", "enter", "f5"),
}


@pytest.fixture
def till(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Till]:
    """A till in whose records nothing is left to chance, so that their hashes are always the same."""
    monkeypatch.setattr("data.storefile.secrets.token_hex", lambda length: "ab" * length)
    monkeypatch.setattr("data.storage.os.getpid", lambda: 1)
    monkeypatch.setattr("data.store.new_key", lambda *_place: "cd" * 16)
    ids = map(str, count())
    copied("pictures", tmp_path, partial(make_shop, 60))
    with open_till(tmp_path / "store") as (front, register):
        register.counter.new_id = lambda: next(ids)
        register.start_over()
        yield Till(register, front)


def scene(keys: tuple[str, ...]) -> Callable[[Pilot[Any]], Awaitable[None]]:
    """What a cashier pressed before the picture."""

    async def play(pilot: Pilot[Any]) -> None:
        assert isinstance(pilot.app, Till)
        await Driven(pilot.app, pilot).press(*keys)

    return play


@pytest.mark.parametrize("name", SCENES)
def test_80x24(till: Till, snap_compare: Any, name: str) -> None:
    assert snap_compare(till, run_before=scene(SCENES[name]), terminal_size=(80, 24))


@pytest.mark.parametrize("name", SCENES)
def test_80x24_without_colours(till: Till, snap_compare: Any, name: str) -> None:
    till.desk.dress("none")
    assert snap_compare(till, run_before=scene(SCENES[name]), terminal_size=(80, 24))


@pytest.mark.parametrize("name", SCENES)
def test_40x20(till: Till, snap_compare: Any, name: str) -> None:
    assert snap_compare(till, run_before=scene(SCENES[name]), terminal_size=(40, 20))


@pytest.mark.parametrize("name", SCENES)
def test_120x40(till: Till, snap_compare: Any, name: str) -> None:
    assert snap_compare(till, run_before=scene(SCENES[name]), terminal_size=(120, 40))


@pytest.mark.parametrize("theme", ["contrast", "dark", "light", "large"])
def test_other_themes(till: Till, snap_compare: Any, theme: str) -> None:
    till.desk.dress(theme)
    assert snap_compare(till, run_before=scene(SCENES["sale"]), terminal_size=(80, 24))


class StuckScale:
    """Shows what it showed before."""

    def weigh(self) -> Weight:
        return Weight(734, repeated=True)

    def take(self, grams: int) -> None:
        """It stays as it is."""

    release = take


@pytest.mark.parametrize("size", [(80, 24), (40, 20)], ids=["80x24", "40x20"])
def test_the_same_weight(till: Till, snap_compare: Any, size: tuple[int, int]) -> None:
    register: Any = till.desk.register
    register.counter.scale = StuckScale()
    assert snap_compare(till, run_before=scene(("1*X0", "enter", "4011", "enter")), terminal_size=size)


@pytest.mark.parametrize("size", [(80, 24), (40, 20)], ids=["80x24", "40x20"])
def test_a_tare_is_chosen(till: Till, snap_compare: Any, size: tuple[int, int]) -> None:
    register: Any = till.desk.register
    register.counter.rules = replace(register.counter.rules, tares={"bag": 2, "box": 15})
    assert snap_compare(till, run_before=scene(("/tare box", "enter", "40")), terminal_size=size)


@pytest.mark.parametrize("size", [(80, 24), (40, 20)], ids=["80x24", "40x20"])
def test_b72_an_age_is_asked(till: Till, snap_compare: Any, size: tuple[int, int]) -> None:
    till.desk.open(AgeDialog(till.desk, {"age": 18, "born": "2008-11-23", "name": "Red wine, dry"}))
    assert snap_compare(till, run_before=scene(()), terminal_size=size)


@pytest.mark.parametrize("size", [(80, 24), (40, 20), (120, 40)], ids=["80x24", "40x20", "120x40"])
def test_quick_keys(till: Till, snap_compare: Any, size: tuple[int, int]) -> None:
    names = ("Roll", "Baguette, rustic, stone oven", "", "Croissant", "4", "5", "6", "7", "8", "Cake")
    page = QuickPage("Bread", tuple(QuickKey(name, name, "0.85") for name in names))
    till.desk.open(QuickView(till.desk, (page, page)))
    assert snap_compare(till, run_before=scene(("3*",)), terminal_size=size)
