"""Promotions in a basket's price: which hold, what a void leaves, parts that add up."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from pos_tui.core.moment import Moment, Window
from pos_tui.core.pricing import Priced, price
from pos_tui.core.promised import Promised, Version
from pos_tui.core.promotion import Kind, Promotion
from pos_tui.core.refund import refund_part
from pos_tui.core.sale import Basket

from .baskets import GBP, rules
from .test_promotions import many_lines, part, promotion, several

if TYPE_CHECKING:
    from pos_tui.core.sale import SaleLine


def priced(offers: list[Promotion], lines: list[SaleLine], *, inclusive: bool) -> Priced:
    """A basket that was begun with these promotions in force."""
    promised = Promised((Version(offer, 1) for offer in offers), GBP)
    basket = Basket("b", tuple(lines), began=Moment("2026-11-23", 600, 1))
    return price(basket, replace(rules(inclusive), promised=promised))


@settings(max_examples=75, deadline=None)
@given(several, many_lines, st.booleans(), st.data())
def test_a_void_leaves_nothing_behind(
    offers: list[Promotion], lines: list[SaleLine], inclusive: bool, data: st.DataObject
) -> None:
    """A basket with a void line costs what the same basket without the line does."""
    if not lines:
        return
    place = data.draw(st.integers(0, len(lines) - 1))
    without = [one for number, one in enumerate(lines) if number != place]
    void = [replace(one, void=number == place) for number, one in enumerate(lines)]
    one, other = priced(offers, void, inclusive=inclusive), priced(offers, without, inclusive=inclusive)
    assert (one.total, one.tax, one.saved) == (other.total, other.tax, other.saved)
    assert [(s.promotion, s.off) for s in one.savings] == [(s.promotion, s.off) for s in other.savings]


@settings(max_examples=75, deadline=None)
@given(several, many_lines, st.booleans())
def test_lines_add_up_and_refunds_in_parts_give_back_what_was_paid(
    offers: list[Promotion], lines: list[SaleLine], inclusive: bool
) -> None:
    found = priced(offers, lines, inclusive=inclusive)
    assert sum(line.amount for line in found.lines) + (0 if inclusive else found.tax) == found.total
    assert sum(line.promotion for line in found.lines) == sum(saving.off for saving in found.savings)
    for line, figures, tax in zip(lines, found.lines, found.line_taxes, strict=True):
        assert figures.gross - figures.discount == figures.amount >= 0
        document = {
            "line": 1,
            "tax": line.tax,
            "rate": "20",
            "qty": str(line.quantity),
            "amount": figures.amount,
            "discount": figures.discount,
            "tax_amount": tax,
        }
        parts = [
            refund_part("1-000001", document, Decimal(gone), Decimal(1)) for gone in range(int(line.quantity))
        ]
        assert -sum(part.amount for part in parts) == figures.amount
        assert -sum(part.tax for part in parts) == tax
        assert -sum(part.discount for part in parts) == figures.discount


def test_only_what_holds_when_the_sale_begins() -> None:
    """Versions by the count of changes, windows by business day, weekday and minute; over midnight too."""
    night = Window(first="2026-11-02", last="2026-11-27", weekdays=frozenset({4}), begin=1320, end=120)
    plain = promotion(Kind.PERCENT, part(""), percent="1")
    offers = [
        Version(replace(plain, code="OLD"), 1, 3),
        Version(replace(plain, code="OLD", version=2), 3),
        Version(replace(plain, code="NIGHT", window=night), 2),
        Version(replace(plain, code="CLUB", group="club"), 1),
    ]
    promised = Promised(offers, GBP)

    def labels(day: str, minute: int, seen: int, group: str = "") -> set[str]:
        return {one.label for one in promised.in_force(Moment(day, minute, seen), group)}

    assert promised.seen == 3
    assert labels("2026-11-23", 600, 0) == set()
    assert labels("2026-11-23", 600, 2) == {"OLD#1"}
    assert labels("2026-11-23", 600, 3, "club") == {"OLD#2", "CLUB#1"}
    assert labels("2026-11-27", 1319, 3) == {"OLD#2"}
    assert labels("2026-11-27", 1320, 3) == labels("2026-11-27", 119, 3) == {"OLD#2", "NIGHT#1"}
    assert labels("2026-11-27", 120, 3) == labels("2026-12-04", 1320, 3) == {"OLD#2"}
