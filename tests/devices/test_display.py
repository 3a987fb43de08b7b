"""The two filters for text from outside: the terminal's and the printer's."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices import text_filter
from pos_tui.core import display

HOSTILE = [
    "\x1b]0;t\x07", "\x1b[2J", "\x1b]52;c;aGk=\x07", "\x1bPq\x1b\\", "\x9b31m", "\x7f", "\x00", "\u2028",
    "\u2029", "\u202e", "\u2066", "\u2069", "\u200b", "\u200d", "\u2060", "\ufeff", "\ue000", "\U000f0000",
    "\ud800", "\n", "\t", "\u00ad", "\u061c", "\u180e",
]  # fmt: skip
# Text from everywhere, with the dangerous parts often enough.
texts = st.lists(st.one_of(st.text(st.characters(exclude_categories=())), st.sampled_from(HOSTILE))).map(
    "".join
)


@given(texts, st.integers(0, 80))
def test_what_is_shown_cannot_steer_a_terminal_and_fits(text: str, limit: int) -> None:
    shown = display.clean(text, limit)
    assert all(char.isprintable() and char not in "\u200d\ufe0f\u3164\u2800" for char in shown)
    assert display.cells(shown) <= limit
    assert display.clean(shown, limit) == shown
    assert "\x1b" not in shown


@given(texts, st.integers(0, 40), st.sampled_from(("left", "center", "right")))
def test_fit_is_exact(text: str, width: int, align: display.Align) -> None:
    assert display.cells(display.fit(display.clean(text), width, align)) == width


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Tea [/]", "Tea [/]"),
        ("a\x1b[2Jb", "a·[2Jb"),
        ("one\ntwo\r\n", "one·two··"),
        ("a\u00a0b", "a b"),
        ("\U0001f1e9\U0001f1ea", "DE"),
        ("\U0001f468\u200d\U0001f469", "\U0001f468·\U0001f469"),
        ("❤\ufe0f", "❤"),
        ("\u0301x", "·x"),
        ("e" + "\u0301" * 300, "é\u0301\u0301"),
        ("חלב עربي", "חלב עربي"),
        ("\ud800", "·"),
    ],
)
def test_examples(text: str, shown: str) -> None:
    assert display.clean(text) == shown


def test_widths() -> None:
    assert display.cells("牛乳 1l") == 7
    assert display.cells("e\u0323\u0301") == 1
    assert display.fit("牛乳", 3) == "牛 "
    assert display.fit("9.99", 8, "right") == "    9.99"
    assert display.clean("牛" * 300, 9) == "牛" * 4


def test_a_very_long_name_is_cut() -> None:
    assert len(display.clean("x" * 10_000)) == 200


@given(texts)
def test_nothing_that_commands_a_printer_passes(text: str) -> None:
    printed = text_filter.printable(text)
    assert all(char.isprintable() for char in printed)
    assert unicodedata.normalize("NFC", printed).isprintable()


def test_the_filters_mark_the_same_characters() -> None:
    for char in HOSTILE:
        assert text_filter.printable(char)[0] == display.clean(char)[0] == "·"
