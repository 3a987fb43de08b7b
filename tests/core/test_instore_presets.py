"""The countries' masks say what the biip library, read from the same pages, says of the same codes."""

from __future__ import annotations

from decimal import Decimal

import pytest
from biip import ParseConfig, ParseError
from biip.gtin import Gtin
from biip.rcn import Rcn, RcnRegion
from hypothesis import given
from hypothesis import strategies as st

from pos_tui.core.barcode import check_digit
from pos_tui.core.instore import Mask, Measured
from pos_tui.core.instore_presets import PRESETS, SOURCES, expanded

COUNTRIES = sorted(region.value.upper() for region in RcnRegion)
digits = st.text("0123456789", min_size=10, max_size=10)


def by_masks(country: str, code: str) -> Measured | None:
    read = [measured for text in expanded(country) if (measured := Mask.parse(text).read(code))]
    assert len(read) <= 1, "a code is read in one way"
    return read[0] if read else None


@pytest.mark.parametrize("country", COUNTRIES)
@given(second=st.integers(0, 9), rest=digits)
def test_b10_a_preset_reads_what_biip_reads(country: str, second: int, rest: str) -> None:
    body = f"2{second}{rest}"
    code = body + str(check_digit(body))
    ours = by_masks(country, code)
    try:
        found = Gtin.parse(code, config=ParseConfig(rcn_region=country.lower()))
    except ParseError:
        assert ours is not None and ours.misread
        return
    assert isinstance(found, Rcn)
    if country == "GB" and second == 8:
        return  # prefix 28 came later than biip's table; see SOURCES
    if found.weight is found.price is found.count is None:
        assert ours is None
        return
    assert ours is not None and not ours.misread
    price = None if ours.price is None else Decimal(ours.price).scaleb(-(ours.decimals or 0))
    assert (ours.weight, price, ours.count) == (found.weight, found.price, found.count)


@given(st.text("0123456789", min_size=5, max_size=5), st.text("0123456789", min_size=4, max_size=4))
def test_b11_a_price_label_of_the_united_states(item: str, price: str) -> None:
    mask = Mask.parse(expanded("us")[0])
    bodies = [f"2{item}{inner}{price}" for inner in range(10)]
    codes = [body + str(check_digit(body)) for body in bodies]
    read = [measured for code in codes if (measured := mask.read(code)) and not measured.misread]
    assert read == [Measured(item, price)], "one inner check digit of ten is right"
    assert [mask.read(f"0{code}") for code in codes] == [mask.read(code) for code in codes]


def test_every_preset_has_its_source_and_is_a_mask() -> None:
    assert PRESETS.keys() == SOURCES.keys()
    for masks in PRESETS.values():
        assert [Mask.parse(text).pattern for text in masks] == [text.partition(".")[0] for text in masks]


def test_b11_a_price_label_of_italy() -> None:
    body = "212345600459"
    read = by_masks("IT", body + str(check_digit(body)))
    assert read is not None and (read.item, read.price, read.decimals) == ("123456", "00459", 2)
