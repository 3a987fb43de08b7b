"""The bytes of a frame show on an emulated terminal what was asked for, and are few."""

from __future__ import annotations

import pyte
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pos_tui.core.display import fit
from pos_tui.terminal.frame import Frame, cells_of

WIDTH, HEIGHT = 20, 4
STYLES = ("", "1", "7", "1;7", "9", "31", "1;33;40", "4", "42")
TEXTS = ("a", "milk", "   ", "1.19", "é", "牛乳", "e\u0301x", "שלום", "|", "            ")


def screen() -> tuple[pyte.Screen, pyte.Stream]:
    shown = pyte.Screen(WIDTH, HEIGHT)
    return shown, pyte.Stream(shown)


def full(spans: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Spans filled to the width of a row."""
    room, out = WIDTH, []
    for text, style in spans:
        part = fit(text, min(room, sum(1 for cell in cells_of(text, "")) or 1))
        room -= len(cells_of(part, ""))
        out.append((part, style))
    return [*out, (" " * room, "")]


ROWS = st.lists(st.tuples(st.sampled_from(TEXTS), st.sampled_from(STYLES)), max_size=4).map(full)


@settings(max_examples=300)
@given(st.lists(st.tuples(st.integers(0, HEIGHT - 1), ROWS), min_size=1, max_size=25))
def test_what_differs_is_enough(updates: list[tuple[int, list[tuple[str, str]]]]) -> None:
    shown, stream = screen()
    frame = Frame(WIDTH, HEIGHT)
    rows: dict[int, list[tuple[str, str]]] = {}
    for y, spans in updates:
        rows[y] = spans
        stream.feed(frame.draw([(y, 0, spans)]))
    wanted, wanted_stream = screen()
    for y, spans in rows.items():
        wanted_stream.feed(f"\x1b[{y + 1}H" + "".join(f"\x1b[0;{style}m{text}" for text, style in spans))
    assert picture(shown) == picture(wanted)


def picture(shown: pyte.Screen) -> list[list[tuple[object, ...]]]:
    """Characters with their looks; of a blank only what can be seen."""
    return [[_look(shown.buffer[y][x]) for x in range(WIDTH)] for y in range(HEIGHT)]


def _look(cell: pyte.screens.Char) -> tuple[object, ...]:
    seen = (cell.data, cell.bg, cell.reverse, cell.underscore, cell.strikethrough)
    return seen if cell.data == " " and not cell.reverse else (*seen, cell.fg, cell.bold)


def test_nothing_new_sends_nothing() -> None:
    frame = Frame(WIDTH, HEIGHT)
    row = [(0, 0, [("milk", "1")])]
    assert frame.draw(row) != ""
    assert frame.draw(row) == ""


def test_a_digit_behind_the_cursor_costs_a_byte() -> None:
    frame = Frame(WIDTH, HEIGHT)
    frame.draw([(3, 0, [(" 54", "")])])
    assert frame.draw([(3, 0, [(" 544", "")])]) == "4"


@pytest.mark.parametrize(
    ("before", "after", "sent"),
    [
        ("1.19 milk", "1.29 milk", "\x1b[1;3H2"),
        ("abcdefgh", "a", "\x1b[1;2H\x1b[K"),
        ("abc", "ab", "\b "),
        ("a", "b", "\rb"),
    ],
)
def test_the_shortest_way_is_taken(before: str, after: str, sent: str) -> None:
    frame = Frame(WIDTH, HEIGHT)
    frame.draw([(0, 0, [(before.ljust(WIDTH), "")])])
    assert frame.draw([(0, 0, [(after.ljust(WIDTH), "")])]) == sent


def test_blanks_do_not_care_for_colours_that_only_letters_show() -> None:
    frame = Frame(WIDTH, HEIGHT)
    assert frame.draw([(0, 0, [("     ", "1;33")])]) == ""
    assert frame.draw([(0, 0, [("  ", "7")])]) != ""


def test_behind_a_wide_name_the_place_is_said_anew() -> None:
    sent = Frame(WIDTH, HEIGHT).draw([(1, 0, [("牛乳 1.19", "")])])
    assert sent == "\x1b[2H牛乳\x1b[2;5H 1.19"


def test_what_terminals_measure_differently_moves_nothing_behind_it() -> None:
    shown, stream = screen()
    stream.feed(Frame(WIDTH, HEIGHT).draw([(0, 0, [("का 1.19", "")])]))
    assert shown.display[0][3:7] == "1.19"


def test_the_terminal_is_left_plain() -> None:
    assert Frame(WIDTH, HEIGHT).draw([(0, 0, [("TOTAL", "1;7")])]).endswith("\x1b[m")


def test_what_lies_outside_is_cut() -> None:
    shown, stream = screen()
    stream.feed(Frame(WIDTH, HEIGHT).draw([(0, 15, [("0123456789", "")]), (9, 0, [("no", "")])]))
    assert shown.display[0] == " " * 15 + "01234"
    assert set("".join(shown.display[1:])) == {" "}


def test_what_is_below_is_reached_by_a_step_down() -> None:
    frame = Frame(WIDTH, HEIGHT)
    assert frame.draw([(0, 2, [("|", "")]), (1, 2, [("|", "")]), (2, 3, [("x", "")])]) == (
        "\x1b[1;3H|\b\x1b[B|\x1b[Bx"
    )
