"""Receipts in other languages, and in two at once: every word there is, with what is filled in."""

from __future__ import annotations

from dataclasses import fields
from importlib.resources import files
from string import Formatter

import pytest

from devices.printers.text import text
from devices.text_filter import cells
from pos_tui.receipts.languages import joined, words_for, words_in
from pos_tui.receipts.receipt import receipt
from pos_tui.receipts.words import ENGLISH, Words
from pos_tui.settings.kinds import RECEIPT_LANGUAGES

from .test_receipt import BASKET, SHOP

OTHERS = [language for language in RECEIPT_LANGUAGES if language != "en"]


def filled_in(text: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in Formatter().parse(text) if name}


def test_each_language_has_a_file_and_no_file_is_none() -> None:
    found = files("pos_tui.receipts.languages").iterdir()
    assert sorted(one.name for one in found if one.name.endswith(".toml")) == [f"{n}.toml" for n in OTHERS]


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_says_all_that_english_says(language: str) -> None:
    words = words_in(language)
    assert words.tenders.keys() == ENGLISH.tenders.keys()
    for part in fields(Words):
        if part.name != "tenders":
            said = getattr(words, part.name)
            assert said.strip() and filled_in(said) == filled_in(getattr(ENGLISH, part.name)), part.name


@pytest.mark.parametrize("columns", [32, 42, 48])
@pytest.mark.parametrize("languages", [("de", "zh"), ("fr", "nl"), ("es", "pl")])
def test_two_languages_fit_the_paper(languages: tuple[str, ...], columns: int) -> None:
    printed = text(receipt(BASKET, SHOP, words=words_for(languages, "en")), columns)
    assert max(map(cells, printed.splitlines())) <= columns
    for amount in ("20.00", "12.15", "3.33", "0.67"):
        assert amount in printed


def test_what_both_end_with_is_said_once() -> None:
    both = joined(ENGLISH, words_in("de"))
    assert both.receipt == "Receipt / Bon {number}"
    assert both.subtotal == "Subtotal / Zwischensumme"
    assert both.reference == "Ref / Ref. {reference}"
    assert joined(ENGLISH, words_in("zh")).voucher_left == "Left on {code} / {code} 余额"
    assert both.tenders["cash"] == "Cash / Bar"
    assert words_for((), "xx_XX") is ENGLISH
    assert words_for((), "de_AT").change == "Rückgeld"
    assert words_for(("en",), "de_AT") is ENGLISH


def test_what_is_left_out_is_not_there_and_why_nobody_pays_tax_stays() -> None:
    whole = text(receipt(BASKET, SHOP, short_hash="0a1b2c3d4e5f6071"), 42)
    less = text(
        receipt(
            BASKET, SHOP, short_hash="0a1b2c3d4e5f", without=("operator", "taxes", "record"), codes="none"
        ),
        42,
    )
    for said in ("Served by Ana", "B standard 20%", "3.33", "Record 0a1b2c3d", "[||| "):
        assert said in whole and said not in less
    assert "2.38 A" in whole and "2.38 A" not in less, "a letter that no table explains"
    free = {**BASKET, "tax_status": {"kind": "exempt", "reason": "embassy", "number": "X1"}}
    assert "Exempt from tax" in text(receipt(free, SHOP, without=("taxes",)), 42)
