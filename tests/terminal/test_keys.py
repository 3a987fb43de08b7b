"""Bytes become strokes: whatever way they are cut, and whatever noise is between them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_tui.terminal.keys import KeyReader

SCAN = b"5449000000996\r"


def names(data: bytes, reader: KeyReader | None = None) -> list[str]:
    return [stroke.key for stroke in (reader or KeyReader()).feed(data, 0.0)]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"\x1bOP", "f1"),
        (b"\x1b[[A", "f1"),
        (b"\x1b[11~", "f1"),
        (b"\x1b[15~", "f5"),
        (b"\x1b[24~", "f12"),
        (b"\x1b[A", "up"),
        (b"\x1bOA", "up"),
        (b"\x1b[5~", "pageup"),
        (b"\x1b[3~", "delete"),
        (b"\r", "enter"),
        (b"\n", "ctrl+j"),
        (b"\t", "tab"),
        (b"\x7f", "backspace"),
        (b"\x02", "ctrl+b"),
        (b"\x1d", "ctrl+right_square_bracket"),
    ],
)
def test_the_keys_of_the_terminals_we_know(data: bytes, name: str) -> None:
    assert names(data) == [name]


def test_a_scan_right_behind_escape_keeps_its_first_digit() -> None:
    assert names(b"\x1b" + SCAN) == ["escape", *"5449000000996", "enter"]


@pytest.mark.parametrize(
    "noise",
    [b"\x1b[?2026;2$y", b"\x1b[?2048;0$y", b"\x1b[I", b"\x1b[12;40R", b"\x1b[<0;3;4M", b"\x1b[99;99~"],
)
def test_what_is_no_key_is_swallowed_whole_and_nothing_behind_it(noise: bytes) -> None:
    assert names(noise + SCAN) == [*"5449000000996", "enter"]


def test_pasted_text_is_keys_and_a_stray_mark_swallows_nothing() -> None:
    assert names(b"\x1b[200~12\r\x1b[201~3") == ["1", "2", "enter", "3"]
    assert names(b"\x1b[200~" + SCAN) == [*"5449000000996", "enter"]


def test_an_escape_alone_waits_for_more_and_then_is_the_key() -> None:
    reader = KeyReader()
    assert names(b"\x1b", reader) == []
    assert reader.is_waiting
    assert [stroke.key for stroke in reader.expire(1.0)] == ["escape"]
    assert not reader.is_waiting
    assert names(b"\x1b[", reader) == []
    assert [stroke.key for stroke in reader.expire(1.0)] == ["escape", "["]


def test_an_endless_sequence_is_given_up_and_loses_no_character() -> None:
    data = b"\x1b[" + b"1" * 60
    assert names(data) == ["escape", "[", *"1" * 60]


def test_the_terminal_says_whether_it_can_hold_a_frame_together() -> None:
    for answer, has_sync in ((b"2", True), (b"1", True), (b"0", False), (b"4", False)):
        reader = KeyReader()
        reader.feed(b"\x1b[?2026;" + answer + b"$y", 0.0)
        assert reader.has_sync is has_sync


def test_the_time_is_that_of_the_read() -> None:
    assert {stroke.time for stroke in KeyReader().feed(SCAN, 7.5)} == {7.5}


def test_bytes_that_are_no_text_do_no_harm() -> None:
    assert names(b"\xff\xfe" + SCAN)[-14:] == [*"5449000000996", "enter"]
    assert [stroke.character for stroke in KeyReader("latin-1").feed(b"\xe9", 0.0)] == ["é"]


PIECES = st.sampled_from(
    [b"\x1bOP", b"\x1b[A", b"\x1b[15~", b"\x1b[[B", SCAN, b"\x1b", "é牛".encode(), b"\x1b[?1;2c"]
)


@given(st.lists(PIECES | st.binary(max_size=6), max_size=12).map(b"".join), st.data())
def test_any_split_of_the_bytes_gives_the_same_strokes(data: bytes, draw: st.DataObject) -> None:
    cuts = sorted(draw.draw(st.lists(st.integers(0, len(data)), max_size=6)))
    reader, split = KeyReader(), []
    for first, last in zip([0, *cuts], [*cuts, len(data)], strict=True):
        split += reader.feed(data[first:last], 0.0)
    whole = KeyReader()
    assert [*split, *reader.expire(0.0)] == [*whole.feed(data, 0.0), *whole.expire(0.0)]


@given(st.binary(max_size=60), st.integers(0, 10**12))
def test_after_any_noise_and_a_pause_a_scan_is_whole(noise: bytes, number: int) -> None:
    reader = KeyReader()
    reader.feed(noise, 0.0)
    reader.expire(0.0)
    code = f"{number:013d}"
    assert "".join(stroke.character or "" for stroke in reader.feed(code.encode(), 1.0))[-13:] == code
