"""Rules of shifts and of cash without a sale."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import rule

from .afterwards import Afterwards
from .arithmetic import major
from .base import has_shift, some, tills
from .checking import check_closings
from .model import Shift

MOVES = {
    "paidin": ("cash.paid_in", 1),
    "loan": ("cash.loan", 1),
    "pickup": ("cash.pickup", -1),
    "paidout": ("cash.paid_out", -1),
}


class Shifts(Afterwards):
    """From an opening to a Z."""

    @rule(till=tills, amount=st.one_of(st.none(), st.integers(0, 30_000)))
    def open_shift(self, till: str, amount: int | None) -> None:
        at = self.till(till)
        entry = "/open" if amount is None else f"/open {major(amount)}"
        if at.shift is not None or (amount is None and at.left is None):
            self.refused(till, entry)
            return
        data = self.run_entry(till, entry, [("shift.open", 0)]).data
        at.shifts += 1
        float_ = at.left if amount is None else amount
        assert float_ is not None and data["float"] == float_
        assert data["difference"] == (None if at.left is None else float_ - at.left)
        at.shift, at.counted = Shift(at.shifts, float_), None

    @rule(till=tills, word=st.sampled_from(sorted(MOVES)), amount=st.integers(1, 9_999))
    def move(self, till: str, word: str, amount: int) -> None:
        at, (permission, sign) = self.till(till), MOVES[word]
        self.run_entry(till, f"/{word} {major(amount)} a test", [(permission, amount)])
        if at.shift is None:
            return
        at.shift.moved += sign * amount
        if word == "paidout":
            at.shift.act(at.operator, "paid_outs")

    @rule(till=tills)
    def no_sale(self, till: str) -> None:
        at = self.till(till)
        self.run_entry(till, "/nosale change", [("cash.no_sale", 0)])
        if at.shift is not None:
            at.shift.act(at.operator, "no_sales")

    @some(has_shift)
    @rule(till=tills)
    def x_read(self, till: str) -> None:
        """Any number of times, and nothing is reset."""
        till = self.where(till, has_shift)
        at = self.till(till)
        assert at.shift is not None
        if at.operator != "ann":
            self.refused(till, "/x")
            return
        x = self.run_entry(till, "/x").data["x"]
        self.figures_of(at.shift, x)

    def figures_of(self, shift: Shift, record: dict[str, object]) -> None:
        """What X and Z say."""
        sales = record["sales"]
        assert isinstance(sales, dict)
        for name in ("count", "cancelled", "gross", "rounding"):
            assert sales[name] == shift.sales[name], name
        assert sales["gross"] == sales["sold"] + sales["refunds"]
        assert (record["expected"], record["gaps"]) == (shift.expected(), [])
        acts = record["operators"]
        assert isinstance(acts, dict)
        told = {who: {act: n for act, n in of.items() if act != "overrides"} for who, of in acts.items()}
        known = {
            who: {act: n for act, n in of.items() if act != "overrides"} for who, of in shift.acts.items()
        }
        assert {who: of for who, of in told.items() if of} == {who: of for who, of in known.items() if of}
        for who, of in shift.acts.items():
            assert acts.get(who, {}).get("overrides", 0) >= of["overrides"]

    @some(has_shift)
    @rule(till=tills, off=st.integers(-300, 300))
    def count_drawer(self, till: str, off: int) -> None:
        till = self.where(till, has_shift)
        at = self.till(till)
        assert at.shift is not None
        expected = at.shift.expected()
        there = max(expected["cash"] + off, 0)
        outcome = self.shop.run(till, f"/count {major(there)}")
        if not outcome.ok:
            assert "3 times" in outcome.message
            return
        data = outcome.data["count"]
        assert data["expected"] == expected
        assert data["over_short"] == {"cash": there - expected["cash"]}
        at.counted = there, expected

    @some(has_shift)
    @rule(till=tills, percent=st.integers(0, 100))
    def close(self, till: str, percent: int) -> None:
        till = self.where(till, has_shift)
        at = self.till(till)
        assert at.shift is not None
        if at.basket.paid or at.counted is None or at.counted[1] != at.shift.expected():
            self.refused(till, "/z 0 a test")
            self.count_drawer(till, percent - 50)
        if at.basket.paid or at.counted is None or at.counted[1] != at.shift.expected():
            return
        there = at.counted[0]
        stays = there * percent // 100
        z = self.run_entry(till, f"/z {major(stays)} a test").data["z"]
        self.figures_of(at.shift, z)
        at.grand += at.shift.sales["gross"] + at.outside
        assert z["number"] == f"{till}-Z{at.shift.number:06d}"
        assert (z["left"], z["bag"]) == (stays, there - stays)
        assert z["grand"]["closing"]["gross"] == at.grand
        at.left, at.shift, at.counted, at.outside = stays, None, None, 0
        check_closings(self.shop)
