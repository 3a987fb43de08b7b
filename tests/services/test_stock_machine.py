"""Stock over places against a plain model: any sequence of movements and sales, with stops and kills between.

The long campaign: `python -m tests.services.test_stock_machine 2000`.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from decimal import Decimal
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from pos_tui.core.errors import Refused
from pos_tui.core.stock import BLOCKS, Balance, transit_to
from pos_tui.services import sheets, stock_history, stockroom, stocktaking, transfers
from pos_tui.services.stockroom import Move, Why
from tests.register.shop import Till

SKUS = ("COLA", "BOOK", "CASE", "CHOC")
PLACES = ("shop", "cellar", "van")
LOTS = st.lists(st.sampled_from(("", "A", "B")), min_size=1, max_size=3, unique=True)
EXPIRES = {"A": "2026-12-24", "B": "2026-12-01"}
BLOCKED = "CASE"
"""What may not go below zero where the till sells from."""
QUANTITY = st.integers(1, 9)
SKU = st.sampled_from(SKUS)
PLACE = st.sampled_from(PLACES)


class StockMachine(RuleBasedStateMachine):
    """A till and its stockroom on a real store, next to numbers in a dict."""

    def __init__(self) -> None:
        super().__init__()
        self.place = Path(tempfile.mkdtemp(prefix="stock"))
        self.till = Till(self.place / "shop", settings={"stock.locations": "cellar,van"})
        self.there: dict[tuple[str, str], int] = {("COLA", "shop"): 24, (BLOCKED, "shop"): 0}
        self.lots: dict[tuple[str, str], dict[str, int]] = {}
        blocked = Balance(BLOCKED, "shop", negative=BLOCKS)
        stockroom.set_rules(self.till.register.counter, [blocked], "never below zero")
        self.under_way: dict[str, tuple[str, dict[str, int]]] = {}
        self.sales: list[tuple[str, dict[str, int]]] = []
        self.keys = 0

    def teardown(self) -> None:
        self.till.stop()
        shutil.rmtree(self.place)

    def _add(self, sku: str, place: str, by: int, lot: str = "") -> None:
        """More of an item, or fewer: then of the lots that expire first, for all that is known."""
        self.there[sku, place] = self.there.get((sku, place), 0) + by
        lots = self.lots.setdefault((sku, place), {})
        if lot:
            lots[lot] = lots.get(lot, 0) + by
        for code in sorted(lots, key=EXPIRES.__getitem__) if by < 0 else ():
            gone = min(lots[code], -by)
            lots[code], by = lots[code] - gone, by + gone

    def _refused(self, sku: str, place: str, quantity: int) -> bool:
        return (sku, place) == (BLOCKED, "shop") and self.there[sku, place] < quantity

    @rule(sku=SKU, place=PLACE, quantity=QUANTITY, cost=st.integers(1, 500), lots=LOTS)
    def receive(self, sku: str, place: str, quantity: int, cost: int, lots: list[str]) -> None:
        each, paid = Decimal(quantity), Decimal(cost) / 100
        moves = [Move(sku, each, paid, lot, EXPIRES.get(lot, "")) for lot in lots]
        self.keys += 1
        why = Why(location=place, key=f"delivery-{self.keys}")
        first, again = (stockroom.receive(self.till.register.counter, moves, why) for _time in range(2))
        assert first["number"] == again["number"], "once, however often it is asked for"
        for lot in lots:
            self._add(sku, place, quantity, lot)

    @rule(sku=SKU, place=PLACE, quantity=QUANTITY)
    def waste(self, sku: str, place: str, quantity: int) -> None:
        try:
            stockroom.waste(self.till.register.counter, [Move(sku, Decimal(quantity))], Why("broken", place))
        except Refused:
            assert self._refused(sku, place, quantity)
            return
        assert not self._refused(sku, place, quantity)
        self._add(sku, place, -quantity)

    @rule(sku=SKU, place=PLACE, found=st.integers(0, 20))
    def adjust_to(self, sku: str, place: str, found: int) -> None:
        move = Move(sku, Decimal(0), becomes=Decimal(found))
        stockroom.adjust(self.till.register.counter, [move], Why("looked", place))
        self._add(sku, place, found - self.there.get((sku, place), 0))

    @rule(sku=SKU, found=st.integers(0, 20), sold=st.integers(0, 3))
    def count_while_selling(self, sku: str, found: int, sold: int) -> None:
        counter = self.till.register.counter
        sheet = sheets.begin(counter, sheets.COUNT, sheets.About())["code"]
        sheets.add(counter, sheet, [sheets.Scanned(sku, Decimal(found))])
        self.till.restart()
        book = self.there.get((sku, "shop"), 0)
        sold = 0 if self._refused(sku, "shop", sold) else sold
        if sold:
            self.till(f"{sold}*{sku}", "/card")
            self._add(sku, "shop", -sold)
        stocktaking.close(self.till.register.counter, sheet)
        self._add(sku, "shop", found - book)

    @rule(bought=st.dictionaries(SKU, QUANTITY, min_size=1), paid=st.booleans())
    def sell(self, bought: dict[str, int], paid: bool) -> None:
        for sku, quantity in dict(bought).items():
            if self._refused(sku, "shop", quantity):
                self.till.refused(f"{quantity}*{sku}")
                del bought[sku]
            else:
                self.till(f"{quantity}*{sku}")
        if not bought:
            return
        if not paid:
            self.till("/cancel for a change of mind")
            return
        number = self.till("/card").data["receipt"]
        for sku, quantity in bought.items():
            if (sku, "shop") in self.there:
                self._add(sku, "shop", -quantity)
        self.sales.append((number, bought))

    @precondition(lambda self: self.sales)
    @rule(waste=st.booleans())
    def refund(self, waste: bool) -> None:
        number, bought = self.sales.pop()
        self.till(f"/refund {number}{' waste' if waste else ''}", "/card")
        for sku, quantity in bought.items():
            if (sku, "shop") in self.there and not waste:
                self._add(sku, "shop", quantity)

    @rule(sku=SKU, here=PLACE, there=PLACE, quantity=QUANTITY)
    def send(self, sku: str, here: str, there: str, quantity: int) -> None:
        counter, moves = self.till.register.counter, [Move(sku, Decimal(quantity))]
        if here == there:
            try:
                transfers.send(counter, moves, there, Why(location=here))
            except Refused:
                return
            raise AssertionError("sent to where it is")
        try:
            sent = transfers.send(counter, moves, there, Why(location=here))
        except Refused:
            assert self._refused(sku, here, quantity)
            return
        assert not self._refused(sku, here, quantity)
        self._add(sku, here, -quantity)
        self._add(sku, transit_to(there), quantity)
        self.under_way[sent["code"]] = (there, {sku: quantity})

    @precondition(lambda self: self.under_way)
    @rule(short=st.integers(0, 3), is_all=st.booleans())
    def arrive(self, short: int, is_all: bool) -> None:
        code, (there, lines) = next(iter(self.under_way.items()))
        came = {sku: max(quantity - short, 0) for sku, quantity in lines.items()}
        moves = [Move(sku, Decimal(quantity)) for sku, quantity in came.items() if quantity]
        after = transfers.arrive(
            self.till.register.counter, code, moves, is_all=is_all, reason="fell off the van"
        )
        for sku, quantity in came.items():
            gone = lines[sku] if is_all else quantity
            if gone:
                self._add(sku, transit_to(there), -gone)
            if quantity:
                self._add(sku, there, quantity)
        left = {sku: lines[sku] - came[sku] for sku in lines if lines[sku] > came[sku]}
        del self.under_way[code]
        if left and not is_all:
            self.under_way[code] = (there, left)
        assert after["open"] is (code in self.under_way)

    @rule()
    def stop_and_start(self) -> None:
        self.till.restart()

    @rule(bytes_left=st.integers(0, 40))
    def power_cut(self, bytes_left: int) -> None:
        """The next record was only half written when the power went: it never happened."""
        self.till.stop()
        journal = max((self.place / "shop" / "store" / "journal").glob("*.jsonl"))
        data = journal.read_bytes()
        end = len(data.rstrip(b"\n")) + 1
        torn = b'{"h":"0123456789abcdef0123456789abcdef","n":99999,"t":1'[:bytes_left]
        with journal.open("r+b") as file:
            file.seek(end)
            file.write(torn)
        self.till.start()

    @invariant()
    def the_table_is_the_model(self) -> None:
        rows = list(self.till.front.store.documents("stock"))
        lots = {
            (row["sku"], row["location"]): {code: int(qty) for code, _expires, qty in row.get("lots") or ()}
            for row in rows
        }
        wanted = {place: {code: n for code, n in held.items() if n} for place, held in self.lots.items()}
        assert {k: v for k, v in lots.items() if v} == {k: v for k, v in wanted.items() if v}
        table = {(row["sku"], row["location"]): int(row["qty"]) for row in rows}
        assert {k: v for k, v in table.items() if v} == {k: v for k, v in self.there.items() if v}

    @invariant()
    def it_is_the_sum_of_what_was_recorded(self) -> None:
        found, opened = stock_history.differences(self.till.register.counter)
        assert (found, opened) == ([], {("COLA", "shop")})

    @invariant()
    def goods_on_their_way_are_those_of_transfers(self) -> None:
        seen: dict[str, dict[str, int]] = {}
        for row in transfers.under_way(self.till.register.counter):
            seen[row["code"]] = {sku: int(quantity) for sku, quantity in transfers.missing(row).items()}
        assert seen == {code: lines for code, (_there, lines) in self.under_way.items()}


TestStock = StockMachine.TestCase
TestStock.settings = settings(max_examples=12, stateful_step_count=20, deadline=None)


if __name__ == "__main__":
    examples = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    run_state_machine_as_test(
        StockMachine, settings=settings(max_examples=examples, stateful_step_count=40, deadline=None)
    )
