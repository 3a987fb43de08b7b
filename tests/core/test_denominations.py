"""What was counted, read from what is typed; notes and coins of currencies."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_tui.core.currency import DIGITS, Currency
from pos_tui.core.denominations import Counted, pieces_of
from pos_tui.core.errors import InvalidValue

GBP, JPY, KWD = (Currency.parse(code) for code in ("GBP", "JPY", "KWD"))


@pytest.mark.parametrize(
    ("text", "cash", "others"),
    [
        ("20x3 5x7 0.50x11", 6000 + 3500 + 550, {}),
        ("20x1 20X2", 6000, {}),
        ("63.50", 6350, {}),
        ("20x3 1.37", 6137, {}),
        ("0", 0, {}),
        ("0x", None, {}),
        ("20x3 card=125.40 Voucher=10", 6000, {"card": 12540, "voucher": 1000}),
        ("card=0", 0, {"card": 0}),
    ],
)
def test_what_is_typed(text: str, cash: int | None, others: dict[str, int]) -> None:
    if cash is None:
        with pytest.raises(InvalidValue):
            Counted.parse(text, GBP)
        return
    counted = Counted.parse(text, GBP)
    assert (counted.cash, counted.others) == (cash, others)


@pytest.mark.parametrize(
    "text",
    ["3x3", "-1", "card=-1", "20x-1", "20x1.5", "20x", "x3", "=3", "1e3", "0.005", "-20x1", "20x1000000"],
)
def test_what_makes_no_sense(text: str) -> None:
    with pytest.raises(InvalidValue):
        Counted.parse(text, GBP)


def test_a_sum_in_minor_units_where_the_shop_types_so() -> None:
    assert Counted.parse("6350 20x1", GBP, minor=True).cash == 8350
    assert Counted.parse("6350 1000x2", JPY).cash == 8350


def test_a_currency_that_is_not_listed_takes_any_piece() -> None:
    assert pieces_of(KWD) == ()
    assert Counted.parse("0.250x4", KWD).cash == 1000


def test_pieces_go_from_the_largest_down_and_are_kept_so() -> None:
    for code in DIGITS:
        pieces = pieces_of(Currency.parse(code))
        assert list(pieces) == sorted(set(pieces), reverse=True)
        assert all(piece > 0 for piece in pieces)
    stored = Counted.parse("0.50x2 20x3 1x0", GBP).to_document(GBP)
    assert stored["pieces"] == [{"piece": "20", "count": 3}, {"piece": "0.5", "count": 2}]


@given(st.dictionaries(st.sampled_from(pieces_of(GBP)), st.integers(0, 999)), st.integers(0, 99_999))
def test_the_sum_is_that_of_its_parts(pieces: dict[int, int], loose: int) -> None:
    words = [f"{piece // 100}.{piece % 100:02d}x{count}" for piece, count in pieces.items()]
    counted = Counted.parse(" ".join([*words, f"{loose // 100}.{loose % 100:02d}"]), GBP)
    assert counted.cash == loose + sum(piece * count for piece, count in pieces.items())
    assert counted.pieces == pieces
