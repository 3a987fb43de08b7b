"""What printers answer, in whatever pieces and with whatever noise."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.escpos.status import Answers, Condition, condition, process_id

ASB = b"\x10\x00\x00\x00"


@pytest.mark.parametrize(
    ("answers", "found"),
    [
        ((0x12, 0x12, 0x12), Condition(drawer_pin=False)),
        ((0x16, 0x12, 0x12), Condition(drawer_pin=True)),
        ((0x12, 0x12, 0x1E), Condition(paper_low=True, drawer_pin=False)),
        ((0x1A, 0x32, 0x7E), Condition(offline=True, paper_out=True, paper_low=True, drawer_pin=False)),
        ((0x1A, 0x16, 0x12), Condition(offline=True, cover_open=True, drawer_pin=False)),
        ((0x1A, 0x52, 0x12), Condition(offline=True, error=True, drawer_pin=False)),
        ((0x1A, None, None), Condition(offline=True, drawer_pin=False)),
    ],
)
def test_the_answers_to_dle_eot(answers: tuple[int, int | None, int | None], found: Condition) -> None:
    assert condition(*answers) == found


def test_trouble_is_said_in_words_and_low_paper_is_none() -> None:
    assert Condition(cover_open=True, offline=True).trouble == "the printer's cover is open"
    assert Condition(paper_out=True).trouble == "the printer is out of paper"
    assert Condition(offline=True).trouble == "the printer is offline"
    assert Condition(paper_low=True).trouble == ""


def sorted_answers(pieces: list[bytes]) -> tuple[list[int], int, list[int]]:
    answers = Answers()
    for piece in pieces:
        answers.take(piece)
    return answers.realtime, answers.ordered, answers.processes


def test_status_nobody_asked_for_is_no_answer() -> None:
    assert sorted_answers([ASB + b"\x12" + ASB + b"\x00" + ASB]) == ([0x12], 1, [])


def test_process_ids_are_the_numbers_asked_for() -> None:
    assert process_id(20142) == b"\x1d(H\x06\x00\x30\x300142"
    assert sorted_answers([b"\x37\x220142\x00\x12"]) == ([0x12], 0, [142])


@given(
    st.lists(st.sampled_from([ASB, b"\x12", b"\x1a", b"\x00", b"\x03", b"\x37\x220007\x00"]), max_size=10),
    st.data(),
)
def test_any_split_gives_the_same_answers(answers: list[bytes], data: st.DataObject) -> None:
    whole = b"".join(answers)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(whole)), max_size=5)))
    pieces = [whole[a:b] for a, b in zip([0, *cuts], [*cuts, len(whole)], strict=True)]
    assert sorted_answers(pieces) == sorted_answers([whole])


@given(st.binary(max_size=50))
def test_no_noise_breaks_the_reader(noise: bytes) -> None:
    sorted_answers([noise])
