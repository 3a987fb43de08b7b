"""In-store codes: price and weight of the shop's own labels, and their inner check digit."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_tui.core.barcode import check_digit
from pos_tui.core.errors import InvalidValue
from pos_tui.core.instore import Mask, Measured, measure_check_digit

if TYPE_CHECKING:
    from tests.conftest import Shared


def coded(body: str) -> str:
    """With the check digit of the whole."""
    return body + str(check_digit(body))


@pytest.mark.parametrize(
    ("field", "digit"),
    [("2875", 9), ("14685", 6), ("0239", 2), ("00239", 4), ("12345", 8), ("9999", 6)],
)
def test_b11_the_inner_check_digit_of_published_examples(field: str, digit: int) -> None:
    """The first two stand in the GS1 General Specifications, the others come from the biip library."""
    assert measure_check_digit(field) == digit


@given(
    st.one_of(st.text("0123456789", min_size=4, max_size=4), st.text("0123456789", min_size=5, max_size=5)),
    st.integers(0, 4),
    st.integers(1, 9),
)
def test_b11_one_wrong_digit_of_price_or_weight_is_noticed(field: str, place: int, more: int) -> None:
    place %= len(field)
    wrong = field[:place] + str((int(field[place]) + more) % 10) + field[place + 1 :]
    assert measure_check_digit(wrong) != measure_check_digit(field)


@pytest.mark.parametrize(
    ("mask", "code", "read"),
    [
        ("28IIIIIVPPPPK", coded("281234592875"), Measured("12345", price="2875")),
        ("28IIIIIVPPPPK", coded("281234582875"), Measured("12345", price="2875", misread=True)),
        ("28IIIIICPPPPK", coded("281234582875"), Measured("12345", price="2875")),
        ("2IIIIIVWWWWWK", coded("212345614685"), Measured("12345", weight=Decimal("14.685"))),
        ("2IIIIIVWWWWWK", coded("212345714685"), Measured("12345", weight=Decimal("14.685"), misread=True)),
    ],
)
def test_b11_the_inner_check_digit_is_verified_where_the_mask_says_so(
    mask: str, code: str, read: Measured
) -> None:
    assert Mask.parse(mask).read(code) == read


def test_b10_in_store_codes_of_the_published_vectors(shared: Shared) -> None:
    lines = shared("gs1/vectors_sample.jsonl").read_text(encoding="utf-8").splitlines()
    cases = {case["value"]: case for case in map(json.loads, lines) if case["kind"] == "rcn"}
    german = Mask.parse("23IIIIIPPPPPK").read("2330714002396")
    assert german == Measured("30714", price="00239")
    assert Decimal(german.price or "").scaleb(-2) == Decimal(cases["2330714002396"]["price"])
    swedish = Mask.parse("25IIIIICWWWWK.1").read("2588060112348")
    assert swedish is not None
    assert swedish.weight == Decimal(cases["2588060112348"]["weight"])


def test_b10_the_stickers_price_is_read_as_it_is() -> None:
    mask = Mask.parse(" 22iiiiipppppk ")
    code = "221234500999"
    assert mask.read(code + str(check_digit(code))) == Measured("12345", price="00999")


def test_b11_the_stickers_weight_has_the_masks_decimals() -> None:
    code = "2812345000734"[:12]
    code += str(check_digit(code))
    measured = Mask.parse("28IIIIIWWWWWK").read(code)
    assert measured == Measured("12345", weight=Decimal("0.073"))
    assert Mask.parse("28IIIIIWWWWWK.2").read(code) == Measured("12345", weight=Decimal("0.73"))
    assert Mask.parse("28IIIIIWWWWWK.0").read(code) == Measured("12345", weight=Decimal(73))


@given(st.text("0123456789", min_size=5, max_size=5), st.text("0123456789", min_size=5, max_size=5))
def test_a_mask_reads_back_what_was_written(item: str, value: str) -> None:
    body = f"29{item}{value}"
    code = body + str(check_digit(body))
    assert Mask.parse("29IIIIIPPPPPK").read(code) == Measured(item, price=value)
    assert Mask.parse("28IIIIIPPPPPK").read(code) is None
    wrong = body + str((int(code[-1]) + 1) % 10)
    assert Mask.parse("29IIIIIPPPPPK").read(wrong) is None
    assert Mask.parse("29IIIIIPPPPPP").read(wrong) == Measured(item, price=value + wrong[-1])
    assert Mask.parse("29IIIIIPPPPPK").read(code[:-1]) is None
    assert Mask.parse("29IIIIIPPPPPK").read(code[:-1] + "x") is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "28",
        "IIIIIIIPPPPPK",
        "28IIIIIK",
        "28IIIIIPPWWWK",
        "28IIIIIPPPK",
        "28IIIIIWWWWWK.x",
        "28IIIIIWWWWWK.10",
        "28PPPPPIIIIIK",
        "28IIIVPPPPPPK",
        "28IIIIIVPPPK",
        "28IIIIIVCPPPK",
    ],
)
def test_what_is_no_mask(text: str) -> None:
    with pytest.raises(InvalidValue):
        Mask.parse(text)
