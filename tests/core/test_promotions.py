"""Promotions: the best total for the customer, whatever was scanned first, and parts that add up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pos_tui.core import promotion_best, promotion_plan
from pos_tui.core.moment import Window
from pos_tui.core.promotion import Goods, Kind, Part, Promotion
from pos_tui.core.promotion_offers import Offers
from pos_tui.core.quantity import Unit
from pos_tui.core.sale import SaleLine

from .baskets import GBP
from .promo_model import Piece, fits, most, worth

if TYPE_CHECKING:
    from random import Random

    from pos_tui.core.promotion_savings import Saving

SKUS = "ABCDE"


def part(skus: str, count: int = 1) -> Part:
    """So many of these items; of all where none is named."""
    return Part(Goods(frozenset(skus)), count)


def promotion(kind: Kind, *parts: Part, code: str = "P", **terms: object) -> Promotion:
    """A promotion by its terms; decimal ones as text."""
    texts = {name: Decimal(value) if isinstance(value, str) else value for name, value in terms.items()}
    return Promotion(code, code, kind, parts, **texts)  # type: ignore[arg-type]


def line(sku: str, price: str, quantity: str = "1", **fields: object) -> SaleLine:
    """A line at the catalogue's price."""
    values = {"tax": "standard", **fields}
    return SaleLine(sku, sku, sku, quantity=Decimal(quantity), unit_price=Decimal(price), **values)  # type: ignore[arg-type]


def amounts_of(lines: Sequence[SaleLine]) -> list[int]:
    """What lines cost in pence."""
    return [int(one.unit_price * one.quantity * 100) for one in lines]


def savings(promotions: Sequence[Promotion], lines: Sequence[SaleLine]) -> list[Saving]:
    """What promotions save on lines."""
    offers = Offers([(one, one.limit) for one in promotions], GBP)
    return offers.savings(lines, amounts_of(lines))


def off(promotions: Sequence[Promotion], lines: Sequence[SaleLine]) -> int:
    """The same together, in pence."""
    return sum(saving.off for saving in savings(promotions, lines))


def test_each_kind() -> None:
    three = [line("A", "4.00"), line("B", "3.00"), line("C", "5.00")]
    cases = {
        promotion(Kind.SET, part("ABC", 3), price="10"): 200,
        promotion(Kind.SET, part("ABC", 2), price="7"): 200,
        promotion(Kind.SET, part("A"), part("B"), part("C"), price="10"): 200,
        promotion(Kind.SET, part("AB", 2), percent="10"): 70,
        promotion(Kind.SET, part("AB", 2), amount="1.50"): 150,
        promotion(Kind.CHEAPEST, part("ABC", 3), percent="100"): 300,
        promotion(Kind.CHEAPEST, part("ABC", 2), percent="50"): 200,
        promotion(Kind.BUY_GET, part("AC", 2), part("B"), percent="100"): 300,
        promotion(Kind.BUY_GET, part("A"), part("BC"), price="1"): 400,
        promotion(Kind.BUY_GET, part("A", 2), part("B"), percent="100"): 0,
        promotion(Kind.PERCENT, part("AB"), percent="10"): 70,
        promotion(Kind.PERCENT, part(""), percent="10", limit=1): 50,
        promotion(Kind.PRICE, part("AB"), price="2.50"): 200,
        promotion(Kind.PRICE, part("A"), price="4.50"): 0,
        promotion(Kind.AMOUNT, part("ABC"), amount="0.50", limit=2): 100,
        promotion(Kind.AMOUNT, part("B"), amount="9"): 300,
        promotion(Kind.PERCENT, part("ABC"), percent="10", spend="12"): 120,
        promotion(Kind.PERCENT, part("ABC"), percent="10", spend="12.01"): 0,
        promotion(Kind.PERCENT, part("ABC"), percent="10", least="4"): 0,
        promotion(Kind.SPEND, part(""), steps=((Decimal(5), Decimal(1)), (Decimal(12), Decimal(3)))): 300,
        promotion(Kind.SPEND, part(""), steps=((Decimal(5), Decimal(1)),), limit=5): 200,
        promotion(Kind.SPEND, part("B"), steps=((Decimal(1), Decimal(9)),)): 300,
    }
    assert {one: off([one], three) for one in cases} == cases


