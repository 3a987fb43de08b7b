"""The real shop beside the model: a store on disk with two tills, that can be stopped, killed and rebuilt."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from data.rebuild import rebuild
from pos_tui.bootstrap import open_register, open_shop, prices, promotions
from pos_tui.bootstrap.making import ShopSetup, create_shop, parse_tax, tender_document
from pos_tui.bootstrap.people import frame, lock_up
from pos_tui.bootstrap.tenders import set_rate, set_type
from pos_tui.core.operator import Operator
from pos_tui.core.permission import EVERYTHING
from pos_tui.core.tender import PRESETS
from pos_tui.services.operators import Staff
from tests.copying import copied
from tests.register.people import PINS, ROLES, QuickPins
from tests.register.shop import Clock, item

from .arithmetic import major
from .model import BULK, MEMBERS, PRICES, STEPS, TAX_OF

if TYPE_CHECKING:
    from pos_tui.bootstrap import Shopfront
    from pos_tui.bootstrap.till import OpenRegister
    from pos_tui.register.outcome import Outcome

PROMOTIONS = (
    {"code": "COLA3", "kind": "set", "goods": "3*COLA", "price": "3.00", "limit": "2"},
    {"code": "SNACK", "kind": "cheapest", "goods": "3*TEA,CAKE", "percent": "100"},
    {"code": "PAIR", "kind": "set", "goods": "TEA + CAKE", "price": "4.40"},
    {"code": "READ", "kind": "percent", "goods": "BOOK", "percent": "10", "group": MEMBERS},
    {"code": "SAVE", "kind": "amount", "goods": "BOOK", "amount": "1", "limit": "1", "coupon": "SAVE1"},
    {
        "code": "BULK",
        "kind": "price",
        "goods": "TISSUE",
        "price": major(BULK[1]),
        "least": str(BULK[0]),
    },
    {
        "code": "SPEND",
        "kind": "spend",
        "steps": " ".join(f"{major(step)}={major(off)}" for step, off in STEPS),
    },
)


def _make(inclusive: bool, coin: int, place: Path) -> None:
    setup = ShopSetup(
        "Corner Shop",
        "GBP",
        "inclusive" if inclusive else "exclusive",
        tuple(map(parse_tax, ("standard=20", "zero=0"))),
        tills=("1", "2"),
        timezone="Europe/London",
        cash_rounding=major(coin) if coin > 1 else None,
        settings={"shift.shared_drawer": "true", "empties.items": "CAN"},
    )
    beginning, state = Clock().now, place / "state"
    create_shop(place / "store", setup, clock=lambda: beginning, state=state)
    with open_shop(place / "store", clock=lambda: beginning, environ={}, flags={}, state=state) as front:
        _stock(front)


def _stock(front: Shopfront) -> None:
    with front.store.transaction(operator="owner") as tx:
        tx.insert("taxes", _two_taxes())
        for sku, price in PRICES.items():
            more = {"unit": "kg", "weighed": True} if sku == "BAN" else {}
            tx.insert("items", item(sku, sku.title(), major(price), tax=TAX_OF[sku], **more))
        for kind in PRESETS[2:4]:
            tx.insert("tender_types", tender_document(kind))
        tx.insert("stock", {"v": 1, "sku": "COLA", "location": "shop", "qty": "100"})
    set_type(front, "usd", ["currency=USD"])
    set_rate(front, "USD", "0.79", "")
    for terms in PROMOTIONS:
        promotions.add(front, terms, "for the test")
    prices.set_list(front, "CLUB", {"group": MEMBERS}, "for the test")
    prices.set_prices(front, [prices.parse_price("CLUB", "COLA", ["0.99"])], "for the test")
    staff = Staff(front.store, QuickPins())
    for code in ("ann", "bob"):
        staff.add(frame(front), EVERYTHING, Operator(code, code.title(), ROLES[code]), PINS[code])


class Shop:
    """A store and the registers of its two tills."""

    def __init__(self, inclusive: bool, coin: int) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="machine"))
        self.place = self.home / "0"
        self.clock = Clock()
        copied(("machine", inclusive, coin), self.place, partial(_make, inclusive, coin))
        self.fronts: list[Shopfront]
        self.registers: dict[str, OpenRegister]
        self.start()

    def _open(self) -> Shopfront:
        return open_shop(
            self.place / "store", clock=self.clock, environ={}, flags={}, state=self.place / "state"
        )

    # Starting and stopping

    def start(self) -> None:
        """Opens the shop at both tills; who stands there has to sign on."""
        self.fronts = [self._open(), self._open()]
        self.registers = {
            code: open_register(front, code) for code, front in zip("12", self.fronts, strict=True)
        }
        for front, register in zip(self.fronts, self.registers.values(), strict=True):
            register._on_sale = None
            lock_up(front, register)
            assert register.station is not None
            register.station.staff = Staff(front.store, QuickPins())

    def sign_on(self, till: str, code: str) -> None:
        """Lets somebody stand at a till."""
        station = self.registers[till].station
        assert station is not None
        station.sign_on(code, PINS[code])

    def stop(self) -> None:
        """Closes both tills as programs that end do."""
        for register, front in zip(self.registers.values(), self.fronts, strict=True):
            register.close()
            front.close()

    def kill(self) -> None:
        """Goes on with what the disk has at this moment; what runs now is never heard of again."""
        other = self.home / str(int(self.place.name) + 1)
        shutil.copytree(self.place, other, copy_function=_copied)
        self.stop()
        shutil.rmtree(self.place)
        self.place = other

    def end(self) -> None:
        """Stops and forgets everything."""
        self.stop()
        shutil.rmtree(self.home)

    # Doing

    def run(self, till: str, entry: str) -> Outcome:
        """Runs an entry at a till."""
        return self.registers[till].run(entry)

    def run_approved(self, till: str, entry: str, permission: str) -> Outcome:
        """The same with the owner's word for it."""
        register = self.registers[till]
        assert register.station is not None
        approval = register.station.approve("ann", PINS["ann"], permission)
        return register.run(entry, approval=approval)

    # What there is

    @property
    def store(self) -> Any:
        """The store, as it is now."""
        store = self.fronts[0].store
        store.refresh()
        return store

    def document(self, table: str, key: str, value: str) -> Any:
        """A document by a field."""
        return self.store.find(table, key, value)

    def tables(self) -> dict[str, list[dict[str, Any]]]:
        """Everything, by table."""
        store = self.store
        return {name: [dict(row) for row in store.documents(name)] for name in sorted(store.tables())}

    def rebuilt(self) -> dict[str, list[dict[str, Any]]]:
        """Everything, as it is made again from a copy of the journal."""
        copy = self.home / "copy"
        (copy / "store").mkdir(parents=True, mode=0o700)
        try:
            shutil.copytree(self.place / "store" / "journal", copy / "store" / "journal")
            with rebuild(copy / "store", clock=self.clock, state=copy / "state") as store:
                return {name: [dict(row) for row in store.documents(name)] for name in sorted(store.tables())}
        finally:
            shutil.rmtree(copy)


def _copied(source: str, target: str) -> None:
    """Copies a file, if it is still there: threads of a running till write snapshots and rename them."""
    with contextlib.suppress(FileNotFoundError):
        shutil.copy2(source, target)


def _two_taxes() -> dict[str, Any]:
    parts = [
        {"name": name, "rates": [{"from": None, "rate": rate}], "compound": compound}
        for name, rate, compound in (("gst", "5", False), ("pst", "7", True))
    ]
    return {"v": 1, "code": "both", "name": "both", "components": parts}
