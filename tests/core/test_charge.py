"""Child lines as values: what comes with an item, and how much of it comes back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_tui.core.charge import Charge, charges_of, charges_text, returned_with
from pos_tui.core.errors import InvalidValue
from pos_tui.core.quantity import Unit


def test_what_comes_with_an_item_is_a_list_of_skus() -> None:
    assert charges_of("CAN25, ECOFEE") == (Charge("CAN25"), Charge("ECOFEE"))
    assert charges_of("CRATE;20*BOTTLE08") == (Charge("CRATE"), Charge("BOTTLE08", 20))
    assert charges_of("") == ()
    assert charges_text(" CRATE ;20*B") == "CRATE,20*B"
    for wrong in ("A B", "0*A", "A,A", "1.5*", ",".join("ABCDEFGHI"), "x" * 65):
        with pytest.raises(InvalidValue):
            charges_of(wrong)


@given(
    pieces=st.integers(1, 30),
    per=st.integers(1, 24),
    parts=st.lists(st.integers(1, 30), max_size=6),
)
def test_pieces_come_back_with_each_piece(pieces: int, per: int, parts: list[int]) -> None:
    back = 0
    for part in parts:
        back = min(back + part, pieces)
        assert returned_with(Decimal(pieces * per), Decimal(back), Decimal(pieces), Unit.EACH) == back * per


@given(whole=st.integers(1, 30_000), share=st.integers(0, 30_000))
def test_a_piece_that_came_with_a_weight_comes_back_with_all_of_it(whole: int, share: int) -> None:
    back = Decimal(min(share, whole)).scaleb(-3)
    found = returned_with(Decimal(1), back, Decimal(whole).scaleb(-3), Unit.EACH)
    assert found == (1 if share >= whole else 0)