def test_the_best_use_is_no_greedy_one() -> None:
    """Whoever takes the largest set first is left with two pieces at full price."""
    lines = [line("A", "10.00"), line("B", "10.00"), line("C", "10.00"), line("D", "10.00")]
    both = promotion(Kind.SET, part("BC", 2), code="1", price="12")
    ends = promotion(Kind.SET, part("AB", 2), code="2", price="13")
    other = promotion(Kind.SET, part("CD", 2), code="3", price="13")
    found = savings([both, ends, other], lines)
    assert [(one.promotion.code, one.off) for one in found] == [("2", 700), ("3", 700)]


def test_a_percentage_is_rounded_once() -> None:
    """The vector of woocommerce#64668: 10 x 23.90, a coupon of 25 %, 179.25."""
    coupon = promotion(Kind.PERCENT, part(""), percent="25")
    assert off([coupon], [line("A", "23.90", "10")]) == 23900 - 17925
    assert off([coupon], [line("A", "23.90")] * 10) == 23900 - 17925


def test_what_is_weighed() -> None:
    cheese = line("A", "20.00", "0.700", unit=Unit.KILOGRAM)
    assert off([promotion(Kind.PRICE, part("A"), price="15")], [cheese]) == 350
    assert off([promotion(Kind.PERCENT, part("A"), percent="10")], [cheese]) == 140
    assert off([promotion(Kind.PRICE, part("A"), price="15", least="0.75")], [cheese]) == 0
    assert off([promotion(Kind.SET, part("A"), price="1")], [cheese]) == 0


def test_a_price_that_a_person_gave_stays() -> None:
    every = promotion(Kind.PERCENT, part(""), percent="50")
    spent = promotion(Kind.SPEND, part(""), code="S", steps=((Decimal(10), Decimal(1)),))
    entered = line("A", "10.00", source="entered")
    assert [one.promotion.code for one in savings([every, spent], [entered])] == ["S"]
    assert off([every], [line("A", "10.00", "-1")]) == 0


def test_what_comes_back_counts_against_a_condition() -> None:
    spent = promotion(Kind.SPEND, part(""), steps=((Decimal(10), Decimal(1)),))
    assert off([spent], [line("A", "10.00"), line("B", "1.00", "-1")]) == 0
    assert off([spent], [line("A", "11.00"), line("B", "1.00", "-1")]) == 100


def test_a_condition_is_looked_at_again_as_the_sale_grows() -> None:
    offer = promotion(Kind.PERCENT, part(""), percent="10", least="2")
    offers, lines = Offers([(offer, None)], GBP), [line("A", "10.00"), line("B", "10.00")]
    assert [sum(s.off for s in offers.savings(lines[:n], [1000] * n)) for n in (1, 2, 1)] == [0, 200, 0]


def test_many_pieces_of_one_kind() -> None:
    deal = promotion(Kind.SET, part("AB", 3), price="10")
    assert off([deal], [line("A", "4.00", "999")]) == 333 * 200
    assert off([deal], [line("A", "4.00", "100000")]) == 33333 * 200


def test_an_absurd_basket_still_gets_what_the_best_promotion_alone_gives() -> None:
    deals = [promotion(Kind.SET, part("ABCDE", 7 + n), code=str(n), price=str(20 + n)) for n in range(8)]
    lines = [line(SKUS[n % 5], f"{3 + n / 100:.2f}") for n in range(200)]
    together = savings(deals, lines)
    assert not all(one.is_exact for one in together)
    assert sum(one.off for one in together) >= max(off([deal], lines) for deal in deals)


