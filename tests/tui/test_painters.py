"""Painters alone: columns, windows, sizes."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_tui.core.display import LEFT_TO_RIGHT, cells
from pos_tui.screens.layout import Box, arrange
from pos_tui.widgets.digits import large
from pos_tui.widgets.entry import entry_row
from pos_tui.widgets.figures import on_mark, price_text
from pos_tui.widgets.header import header_row
from pos_tui.widgets.keybar import keybar_row
from pos_tui.widgets.ledger import Window
from pos_tui.widgets.paint import row, strip


@given(st.text(max_size=40), st.integers(1, 60))
def test_any_text_becomes_a_harmless_strip_of_the_right_width(text: str, width: int) -> None:
    shown = strip(row(text), width).text
    assert shown.replace(LEFT_TO_RIGHT, "").isprintable()
    assert cells(shown) == width


@given(st.integers(1, 200), st.integers(1, 60))
def test_the_parts_lie_within_the_screen_and_never_overlap(width: int, height: int) -> None:
    parts = arrange(width, height)
    for part in parts:
        assert part.x >= 0
        assert part.x + part.width <= width
    if height >= 8:
        seen = [cell for part in parts for cell in _cells(part)]
        assert len(seen) == len(set(seen)) == width * height


def _cells(box: Box) -> list[tuple[int, int]]:
    return [(x, y) for x in range(box.x, box.x + box.width) for y in range(box.y, box.y + box.height)]


@pytest.mark.parametrize(
    ("price", "digits", "text"),
    [("1.5", 2, "1.50"), ("0.015", 2, "0.015"), ("100", 0, "100"), ("4", 3, "4.000"), ("-2.5", 2, "-2.50")],
)
def test_prices_have_the_currencys_digits_at_least(price: str, digits: int, text: str) -> None:
    assert price_text(Decimal(price), digits) == text


@pytest.mark.parametrize("mark", [".", ","])
@pytest.mark.parametrize("digits", [0, 2, 3])
def test_decimal_marks_stand_under_each_other(digits: int, mark: str) -> None:
    prices = [price_text(Decimal(text), digits, mark) for text in ("1", "12.5", "0.25", "1234", "-0.5")]
    columns = [on_mark(price, 6, 3, mark) for price in prices]
    assert {len(column) for column in columns} == {10}
    assert {column.index(mark) for column in columns if mark in column} == {6}
    assert all(column[6] in f"{mark} " for column in columns)


@given(st.integers(0, 400), st.integers(1, 40), st.data())
def test_the_window_always_shows_the_line_it_follows(lines: int, height: int, data: st.DataObject) -> None:
    window = Window(data.draw(st.integers(0, 400)))
    place = data.draw(st.integers(0, max(lines - 1, 0)))
    window.follow(place, lines, height)
    assert window.top <= place < window.top + height
    if lines <= height:
        assert window.top == 0


@given(st.integers(-(10**9), 10**9), st.integers(20, 80))
def test_large_figures_fit(minor: int, width: int) -> None:
    for spans in large(f"{minor / 100:.2f}", width):
        assert sum(len(text) for text, _ in spans) <= width


def test_the_key_bar_keeps_the_way_to_all_other_keys() -> None:
    keys = [(f"f{number}", "Label") for number in range(1, 13)]
    text = "".join(part for part, _ in keybar_row(keys, 40))
    assert text.rstrip().endswith("F12 Label")
    assert len(text.rstrip()) <= 40


def test_a_long_entry_shows_its_end_and_the_cursor() -> None:
    text = "".join(part for part, _ in entry_row("", None, "x" * 200 + "end", 40))
    assert text.endswith("end_")
    assert len(text) <= 40


@given(st.text(max_size=80), st.integers(20, 120))
def test_the_header_is_as_wide_as_the_screen(name: str, width: int) -> None:
    spans = header_row(name, "1", "Ana", "1-000142", "Mon 23 Nov 14:05", width)
    assert cells(strip(spans, width).text) == width
