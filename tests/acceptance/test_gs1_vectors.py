"""GS1's own test vectors, and biip's of in-store codes, as far as a till is concerned.

What a till does not do is left out: making bar codes, rules about which elements a whole label must have
(they may stand in another bar code of it), and the insides of coupons and addresses.
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from pos_tui.bootstrap import gs1
from pos_tui.core.barcode import gtin14
from pos_tui.core.errors import InvalidValue
from pos_tui.core.gs1 import Message, interpret
from pos_tui.core.instore import Mask
from pos_tui.core.instore_presets import expanded
from pos_tui.core.scan import GS, Scan

if TYPE_CHECKING:
    from tests.conftest import Shared

FNC1 = "^"
# Elements that a bar code of its own may hold, and linters of what a till only names: coupons, positions.
NOT_A_TILLS = ("validateAIrequisites", "validateDigSigRequiresSerialisedKey", "COUPON", "INVALID_LONGITUDE")
DATES = ("11", "12", "13", "15", "16", "17")
PLAIN = ("EAN13", "EAN8", "UPCA")
Case = dict[str, Any]


@pytest.fixture
def vectors(shared: Shared) -> list[Case]:
    text = shared("gs1/vectors_sample.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def said(text: str) -> str | None:
    """The elements of a scan in GS1's own notation; None where it has none, or one that is wrong."""
    try:
        elements = gs1.read(Scan.parse(text))
        interpret(elements)
    except InvalidValue:
        return None
    if any(element.ai in DATES and not element.date for element in elements):
        return None
    return "".join(f"({element.ai}){element.value}" for element in elements)


def bracketed(notation: str) -> str:
    """`^0112345678901231^10ABC` as this reader says it."""
    return str(said(GS + notation.removeprefix(FNC1).replace(FNC1, GS)))


def of_kind(vectors: list[Case], *kinds: str) -> list[Case]:
    found = [case for case in vectors if case["kind"] in kinds]
    assert found, "the vectors have changed"
    return found


def test_scans(vectors: list[Case]) -> None:
    for case in of_kind(vectors, "scan_to_element"):
        scan = Scan.parse(case["in"])
        expected = str(case["out"] or "")
        if not case["ok"]:
            assert not scan.message and gtin14(scan.code) is None, case
        elif case["sym"] in PLAIN:
            code, _bar, beside = expected.partition("|")
            assert scan.code == code and gtin14(code), case
            assert said(GS + scan.beside) == bracketed(beside), case
        elif expected.startswith(FNC1):
            assert said(case["in"]) == bracketed(expected), case
        elif scan.is_web:
            assert interpret(gs1.read(scan)).gtin, case
        else:
            assert not scan.message and scan.code == expected.removeprefix("\\"), case


def test_what_other_programs_make_is_read_back(vectors: list[Case]) -> None:
    for case in of_kind(vectors, "element_to_scan"):
        if case["out"] is None:
            assert gtin14(case["in"]) is None, case
            continue
        scan = Scan.parse(case["out"])
        linear, _bar, beside = case["in"].partition("|")
        if case["sym"] in PLAIN:
            assert gtin14(scan.code) == gtin14(linear), case
            assert said(GS + scan.beside) == bracketed(beside), case
        elif linear.isdigit():
            assert said(case["out"]) == bracketed(f"^01{linear.zfill(14)}{beside.removeprefix(FNC1)}"), case
        elif linear.startswith(FNC1):
            assert said(case["out"]) == bracketed(case["in"].replace("|", "")), case
        else:
            assert scan.code == linear and not scan.message, case


def test_elements(vectors: list[Case]) -> None:
    for case in of_kind(vectors, "element_valid"):
        assert (said(GS + case["in"][1:]) is not None) == case["ok"], case


def test_elements_in_parentheses(vectors: list[Case]) -> None:
    for case in of_kind(vectors, "bracketed_to_element", "bracketed_linter", "association"):
        why = f"{case.get('rule', '')} {case.get('error', '')}"
        if any(word in why for word in NOT_A_TILLS) and not case["ok"]:
            continue
        assert (said(case["in"]) is not None) == case["ok"], case


def test_digital_links(vectors: list[Case]) -> None:
    for case in of_kind(vectors, "dl_to_element"):
        found = said(case["in"])
        if case["ok"]:
            assert found == bracketed(case["out"]), case
        elif (
            "options" in case and case["options"].get("PermitZeroSuppressedGTINinDLuris") == "false" and found
        ):
            # A till forgives the zeros that are left out before a GTIN.
            assert len(case["in"].rpartition("/")[2]) < 14, case
        else:
            assert found is None, case
    for case in of_kind(vectors, "element_to_dl"):
        assert said(case["out"]) is not None, case


def test_coupons_are_named_and_never_guessed_at(vectors: list[Case]) -> None:
    for case in vectors:
        if "COUPON" in str(case.get("error")):
            message = interpret(gs1.read(Scan.parse(case["in"])))
            assert message == Message(key=case["in"][1:5]), case


REGIONS = {"FINLAND": "FI", "GERMANY": "DE", "SWEDEN": "SE", "DENMARK": "DK", "ESTONIA": "EE", "NORWAY": "NO"}
REGIONS |= {"LATVIA": "LV", "LITHUANIA": "LT", "GREAT_BRITAIN": "GB"}


def test_in_store_codes_by_country(vectors: list[Case]) -> None:
    for case in of_kind(vectors, "rcn"):
        masks = [Mask.parse(text) for text in expanded(REGIONS[case["region"]])]
        read = [measured for mask in masks if (measured := mask.read(case["value"]))]
        if not (case.get("weight") or case.get("price") or case.get("count")):
            assert not read, case
            continue
        (label,) = read
        if case.get("price"):
            assert Decimal(label.price or "").scaleb(-(label.decimals or 0)) == Decimal(case["price"]), case
        if case.get("weight"):
            assert label.weight == Decimal(case["weight"]), case
        if case.get("count"):
            assert label.count == int(case["count"]), case
