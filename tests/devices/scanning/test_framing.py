"""Scans out of bytes: the same ones however the bytes are cut, none lost, none made up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.address import parse
from devices.scanning.framing import ENDS, LONGEST, Framer, framer

EAN = "5449000000996"


@pytest.mark.parametrize("end", [b"\r", b"\n", b"\r\n", b"\x03", b"\t"])
def test_each_end_mark_ends_one_scan(end: bytes) -> None:
    assert Framer().feed((EAN.encode() + end) * 2) == [EAN, EAN]


def test_prefixes_and_noise_are_no_part_of_a_code() -> None:
    assert Framer(prefix=b"\x02").feed(b"\x00\x02" + EAN.encode() + b"\x03\r") == [EAN]
    assert Framer(prefix=b"~").feed(b"~" + EAN.encode() + b"\r") == [EAN]
    assert Framer().feed(b"\x15" + EAN.encode() + b"\r") == [EAN]


def test_what_is_part_of_a_code_stays() -> None:
    assert Framer().feed(b"]C10109501101530003\x1d10AB\r") == ["]C10109501101530003\x1d10AB"]
    assert Framer(ends=ENDS["enter"]).feed(b"a\tb\r") == ["a\tb"]
    assert Framer().feed("é\r".encode()) == ["é"]
    assert Framer().feed(b"\xe9\r") == ["é"]


def test_only_a_scanner_without_end_marks_is_cut_off_by_silence() -> None:
    silent = Framer(ends=ENDS["none"])
    assert silent.feed(EAN.encode()) == []
    assert silent.is_waiting
    assert silent.silence() == [EAN]
    assert not silent.is_waiting
    usual = Framer()
    usual.feed(b"123")
    assert not usual.is_waiting
    assert usual.silence() == []
    assert usual.feed(b"4\r") == ["1234"]


def test_half_a_code_goes_with_the_line() -> None:
    framer = Framer()
    framer.feed(b"54490000")
    framer.reset()
    assert framer.feed(EAN.encode() + b"\r") == [EAN]


def test_a_burst_without_an_end_costs_no_memory_and_only_itself() -> None:
    framer = Framer()
    for _ in range(256):
        assert framer.feed(b"x" * LONGEST) == []
    assert framer.lost == 1
    assert framer.feed(b"tail\r" + EAN.encode() + b"\r") == [EAN]


CODES = st.lists(
    st.text(st.characters(codec="ascii", categories=("L", "N")), min_size=1, max_size=20), max_size=8
)


@given(CODES, st.sampled_from([b"\r", b"\n", b"\r\n"]), st.data())
def test_any_split_gives_the_same_scans(codes: list[str], end: bytes, data: st.DataObject) -> None:
    whole = b"".join(code.encode() + end for code in codes)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(whole)), max_size=8)))
    framer, found = Framer(), []
    for first, last in zip([0, *cuts], [*cuts, len(whole)], strict=True):
        found += framer.feed(whole[first:last])
    assert found == codes


@given(st.binary(max_size=300))
def test_garbage_makes_no_empty_and_no_unprintable_trouble(noise: bytes) -> None:
    framer = Framer()
    assert all(code.strip() for code in framer.feed(noise))
    framer.reset()
    assert framer.feed(EAN.encode() + b"\r") == [EAN]


def test_what_stands_for_a_separator_is_one() -> None:
    framer_of = framer(parse("serial:///dev/ttyS0?gs=%7C&suffix=etx&prefix=%02"))
    assert framer_of.feed(b"\x02]C110A|21B\x03") == ["]C110A\x1d21B"]
    assert framer(parse("serial:///dev/ttyS0")).feed(b"10A|21B\r") == ["10A|21B"]
    assert framer(parse("evdev:///dev/input/event3?suffix=%23")).feed(b"A#B#") == ["A", "B"]
