"""Any sequence of what cashiers do, with stops in between, against a till made of lists and fractions."""

from __future__ import annotations

import shutil
import tempfile
from copy import deepcopy
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from .shop import Till

PRICES = {"COLA": "1.19", "TISSUE": "2.00", "BOOK": "9.99", "BAN": "1.99"}
RATES = {"COLA": 20, "TISSUE": 20, "BOOK": 0, "BAN": 0}
COIN = 5


def half_away(value: Fraction) -> int:
    size = floor(abs(value) + Fraction(1, 2))
    return size if value >= 0 else -size


@dataclass
class Line:
    """A line of the model: thousandths sold, price in minor units, percent off."""

    sku: str
    thousandths: int
    price: Fraction
    percent: int = 0
    void: bool = False

    def amount(self) -> int:
        if self.void:
            return 0
        gross = half_away(self.price * Fraction(self.thousandths, 1000))
        return gross - half_away(Fraction(gross * self.percent, 100))


@dataclass
class Model:
    """An open basket, with all it was before."""

    lines: list[Line] = field(default_factory=list)
    paid: list[tuple[str, int]] = field(default_factory=list)
    note: str | None = None
    past: list[tuple[list[Line], list[tuple[str, int]], str | None]] = field(default_factory=list)

    def step(self) -> None:
        self.past.append((deepcopy(self.lines), list(self.paid), self.note))

    def total(self) -> int:
        return sum(line.amount() for line in self.lines)

    def tax(self) -> int:
        due = 0
        for rate in set(RATES.values()):
            amount = sum(line.amount() for line in self.lines if RATES[line.sku] == rate)
            due += half_away(Fraction(amount * rate, 100 + rate))
        return due

    def rest(self) -> int:
        return self.total() - sum(amount for _, amount in self.paid)

    def live(self) -> list[int]:
        return [place for place, line in enumerate(self.lines) if not line.void]


