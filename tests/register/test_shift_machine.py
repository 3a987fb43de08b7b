"""Any sequence of shifts, sales and cash, with stops in between, against a drawer made of a list."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from pos_tui.bootstrap.closings import problems

from .shop import Till

BOOK, COLA = 999, 119
AMOUNT = st.integers(1, 50_000)


def major(minor: int) -> str:
    return f"{minor // 100}.{minor % 100:02d}"


class ShiftMachine(RuleBasedStateMachine):
    """The register on a real store, next to what a person with a pencil would write down."""

    def __init__(self) -> None:
        super().__init__()
        self.place = Path(tempfile.mkdtemp(prefix="shift"))
        self.till = Till(self.place / "shop")
        self.drawer: list[int] | None = None
        """The float and what went in and out since; None while no shift is open."""
        self.cards = self.turnover = self.outside = self.count = 0
        self.grand = 0
        self.left: int | None = None
        self.counted: tuple[int, int] | None = None
        self.zs = 0

    def teardown(self) -> None:
        assert list(problems(self.till.front.store)) == []
        self.till.stop()
        shutil.rmtree(self.place)

    def _cash(self, amount: int) -> None:
        if self.drawer is not None:
            self.drawer.append(amount)

    def _sold(self, amount: int) -> None:
        if self.drawer is None:
            # Grand totals begin with the first shift.
            self.outside += amount if self.zs else 0
        else:
            self.turnover += amount
            self.count += 1

    @precondition(lambda self: self.drawer is None)
    @rule(amount=st.one_of(st.none(), st.integers(0, 50_000)))
    def open(self, amount: int | None) -> None:
        if amount is None and self.left is None:
            self.till.refused("/open")
            return
        opened = self.till("/open" if amount is None else f"/open {major(amount)}").data
        self.drawer = [self.left if amount is None else amount]  # type: ignore[list-item]
        self.cards = self.turnover = self.count = 0
        self.counted = None
        difference = None if self.left is None else self.drawer[0] - self.left
        assert (opened["float"], opened["difference"]) == (self.drawer[0], difference)

    @rule(given=st.sampled_from([None, 1000, 2000, 5000]))
    def sell_for_cash(self, given: int | None) -> None:
        self.till("BOOK", "/cash" if given is None else f"/cash {major(given)}")
        self._cash(BOOK)
        self._sold(BOOK)

    @rule(part=st.integers(1, BOOK - 1), change=st.integers(0, 2000))
    def sell_for_card_and_cash(self, part: int, change: int) -> None:
        self.till("BOOK", f"/card {major(part)}", f"/cash {major(BOOK - part + change)}")
        self._cash(BOOK - part)
        self._sold(BOOK)
        self.cards += part if self.drawer is not None else 0

    @rule(kind=st.sampled_from(["cash", "card"]))
    def take_back(self, kind: str) -> None:
        self.till("/return COLA", f"/{kind}")
        if kind == "cash":
            self._cash(-COLA)
        elif self.drawer is not None:
            self.cards -= COLA
        self._sold(-COLA)

    @rule(amount=AMOUNT, word=st.sampled_from(["paidin", "paidout", "loan", "pickup"]))
    def move(self, amount: int, word: str) -> None:
        self.till(f"/{word} {major(amount)} because")
        self._cash(amount if word in ("paidin", "loan") else -amount)

    @rule(
        entry=st.sampled_from(["/nosale change", "COLA|/cancel", "COLA|/void|/cancel", "/paidin 0 x", "/z x"])
    )
    def nothing_moves(self, entry: str) -> None:
        for part in entry.split("|"):
            if not (part == "/z x" and self.counted and self.drawer is not None):
                self.till.register.run(part)

    @precondition(lambda self: self.drawer is not None)
    @rule(off=st.integers(-300, 300))
    def count_it(self, off: int) -> None:
        assert self.drawer is not None
        there = max(sum(self.drawer) + off, 0)
        outcome = self.till.register.run(f"/count {major(there)}")
        if not outcome.ok:
            assert "3 times" in outcome.message
            return
        data = outcome.data["count"]
        assert data["expected"].get("card", 0) == self.cards
        assert data["expected"]["cash"] == sum(self.drawer)
        assert data["over_short"] == {"cash": there - sum(self.drawer)}
        self.counted = there, sum(self.drawer) * 1000 + self.cards

    @precondition(lambda self: self.drawer is not None)
    @rule(percent=st.integers(0, 100))
    def close(self, percent: int) -> None:
        assert self.drawer is not None
        if self.counted is None or self.counted[1] != sum(self.drawer) * 1000 + self.cards:
            self.till.refused("/z 0 because")
            return
        there = self.counted[0]
        stays = there * percent // 100
        z = self.till(f"/z {major(stays)} because").data["z"]
        self.zs += 1
        self.grand += self.turnover + self.outside
        assert z["number"] == f"1-Z{self.zs:06d}"
        assert (z["left"], z["bag"], z["over_short"]["cash"]) == (
            *(stays, there - stays),
            there - sum(self.drawer),
        )
        assert (z["sales"]["gross"], z["sales"]["count"]) == (self.turnover, self.count)
        assert (z["grand"]["closing"]["gross"], z["gaps"]) == (self.grand, [])
        self.left, self.drawer, self.counted, self.outside = stays, None, None, 0

    @rule()
    def stop_and_start(self) -> None:
        self.till.restart()

    @invariant()
    def the_shift_is_open_or_not(self) -> None:
        assert (self.till.register.counter.shift is not None) == (self.drawer is not None)


TestShift: Any = ShiftMachine.TestCase
TestShift.settings = settings(max_examples=12, stateful_step_count=40, deadline=None)
