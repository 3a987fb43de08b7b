"""What stands after, or instead of, the last record: cut at each byte, mixed sectors, damaged bits."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.faults.tails import Tail, cut_violations, flip, residue_violations, sector_violations, sectors_of

STEP = 11
"""The short form looks at every 11th byte; the campaign at each."""


@pytest.mark.parametrize("blanked", [True, False])
def test_a_record_cut_at_any_byte_is_set_aside(tmp_path: Path, blanked: bool) -> None:
    tail = Tail(tmp_path)
    length = tail.end - tail.start
    for keep in [*range(0, length, STEP), length - 2, length - 1]:
        assert cut_violations(tail, keep, blanked=blanked) == [], f"{keep} of {length} bytes"


def test_any_mixture_of_sectors_of_an_unsynced_record_is_told_apart(tmp_path: Path) -> None:
    tail = Tail(tmp_path, sales=5)
    for chosen in range(1 << sectors_of(tail)):
        assert sector_violations(tail, chosen) == [], bin(chosen)


def test_a_flipped_bit_in_an_acknowledged_record_is_refused(tmp_path: Path) -> None:
    tail = Tail(tmp_path)
    chance = random.Random(1)
    for _ in range(120):
        position, bit = chance.randrange(tail.end), chance.randrange(8)
        tail.put(flip(tail, position, bit), tail.head_after)
        assert tail.refuses(), f"byte {position}, bit {bit}"


def test_without_its_head_a_flipped_bit_costs_at_most_the_last_record(tmp_path: Path) -> None:
    tail = Tail(tmp_path)
    chance = random.Random(2)
    for _ in range(60):
        position, bit = chance.randrange(tail.end), chance.randrange(8)
        tail.put(flip(tail, position, bit), b"")
        if position < tail.start:
            assert tail.refuses(), f"byte {position}, bit {bit}"
        else:
            assert tail.violations(last=False) == [], f"byte {position}, bit {bit}"


def test_a_flipped_bit_in_the_padding_is_no_damage(tmp_path: Path) -> None:
    tail = Tail(tmp_path)
    chance = random.Random(3)
    for _ in range(25):
        position = chance.randrange(tail.end, len(tail.good))
        tail.put(flip(tail, position, chance.randrange(8)), tail.head_after)
        assert tail.violations(last=True) == [], f"byte {position}"


def test_rubbish_after_the_last_record_is_set_aside_whole(tmp_path: Path) -> None:
    for seed in range(10):
        assert residue_violations(tmp_path / str(seed), seed) == []


def test_a_file_that_lost_its_end_is_refused(tmp_path: Path) -> None:
    tail = Tail(tmp_path)
    for keep in range(0, tail.end, 97):
        tail.put(tail.good[:keep], tail.head_after)
        assert tail.refuses(), f"{keep} bytes"


@pytest.mark.parametrize("head", [b"", b"x" * 256, b"\0" * 256, b'{"format":1}'.ljust(256)])
def test_a_lost_head_is_made_again(tmp_path: Path, head: bytes) -> None:
    tail = Tail(tmp_path)
    tail.put(tail.good, head)
    assert tail.violations(last=True) == []