class TillMachine(RuleBasedStateMachine):
    """The register on a real store, next to the model."""

    def __init__(self) -> None:
        super().__init__()
        self.place = Path(tempfile.mkdtemp(prefix="till"))
        self.till = Till(self.place / "shop", cash_rounding="0.05")
        self.model = Model()
        self.held: dict[str, Model] = {}
        self.sold: list[tuple[str, int, int]] = []

    def teardown(self) -> None:
        self.till.stop()
        shutil.rmtree(self.place)

    @rule(sku=st.sampled_from(["COLA", "TISSUE", "BOOK"]), count=st.integers(1, 9), back=st.booleans())
    def sell(self, sku: str, count: int, back: bool) -> None:
        self.model.step()
        self.model.lines.append(Line(sku, (-count if back else count) * 1000, Fraction(PRICES[sku]) * 100))
        self.till(f"{'/return ' if back else ''}{count}*{sku}")

    @rule(thousandths=st.integers(1, 30_000), price=st.one_of(st.none(), st.integers(0, 99_999)))
    def weigh(self, thousandths: int, price: int | None) -> None:
        self.model.step()
        each = Fraction(PRICES["BAN"]) * 100 if price is None else Fraction(price, 10)
        self.model.lines.append(Line("BAN", thousandths, each))
        at = "" if price is None else f"@{price // 1000}.{price % 1000:03d}"
        self.till(f"{thousandths // 1000}.{thousandths % 1000:03d}*4011{at}")

    def _line(self, pick: int) -> tuple[int, Line]:
        live = self.model.live()
        place = live[pick % len(live)]
        return place + 1, self.model.lines[place]

    @precondition(lambda self: self.model.live())
    @rule(pick=st.integers(0, 9))
    def void(self, pick: int) -> None:
        self.model.step()
        number, line = self._line(pick)
        line.void = True
        self.till(f"/void #{number}")

    @precondition(lambda self: self.model.live())
    @rule(pick=st.integers(0, 9), count=st.integers(1, 20))
    def quantity(self, pick: int, count: int) -> None:
        self.model.step()
        number, line = self._line(pick)
        line.thousandths = count * (1000 if line.thousandths > 0 else -1000)
        self.till(f"/qty {count} #{number}")

    @precondition(lambda self: self.model.live())
    @rule(pick=st.integers(0, 9), price=st.integers(0, 5000))
    def price(self, pick: int, price: int) -> None:
        self.model.step()
        number, line = self._line(pick)
        line.price = Fraction(price)
        self.till(f"/price {price // 100}.{price % 100:02d} #{number}")

    @precondition(lambda self: self.model.live())
    @rule(pick=st.integers(0, 9), percent=st.integers(0, 100))
    def discount(self, pick: int, percent: int) -> None:
        self.model.step()
        number, line = self._line(pick)
        line.percent = percent
        self.till(f"/disc {percent}% #{number}")

    @rule(text=st.sampled_from(["536365", "Ada", "牛乳"]))
    def note(self, text: str) -> None:
        self.model.step()
        self.model.note = text
        self.till(f"/note {text}")

    @rule()
    def undo(self) -> None:
        if not self.model.past:
            self.till.refused("/undo")
            return
        self.model.lines, self.model.paid, self.model.note = self.model.past.pop()
        self.till("/undo")

    @precondition(lambda self: self.model.rest() > 10)
    @rule(percent=st.integers(1, 90), kind=st.sampled_from(["cash", "card"]))
    def pay_a_part(self, percent: int, kind: str) -> None:
        amount = self.model.rest() * percent // 100 // COIN * COIN
        if not amount:
            return
        self.model.step()
        self.model.paid.append((kind, amount))
        outcome = self.till(f"/{kind} {amount // 100}.{amount % 100:02d}")
        assert (outcome.kind, outcome.data["due"]) == ("tender", self.model.rest())

    @precondition(lambda self: self.model.live())
    @rule(extra=st.sampled_from([None, 0, 500, 2000]))
    def pay_in_cash(self, extra: int | None) -> None:
        rest = self.model.rest()
        asked = half_away(Fraction(rest, COIN)) * COIN
        if extra is None or asked <= 0:
            tendered, entry = asked, "/cash"
        else:
            tendered = asked + extra
            entry = f"/cash {tendered // 100}.{tendered % 100:02d}"
        self._complete(entry, ("cash", tendered), asked - rest, max(tendered - asked, 0))

    @precondition(lambda self: self.model.live())
    @rule()
    def pay_by_card(self) -> None:
        self._complete("/card", ("card", self.model.rest()), 0, 0)

    def _complete(self, entry: str, last: tuple[str, int], rounding: int, change: int) -> None:
        outcome = self.till(entry)
        total = self.model.total()
        assert outcome.kind == "sale"
        data = outcome.data
        assert (data["total"], data["rounding"], data["change"]) == (total, rounding, change)
        paid = [(row["type"], row["amount"]) for row in data["tenders"]]
        assert paid == [*self.model.paid, last]
        assert total + rounding == sum(amount for _, amount in paid) - change
        assert sum(row["tax"] for row in data["tax"]) == self.model.tax()
        assert (data["ref"], data["receipt"]) == (self.model.note, f"1-{len(self.sold) + 1:06d}")
        self.sold.append((data["receipt"], total, self.model.tax()))
        self.model = Model()

    @precondition(lambda self: self.model.lines or self.model.note)
    @rule()
    def cancel(self) -> None:
        if self.model.paid:
            assert "/undo" in self.till.refused("/cancel")
            return
        number = self.till("/cancel").data["receipt"]
        self.sold.append((number, self.model.total(), self.model.tax()))
        self.model = Model()

    @precondition(lambda self: (self.model.lines or self.model.note) and not self.model.paid)
    @rule()
    def hold(self) -> None:
        name = self.till("/hold").data["id"]
        assert name not in self.held
        self.held[name] = self.model
        self.model = Model()

    @precondition(lambda self: self.held)
    @rule(pick=st.integers(0, 9))
    def recall(self, pick: int) -> None:
        name = sorted(self.held)[pick % len(self.held)]
        if self.model.lines or self.model.note or self.model.paid:
            self.till.refused(f"/recall {name}")
            return
        self.till(f"/recall {name}")
        self.model = self.held.pop(name)
        self.model.past = []

    @rule()
    def stop_and_start(self) -> None:
        self.till.restart()

    @rule(
        entry=st.sampled_from(
            ["nosuch", "0*COLA", "/void #99", "/cash x", "4111111111111111", '"', "COLA@", "/recall H99"]
        )
    )
    def mistake(self, entry: str) -> None:
        self.till.refused(entry)

    @invariant()
    def the_basket_is_the_models(self) -> None:
        basket, priced = self.till.register.basket, self.till.register.priced
        assert [figures.amount for figures in priced.lines] == [line.amount() for line in self.model.lines]
        assert [(line.sku, int(line.quantity * 1000), line.void) for line in basket.lines] == [
            (line.sku, line.thousandths, line.void) for line in self.model.lines
        ]
        assert (priced.total, priced.tax, basket.reference) == (
            self.model.total(),
            self.model.tax(),
            self.model.note,
        )
        assert self.till.register.settlement.due == self.model.rest()
        assert len(self.till.register._past) == len(self.model.past)

    @invariant()
    def the_journal_is_the_models(self) -> None:
        sales = self.till.sales()
        recorded = [
            (sale["number"], sale["total"], sum(row["tax"] for row in sale["taxes"])) for sale in sales
        ]
        assert recorded == self.sold
        assert sorted(held.id for held in self.till.register.held()) == sorted(self.held)


TestTill: Any = TillMachine.TestCase
TestTill.settings = settings(max_examples=50, stateful_step_count=40, deadline=None)
