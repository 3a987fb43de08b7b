"""A shop to ring in: its items, its till, and what a test wants to see of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from data.store import Store
from pos_tui.bootstrap import Shopfront, open_register, open_shop
from pos_tui.bootstrap.making import ShopSetup, create_shop, parse_tax
from tests.copying import copied

if TYPE_CHECKING:
    from pos_tui.bootstrap.till import OpenRegister
    from pos_tui.register.outcome import Outcome

EAN = "5449000000996"
UPC = "036000291452"


class Clock:
    """A time that goes on by a second each time somebody looks."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def item(sku: str, name: str, price: str | None, **fields: Any) -> dict[str, Any]:
    """An item's document."""
    return {
        "v": 1,
        "sku": sku,
        "gtins": [],
        "plu": None,
        "name": name,
        "price": price,
        "cost": None,
        "department": "Food",
        "tax": "standard",
        "unit": "each",
        "weighed": False,
        **fields,
    }


ITEMS = (
    item("COLA", "Cola 0.33 l", "1.19", gtins=[EAN.zfill(14)], cost="0.40"),
    item("TISSUE", "Tissues", "2.00", gtins=[UPC.zfill(14)]),
    item("BAN", "Bananas, loose", "1.99", plu="4011", unit="kg", weighed=True, tax="zero"),
    item("CHEESE", "Cheese, cut", "12.50", plu="12345", unit="kg", weighed=True, tax="zero"),
    item("PIE", "Pie, by the label", "3.00", plu="54321"),
    item("HERB", "Saffron", "9.00", unit="g", weighed=True),
    item("123", "Numbered", "2.50"),
    item("BOOK", "Book", "9.99", tax="zero"),
    item("CASE", "Case of twelve", "23.90"),
    item("M", "Manual", None),
    item("BANK CHARGES", "Bank charges", None),
    item('A"B', "Quoted", "1.00"),
    item("/slash", "Slash", "1.00"),
    item("3*5", "Starred", "7.00"),
    item("a@b", "At", "1.00"),
    item("85123A", "White heart", "2.55"),
    item("CHOC", "Milk chocolate bar", "0.85"),
    item("TWIN1", "Twin one", "1.00", gtins=["00000096385074"]),
    item("TWIN2", "Twin two", "2.00", gtins=["00000096385074"]),
    item("LUX", "Luxury", "5.00", tax="luxury"),
    item("NEXT", "Next year's", "5.00", tax="next"),
)
DEPARTMENTS = (
    {"v": 1, "code": "Food", "name": "Food", "tax": "standard", "least": None, "most": None},
    {"v": 1, "code": "News", "name": "Newsagent", "tax": "zero", "least": "0.20", "most": "30"},
    {"v": 1, "code": "Fruit & Veg", "name": "Fruit & Veg", "tax": "zero", "least": None, "most": None},
    {"v": 1, "code": "food", "name": "Pet food", "tax": "luxury", "least": None, "most": None},
)


def _make(setup: ShopSetup, place: Path) -> None:
    beginning = Clock().now
    create_shop(place / "store", setup, clock=lambda: beginning, state=place / "state")
    with Store.open(place / "store", clock=lambda: beginning, state=place / "state") as store:
        with store.transaction(operator="owner") as tx:
            tx.insert("taxes", _tax_from("next", "2027-01-01", "25"))
            for document in ITEMS:
                tx.insert("items", document)
            for document in DEPARTMENTS:
                tx.insert("departments", document)
        with store.transaction(operator="owner") as tx:
            tx.insert("stock", {"v": 1, "sku": "COLA", "location": "shop", "qty": "24"})


class Till:
    """A shop's till 1 that remembers nothing but what is on the disk when it is started again."""

    def __init__(
        self,
        place: Path,
        *,
        prices: str = "inclusive",
        currency: str = "GBP",
        cash_rounding: str | None = None,
        simulated: bool = False,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        self.place, self.clock, self.settings = place, Clock(), dict(settings or {})
        taxes = tuple(map(parse_tax, ("standard=20", "zero=0")))
        setup = ShopSetup(
            "Corner Shop",
            currency,
            prices,
            taxes,
            timezone="Europe/London",
            cash_rounding=cash_rounding,
            simulated=simulated,
        )
        copied((currency, prices, cash_rounding, simulated), place, partial(_make, setup))
        self.printed: list[tuple[str, int]] = []
        self.front: Shopfront
        self.register: OpenRegister
        self._running = False
        self.start()

    def start(self) -> None:
        """Opens the shop and takes the till, as a program that starts does."""
        state = self.place / "state"
        self.front = open_shop(
            self.place / "store", clock=self.clock, environ={}, flags=self.settings, state=state
        )
        self.register = open_register(self.front)
        self.register._on_sale = lambda sale, copy: self.printed.append((sale["number"], copy))
        self._running = True

    def stop(self) -> None:
        """Gives the till up, as a program that ends does."""
        if self._running:
            self.register.close()
            self.front.close()
            self._running = False

    def restart(self) -> None:
        """Stops and starts."""
        self.stop()
        self.start()

    def __call__(self, *entries: str, entered: str = "key") -> Outcome:
        """Runs entries that must all be accepted; returns the last outcome."""
        for entry in entries:
            outcome = self.register.run(entry, entered=entered)
            assert outcome.ok, f"{entry}: {outcome.message}"
        return outcome

    def refused(self, entry: str, entered: str = "key") -> str:
        """Runs an entry that must be refused and must change nothing; returns why."""
        before = (self.register.basket, self.sales(), len(self.register.held()))
        outcome = self.register.run(entry, entered=entered)
        assert (outcome.kind, outcome.ok) == ("refused", False), f"{entry}: {outcome.message}"
        assert (self.register.basket, self.sales(), len(self.register.held())) == before
        assert outcome.data["reason"] == outcome.message
        assert outcome.sound in ("refused", "unknown")
        return outcome.message

    def total(self) -> int:
        """The open basket's total."""
        return self.register.priced.total

    def lines(self) -> list[tuple[str, str, int]]:
        """(SKU, quantity, amount) of the lines that are not void."""
        rows = zip(self.register.basket.lines, self.register.priced.lines, strict=True)
        return [(line.sku, str(line.quantity), figures.amount) for line, figures in rows if not line.void]

    def sales(self) -> list[dict[str, Any]]:
        """All that was recorded, oldest first."""
        return [dict(document) for document in self.front.store.documents("sales")]

    def stored(self, table: str, field: str, value: str) -> Any:
        """The document of a table with this value."""
        found = self.front.store.find(table, field, value)
        assert found is not None
        return found

    def files(self) -> Iterator[bytes]:
        """Every file of the store and of the machine's memory of it."""
        for path in sorted(self.place.rglob("*")):
            if path.is_file():
                yield path.read_bytes()


def _tax_from(code: str, day: str, rate: str) -> dict[str, Any]:
    rates = [{"from": day, "rate": rate}]
    return {
        "v": 1,
        "code": code,
        "name": code,
        "components": [{"name": code, "rates": rates, "compound": False}],
    }
