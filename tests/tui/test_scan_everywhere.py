"""A scan in every screen and dialog of the till goes somewhere, and presses nothing.

It sells, it is what the screen asked for, or it waits, counted, and sells when the dialog is left. Whichever
way the scanner is connected, nothing else happens: no sale is paid, nothing is held, set or made.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from pos_tui import screens
from pos_tui.core.wedge import Wedge
from pos_tui.screens.confirm import AgeDialog, SameWeightDialog
from pos_tui.screens.desk import Desk
from pos_tui.screens.importing import Chosen, ImportPage, JobPage
from pos_tui.screens.operators import OperatorForm, OperatorsView
from pos_tui.screens.receipts import ReceiptsView
from pos_tui.screens.sale import SaleView
from pos_tui.services import suppliers
from pos_tui.terminal.keys import KeyReader
from pos_tui.terminal.router import Stroke
from tests.register.shop import EAN, UPC, Till

UNKNOWN = "4006381333931"
GS1 = f"]C101{EAN.zfill(14)}10LOT"
STX = "\x02"
NAMED = (*(f"f{number}" for number in range(1, 13)), "escape", "up", "down")


class Counter:
    """A desk over a real store, whose worker is done at once."""

    def __init__(self, till: Till) -> None:
        self.till, self.now = till, 100.0
        self.desk = Desk(
            till.register,
            lambda job, done: done(job()),
            lambda sound: None,
            lambda: self.now,
            till.front,
        )
        self.desk.router.wedge = Wedge.of(STX)
        self._keys = KeyReader()

    def keys(self, *names: str) -> None:
        """Keys of a person: names of function keys, or text; a newline is Enter."""
        for name in names:
            for key in [name] if name in NAMED else name:
                self.now += 1
                stroke = ("enter", "\r") if key == "\n" else (key, key if len(key) == 1 else None)
                self.desk.router.feed(Stroke(*stroke, self.now))

    def bytes(self, text: str, gap: float = 0.001) -> None:
        """What a terminal sends, a byte each `gap` seconds."""
        self.now += 1
        for byte in text.encode():
            self.now += gap
            for stroke in self._keys.feed(bytes((byte,)), self.now):
                self.desk.router.feed(stroke)

    def leave(self) -> None:
        """Goes back to the sale, step by step; what was typed into the prompt goes first."""
        for _step in range(12):
            if type(self.desk.view) is SaleView and not self.desk.router.text:
                return
            self.keys("escape")
        raise AssertionError(f"{type(self.desk.view).__name__} cannot be left")

    def done(self) -> tuple[Any, ...]:
        """What must not have changed."""
        till = self.till
        return (
            len(till.sales()),
            [held.id for held in till.register.held()],
            till.register.basket.tenders,
            till.register.basket.corrections,
            dict(till.front.key_choices),
            (till.front.store.folder / "config.toml").exists(),
            sum(1 for _ in till.front.store.documents("items")),
        )

    @property
    def quantity(self) -> int:
        return sum(int(line.quantity) for line in self.till.register.basket.lines)


@dataclass(frozen=True)
class Screen:
    """A screen, how a person gets there from a sale with one line, and what a scan does in it."""

    name: str
    steps: tuple[str, ...] = ()
    does: str = "sells"
    """sells, waits, asked: it is what the screen asked for; below: it waits, and the page below asked."""
    opens: Callable[[Counter], None] = lambda counter: None


def same_weight(counter: Counter) -> None:
    counter.desk.open(SameWeightDialog(counter.desk, "/weigh 4011 again"))


def age(counter: Counter) -> None:
    counter.desk.open(AgeDialog(counter.desk, {"age": 18, "born": "2008-11-23", "name": "Wine"}))


def cellar(counter: Counter) -> None:
    rules = counter.till.register.counter.rules
    counter.till.register.counter.rules = replace(rules, locations=("cellar",))


def counting(counter: Counter) -> None:
    counter.till.register.run("/sheet count")


def supplied(counter: Counter) -> None:
    suppliers.put(counter.till.register.counter, "ACME", {"name": "Acme Wholesale"})


def variants(counter: Counter) -> None:
    if counter.till.front.store.find("items", "sku", "TEE") is None:
        item = {"v": 1, "name": "T-shirt", "tax": "standard", "department": "", "unit": "each"}
        parent = {**item, "sku": "TEE", "price": None, "options": ["Size"]}
        kinds = [
            {**item, "sku": f"TEE-{size}", "price": "15", "parent": "TEE", "variant": [size]}
            for size in ("M", "L")
        ]
        with counter.till.front.store.transaction(operator="owner") as tx:
            for document in (parent, *kinds):
                tx.insert("items", document)


def operators_list(counter: Counter) -> None:
    book = counter.till.register.looking.book("operators")
    counter.desk.open(OperatorsView(counter.desk, book, book.rules()))


def operator_form(counter: Counter) -> None:
    book = counter.till.register.looking.book("operators")
    counter.desk.open(OperatorForm(counter.desk, book, "", {}, lambda: None))


def importing(counter: Counter) -> None:
    counter.desk.open(ImportPage(counter.desk, Chosen("items", "prices.csv")))


def exporting(counter: Counter) -> None:
    counter.desk.open(JobPage(counter.desk, "EXPORT"))


AFTER_UNKNOWN = (f"{UNKNOWN}\n", "f2")
WITH_ADA = ("/newcustomer name=Ada Byron\n", "/customer\n", "ada")
SCREENS = (
    Screen("SaleView"),
    Screen("TenderView", ("f1",)),
    Screen("CardDialog", ("/card\n",), "waits"),
    Screen("ShiftView", ("/shift\n",), "waits"),
    Screen("CountView", ("/open 100\n", "/count\n"), "waits"),
    Screen("SameWeightDialog", (), "waits", same_weight),
    Screen("AgeDialog", (), "waits", age),
    Screen("QuickView", ("/quick\n",)),
    Screen("MenuView", ("/help\n",)),
    Screen("PageKeysView", ("/held\n", "f12")),
    Screen("HelpPage", ("/help cash\n",)),
    Screen("TextView", ("/journal\n", "\n")),
    Screen("HeldView", ("/held\n",)),
    Screen("LayawaysView", ("/layaways\n",)),
    Screen("FindView", ("f2",)),
    Screen("CheckView", ("/check\n",), "asked"),
    Screen("ReceiptsView", ("/sales\n",), "asked"),
    Screen("ReceiptPage", ("/sales\n", "\n"), "asked"),
    Screen("ReportsView", ("/report\n",)),
    Screen("ReportView", ("/report sales all\n",)),
    Screen("CustomersView", ("/customer\n",)),
    Screen("CustomerPage", (*WITH_ADA, "f2")),
    Screen("BoughtView", (*WITH_ADA, "f2", "f3"), "asked"),
    Screen("StatementView", (*WITH_ADA, "f2", "f4")),
    Screen("PickView", (*WITH_ADA, "f2", "f6"), "waits"),
    Screen("SameView", (*WITH_ADA, "f2", "f7")),
    Screen("DataView", (*WITH_ADA, "f2", "f8")),
    Screen("SureDialog", (*WITH_ADA, "f2", "f9", "asked\n"), "waits"),
    Screen("CustomerForm", ("/newcustomer\n",), "waits"),
    Screen("CustomerForm", (*WITH_ADA, "f2", "f2"), "waits"),
    Screen("InvoiceForm", ("/invoice\n",), "waits"),
    Screen("EmptiesView", ("/empties\n",), "asked"),
    Screen("RefundView", ("/refund 1-1\n",), "asked"),
    Screen("JournalView", ("/journal\n",)),
    Screen("JobsView", ("/jobs\n",)),
    Screen("DevicesView", ("/devices\n",)),
    Screen("DeviceView", ("/devices\n", "receipt\n"), "waits"),
    Screen("Finding", ("/devices\n", "receipt\n", "1\n"), "waits"),
    Screen("AskText", ("/devices\n", "receipt\n", "1\n", "type\n"), "waits"),
    Screen("Trying", ("/devices\n", "receipt\n", "1\n", "type\n", "dummy://scanned\n"), "waits"),
    Screen("ImportPage", (), "sells", importing),
    Screen("JobPage", (), "sells", exporting),
    Screen("SettingsView", ("/settings\n",)),
    Screen("ThemeView", ("/settings\n", "theme\n")),
    Screen("KeysView", ("/settings\n", "keys\n")),
    Screen("KeyDialog", ("/settings\n", "keys\n", "pay\n")),
    Screen("LayoutForm", ("/layout\n",), "waits"),
    Screen("AllSettingsView", ("/settings\n", "all settings\n")),
    Screen("SettingView", ("/settings\n", "all settings\n", "limits.quantity\n"), "waits"),
    Screen("ConflictView", ("/settings\n", "keys\n", "pay\n", "f5")),
    Screen("UnmatchedView", (f"{UNKNOWN}\n", "/unmatched\n")),
    Screen("UnknownView", AFTER_UNKNOWN, "waits"),
    Screen("AskText", (*AFTER_UNKNOWN, "f1"), "waits"),
    Screen("AskText", (*AFTER_UNKNOWN, "f1", "Fountain pen\n"), "waits"),
    Screen("DepartmentView", (*AFTER_UNKNOWN, "f1", "Fountain pen\n", "12.50\n"), "waits"),
    Screen("DepartmentView", ("/dept\n",), "waits"),
    Screen("AskText", ("/dept\n", "1\n"), "waits"),
    Screen("EndingView", (*AFTER_UNKNOWN, "f3"), "waits"),
    Screen("VariantsView", ("TEE\n",), "sells", variants),
    Screen("KeepView", ("/items\n",), "asked"),
    Screen("ItemPage", ("/item COLA\n",), "sells"),
    Screen("NewItemPage", ("/newitem\n",), "asked"),
    Screen("NewItemPage", ("/newitem\n", "down"), "waits"),
    Screen("AskField", ("/item COLA\n", "down", "\n"), "asked"),
    Screen("RulesView", ("/promotions\n",)),
    Screen("OperatorsView", (), opens=operators_list),
    Screen("OperatorForm", (), "waits", operator_form),
    Screen("RuleForm", ("/promotions\n", "f2"), "waits"),
    Screen("RuleForm", ("/promotions\n", "f2", "A\n", "\n", "f2", "2\n"), "asked"),
    Screen("PickView", ("/promotions\n", "f2", "A\n", "\n", "f2"), "waits"),
    Screen("StockMenu", ("/stock\n",), "waits"),
    Screen("StockFind", ("/stock\n", "1\n"), "asked"),
    Screen("StockCard", ("/stock COLA\n",), "asked"),
    Screen("FieldsForm", ("/stock COLA\n", "f2"), "below"),
    Screen("PickView", ("/stock COLA\n", "f5", "f2"), "below", cellar),
    Screen("SheetView", ("/sheet count\n",), "asked"),
    Screen("SheetsView", ("/stock\n", "2\n"), "waits", counting),
    Screen("EndView", ("/sheet count\n", "COLA\n", "f1"), "asked"),
    Screen("PickView", ("/stock\n", "5\n"), "waits", cellar),
    Screen("TransfersView", ("/stock\n", "6\n"), "sells"),
    Screen("GoodsView", ("/stock\n", "8\n"), "sells"),
    Screen("OrdersView", ("/order\n",), "sells"),
    Screen("SuppliedView", ("/supplies ACME/\n",), "asked", supplied),
    Screen("OrderView", ("/order\n", "f6", "1\n"), "asked", supplied),
)


def views() -> set[str]:
    """The names of all classes of the screens that keys can go to."""
    found = set()
    for module in pkgutil.iter_modules(screens.__path__):
        for name, cls in inspect.getmembers(importlib.import_module(f"pos_tui.screens.{module.name}")):
            is_view = inspect.isclass(cls) and all(hasattr(cls, part) for part in ("enter", "press", "body"))
            if is_view and not inspect.isabstract(cls) and cls.__module__.startswith("pos_tui.screens"):
                found.add(name)
    return found


def test_every_screen_is_in_the_table() -> None:
    # The wizard of the first start is a program of its own, with its own tests; so has signing on.
    elsewhere = {"View", "WizardView", "Asking", "Form", "SignOnView", "PinView", "ApproveView"}
    missing = views() - {screen.name for screen in SCREENS} - elsewhere
    assert not missing, "say how to get there, and what a scan does there"


SENT: dict[str, Callable[[Counter, str], None]] = {
    "Enter": lambda counter, code: counter.bytes(f"{code}\r"),
    "Enter, line feed": lambda counter, code: counter.bytes(f"{code}\r\n"),
    "Tab": lambda counter, code: counter.bytes(f"{code}\t"),
    "prefix, slowly": lambda counter, code: counter.bytes(f"{STX}{code}\r\n", 0.06),
    "pasted": lambda counter, code: counter.bytes(f"\x1b[200~{code}\r\x1b[201~"),
    "line of its own": lambda counter, code: counter.desk.router.scan(code, counter.now),
}


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    shop = Till(tmp_path)
    shop(EAN, "/cash 10", EAN, "/hold Ann", EAN)
    yield Counter(shop)
    shop.stop()


def place(screen: Screen) -> str:
    return " ".join((screen.name, *screen.steps)).replace("\n", "")


@pytest.mark.parametrize(
    "screen", SCREENS, ids=lambda screen: "-".join((screen.name, *screen.steps[-1:])).strip()
)
def test_b03_b04_a_scan_goes_somewhere_and_presses_nothing(counter: Counter, screen: Screen) -> None:
    for sent in SENT:
        for code in (EAN, GS1, UNKNOWN):
            assert_it_goes_somewhere(counter, screen, sent, code)


def assert_it_goes_somewhere(counter: Counter, screen: Screen, sent: str, code: str) -> None:
    desk = counter.desk
    screen.opens(counter)
    counter.keys(*screen.steps)
    assert type(desk.view).__name__ == screen.name
    before, quantity, view = counter.done(), counter.quantity, desk.view
    missed = counter.till.register.unmatched
    SENT[sent](counter, code)
    counter.now += 1
    if screen.does in ("waits", "below"):
        assert ([entry.text for entry in desk.waiting], desk.view) == ([code], view)
        assert code in desk.notice.text
    elif screen.does == "asked":
        assert desk.view is not desk.sale
        assert counter.quantity == quantity
    counter.leave()
    assert counter.done() == before, f"{code} did more than it should"
    is_for_sale = screen.does not in ("asked", "below")
    assert counter.quantity == quantity + (code != UNKNOWN and is_for_sale)
    if code == UNKNOWN and is_for_sale:
        assert UNKNOWN in counter.till.register.unmatched
    else:
        kept = missed + (code,) * (code == UNKNOWN)
        assert counter.till.register.unmatched in (missed, kept)
    counter.keys("escape")


@pytest.mark.parametrize(
    "screen", SCREENS, ids=lambda screen: "-".join((screen.name, *screen.steps[-1:])).strip()
)
def test_b15_fifty_scans_are_fifty(counter: Counter, screen: Screen) -> None:
    if screen.does in ("asked", "below"):
        return
    screen.opens(counter)
    counter.keys(*screen.steps)
    quantity = counter.quantity
    counter.bytes(f"{EAN}\r\n" * 50)
    counter.now += 1
    counter.leave()
    assert counter.quantity == quantity + 50


@pytest.mark.parametrize("text", ["Fountain pen, blue", "Semi-skimmed milk"])
def test_what_is_pasted_into_a_field_that_asks_for_text_is_the_text(counter: Counter, text: str) -> None:
    counter.keys(*AFTER_UNKNOWN, "f1")
    counter.bytes(f"\x1b[200~{text}\x1b[201~")
    assert counter.desk.router.text == text
    counter.keys("\n")
    assert not counter.desk.waiting
    counter.keys("12.50\n", "1\n")
    assert counter.till.register.basket.lines[-1].name == text


@pytest.mark.parametrize("sent", SENT)
def test_b82_a_card_is_nowhere_whichever_screen_is_open(counter: Counter, sent: str) -> None:
    till = counter.till
    card = "4111111111111111"
    for screen in SCREENS:
        screen.opens(counter)
        counter.keys(*screen.steps)
        for stripe in (f"%B{card}^DOE/JOHN^2812101000?", f";{card}=2812101000?", card):
            SENT[sent](counter, stripe)
        counter.leave()
        counter.keys("up", "escape", "escape")
    till("/note settled", "/cash 10000")
    assert not counter.desk.waiting
    assert not any(card.encode() in data for data in till.files())
    assert not any(card in code for code in till.register.unmatched)


@pytest.mark.parametrize("code", [EAN, f"]E0{EAN}", GS1])
def test_a_scanned_item_finds_its_receipts_whichever_code_it_has(counter: Counter, code: str) -> None:
    counter.till("/cash 20", UPC, "/cash 20")
    counter.keys("/sales\n")
    counter.bytes(f"{code}\r")
    view = counter.desk.view
    assert isinstance(view, ReceiptsView)
    assert [sale["number"] for sale in view.found] == ["1-000002", "1-000001"]