counts = st.integers(1, 3)
skus = st.sets(st.sampled_from(SKUS[:4]), min_size=1).map("".join)
parts = st.builds(part, skus, counts)
single = st.builds(part, skus, st.integers(2, 3))
pounds = st.integers(1, 12).map(str)
percents = st.integers(1, 100).map(str)
limits = st.one_of(st.none(), st.integers(1, 2))
promotions = st.one_of(
    st.builds(lambda p, x, n: promotion(Kind.SET, p, price=x, limit=n), parts, pounds, limits),
    st.builds(lambda p, q, x, n: promotion(Kind.SET, p, q, price=x, limit=n), parts, parts, pounds, limits),
    st.builds(lambda p, x, n: promotion(Kind.SET, p, percent=x, limit=n), parts, percents, limits),
    st.builds(lambda p, x, n: promotion(Kind.SET, p, amount=x, limit=n), parts, pounds, limits),
    st.builds(lambda p, x, n: promotion(Kind.CHEAPEST, p, percent=x, limit=n), single, percents, limits),
    st.builds(lambda p, q, x: promotion(Kind.BUY_GET, p, q, percent=x, limit=2), parts, parts, percents),
    st.builds(lambda p, q, x: promotion(Kind.BUY_GET, p, q, price=x), parts, parts, pounds),
    st.builds(lambda p, x, n: promotion(Kind.PERCENT, part(p), percent=x, limit=n), skus, percents, limits),
    st.builds(lambda p, x, n: promotion(Kind.PRICE, part(p), price=x, limit=n), skus, pounds, limits),
    st.builds(lambda p, x, n: promotion(Kind.AMOUNT, part(p), amount=x, limit=n), skus, pounds, limits),
)  # fmt: skip


def numbered(found: list[Promotion]) -> list[Promotion]:
    """With codes of their own."""
    return [replace(one, code=str(number)) for number, one in enumerate(found)]


several = st.lists(promotions, min_size=1, max_size=4).map(numbered)
#: Whole pounds and whole percents: nothing is rounded, so that the best can be told to the penny.
lines_of_pounds = st.lists(
    st.builds(line, st.sampled_from(SKUS), st.integers(1, 9).map(str), st.integers(1, 2).map(str)),
    min_size=1,
    max_size=5,
)


@pytest.mark.parametrize("many", [0, 16])
@settings(max_examples=150, deadline=None)
@given(offers=several, lines=lines_of_pounds)
def test_the_best_for_the_customer(many: int, offers: list[Promotion], lines: list[SaleLine]) -> None:
    """Also where hopeless states are dropped from the beginning."""
    pieces = [Piece(one.sku, int(one.unit_price * 100)) for one in lines for _ in range(int(one.quantity))]
    with patch.object(promotion_plan, "_MANY", many):
        found = savings(offers, lines)
    assert sum(saving.off for saving in found) == most(tuple(offers), pieces)
    assert all(saving.is_exact for saving in found)


#: Few prices come often, so that goods at the same price compete.
pence = st.one_of(st.sampled_from(("1.00", "2.50")), st.integers(1, 1500).map(lambda n: f"{n / 100:.2f}"))
many_lines = st.lists(
    st.builds(
        line,
        st.sampled_from(SKUS),
        pence,
        st.integers(1, 4).map(str),
        tax=st.sampled_from(["standard", "zero"]),
    ),
    max_size=12,
)


@settings(max_examples=100, deadline=None)
@given(several, many_lines, st.randoms(use_true_random=False))
def test_the_order_of_scanning_does_not_count(
    offers: list[Promotion], lines: list[SaleLine], chance: Random
) -> None:
    """Neither for what is saved, nor for the tax codes it is saved on; nor does the order of promotions."""
    other = list(lines)
    chance.shuffle(other)
    assert by_tax(offers, other) == by_tax(offers, lines) == by_tax(offers[::-1], lines)


def test_equal_pieces_of_two_lines_are_taken_alike_whichever_was_scanned_first() -> None:
    """Where one piece of each, or both of one line, would be shared to another penny."""
    offers = [
        promotion(Kind.SET, part("A"), code="0", price="1"),
        promotion(Kind.SET, part("AB", 2), code="1", percent="1"),
        promotion(Kind.BUY_GET, part("ABCD", 3), part("AB", 2), code="2", price="1"),
    ]
    first, second = line("D", "1.00", tax="zero"), line("D", "1.00", "2", tax="zero")
    others = [line("A", "0.01"), line("B", "2.50", "3"), line("C", "0.01", "3"), line("A", "1.00")]
    assert by_tax(offers, [first, second, *others]) == by_tax(offers, [second, first, *others])


def by_tax(offers: list[Promotion], lines: list[SaleLine]) -> dict[tuple[str, str], int]:
    """What each promotion saves on the lines of each tax code."""
    found: dict[tuple[str, str], int] = {}
    for saving in savings(offers, lines):
        for place, share in saving.shares.items():
            key = (saving.promotion.code, lines[place].tax)
            found[key] = found.get(key, 0) + share
    return found


