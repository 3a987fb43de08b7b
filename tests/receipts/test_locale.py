"""Money and numbers as people write them."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_tui import locale
from pos_tui.locale import with_sign


@pytest.mark.parametrize(
    ("minor", "digits", "mark", "text"),
    [
        (0, 2, ".", "0.00"), (5, 2, ".", "0.05"), (-5, 2, ".", "-0.05"), (123456, 2, ",", "1234,56"),
        (500, 0, ".", "500"), (-1, 3, ".", "-0.001"), (-100, 2, ".", "-1.00"), (12345, 4, ".", "1.2345"),
    ],
)  # fmt: skip
def test_money(minor: int, digits: int, mark: str, text: str) -> None:
    assert locale.money(minor, digits, mark) == text


@given(st.integers(-(10**18), 10**18), st.integers(0, 4))
def test_money_reads_back_as_the_same_amount(minor: int, digits: int) -> None:
    assert Decimal(locale.money(minor, digits)).scaleb(digits) == minor


@pytest.mark.parametrize(("value", "text"), [("2.50", "2,50"), ("1E+3", "1000"), ("0.734", "0,734")])
def test_numbers_keep_their_digits(value: str, text: str) -> None:
    assert locale.formats("de_DE").number(value) == text


def test_every_locale_has_the_decimal_mark_babel_knows() -> None:
    from babel import Locale, localedata
    from babel.numbers import get_decimal_symbol

    for name in localedata.locale_identifiers():
        assert locale.formats(name).mark == get_decimal_symbol(Locale.parse(name)), name


def test_an_unknown_locale_is_written_like_english() -> None:
    assert locale.formats("xx_YY").mark == "."
    assert locale.formats("C.UTF-8").mark == "."


def test_common_locales_need_no_library() -> None:
    code = (
        "import sys; from pos_tui import locale; "
        "assert locale.formats('en_GB').money(-123, 2) == '-1.23'; "
        "assert locale.formats('de_DE.UTF-8').mark == ','; "
        "assert 'babel' not in sys.modules, 'babel was imported'"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_signs_of_currencies() -> None:
    assert locale.currency_symbol("EUR") == "€"
    assert locale.currency_symbol("XAG") == "XAG"


@pytest.mark.parametrize(
    ("code", "locale", "text"),
    [
        ("GBP", "en", "£1.19"),
        ("EUR", "de_AT", "€ 1.19"),
        ("EUR", "de", "1.19 €"),
        ("EUR", "fr_FR", "1.19 €"),
        ("CHF", "de_CH", "CHF 1.19"),
        ("PLN", "pl", "1.19 zł"),
        ("CHF", "en", "CHF 1.19"),
        ("EUR", "nonsense", "€1.19"),
    ],
)
def test_the_sign_stands_where_the_locale_has_it(code: str, locale: str, text: str) -> None:
    assert with_sign("1.19", code, locale) == text
