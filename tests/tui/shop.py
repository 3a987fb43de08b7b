"""A small shop in a temporary store, and its register, for tests of the screen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from data.store import Store
from pos_tui.bootstrap import Shopfront, open_register, open_shop
from pos_tui.bootstrap.making import ShopSetup, create_shop, parse_tax
from pos_tui.core.barcode import check_digit
from tests.copying import copied

if TYPE_CHECKING:
    from pos_tui.register.register import Register

HOSTILE = (
    "Tea [/]",
    "[@click=app.quit]x[/]",
    "\x1b]0;t\x07 title",
    "\x1b[2J\x9b31mred",
    "שלום חלב ‮evil",
    "é̂̃̄̅̆ a\u0300\u0301",
    "牛乳 全角 wide",
    "👩‍👩‍👧 🇬🇧 ☕️ emoji",
    "tab\there\r\nline",
    "$name {x} %s \\ &amp;",
)


TWIN = "96385074"
"""A code that two items have."""


def now() -> datetime:
    """The one moment these tests know."""
    return datetime(2026, 11, 23, 14, 5, tzinfo=UTC)


def ean(number: int) -> str:
    """The in-store EAN-13 of an item."""
    body = f"25{number:010d}"
    return f"{body}{check_digit(body)}"


def new_shop(place: Path, items: int = 60) -> Path:
    """Sets a shop up with numbered items and some with dangerous names; returns the store's folder."""
    copied(("tui", items), place, partial(make_shop, items))
    return place / "store"


def make_shop(items: int, place: Path) -> None:
    """The same, made and not copied."""
    folder = place / "store"
    taxes = tuple(map(parse_tax, ("standard=20", "zero=0")))
    setup = ShopSetup("Corner Shop", "GBP", "inclusive", taxes, timezone="Europe/London", country="GB")
    create_shop(folder, setup, clock=now, state=place / "state")
    with (
        Store.open(folder, clock=now, state=place / "state") as store,
        store.transaction(operator="owner") as tx,
    ):
        for document in documents(items):
            tx.insert("items", document)
        for sku, quantity in (("MILK", "24"), ("BAN", "12.5"), ("CHOC", "0")):
            tx.insert("stock", {"v": 1, "sku": sku, "location": "shop", "qty": quantity})
        tx.insert("stock", {"v": 1, "sku": "MILK", "location": "store", "qty": "120"})
        for name, tax in (("Food", "standard"), ("Fruit & Veg", "zero"), ("News", "zero")):
            tx.insert("departments", {"v": 1, "code": name, "name": name, "tax": tax})


def documents(items: int) -> Iterator[dict[str, Any]]:
    """The items: some with plain names, then the dangerous ones as X0, X1..."""
    for number in range(1, items + 1):
        yield _item(f"S{number}", f"Item {number:05d}", f"{number % 7 + 1}.{number % 100:02d}", [ean(number)])
    yield _item("MILK", "Semi-skimmed milk 1 l", "1.19", [])
    yield _item("CHOC", "Milk chocolate bar", "0.85", [])
    yield {**_item("BAN", "Bananas, loose", "1.99", [], plu="4011"), "unit": "kg", "weighed": True}
    for name in ("one", "two"):
        yield _item(f"TWIN{name}", f"Twin {name}", "1.00", [TWIN])
    for number, name in enumerate(HOSTILE):
        yield _item(f"X{number}", name, "1.00", [])


def _item(sku: str, name: str, price: str, codes: list[str], plu: str | None = None) -> dict[str, Any]:
    return {
        "v": 1, "sku": sku, "gtins": [code.rjust(14, "0") for code in codes], "plu": plu, "name": name,
        "price": price, "cost": None, "department": "Food", "tax": "standard", "unit": "each",
        "weighed": False,
    }  # fmt: skip


@contextmanager
def open_till(folder: Path) -> Iterator[tuple[Shopfront, Register]]:
    """The shop's till 1."""
    with (
        open_shop(folder, clock=now, environ={}, state=folder.parent / "state") as front,
        open_register(front, "1") as register,
    ):
        yield front, register
