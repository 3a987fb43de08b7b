"""The receipt's bar code."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_tui.core.receipt_code import code_text, parse, store_part

tills = st.from_regex(r"[A-Za-z0-9]{1,6}", fullmatch=True)
stores = st.text(max_size=20)


def test_what_it_looks_like() -> None:
    assert code_text("3f9ac01d-77", "1-000142") == "3F9A1-000142X"


@given(stores, tills, st.integers(0, 10**9), st.integers(1, 99))
def test_it_reads_back(store: str, till: str, seq: int, epoch: int) -> None:
    number = f"{till}-{seq:06}" if epoch == 1 else f"{till}.{epoch}-{seq:06}"
    text = code_text(store, number)
    assert text is not None
    code = parse(text)
    assert code is not None
    assert (code.number, code.till, code.epoch, code.seq) == (number, till, epoch, seq)
    assert code.store == store_part(store)
    assert code.belongs_to(store)


@given(stores, tills, st.integers(0, 999_999), st.data())
def test_any_one_wrong_letter_is_noticed(store: str, till: str, seq: int, data: st.DataObject) -> None:
    text = code_text(store, f"{till}-{seq:06}") or ""
    at = data.draw(st.integers(0, len(text) - 1).filter(lambda place: text[place] != "-"))
    letter = data.draw(st.sampled_from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    if letter != text[at].upper():
        assert parse(text[:at] + letter + text[at + 1 :]) is None


@pytest.mark.parametrize(
    "code", ["", "-", "5449000000996", "3F9A1-000142Y", "3f9a1-000142X", "1-000142", "\x1d"]
)
def test_other_codes_are_not_receipts(code: str) -> None:
    assert parse(code) is None


def test_a_number_that_no_bar_code_holds_has_none() -> None:
    assert code_text("3f9a", "кассa-000001") is None
