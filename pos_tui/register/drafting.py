"""The open basket, and its deltas: what the draft file keeps of each command, and what they add up to."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pos_tui.core.changes import signed
from pos_tui.core.errors import Refused
from pos_tui.core.money import plain
from pos_tui.core.pricing import Priced, PricingRules, price
from pos_tui.core.sale import Basket, Correction, SaleLine
from pos_tui.core.words import _
from pos_tui.services.weighing import released

if TYPE_CHECKING:
    from pos_tui.core.promotion_savings import Saving
    from pos_tui.services.counter import Counter

UNDO_DEPTH = 500
"""Steps that can be undone; each keeps a basket, and memory would else grow by the square of the lines."""


class OpenBasket:
    """The open basket of one till, and the steps that /undo takes back."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter
        self.basket = Basket(counter.new_id())
        self.past: deque[Basket] = deque(maxlen=UNDO_DEPTH)
        """What /undo can go back to, oldest first."""
        self.saved_before: tuple[Saving, ...] = ()
        """What promotions saved before the last change."""
        self._priced: Priced | None = None
        self._priced_by: PricingRules | None = None

    @property
    def priced(self) -> Priced:
        """Its figures."""
        rules = self._counter.pricing()
        if self._priced is None or self._priced_by is not rules:
            self._priced, self._priced_by = price(self.basket, rules), rules
        return self._priced

    def change(self, basket: Basket, *, undo: bool = False) -> None:
        """Makes another basket the open one, once it is in the draft file."""
        counter, before = self._counter, self.basket
        has_begun = before.lines or before.coupons
        if (basket.lines or basket.coupons) and not has_begun and basket.began is None:
            basket = replace(basket, began=counter.moment())
        if len(basket.corrections) > len(before.corrections):
            basket = replace(basket, corrections=signed(basket.corrections, counter.operator))
        self.saved_before = self.priced.savings if before.began is not None else ()
        counter.draft.append(delta(before, basket, undo=undo))
        released(counter, before, basket)
        if not undo:
            self.past.append(before)
        self.basket, self._priced = basket, None

    def undo(self) -> None:
        """Goes one step back. Raises Refused at the beginning."""
        if not self.past:
            raise Refused(_("there is nothing to undo"))
        before = self.past[-1]
        correction = Correction("undo", len(self.basket.lines), _step(before, self.basket))
        corrections = (*self.basket.corrections, correction)
        # Who has shown a passport is not asked again.
        self.change(replace(before, corrections=corrections, age=self.basket.age), undo=True)
        self.past.pop()

    def start_over(self, basket: Basket | None = None) -> None:
        """Empties the draft file; begins with an empty basket or a recalled one."""
        counter = self._counter
        counter.draft.clear()
        self.past.clear()
        self.basket, self._priced = Basket(counter.new_id()), None
        if basket is not None:
            counter.draft.append(delta(Basket(basket.id), basket))
            counter.draft.sync()
            self.basket = basket

    def resume(self, deltas: list[Mapping[str, Any]]) -> None:
        """Takes up what a draft file holds: the basket that its last delta belongs to."""
        key, baskets = deltas[-1]["id"], replay(deltas)
        if not baskets or baskets[-1].id != key:
            self.basket = Basket(key)
            return
        self.basket = baskets[-1]
        self.past.extend(baskets[:-1])


def _step(before: Basket, after: Basket) -> str:
    """Which step an undo took back, for the record."""
    if len(after.lines) > len(before.lines):
        line = after.lines[len(before.lines)]
        return f"line {plain(line.quantity)} x {line.sku or line.name}"
    if len(after.tenders) > len(before.tenders):
        return f"tender {after.tenders[-1].type} {after.tenders[-1].amount}"
    return "correction"


def delta(before: Basket, after: Basket, *, undo: bool = False) -> dict[str, Any]:
    """What changed from one basket to the next; lines that are the same value are left out."""
    old = before.lines
    lines = {
        str(place): line.to_document()
        for place, line in enumerate(after.lines)
        if place >= len(old) or old[place] is not line
    }
    change: dict[str, Any] = {"id": after.id, "n": len(after.lines), "lines": lines}
    if _rest_differs(before, after):
        change["rest"] = after.rest()
    if undo:
        change["undo"] = True
    return change


def _rest_differs(one: Basket, other: Basket) -> bool:
    return (
        one.id != other.id
        or one.tenders is not other.tenders
        or one.discount is not other.discount
        or one.reference != other.reference
        or one.corrections is not other.corrections
        or one.recalled_from != other.recalled_from
        or (one.began, one.group, one.coupons) != (other.began, other.group, other.coupons)
        or (one.age, one.customer) != (other.age, other.customer)
        or (one.tax_status, one.service, one.invoice) != (other.tax_status, other.service, other.invoice)
    )


def replay(deltas: Iterable[Mapping[str, Any]]) -> list[Basket]:
    """The baskets that an /undo can still go back to, oldest first, and the open one last.

    The first is the empty basket, or the one that was recalled: nothing goes back behind that.
    """
    baskets: list[Basket] = []
    for change in deltas:
        if "event" in change:
            continue
        if not baskets or baskets[-1].id != change["id"]:  # the file could not be emptied after a sale
            first = Basket(change["id"])
            basket = _apply(first, change)
            baskets = [basket] if basket.recalled_from else [first, basket]
            continue
        basket = _apply(baskets[-1], change)
        if change.get("undo"):
            baskets[-2:] = [basket]
        else:
            baskets.append(basket)
            del baskets[: -UNDO_DEPTH - 1]
    return baskets


def _apply(basket: Basket, change: Mapping[str, Any]) -> Basket:
    lines = list(basket.lines[: change["n"]])
    for place, document in change["lines"].items():
        line = SaleLine.from_document(document)
        if int(place) < len(lines):
            lines[int(place)] = line
        else:
            lines.append(line)
    basket = replace(basket, lines=tuple(lines))
    rest = change.get("rest")
    if rest is None:
        return basket
    other = Basket.from_document({"key": change["id"], "lines": [], **rest})
    return replace(other, lines=basket.lines)
