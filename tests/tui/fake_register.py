"""A register without a store, and a worker that ends when a test says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from pos_tui.core.currency import Currency
from pos_tui.core.errors import StoreError
from pos_tui.core.journal_query import JournalQuery, Told
from pos_tui.core.pricing import Priced, PricingRules, price
from pos_tui.core.sale import Basket, SaleLine
from pos_tui.core.shop import Shop
from pos_tui.core.tender import Settlement
from pos_tui.register.commands import COMMANDS
from pos_tui.register.outcome import Outcome
from pos_tui.screens.desk import Desk
from pos_tui.services.shifts import Standing
from pos_tui.terminal.router import Stroke

if TYPE_CHECKING:
    from pos_tui.core.department import Department
    from pos_tui.core.item import Item
    from pos_tui.core.quick import QuickPage

_RULES = PricingRules(Currency.parse("GBP"), True, {"none": ()})


FACTS: dict[str, Any] = {
    "sku": "A", "name": "A", "department": "Food", "unit": "each", "weighed": False, "price": "1",
    "with_tax": None, "tax": "none", "rate": "", "here": None, "elsewhere": {}, "codes": [],
    "plu": None, "qty": None, "amount": None,
}  # fmt: skip


@dataclass
class FakeLooking:
    """Answers what a test put here."""

    stocks: dict[str, Decimal] = field(default_factory=dict)
    past: list[list[Any]] = field(default_factory=list)
    """Batches of sales or records, the newest first."""
    asked: list[str] = field(default_factory=list)
    broken: bool = False
    keeper: Any = None
    kept: tuple[Item, ...] = ()
    """The items that are found to be kept."""
    more_ways: bool = False
    """To pay, than cash and card."""
    stands: Standing = field(default_factory=lambda: Standing(None, "2026-11-23", None, None))

    def room(self) -> str:
        return ""

    def stock(self, sku: str) -> Decimal | None:
        return self.stocks.get(sku)

    def check(self, text: str) -> dict[str, Any]:
        return {**FACTS, "name": text}

    def find_all(self, text: str, limit: int) -> tuple[Item, ...]:
        return tuple(item for item in self.kept if text.casefold() in item.name.casefold())[:limit]

    def items_of(self, code: str) -> tuple[Item, ...]:
        return tuple(item for item in self.kept if item.sku == code)

    def quick_keys(self) -> tuple[QuickPage, ...]:
        return self.quick

    def came_after(self, number: str) -> list[str]:
        return []

    def sales(self, text: str) -> Iterator[list[Any]]:
        self.asked.append(text)
        for batch in self.past:
            yield [sale for sale in batch if all(word in str(sale).casefold() for word in text.split())]

    def records(self, text: str, tables: tuple[str, ...] = (), after: int = 0) -> Iterator[list[Any]]:
        query = JournalQuery.parse(text, ZoneInfo("UTC"), tables)
        for batch in self.past:
            yield [record for record in batch if record.n > after and query.matches(record)]

    def told(self, record: Any) -> Told:
        return Told.of(record, ZoneInfo("UTC"))

    def standing(self) -> Standing:
        return self.stands

    def service_mode(self) -> str:
        return ""

    @property
    def has_drawer(self) -> bool:
        return False

    def ways_to_pay(self) -> tuple[tuple[str, str], ...]:
        return (("usd", "US dollars: 20 usd"),) if self.more_ways else ()

    def is_voucher(self, text: str) -> bool:
        return self.more_ways and text == "GIFT-1"

    def slip_types(self) -> tuple[str, ...]:
        return ("card",)

    def recorded(self) -> int:
        if self.broken:
            raise StoreError("the disk is gone")
        return max((record.n for batch in self.past for record in batch), default=0)


@dataclass
class FakeRegister:
    """Sells everything for 1.00 and writes down what it was asked to run, and as what."""

    ran: list[tuple[str, str]] = field(default_factory=list)
    basket: Basket = field(default_factory=lambda: Basket("one"))
    shop: Shop = field(default_factory=lambda: Shop("Shop", Currency.parse("GBP"), "inclusive", "UTC"))
    till: str = "1"
    operator: str = "ana"
    pending: Decimal | None = None
    current: int | None = None
    tare: str = ""
    last_sale: dict[str, Any] | None = None
    restored: str | None = None
    next_number: str = "1-000001"
    unmatched: tuple[str, ...] = ()
    commands: tuple[type[Any], ...] = COMMANDS
    items: tuple[Item, ...] = ()
    looked: int = 0
    looking: FakeLooking = field(default_factory=FakeLooking)
    sold_under: tuple[Department, ...] = ()
    unknown: frozenset[str] = frozenset()
    """Codes that no item has."""
    refused: frozenset[str] = frozenset()
    """What no field of a new item can be, and no amount."""
    baskets: tuple[Any, ...] = ()
    station: Any = None
    repeated: frozenset[str] = frozenset()
    """Codes that would sell the weight that was sold before."""

    @property
    def priced(self) -> Priced:
        return price(self.basket, replace(_RULES, currency=self.shop.currency))

    @property
    def settlement(self) -> Settlement:
        return Settlement(self.priced.total, 0, 0, complete=False)

    def document(self) -> dict[str, Any]:
        return {"lines": len(self.basket.lines)}

    def held(self) -> tuple[Any, ...]:
        return self.baskets

    def find(self, text: str, limit: int = 20) -> list[Item]:
        self.looked += 1
        return [item for item in self.items if text.casefold() in item.name.casefold()][:limit]

    def find_ending(self, digits: str, limit: int = 20, least: int = 4) -> list[Item]:
        ends = digits[-least:]
        return [item for item in self.items if len(ends) == least and item.sku.endswith(ends)][:limit]

    def departments(self) -> tuple[Department, ...]:
        return self.sold_under

    def objection(self, field: str, text: str) -> str:
        return "not this" if text in self.refused else ""

    def has_code(self, text: str) -> bool:
        return False

    def blocks(self, text: str) -> bool:
        return text.startswith(("/cash", "/card", "/pay")) or text in self.repeated

    def run(self, text: str, *, entered: str = "key", approval: Any = None) -> Outcome:
        self.ran.append((text, entered))
        if text in self.repeated:
            return Outcome("refused", "the same", {"repeat": f"/weigh {text} again"}, sound="refused")
        if self.blocks(text):
            if not self.basket.lines:
                return Outcome("refused", "nothing to pay for", sound="refused")
            self.last_sale = {"number": "1-000001", "total": self.priced.total, "change": 0, "rounding": 0}
            self.last_sale["tenders"] = [{"type": text[1:5], "amount": self.priced.total}]
            self.basket = Basket("next")
            return Outcome("sale", "sold", sound="good")
        if text.startswith("/check "):
            return Outcome("info", text, {"item": self.looking.check(text[7:])}, sound="good")
        if text == "/unmatched":
            missed = [{"code": code, "times": 1, "time": ""} for code in self.unmatched]
            return Outcome("info", "\n".join(["", *self.unmatched]), {"unmatched": missed})
        if text.startswith(("/dept", "/new")) and not any(word in text for word in self.refused):
            return Outcome("line", text, sound="good")
        if any(word in text for word in self.refused):
            return Outcome("refused", "no", sound="refused")
        if text.startswith("/"):
            return Outcome("info", text)
        code = text.rpartition("*")[2]
        if code in self.unknown:
            return Outcome("refused", f"no item has {code}", {"code": code}, sound="unknown")
        line = SaleLine(text, text, text, "none", Decimal(1), Decimal(1), entered=entered)
        self.basket = self.basket.with_line(len(self.basket.lines), line)
        return Outcome("line", text, sound="good")


class Counter:
    """A desk over a fake register, its keys, and its worker."""

    def __init__(self) -> None:
        self.register = FakeRegister()
        self.time = 0.0
        self.sounds: list[str] = []
        self._jobs: list[tuple[Callable[[], Any], Callable[[Any], None]]] = []
        self.later: list[Callable[[], None]] = []
        self.desk = Desk(
            self.register,
            self._queue,
            self.sounds.append,
            lambda: self.time,
            later=lambda seconds, call: self.later.append(call),
        )

    def key(self, key: str, character: str | None = None, after: float = 1.0) -> None:
        """One key, some time after the one before."""
        self.time += after
        self.desk.router.feed(Stroke(key, character, self.time))

    def type(self, text: str, gap: float = 0.2) -> None:
        """Keys by hand; a newline is Enter."""
        for char in text:
            self.key("enter" if char == "\n" else char, char, gap)

    def scan(self, code: str, suffix: str = "\n") -> None:
        """A scan, a second after what was before."""
        self.time += 1
        self.type(code + suffix, 0.001)

    def second(self) -> None:
        """What was to happen later happens."""
        due, self.later[:] = list(self.later), []
        for call in due:
            call()

    def work_all(self) -> None:
        """The worker has nothing left to do."""
        while self._jobs:
            self.work()

    def _queue(self, job: Callable[[], Any], done: Callable[[Any], None]) -> None:
        if self._looks(job):
            done(job())  # beside the keys, and nobody waits for it
        else:
            self._jobs.append((job, done))

    def _looks(self, job: Callable[[], Any]) -> bool:
        """Whether a job only looks at the disk: those of `fetch` keep what they run in a closure."""
        read = self.desk.room.read
        return any(cell.cell_contents == read for cell in getattr(job, "__closure__", None) or ())

    def work(self) -> None:
        """The worker ends its job, if it has one."""
        if self._jobs:
            job, done = self._jobs.pop(0)
            done(job())

    @property
    def sold(self) -> list[str]:
        """What was entered at the counter that was no command, in order."""
        return [text for text, _ in self.register.ran if not text.startswith("/")]