@settings(max_examples=100, deadline=None)
@given(several, many_lines)
def test_parts_add_up_and_nothing_costs_less_than_nothing(
    offers: list[Promotion], lines: list[SaleLine]
) -> None:
    taken = [0] * len(lines)
    for saving in savings(offers, lines):
        assert saving.off == sum(saving.shares.values()) and saving.times > 0
        for place, share in saving.shares.items():
            assert share > 0
            taken[place] += share
    assert all(share <= amount for share, amount in zip(taken, amounts_of(lines), strict=True))


@settings(max_examples=100, deadline=None)
@given(several, many_lines, st.randoms(use_true_random=False))
def test_no_other_use_saves_more(offers: list[Promotion], lines: list[SaleLine], chance: Random) -> None:
    """Against what a cashier might do: give whatever set comes to hand, if it is worth anything."""
    pieces = [
        Piece(one.sku, amount // int(one.quantity))
        for one, amount in zip(lines, amounts_of(lines), strict=True)
        for _ in range(int(one.quantity))
    ]
    chance.shuffle(pieces)
    greedy, limits = 0, [10**9 if one.limit is None else one.limit for one in offers]
    for _ in range(40):
        number = chance.randrange(len(offers))
        chosen = picked(offers[number], pieces) if limits[number] else None
        if chosen is not None and worth(offers[number], chosen) > 0:
            greedy += worth(offers[number], chosen)
            limits[number] -= 1
            for piece in (piece for places in chosen for piece in places):
                pieces.remove(piece)
    found = savings(offers, lines)
    if all(saving.is_exact for saving in found):
        assert sum(saving.off for saving in found) + len(offers) / 2 >= greedy


def picked(offer: Promotion, pieces: list[Piece]) -> list[list[Piece]] | None:
    """The first pieces that make a set."""
    left, chosen = list(pieces), []
    for number, wanted in enumerate(offer.parts):
        found = [piece for piece in left if fits(offer, number, piece)][: wanted.count]
        if len(found) < wanted.count:
            return None
        for piece in found:
            left.remove(piece)
        chosen.append(found)
    return chosen


@pytest.mark.parametrize("size", [0, 5])
def test_turns_give_their_share_of_the_best(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the exact way is cut short, m promotions still give 1/m of the best."""
    deals = [promotion(Kind.SET, part("ABCD", 2 + n), code=str(n), price=str(2 + n)) for n in range(3)]
    lines = [line(SKUS[n % 4], f"{2 + n}.00") for n in range(7)]
    best = off(deals, lines)
    monkeypatch.setattr(promotion_best, "BOUND", size)
    assert best >= off(deals, lines) >= best / 3


@pytest.mark.parametrize("terms", [{"price": "10"}, {"amount": "1"}, {"percent": "50"}])
def test_an_absurd_basket_whose_sets_want_the_same_goods(terms: dict[str, str]) -> None:
    """The first part must not take what only it could do without."""
    both, one = part("ABCDE", 3), part("A", 3)
    deals = [promotion(Kind.SET, both, one, code=str(n), **terms) for n in range(4)]
    for scarce in ("9.50", "1.50"):
        lines = [line("A", scarce, "3"), *(line("BCDE"[n % 4], f"{3 + n / 100:.2f}") for n in range(45))]
        assert off(deals, lines) == off(deals[:1], lines) > 0


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.builds(lambda p, q: promotion(Kind.SET, p, q, amount="1"), parts, parts), min_size=1, max_size=3
    ),
    lines_of_pounds,
)
def test_turns_find_a_set_where_there_is_one(found: list[Promotion], lines: list[SaleLine]) -> None:
    """Any set of these saves something, so that the exact way saves nothing only where none can be made."""
    offers = numbered(found)
    best = off(offers, lines)
    with patch.object(promotion_best, "BOUND", 0):
        by_turns = off(offers, lines)
    assert by_turns <= best and bool(by_turns) == bool(best)


def test_documents() -> None:
    whole = replace(
        promotion(Kind.SET, part("AB", 2), part("C"), price="9.50", limit=2),
        version=3,
        window=Window("2026-11-01", "2026-11-30", frozenset({4, 5}), 1320, 120),
        group="members",
        coupon="*",
    )
    assert Promotion.from_document(whole.to_document()) == whole
    spent = promotion(Kind.SPEND, part(""), steps=((Decimal("5"), Decimal("0.5")),))
    assert Promotion.from_document(spent.to_document()) == spent
