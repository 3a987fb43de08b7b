"""Rules of paying and paying out."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from .arithmetic import half_away, major, to_step
from .base import is_open, is_paid_for, is_unpaid, picks, some, tills
from .model import Line
from .selling import EACH, Selling

RATE = Fraction(79, 100)


class Paying(Selling):
    """Tenders, and the sale that is complete."""

    def rest(self, till: str) -> int:
        """Still to pay; negative is to be paid out."""
        paid = sum(int(row["amount"]) for row in self.till(till).basket.paid)
        return int(self.figures[till].total) - paid

    def _can_pay(self, till: str) -> bool:
        return bool(self.till(till).basket.live())

    def was_overtaken(self, till: str, paid: list[dict[str, object]]) -> bool:
        """Whether the other till has used what this sale counts on: a voucher, goods that come back."""
        used: Counter[str] = Counter()
        for row in paid:
            if "ref" in row:
                used[str(row["ref"])] += int(str(row["amount"]))
        if any(amount > self.world.vouchers[code] for code, amount in used.items()):
            return True
        for line in self.till(till).basket.lines:
            if line.origin is not None and not line.void:
                receipt, place, before = line.origin
                sold = self.world.sold[receipt]
                if sold.voided or sold.lines[place]["back"] != before:
                    return True
        return False

    def tender(self, till: str, entry: str, **row: object) -> None:
        """A tender of so much, and what it must come to."""
        basket, figures = self.till(till).basket, self.figures[till]
        rest, amount = self.rest(till), int(str(row["amount"]))
        is_cash = row["type"] in ("cash", "usd")
        asked = to_step(rest, self.world.coin) if is_cash else rest
        paid = [*basket.paid, row]
        complete = amount == asked if asked < 0 or (rest < 0 and not asked) else amount >= asked
        if complete and self.was_overtaken(till, paid):
            self.refused(till, entry)
            return
        outcome = self.run_entry(till, entry)
        assert (outcome.sale is not None) == complete, f"{entry}: {outcome.message}"
        if outcome.sale is None:
            basket.step()
            basket.paid = paid
            assert outcome.data["due"] == rest - amount
            return
        change = max(amount - asked, 0) if asked >= 0 else 0
        assert (outcome.sale["change"], outcome.sale["rounding"]) == (change, asked - rest)
        assert [(one["type"], one["amount"]) for one in outcome.sale["tenders"]] == [
            (one["type"], one["amount"]) for one in paid
        ]
        self.record(till, dict(outcome.sale), figures, paid)

    @some(is_paid_for)
    @rule(till=tills, given=st.sampled_from((None, None, 1000, 2000, 5000)))
    def cash(self, till: str, given: int | None) -> None:
        till = self.where(till, is_paid_for)
        rest = self.rest(till)
        if not self._can_pay(till) or rest < 0:
            return
        asked = to_step(rest, self.world.coin)
        amount = asked if given is None else given
        if amount == 0 and asked:
            return
        self.tender(till, "/cash" if given is None else f"/cash {major(given)}", type="cash", amount=amount)

    @some(is_paid_for)
    @rule(till=tills, percent=st.integers(1, 99), kind=st.sampled_from(("cash", "card")))
    def part(self, till: str, percent: int, kind: str) -> None:
        till = self.where(till, is_paid_for)
        rest = self.rest(till)
        amount = rest * percent // 100 // self.world.coin * self.world.coin
        if self._can_pay(till) and amount > 0 and amount < to_step(rest, self.world.coin):
            self.tender(till, f"/{kind} {major(amount)}", type=kind, amount=amount)

    @some(is_paid_for)
    @rule(till=tills)
    def card(self, till: str) -> None:
        till = self.where(till, is_paid_for)
        rest = self.rest(till)
        if not self._can_pay(till) or rest < 0:
            return
        if rest:
            self.refused(till, f"/card {major(rest + 1)}", "more than what is due")
        self.tender(till, "/card", type="card", amount=rest)

    @some(is_paid_for)
    @rule(till=tills, dollars=st.integers(1, 6000))
    def dollars(self, till: str, dollars: int) -> None:
        till = self.where(till, is_paid_for)
        worth = half_away(dollars * RATE / self.world.coin) * self.world.coin
        rest = self.rest(till)
        entry = f"/pay {major(dollars)} usd"
        if self._can_pay(till) and rest > 0 and worth > 0:
            if not to_step(rest, self.world.coin):
                self.refused(till, entry, "more than what is due")
                return
            self.tender(till, entry, type="usd", amount=worth, dollars=dollars)

    @precondition(lambda self: any(self.world.vouchers.values()))
    @some(is_paid_for)
    @rule(till=tills, pick=picks, part=st.booleans())
    def redeem(self, till: str, pick: int, part: bool) -> None:
        """Vouchers and store credit pay as much as they have."""
        till = self.where(till, is_paid_for)
        codes = [code for code, balance in self.world.vouchers.items() if balance > 0]
        if not codes or self.rest(till) <= 0 or not self._can_pay(till):
            return
        code = codes[pick % len(codes)]
        basket = self.till(till).basket
        here = sum(int(str(row["amount"])) for row in basket.paid if row.get("ref") == code)
        most = min(self.world.vouchers[code] - here, self.rest(till))
        if most <= 0:
            return
        amount = max(most // 2, 1) if part else most
        kind = self.shop.document("vouchers", "code", code)["type"]
        entry = f"/redeem {code} {major(amount)}" if part else f"/redeem {code}"
        self.tender(till, entry, type=kind, amount=amount, ref=code)

    @rule(till=tills, pick=picks)
    def take_tender_back(self, till: str, pick: int) -> None:
        basket = self.till(till).basket
        if not basket.paid:
            self.refused(till, "/takeback")
            return
        basket.step("tender")
        number = pick % len(basket.paid)
        del basket.paid[number]
        self.run_entry(till, f"/takeback {number + 1}")

    @some(is_unpaid)
    @rule(till=tills, amount=st.integers(100, 3000), number=st.integers(1, 9999))
    def voucher(self, till: str, amount: int, number: int) -> None:
        """Sells a voucher: no turnover, no tax, no discount."""
        till = self.where(till, is_unpaid)
        basket, code = self.till(till).basket, f"GIFT-{number:04d}"
        others = [one.basket for one in self.world.tills.values()] + list(self.world.held.values())
        others += self.world.aside.values()
        used = any(line.back.get("code") == code for one in others for line in one.lines)
        if basket.paid or code in self.world.vouchers or used:
            return
        basket.step()
        basket.lines.append(Line("", 1000, Fraction(amount), "voucher", back={"code": code}))
        self.run_entry(till, f"/voucher {major(amount)} code {code}")

    @some(is_unpaid)
    @rule(till=tills, skus=st.lists(st.sampled_from(EACH), min_size=1, max_size=4), by_card=st.booleans())
    def customer(self, till: str, skus: list[str], by_card: bool) -> None:
        """A whole sale, as most are."""
        till = self.where(till, is_unpaid)
        for sku in skus:
            self.sell(till, sku, 1)
        self.baskets_and_shifts_are_the_models()
        if by_card:
            self.card(till)
        else:
            self.cash(till, None)

    # Paying out

    def came(self, till: str) -> Counter[str]:
        """What the sale that goods come back from still has, by way to pay."""
        receipts = {line.origin[0] for line in self.till(till).basket.lines if line.origin and not line.void}
        found: Counter[str] = Counter()
        for receipt in receipts:
            for kind, amount in self.world.sold[receipt].kept.items():
                found["cash" if kind == "usd" else kind] += amount
        return Counter({kind: amount for kind, amount in found.items() if amount > 0})

    @some(is_open)
    @rule(till=tills, wrong=st.booleans())
    def pay_out(self, till: str, wrong: bool) -> None:
        """Money goes back as it came; without a receipt as store credit."""
        till = self.where(till, is_open)
        rest = self.rest(till)
        basket = self.till(till).basket
        if rest >= 0 or basket.paid or not self._can_pay(till) or self.was_overtaken(till, []):
            return
        unproven = sum(value for name, value in self.returning(till) if name == "return.without_receipt")
        if unproven > 0:
            if wrong and unproven >= self.world.coin and -rest <= unproven:
                self.refused(till, "/cash", "without a receipt")
            amount = min(unproven, -rest)
            self.tender(till, f"/pay {major(int(amount))} store_credit", type="store_credit", amount=-amount)
        else:
            came = self.came(till)
            for kind in ("card", "voucher", "store_credit"):
                amount = min(came[kind], -self.rest(till)) if basket.live() else 0
                if amount > 0 and self.till(till).basket is basket:
                    self.tender(till, f"/pay {major(amount)} {kind}", type=kind, amount=-amount)
                    self.baskets_and_shifts_are_the_models()
        if self.till(till).basket is basket:
            self.baskets_and_shifts_are_the_models()
            amount = to_step(self.rest(till), self.world.coin)
            self.tender(till, "/cash", type="cash", amount=amount)
