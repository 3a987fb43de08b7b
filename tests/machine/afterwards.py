"""Rules of what comes after a sale: refunds, exchanges, post-voids, tenders corrected."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from .arithmetic import decimals, major, part_of
from .base import is_unpaid, picks, some, tills
from .model import TAX_OF, TAXES, Line, Sold
from .paying import Paying


class Afterwards(Paying):
    """Finished sales are never changed; further records are about them."""

    def _sold(self, pick: int) -> Sold | None:
        found = [
            sold
            for sold in self.world.sold.values()
            if not sold.special and any(sold.left(place) for place in range(len(sold.lines)))
        ]
        return found[pick % len(found)] if found else None

    @precondition(lambda self: self.world.sold)
    @some(is_unpaid)
    @rule(till=tills, pick=st.integers(0, 99), place=picks, percent=st.integers(1, 100), more=st.booleans())
    def refund(self, till: str, pick: int, place: int, percent: int, more: bool) -> None:
        """A part of a line, or all of it; what is in the basket already is the same line."""
        till = self.where(till, is_unpaid)
        basket, sold = self.till(till).basket, self._sold(pick)
        others = {line.origin[0] for line in basket.lines if line.origin and not line.void}
        unproven = any(line.milli < 0 and line.is_goods and not line.void for line in basket.lines)
        if sold is None or basket.paid or unproven or others - {sold.number}:
            return
        places = [n for n in range(len(sold.lines)) if sold.left(n)]
        place = places[place % len(places)]
        line = sold.lines[place]
        same = [one for one in basket.lines if one.origin and not one.void and one.origin[1] == place]
        left = sold.left(place) + (same[0].milli if same else 0)
        if more:
            self.refused(till, f"/refund {sold.number} {decimals(sold.left(place) + 1000)}*#{place + 1}")
        wanted = left * percent // 100
        wanted -= wanted % 1000 if line["sku"] != "BAN" else 0
        if wanted <= 0:
            return
        basket.step()
        new = self._part(sold, place, wanted - (same[0].milli if same else 0))
        if same:
            basket.lines[next(n for n, one in enumerate(basket.lines) if one is same[0])] = new
        else:
            basket.lines.append(new)
        entry = f"/refund {sold.number} {decimals(wanted)}*#{place + 1}"
        self.run_entry(till, entry, lambda: [*self.returning(till), ("return.with_receipt", 0)])

    def _part(self, sold: Sold, place: int, milli: int) -> Line:
        line = sold.lines[place]
        before, of = line["back"], line["milli"]

        def back(whole: int) -> int:
            return -part_of(whole, before, milli, of)

        taxes = {key: back(tax) for key, tax in line["taxes"].items()}
        for tax in TAXES[TAX_OF[line["sku"]]]:
            taxes.setdefault((tax.name, tax.rate), 0)
        figures: dict[str, Any] = {"amount": back(line["amount"]), "taxes": taxes}
        return Line(
            line["sku"], -milli, line["price"], "receipt", origin=(sold.number, place, before), back=figures
        )

    # Of this shift

    def _recent(self, till: str, pick: int) -> Sold | None:
        at = self.till(till)
        number = at.shift.number if at.shift else 0
        found = [
            sold
            for sold in self.world.sold.values()
            if (sold.till, sold.shift) == (till, number) and not sold.special and not sold.voided
        ]
        return found[pick % len(found)] if found else None

    @precondition(lambda self: self.world.sold)
    @rule(till=tills, pick=st.integers(0, 99))
    def post_void(self, till: str, pick: int) -> None:
        sold = self._recent(till, pick)
        if sold is None:
            return
        entry = f"/postvoid {sold.number} for a test"
        operator = self.till(till).operator
        if any(line["back"] for line in sold.lines):
            if operator == "ann":
                self.refused(till, entry, "came back already")
            return
        for line in sold.lines:
            if line["origin"] and not line.get("voided"):
                receipt, place, before = line["origin"]
                if self.world.sold[receipt].lines[place]["back"] != before - line["milli"]:
                    if operator == "ann":
                        self.refused(till, entry, "came back")
                    return
        outcome = self.run_entry(till, entry, [("sale.post_void", 0)])
        self._reverse(till, sold, dict(outcome.data))

    def _reverse(self, till: str, sold: Sold, data: dict[str, Any]) -> None:
        at = self.till(till)
        self.number(till, data["receipt"])
        document = self.shop.document("sales", "number", data["receipt"])
        assert (document["total"], document["rounding"]) == (-sold.total, -sold.rounding)
        kept = Counter({kind: -amount for kind, amount in self._kept(sold).items() if amount})
        assert {row["type"]: row["amount"] for row in document["tenders"]} == dict(kept)
        original = self.shop.document("sales", "number", sold.number)
        taxes = {(row["code"], row["rate"]): (-row["net"], -row["tax"]) for row in original["taxes"]}
        assert {(row["code"], row["rate"]): (row["net"], row["tax"]) for row in document["taxes"]} == taxes
        self.count(till, -sold.total, -sold.rounding, kept, taxes)
        for code, amount in sold.vouchers.items():
            self.world.vouchers[code] -= amount
        for line, recorded in zip(sold.lines, original["lines"], strict=True):
            if recorded["void"]:
                continue
            self.world.stock += line["milli"] if line["sku"] == "COLA" else 0
            if line["origin"]:
                receipt, place, _before = line["origin"]
                self.world.sold[receipt].lines[place]["back"] += line["milli"]
                self._give_back(receipt, sold, -1)
        sold.voided = True
        if at.shift is not None:
            at.shift.act(at.operator, "post_voids")

    def _kept(self, sold: Sold) -> Counter[str]:
        """What a sale has now, foreign cash as cash."""
        found: Counter[str] = Counter()
        for kind, amount in sold.kept.items():
            found["cash" if kind == "usd" else kind] += amount
        return found

    @precondition(lambda self: self.world.sold)
    @rule(till=tills, pick=st.integers(0, 99), percent=st.integers(1, 100), first=st.booleans())
    def correct_tender(self, till: str, pick: int, percent: int, first: bool) -> None:
        """Cash was card, or the other way round."""
        sold = self._recent(till, pick)
        if sold is None:
            return
        wrong, right = ("cash", "card") if first else ("card", "cash")
        taken = self._kept(sold)[wrong]
        amount = max(taken * percent // 100, 1)
        if taken <= 0:
            return
        if self.till(till).operator == "ann":
            self.refused(
                till, f"/correct {sold.number} {wrong} {right} {major(taken + 1)} for a test", "took"
            )
        entry = f"/correct {sold.number} {wrong} {right} {major(amount)} for a test"
        outcome = self.run_entry(till, entry, [("sale.correct_tender", 0)])
        self.number(till, outcome.data["receipt"])
        at = self.till(till)
        sold.corrected = True
        for kind, moved in ((wrong, -amount), (right, amount)):
            sold.kept[kind] += moved
            self.world.report[f"kept {kind}"] += moved
            if at.shift is not None:
                at.shift.kept[kind] += moved
        if at.shift is not None:
            at.shift.act(at.operator, "tenders_corrected")

    # Paid back

    def record(self, till: str, document: dict[str, Any], figures: Any, paid: list[dict[str, Any]]) -> None:
        """What goods that come back were paid with is no longer there to be paid back."""
        lines = self.till(till).basket.lines
        receipts = {line.origin[0] for line in lines if line.origin and not line.void}
        super().record(till, document, figures, paid)
        for receipt in receipts:
            self._give_back(receipt, self.world.sold[document["number"]], 1)

    def _give_back(self, receipt: str, refund: Sold, sign: int) -> None:
        """Takes what a refund paid out off what its sale has, up to what came back was worth."""
        if sign < 0 and getattr(refund, "voided", False):
            return
        worth = 0
        for line in refund.lines:
            if line["origin"] and line["origin"][0] == receipt:
                worth -= line["amount"] + (0 if self.world.inclusive else sum(line["taxes"].values()))
        for kind, amount in self._kept(refund).items():
            if amount < 0:
                part = max(min(-amount, worth), 0)
                self.world.sold[receipt].kept[kind] -= sign * part
                worth -= part
