"""What a code is, from any text: AIM ids, add-ons, GS1 messages; books and magazines; coupons."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from stdnum import isbn, issn

from pos_tui.bootstrap import gs1
from pos_tui.core.barcode import case_content, check_digit, gtin14, is_coupon, publication_gtin
from pos_tui.core.errors import InvalidValue
from pos_tui.core.gs1 import Element, interpret
from pos_tui.core.scan import BLANKS, GS, Scan, is_data, trimmed, without_add_on

EAN = "5449000000996"
_PARTS = "]C1 ]e0 ]E3 ]Q3 |]e0 (01) 01 17 10 3103 3922 8110 00 https://a/ 01/ ? 15= 261231 000734 LOT-7 ²"
SOMETHING = st.one_of(
    st.text(max_size=60),
    st.binary(max_size=60).map(lambda data: data.decode("latin-1")),
    st.lists(st.sampled_from([*_PARTS.split(), EAN, f"0{EAN}", GS, "\0"]), max_size=12).map("".join),
)


@given(SOMETHING)
@example("]C1" + "0" * 5000)
@example("https://a/01/" + EAN + "?17=" + "9" * 6)
def test_any_text_is_a_scan_and_a_message_or_none(text: str) -> None:
    scan = Scan.parse(text)
    assert trimmed(trimmed(text)) == trimmed(text)
    if not scan.message:
        assert not is_data(text.strip(BLANKS)) or scan.aim or "|]e" in text
        return
    try:
        message = interpret(gs1.read(scan))
    except InvalidValue:
        return
    assert not message.gtin or gtin14(message.gtin) == message.gtin
    assert bool(message.gtin) != bool(message.key)


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        (EAN, EAN, ""),
        (f"\x02{EAN}\x03", EAN, ""),
        (f"]E0{EAN}", EAN, ""),
        ("]I115449000000993", "15449000000993", ""),
        ("]C0ABC-1", "ABC-1", ""),
        (f"]C101{EAN.zfill(14)}10A", EAN, f"01{EAN.zfill(14)}10A"),
        (f"{GS}01{EAN.zfill(14)}", EAN, f"01{EAN.zfill(14)}"),
        (f"01{EAN.zfill(14)}10A{GS}21B", EAN, f"01{EAN.zfill(14)}10A{GS}21B"),
        ("]C110A", "10A", "10A"),
        (f"01{EAN.zfill(14)}10A", f"01{EAN.zfill(14)}10A", ""),
        (f"(01){EAN.zfill(14)}", EAN, f"(01){EAN.zfill(14)}"),
        (f"(01) {EAN.zfill(14)} (10) A", "(01) 05449000000996 (10) A", "(01) 05449000000996 (10) A"),
        ("(1) one", "(1) one", ""),
        ("(500) sheets", "(500) sheets", ""),
        ("(10) A (B)", "(10) A (B)", ""),
        (f"]E0{EAN}|]e017261231", EAN, "17261231"),
    ],
)
def test_b07_what_is_a_code_and_what_a_message(text: str, code: str, message: str) -> None:
    scan = Scan.parse(text)
    assert (scan.code, scan.message) == (code, message)


@pytest.mark.parametrize("text", ["4006381333932", "4006381333931", "2112345678900", "9780201379624"])
def test_bare_digits_are_never_a_message(text: str) -> None:
    assert Scan.parse(text) == Scan(text)


@pytest.mark.parametrize(
    ("code", "aim", "rest"),
    [
        ("977147396801205", "", "9771473968012"),
        ("977147396801212345", "", "9771473968012"),
        ("03600029145212345", "", "036000291452"),
        ("9771473968012051", "", "9771473968012051"),
        ("977147396801305", "", "977147396801305"),
        ("03600029145212", "]E3", "036000291452"),
        ("977147396801205", "]E3", "9771473968012"),
        ("977147396801205", "]C0", "977147396801205"),
        ("7351353712", "]E3", "73513537"),
    ],
)
def test_magazines_lose_the_small_bars_beside_the_code(code: str, aim: str, rest: str) -> None:
    assert without_add_on(code, aim) == rest


@given(st.text("0123456789", min_size=9, max_size=9))
def test_books_by_their_old_and_new_numbers(body: str) -> None:
    old = body + isbn._calc_isbn10_check_digit(body)
    new = isbn.to_isbn13(old)
    assert publication_gtin(old) == publication_gtin(isbn.format(old)) == f"0{new}"
    assert publication_gtin(f"{new[:3]}-{new[3:]}") == f"0{new}"
    wrong = old[:-1] + ("0" if old[-1] == "X" else "X" if old[-1] == "0" else "0")
    assert publication_gtin(wrong) is None


@given(st.text("0123456789", min_size=7, max_size=7))
def test_magazines_by_their_printed_number(body: str) -> None:
    number = body + issn.calc_check_digit(body)
    assert publication_gtin(f"{number[:4]}-{number[4:]}") == f"0{issn.to_ean(number)}"
    assert publication_gtin(number) is None, "eight digits may be an EAN-8"


@pytest.mark.parametrize("text", ["", "-", "12345-", "0-306-40615-3", "978020137962X", EAN, "X" * 10])
def test_what_is_no_book(text: str) -> None:
    assert publication_gtin(text) is None


@pytest.mark.parametrize(("prefix", "coupon"), [("99", True), ("982", True), ("980", True), ("985", False)])
def test_coupons(prefix: str, coupon: bool) -> None:
    body = prefix.ljust(12, "1")
    assert is_coupon(f"0{body}{check_digit(body)}") is coupon
    upc = "51234567890"
    assert is_coupon(f"00{upc}{check_digit(upc)}")


def test_a_case_may_hold_the_article_with_its_digits() -> None:
    assert case_content("15449000000993") == "05449000000996"
    assert case_content("05449000000996") is None
    assert case_content("95449000000999") is None


def elements(*pairs: tuple[str, str]) -> list[Element]:
    return [Element(ai, value) for ai, value in pairs]


@pytest.mark.parametrize(
    "pairs",
    [
        [("01", "05449000000996"), ("02", "05449000000996")],
        [("01", "05449000000996"), ("37", "12")],
        [("01", "05449000000996"), ("01", "00036000291452")],
        [("01", "05449000000996"), ("3102", "000100"), ("3103", "000100")],
        [("01", "05449000000996"), ("3922", "100"), ("3932", "978100")],
        [("10", "A"), ("10", "B")],
    ],
)
def test_messages_that_contradict_themselves(pairs: list[tuple[str, str]]) -> None:
    with pytest.raises(InvalidValue):
        interpret(elements(*pairs))


def test_what_is_said_twice_alike_is_said_once() -> None:
    assert interpret(elements(("10", "A"), ("01", "05449000000996"), ("10", "A"))).traits.lot == "A"
