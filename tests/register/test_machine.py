"""Any sequence of what cashiers do, with stops in between, against a till made of lists and fractions."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from data.drafts import valid_deltas
from pos_tui.register.drafting import replay

from .model import COIN, PRICES, Line, Model, half_away
from .shop import Till

if TYPE_CHECKING:
    from pos_tui.core.sale import Basket

UNKNOWN = ("4006381333931", "5449000000997", "12121212")


class TillMachine(RuleBasedStateMachine):
    """The register on a real store, next to the model."""

    def __init__(self) -> None:
        super().__init__()
        self.place = Path(tempfile.mkdtemp(prefix="till"))
        self.till = Till(self.place / "shop", cash_rounding="0.05")
        self.model = Model()
        self.held: dict[str, tuple[Model, Basket]] = {}
        self.sold: list[tuple[str, int, int]] = []
        self.missed: dict[str, int] = {}
        self.noted = 0

    def teardown(self) -> None:
        self.till.stop()
        shutil.rmtree(self.place)

    # Selling

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
        quantity = f"{thousandths // 1000}.{thousandths % 1000:03d}*"
        self.till(quantity)
        self.till(f"4011{at}")

    @rule(code=st.sampled_from(UNKNOWN))
    def scan_nothing(self, code: str) -> None:
        self.till.refused(code, entered="scan")
        self.missed[code] = self.missed.pop(code, 0) + 1

    # Correcting

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

    @rule(percent=st.integers(1, 100), off=st.one_of(st.none(), st.integers(1, 2000)))
    def discount_on_all(self, percent: int, off: int | None) -> None:
        entry = f"/disc {percent}% all" if off is None else f"/disc {off // 100}.{off % 100:02d} all"
        if not self.model.base() or (off or 0) > self.model.base():
            self.till.refused(entry)
            return
        self.model.step()
        self.model.percent, self.model.off = (percent, None) if off is None else (None, off)
        self.till(entry)

    @rule()
    def no_discount_on_all(self) -> None:
        if self.model.percent is None and self.model.off is None:
            self.till.refused("/disc 0 all")
            return
        self.model.step()
        self.model.percent = self.model.off = None
        self.till("/disc 0 all")

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
        before = self.till.register.opened.past[-1]
        self.model.undo()
        self.till("/undo")
        after = self.till.register.basket
        assert replace(after, corrections=()) == replace(before, corrections=())
        assert after.corrections[:-1] == self.corrections
        assert after.corrections[-1].what == "undo"

    # Paying

    @precondition(lambda self: self.model.rest() > 10)
    @rule(percent=st.integers(1, 90), kind=st.sampled_from(["cash", "card"]))
    def pay_a_part(self, percent: int, kind: str) -> None:
        amount = self.model.rest() * percent // 100 // COIN * COIN
        if not amount or not self.model.live():
            return
        self.model.step()
        self.model.paid.append((kind, amount))
        outcome = self.till(f"/{kind} {amount // 100}.{amount % 100:02d}")
        assert (outcome.kind, outcome.data["due"]) == ("tender", self.model.rest())

    @precondition(lambda self: self.model.paid)
    @rule(pick=st.integers(0, 9))
    def take_back(self, pick: int) -> None:
        self.model.step()
        place = pick % len(self.model.paid)
        kind, amount = self.model.paid.pop(place)
        outcome = self.till(f"/takeback {place + 1}")
        data = {"type": kind, "amount": amount, "ref": None, "due": self.model.rest()}
        assert outcome.data == data

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
        total, data = self.model.total(), outcome.data
        assert outcome.kind == "sale"
        assert (data["total"], data["rounding"], data["change"]) == (total, rounding, change)
        paid = [(row["type"], row["amount"]) for row in data["tenders"]]
        assert paid == [*self.model.paid, last]
        assert total + rounding == sum(amount for _, amount in paid) - change
        tax = self.model.tax([row["amount"] for row in data["lines"]])
        assert sum(row["tax"] for row in data["tax"]) == tax
        assert (data["ref"], data["receipt"]) == (self.model.note, f"1-{len(self.sold) + 1:06d}")
        self._recorded(data["receipt"], tax)

    def _recorded(self, number: str, tax: int) -> None:
        self.sold.append((number, self.model.total(), tax))
        self.noted = sum(self.missed.values())
        self.model = Model()

    @precondition(lambda self: not self.model.is_empty)
    @rule()
    def cancel(self) -> None:
        if self.model.paid:
            assert "/takeback" in self.till.refused("/cancel")
            return
        tax = self.till.register.priced.tax
        self._recorded(self.till("/cancel").data["receipt"], tax)

    # Parking

    @precondition(lambda self: not self.model.is_empty and not self.model.paid)
    @rule()
    def hold(self) -> None:
        basket = self.till.register.basket
        name = self.till("/hold").data["id"]
        assert name not in self.held
        self.held[name] = self.model, basket
        self.model = Model()

    @precondition(lambda self: self.held)
    @rule(pick=st.integers(0, 9))
    def recall(self, pick: int) -> None:
        name = sorted(self.held)[pick % len(self.held)]
        if not self.model.is_empty:
            self.till.refused(f"/recall {name}")
            return
        undone = self.till.register.basket.corrections
        self.till(f"/recall {name}")
        self.model, before = self.held.pop(name)
        self.model.past = []
        again = replace(before, corrections=(*undone, *before.corrections), recalled_from=name)
        assert self.till.register.basket == again

    # Stopping, and what goes wrong

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

    # What always holds

    @invariant()
    def the_basket_is_the_models(self) -> None:
        basket, priced = self.till.register.basket, self.till.register.priced
        self.corrections = basket.corrections
        for figures, line in zip(priced.lines, self.model.lines, strict=True):
            assert abs(line.amount() - self.model.share(line) - figures.amount) < 1
        assert [(line.sku, int(line.quantity * 1000), line.void) for line in basket.lines] == [
            (line.sku, line.thousandths, line.void) for line in self.model.lines
        ]
        assert (priced.total, basket.reference) == (self.model.total(), self.model.note)
        assert priced.tax == self.model.tax([figures.amount for figures in priced.lines])
        assert (priced.discount, basket.is_empty) == (self.model.discount(), self.model.is_empty)
        assert self.till.register.settlement.due == self.model.rest()
        assert len(self.till.register.opened.past) == len(self.model.past)

    @invariant()
    def the_whole_is_the_sum_of_its_parts(self) -> None:
        priced = self.till.register.priced
        assert all(line.gross - line.discount == line.amount for line in priced.lines)
        assert priced.total == sum(line.amount for line in priced.lines) == priced.subtotal - priced.discount
        assert priced.tax == sum(priced.line_taxes) == sum(row.tax for row in priced.taxes)
        assert priced.total == sum(row.net + row.tax for row in priced.taxes)

    @invariant()
    def the_draft_is_the_open_basket(self) -> None:
        """What a stop at this moment would leave, undo and notes included."""
        register = self.till.register
        deltas, _, _ = valid_deltas((self.till.place / "store" / "drafts" / "1.jsonl").read_bytes())
        baskets = replay(deltas)
        assert (baskets[-1] if baskets else replace(register.basket, lines=())) == register.basket
        assert baskets[:-1] == list(register.opened.past)
        assert sum(delta["event"]["times"] for delta in deltas if "event" in delta) == sum(
            event["times"] for event in register.notes.waiting
        )

    @invariant()
    def the_journal_is_the_models(self) -> None:
        recorded = [
            (sale["number"], sale["total"], sum(row["tax"] for row in sale["taxes"]))
            for sale in self.till.sales()
        ]
        assert recorded == self.sold
        assert sorted(held.id for held in self.till.register.held()) == sorted(self.held)

    @invariant()
    def no_unknown_scan_is_lost(self) -> None:
        assert {row["code"]: row["times"] for row in self.till.register.notes.missed} == self.missed
        assert self.till.register.unmatched == tuple(self.missed)
        assert sum(event["times"] for event in self.till.front.store.documents("events")) == self.noted


TestTill: Any = TillMachine.TestCase
TestTill.settings = settings(max_examples=20, stateful_step_count=40, deadline=None)
