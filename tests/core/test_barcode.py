"""Bar codes: check digits, UPC-E, scanner prefixes and in-store codes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_tui.core.barcode import (
    check_digit,
    expand_upc_e,
    gtin14,
    has_check_digit,
    is_misread,
    restored_gtin14,
)
from pos_tui.core.scan import Scan

if TYPE_CHECKING:
    from tests.conftest import Shared

bodies = st.one_of(*(st.text("0123456789", min_size=size, max_size=size) for size in (7, 11, 12, 13)))


def gs1_sum(digits: str) -> int:
    """Weights 3 and 1 from the right, over the digits and their check digit: a multiple of ten when right."""
    return sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(digits)))


@given(bodies)
def test_b09_one_digit_of_ten_is_the_check_digit(body: str) -> None:
    right = [digit for digit in "0123456789" if gs1_sum(body + digit) % 10 == 0]
    assert right == [str(check_digit(body))]
    for digit in "0123456789":
        assert has_check_digit(body + digit) == (digit in right)
        assert (gtin14(body + digit) is not None) == (digit in right)


@given(bodies, st.integers(0, 12), st.integers(1, 9))
def test_b09_one_wrong_digit_is_a_misread(body: str, place: int, shift: int) -> None:
    code = body + str(check_digit(body))
    place %= len(code)
    wrong = code[:place] + str((int(code[place]) + shift) % 10) + code[place + 1 :]
    assert not is_misread(code)
    assert gtin14(wrong) is None
    assert is_misread(wrong) or expand_upc_e(wrong) is not None


@pytest.mark.parametrize(
    "code",
    [
        "5449000000996",
        "4006381333931",
        "9780201379624",
        "036000291452",
        "96385074",
        "40170725",
        "10614141000415",
        "0000000000000",
    ],
)
def test_known_codes_are_right(code: str) -> None:
    assert gtin14(code) == code.rjust(14, "0")


@pytest.mark.parametrize(
    "text", ["", "1", "5449000000997", "544900000099", "544900000099x", "５４４９０００００0996", "²" * 13]
)
def test_what_is_no_gtin(text: str) -> None:
    assert gtin14(text) is None
    assert restored_gtin14(text) is None


@given(st.text("0123456789", min_size=12, max_size=12))
def test_b08_leading_zeros_find_the_same_item(body: str) -> None:
    gtin13 = "0" + body[:11] + str(check_digit("0" + body[:11]))
    assert gtin14(gtin13) == gtin14(gtin13[1:]) == gtin14("0" + gtin13)


@given(st.text("123456789", min_size=1, max_size=1), st.text("0123456789", min_size=7, max_size=9))
def test_zeros_that_a_spreadsheet_took_come_back(first: str, rest: str) -> None:
    body = first + rest
    code = body + str(check_digit(body))
    assert restored_gtin14(code) == code.rjust(14, "0")
    assert gtin14(code) is None or len(code) == 8


def test_lengths_that_a_code_with_lost_zeros_can_have() -> None:
    for size in range(1, 20):
        body = "7" * (size - 1)
        code = body + str(check_digit(body))
        assert (restored_gtin14(code) is not None) == (8 <= size <= 14)
        assert (gtin14(code) is not None) == (size in (8, 12, 13, 14))


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("01234565", "012345000065"),
        ("04252614", "042100005264"),
        ("06543217", "065100004327"),
        ("02345673", "023456000073"),
        ("01234133", "012300000413"),
        ("01234145", "012340000015"),
        ("01278907", "012000007897"),
    ],
)
def test_upc_e_expands_as_published(short: str, long: str) -> None:
    assert has_check_digit(long)
    assert expand_upc_e(short) == long


@given(st.integers(0, 1), st.text("0123456789", min_size=6, max_size=6))
def test_upc_e_expands_to_the_digits_it_leaves_out(system: int, body: str) -> None:
    for check in "0123456789":
        long = expand_upc_e(f"{system}{body}{check}")
        if long is None:
            continue
        assert len(long) == 12
        assert gs1_sum(long) % 10 == 0
        assert long[0] == str(system)
        assert long[-1] == check
        suppressed = body[:5] + ("" if body[5] in "34" else body[5])
        assert sorted(long[1:-1].replace("0", "")) == sorted(suppressed.replace("0", ""))
        return
    raise AssertionError("one of ten check digits is right")


@pytest.mark.parametrize("text", ["21234565", "0123456", "01234566", "0123456x", ""])
def test_what_is_no_upc_e(text: str) -> None:
    assert expand_upc_e(text) is None


def test_b07_the_scanners_prefix_is_taken_off() -> None:
    assert Scan.parse("]E05449000000996") == Scan("5449000000996", "]E0")
    assert Scan.parse("]E496385074") == Scan("96385074", "]E4")
    assert Scan.parse("]A0ABC-1") == Scan("ABC-1", "]A0")
    assert Scan.parse("5449000000996") == Scan("5449000000996")
    assert Scan.parse("]") == Scan("]")


def test_b08_upc_e_is_expanded_only_where_the_scanner_names_it() -> None:
    assert Scan.parse("]E001234565").code == "012345000065"
    assert Scan.parse("]E401234565").code == "01234565"
    assert Scan.parse("01234565").code == "01234565"
    assert Scan.parse("]E001234560").code == "01234560"


def test_scans_of_gs1s_own_vectors(shared: Shared) -> None:
    seen = 0
    for line in shared("gs1/vectors_sample.jsonl").read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        if case["kind"] != "scan_to_element" or case["sym"] not in ("EAN13", "EAN8", "UPCA"):
            continue
        scanned, expected = case["in"].partition("|")[0], case["out"].partition("|")[0]
        assert Scan.parse(scanned).code == expected
        assert gtin14(expected)
        seen += 1
    assert seen >= 2


def test_check_digits_of_gs1s_own_vectors(shared: Shared) -> None:
    seen = 0
    for line in shared("gs1/vectors_sample.jsonl").read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        if case["kind"] == "element_to_scan" and case["sym"] in ("EAN13", "UPCA", "DataBarLimited"):
            code = case["in"].partition("|")[0]
            assert (gtin14(code) is not None) == (case["out"] is not None), case
            seen += 1
        elif case["kind"] == "bracketed_linter" and case["in"].startswith("(01)"):
            assert gtin14(case["in"][4:18])
            seen += 1
    assert seen >= 4
