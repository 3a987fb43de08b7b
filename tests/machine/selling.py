"""Rules of the open sale: entering, correcting, holding, cancelling."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from .arithmetic import decimals, major
from .base import Frame, is_open, is_unpaid, picks, some, tills
from .model import MEMBER_PRICES, MEMBERS, MOST_PIECES, PRICES, Basket, Line

MOST_EACH = 999
"""Pieces on a line."""
EACH = ("COLA", "COLA", "TISSUE", "BOOK", "TEA", "CAKE")


class Selling(Frame):
    """What is done to a sale before it is paid."""

    def _price(self, till: str, sku: str) -> tuple[Fraction, str]:
        if self.till(till).basket.group == MEMBERS and sku in MEMBER_PRICES:
            return Fraction(MEMBER_PRICES[sku]), "list"
        return Fraction(PRICES[sku]), "catalogue"

    @rule(till=tills, sku=st.sampled_from(EACH), count=st.integers(1, 4))
    def sell(self, till: str, sku: str, count: int) -> None:
        basket = self.till(till).basket
        trial = Basket([*basket.lines, Line(sku, count * 1000, *self._price(till, sku))])
        if trial.competing() > MOST_PIECES:
            return
        basket.step()
        basket.lines = trial.lines
        self.run_entry(till, f"{count}*{sku}" if count > 1 else sku)

    @rule(till=tills, milli=st.integers(1, 9_999))
    def weigh(self, till: str, milli: int) -> None:
        basket = self.till(till).basket
        basket.step()
        basket.lines.append(Line("BAN", milli, *self._price(till, "BAN")))
        self.run_entry(till, f"{decimals(milli)}*BAN" if milli % 1000 else f"{milli // 1000}*BAN")

    @some(is_unpaid)
    @rule(till=tills, sku=st.sampled_from(EACH), count=st.integers(1, 2))
    def take_back_without_receipt(self, till: str, sku: str, count: int) -> None:
        till = self.where(till, is_unpaid)
        basket = self.till(till).basket
        if basket.paid or any(line.origin for line in basket.lines):
            return
        basket.step()
        basket.lines.append(Line(sku, -count * 1000, *self._price(till, sku)))
        needs = lambda: [*self.returning(till), ("return.without_receipt", 0)]  # noqa: E731
        self.run_entry(till, f"/return {count}*{sku}", needs)

    @some(is_unpaid)
    @rule(till=tills, count=st.integers(1, 60))
    def empties(self, till: str, count: int) -> None:
        till = self.where(till, is_unpaid)
        basket = self.till(till).basket
        if basket.paid:
            return
        same = [line for line in basket.lines if line.source == "empties" and not line.void]
        if same and count - same[0].milli // 1000 > MOST_EACH:
            self.refused(till, f"/empties {count}*CAN", "limits.quantity")
            return
        basket.step()
        if same:
            same[0].milli -= count * 1000
        else:
            basket.lines.append(Line("CAN", -count * 1000, Fraction(PRICES["CAN"]), "empties"))
        self.run_entry(till, f"/empties {count}*CAN", lambda: self.returning(till))

    # Correcting

    def _line(self, till: str, pick: int, *, goods: bool) -> int | None:
        basket = self.till(till).basket
        live = [place for place in basket.live() if basket.lines[place].is_goods or not goods]
        return live[pick % len(live)] if live and not basket.paid else None

    @some(is_open)
    @rule(till=tills, pick=picks)
    def void(self, till: str, pick: int) -> None:
        till = self.where(till, is_open)
        place = self._line(till, pick, goods=False)
        if place is None:
            return
        basket = self.till(till).basket
        basket.step("void")
        basket.lines[place].void = True
        self.run_entry(till, f"/void #{place + 1}", [("sale.void_line", 0)])

    @some(is_open)
    @rule(till=tills, pick=picks, count=st.integers(1, 5))
    def quantity(self, till: str, pick: int, count: int) -> None:
        till = self.where(till, is_open)
        place = self._line(till, pick, goods=True)
        if place is None:
            return
        basket = self.till(till).basket
        line = basket.lines[place]
        before, line.milli = line.milli, count * (1000 if line.milli > 0 else -1000)
        crowded = basket.competing() > MOST_PIECES
        after, line.milli = line.milli, before
        if crowded:
            return
        basket.step("quantity")
        basket.lines[place].milli = after
        self.run_entry(till, f"/qty {count} #{place + 1}", lambda: self.returning(till))

    @some(is_open)
    @rule(till=tills, pick=picks, price=st.integers(0, 3000))
    def price(self, till: str, pick: int, price: int) -> None:
        till = self.where(till, is_open)
        place = self._line(till, pick, goods=True)
        if place is None:
            return
        basket = self.till(till).basket
        basket.step("price")
        line = basket.lines[place]
        line.price, line.source = Fraction(price), "entered"
        needs = (
            [("sale.price_override", 0), ("sale.zero_price", 0)]
            if not price
            else [("sale.price_override", 0)]
        )

        def wanted() -> list[tuple[str, Fraction | int]]:
            return [*needs, *(self.returning(till) if line.milli < 0 else ())]

        self.run_entry(till, f"/price {major(price)} #{place + 1}", wanted)

    @some(is_open)
    @rule(till=tills, pick=picks, percent=st.integers(0, 40))
    def discount(self, till: str, pick: int, percent: int) -> None:
        till = self.where(till, is_open)
        place = self._line(till, pick, goods=True)
        if place is None:
            return
        basket = self.till(till).basket
        basket.step("discount")
        basket.lines[place].percent = percent
        self.run_entry(till, f"/disc {percent}% #{place + 1}", [("sale.discount", percent)])

    @some(is_unpaid)
    @rule(till=tills, percent=st.integers(1, 40), off=st.one_of(st.none(), st.integers(1, 500)))
    def discount_on_all(self, till: str, percent: int, off: int | None) -> None:
        till = self.where(till, is_unpaid)
        basket, base = self.till(till).basket, self.figures[till].base
        entry = f"/disc {percent}% all" if off is None else f"/disc {major(off)} all"
        if basket.paid:
            return
        if not base or (off or 0) > base:
            self.refused(till, entry)
            return
        basket.step("discount")
        basket.percent, basket.off = (percent, 0) if off is None else (0, off)
        share = Fraction(percent) if off is None else Fraction(off * 100, base)
        self.run_entry(till, entry, [("sale.discount", share)])

    @some(is_unpaid)
    @rule(till=tills)
    def no_discount_on_all(self, till: str) -> None:
        till = self.where(till, is_unpaid)
        basket = self.till(till).basket
        if basket.paid or not (basket.percent or basket.off):
            return
        basket.step("discount")
        basket.percent = basket.off = 0
        self.run_entry(till, "/disc 0 all", [("sale.discount", 0)])

    @some(is_unpaid)
    @rule(till=tills, member=st.booleans())
    def group(self, till: str, member: bool) -> None:
        """Who is a member pays members' prices for what has the shop's own price."""
        till = self.where(till, is_unpaid)
        basket = self.till(till).basket
        if basket.paid:
            return
        basket.step()
        basket.group = MEMBERS if member else ""
        for line in basket.lines:
            if not line.void and line.source in ("catalogue", "list"):
                line.price, line.source = self._price(till, line.sku)
        self.run_entry(till, f"/group {MEMBERS if member else '-'}")

    @some(is_unpaid)
    @rule(till=tills)
    def coupon(self, till: str) -> None:
        till = self.where(till, is_unpaid)
        basket = self.till(till).basket
        if basket.paid:
            return
        basket.step()
        entry = "/coupon -SAVE1" if basket.coupon else "SAVE1"
        basket.coupon = not basket.coupon
        self.run_entry(till, entry)

    @rule(till=tills)
    def note(self, till: str) -> None:
        basket = self.till(till).basket
        basket.step()
        basket.note = "536365"
        self.run_entry(till, "/note 536365")

    @rule(till=tills)
    def undo(self, till: str) -> None:
        basket = self.till(till).basket
        if not basket.past:
            self.refused(till, "/undo")
            return
        basket.undo()
        self.run_entry(till, "/undo")

    # Leaving it

    @rule(till=tills)
    def cancel(self, till: str) -> None:
        at = self.till(till)
        if at.basket.is_empty or at.basket.paid:
            self.refused(till, "/cancel")
            return
        outcome = self.run_entry(till, "/cancel", [("sale.cancel", 0)])
        self.number(till, outcome.data["receipt"])
        self.world.report["cancelled"] += 1
        if at.shift is not None:
            at.shift.sales["cancelled"] += 1
            at.shift.act(at.operator, "cancelled")
        self.corrections(till, at.basket)
        at.basket = Basket()

    @rule(till=tills)
    def hold(self, till: str) -> None:
        at = self.till(till)
        if at.basket.is_empty or at.basket.paid:
            self.refused(till, "/hold")
            return
        outcome = self.run_entry(till, "/hold")
        assert outcome.data["id"] not in self.world.held
        at.basket.past = []
        self.world.held[outcome.data["id"]] = at.basket
        at.basket = Basket()

    @precondition(lambda self: self.world.held)
    @rule(till=tills, pick=picks)
    def recall(self, till: str, pick: int) -> None:
        """At whichever till."""
        at, held = self.till(till), sorted(self.world.held)
        name = held[pick % len(held)]
        if not at.basket.is_empty:
            self.refused(till, f"/recall {name}")
            return
        self.run_entry(till, f"/recall {name}")
        done = at.basket.done
        at.basket = self.world.held.pop(name)
        at.basket.done = [*done, *at.basket.done]

    @rule(
        till=tills,
        entry=st.sampled_from(
            ("nosuch", "0*COLA", "/void #99", "4111111111111111", "0.5*TEA", "/recall H99")
        ),
    )
    def mistake(self, till: str, entry: str) -> None:
        """What cannot be done changes nothing; `nosuch` is noted, and nothing else."""
        self.refused(till, entry)
