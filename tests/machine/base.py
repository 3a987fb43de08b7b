"""The machine's frame: running entries with rights held against the model's, and recording what was sold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from .checking import Figures, check_books, check_closings, check_store, check_till
from .model import Basket, Sold, Till, World, may
from .shop import Shop

if TYPE_CHECKING:
    from pos_tui.register.outcome import Outcome

Needs = Sequence[tuple[str, Fraction | int]]
Where = Callable[[Till], object]
tills = st.sampled_from("11122")
"""The first one, where two people take turns, more often."""
picks = st.integers(0, 9)


def some(fits: Where) -> Callable[[Any], Any]:
    """A rule that needs a till as it has to be."""
    return precondition(lambda self: any(map(fits, self.world.tills.values())))


def is_open(at: Till) -> bool:
    """Something was entered, and nothing is paid yet."""
    return bool(at.basket.live()) and not at.basket.paid


def is_unpaid(at: Till) -> bool:
    """Nothing is paid yet."""
    return not at.basket.paid


def is_paid_for(at: Till) -> bool:
    """There is something to pay."""
    return bool(at.basket.live())


def has_shift(at: Till) -> bool:
    """A shift is open."""
    return at.shift is not None


class Frame(RuleBasedStateMachine):
    """The shop, the model and what both say."""

    def __init__(self) -> None:
        super().__init__()
        self.shop: Shop
        self.world: World
        self.figures: dict[str, Figures] = {}
        self.seen = 0

    @initialize(inclusive=st.booleans(), coin=st.sampled_from((1, 5)))
    def begin(self, inclusive: bool, coin: int) -> None:
        """A new shop with the owner at both tills."""
        self.shop, self.world = Shop(inclusive, coin), World(inclusive, coin)
        for code in "12":
            self.shop.sign_on(code, "ann")

    def teardown(self) -> None:
        """The end of the run: what was made is what would be made again."""
        if not hasattr(self, "shop"):
            return
        try:
            self.same_when_rebuilt()
            check_closings(self.shop)
            check_books(self.world, self.shop)
        finally:
            self.shop.end()

    def same_when_rebuilt(self) -> None:
        """The journal alone gives the same."""
        assert self.shop.rebuilt() == self.shop.tables()

    def till(self, code: str) -> Till:
        """A till of the model."""
        return self.world.tills[code]

    def where(self, code: str, fits: Where) -> str:
        """This till, or the other one where only that is as it has to be."""
        return (
            code if fits(self.till(code)) else next(at.code for at in self.world.tills.values() if fits(at))
        )

    # Running entries

    def refused(self, till: str, entry: str, why: str = "") -> None:
        """An entry that must be refused and must change nothing."""
        before, at = self.shop.registers[till].basket, self.shop.store.at()
        outcome = self.shop.run(till, entry)
        assert not outcome.ok and why in outcome.message, f"{entry}: {outcome.message}"
        assert self.shop.registers[till].basket == before and self.shop.store.at() == at

    def run_entry(self, till: str, entry: str, needs: Needs | Callable[[], Needs] = ()) -> Outcome:
        """Runs an entry; where the model says that whoever stands there may not, somebody has to approve.

        Needs that depend on what the entry comes to are asked for once it was run.
        """
        operator = self.till(till).operator
        outcome = self.shop.run(till, entry)
        asked = outcome.data.get("needs")
        if not outcome.ok:
            assert asked is not None, f"{entry}: {outcome.message}"
            outcome = self.shop.run_approved(till, entry, asked)
            self.world.overrides += 1
        assert outcome.ok, f"{entry}: {outcome.message}"
        wanted = needs() if callable(needs) else needs
        missing = [permission for permission, value in wanted if not may(operator, permission, value)]
        assert bool(missing) == (asked is not None) and (asked is None or asked in missing), (
            f"{entry}: {operator} {asked} {wanted}"
        )
        return outcome

    def returning(self, till: str) -> Needs:
        """What is needed for the goods that come back in the open basket."""
        basket, priced = self.till(till).basket, self.shop.registers[till].priced
        values: Counter[str] = Counter()
        for line, row, tax in zip(basket.lines, priced.lines, priced.line_taxes, strict=True):
            if line.void:
                continue
            kind = (
                "empties"
                if line.source == "empties"
                else "with_receipt"
                if line.origin
                else "without_receipt"
            )
            if line.source == "empties" or line.origin or (line.milli < 0 and line.is_goods):
                values[kind] -= row.amount + (0 if self.world.inclusive else tax)
        return [(f"return.{kind}", value) for kind, value in values.items() if value]

    # Recording

    def record(
        self, till: str, document: dict[str, Any], figures: Figures, paid: list[dict[str, Any]]
    ) -> None:
        """A finished sale: its number, its figures, what it does to shift, stock and balances."""
        at, basket = self.till(till), self.till(till).basket
        change, rounding = document["change"], document["rounding"]
        assert figures.total + rounding == sum(row["amount"] for row in paid) - change
        kept: Counter[str] = Counter()
        for place, row in enumerate(paid):
            kept[row["type"]] += row["amount"]
            if place == len(paid) - 1:
                kept["cash" if row["type"] == "usd" else row["type"]] -= change
        sold = Sold(
            self.number(till, document["number"]),
            till,
            at.shift.number if at.shift else 0,
            document["kind"],
            figures.total,
            kept,
            rounding,
            self._lines(basket, document, figures),
            {row["code"]: row["amount"] for row in document.get("vouchers", ())},
            any(line.source == "voucher" and not line.void for line in basket.lines)
            or any(row["amount"] < 0 and row["type"] in ("voucher", "store_credit") for row in paid),
        )
        self.world.sold[sold.number] = sold
        apart = sum(
            amount
            for line, amount in zip(basket.lines, figures.amounts, strict=True)
            if line.source == "voucher"
        )
        self.count(till, sold.total - apart, rounding, kept, figures.taxes)
        for code, amount in sold.vouchers.items():
            self.world.vouchers[code] = self.world.vouchers.get(code, 0) + amount
        for line in basket.lines:
            if line.sku == "COLA" and not line.void:
                self.world.stock -= line.milli
            if line.origin is not None and not line.void:
                receipt, place, _before = line.origin
                self.world.sold[receipt].lines[place]["back"] -= line.milli
        if at.shift is not None:
            at.shift.act(at.operator, "receipts")
            at.shift.dollars += sum(row.get("dollars", 0) for row in paid)
            if any(line.milli < 0 and not line.void for line in basket.lines):
                at.shift.act(at.operator, "refunds")
        self.corrections(till, basket)
        at.basket = Basket()

    def _lines(self, basket: Basket, document: dict[str, Any], figures: Figures) -> list[dict[str, Any]]:
        rows = zip(basket.lines, document["lines"], figures.amounts, figures.line_taxes, strict=True)
        found = []
        for line, recorded, amount, taxes in rows:
            assert (recorded["sku"], recorded["amount"], recorded["void"]) == (line.sku, amount, line.void)
            assert recorded["tax_amount"] == sum(taxes.values()), recorded
            found.append(
                {
                    "sku": line.sku,
                    "milli": line.milli,
                    "amount": amount,
                    "discount": recorded["discount"],
                    "taxes": taxes,
                    "back": 0,
                    "origin": line.origin,
                    "goods": line.is_goods and not line.void,
                    "price": line.price,
                }
            )
        return found

    def number(self, till: str, number: str) -> str:
        """A receipt number, which has to be the next one."""
        at = self.till(till)
        at.receipts += 1
        assert number == f"{till}-{at.receipts:06d}"
        self.world.numbers.append(number)
        return number

    def count(
        self,
        till: str,
        gross: int,
        rounding: int,
        kept: Counter[str],
        taxes: dict[tuple[str, str], tuple[int, int]],
    ) -> None:
        """A receipt in the figures of the shift, of the shop and of the till."""
        at, report = self.till(till), self.world.report
        for figures in (report, at.shift.sales) if at.shift is not None else (report,):
            figures["count"] += 1
            figures["gross"] += gross
            figures["rounding"] += rounding
        for kind, amount in kept.items():
            report[f"kept {kind}"] += amount
            if at.shift is not None:
                at.shift.kept[kind] += amount
        if at.shift is None and at.shifts:
            at.outside += gross
        for key, (net, tax) in taxes.items():
            before = self.world.taxes.get(key, (0, 0))
            self.world.taxes[key] = (before[0] + net, before[1] + tax)

    def corrections(self, till: str, basket: Basket) -> None:
        """What was corrected in a basket counts for who did it."""
        at = self.till(till)
        names = {"void": "voids", "undo": "undone", "price": "overrides", "discount": "discounts"}
        shift = at.shift
        for what, who in basket.done if shift is not None else ():
            assert shift is not None
            shift.act(who, names.get(what, "corrections"))

    # People and stops

    @rule(code=st.sampled_from(("ann", "bob")))
    def sign_on(self, code: str) -> None:
        """Another one stands at the first till: each one's basket waits for them."""
        at = self.till("1")
        before = {row.id for row in self.shop.registers["1"].held()}
        self.shop.sign_on("1", code)
        if at.operator != code and at.basket.lines and not at.basket.paid:
            at.basket.past = []
            if at.operator in self.world.aside:
                [name] = {row.id for row in self.shop.registers["1"].held()} - before
                self.world.held[name] = at.basket
            else:
                self.world.aside[at.operator] = at.basket
            at.basket = Basket()
        at.operator = code
        self._take_up(at)

    def _take_up(self, at: Till) -> None:
        """Whose basket waits gets it, wherever they stand, unless another one is open there."""
        if at.basket.is_empty and at.operator in self.world.aside:
            done = at.basket.done
            at.basket = self.world.aside.pop(at.operator)
            at.basket.done = [*done, *at.basket.done]

    @rule(killed=st.booleans())
    def stop_and_start(self, killed: bool) -> None:
        """Both programs end, or are killed, and start again."""
        if killed:
            self.shop.kill()
        else:
            self.shop.stop()
        self.shop.start()
        for code, at in self.world.tills.items():
            self.shop.sign_on(code, at.operator)
            self._take_up(at)

    @rule()
    def rebuild(self) -> None:
        """Everything but the journal is made again, in a copy."""
        self.same_when_rebuilt()

    # What always holds

    @invariant()
    def baskets_and_shifts_are_the_models(self) -> None:
        """Totals, taxes, tenders, corrections, shifts."""
        self.figures = {code: check_till(self.world, self.shop, at) for code, at in self.world.tills.items()}

    @invariant()
    def the_store_is_the_models(self) -> None:
        """Numbers, journal, reports, balances, stock."""
        at = self.shop.store.at()
        if at != self.seen:
            self.seen = at
            check_store(self.world, self.shop)
