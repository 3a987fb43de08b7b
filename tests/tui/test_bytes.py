"""What each action may cost on the line: a budget in bytes, a little above what it takes.

At 9600 baud a hundred bytes take a tenth of a second. None of this depends on how fast anything is.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from .pty_till import PtyTill, key
from .shop import ean, new_shop

FIRST_SCREEN = 750
SCAN, HALF_PAGE, DIGIT = 120, 800, 16
_LINE_TAKES = 288
"""Bytes that a line of 9600 baud carries in 0.3 s, ten bits each."""
CORRECTIONS = [
    ("type a quantity", "4", "4", 16),
    ("quantity", key("f3"), "4 x Item 00040", 140),
    ("price", "1.99" + key("f5"), "@ 1.99", 160),
    ("discount", "10%" + key("f6"), "discount 10%", 170),
    ("void", key("f4"), "void", 190),
    ("undo", key("f8"), "undone", 175),
    ("choose a line", key("pageup"), ">", 60),
    ("choose none", key("clear"), "Item", 40),
    ("quantity before a scan", "12*\r", "12 x", 150),
    ("clear", key("clear"), "F1 Pay", 40),
    ("unknown code", "5449000000996\r", "5449000000996", 110),
]
FIND = [
    ("first letter", "m", "m_", 16),
    ("the list comes", "i", "Milk chocolate", 300),
    ("a letter more", "l", "mil_", 40),
    ("choose", key("down"), "> ", 150),
    ("the list goes", key("clear"), "F1 Pay", 300),
]
TENDER = [
    ("open", key("f1"), "Exact", 1100),
    ("digit", "5", "5_", 16),
    ("a part", "5\r", "paid", 450),
    ("take back", key("f8"), "taken back", 450),
    ("close", key("clear"), "F1 Pay", 850),
    ("open again", key("f1"), "Exact", 1100),
    ("exact cash, change", key("f2"), "CHANGE", 1000),
    ("first scan of the next", f"{ean(1)}\r", "Item 00001", 600),
]
SCREENS = [
    ("card", "/card\r", "approved", 950),
    ("a scan is held", f"{ean(9)}\r", "1 scan", 130),
    ("card declined", key("clear"), "41 items", 950),
    ("menu", key("f12"), "HELP", 1300),
    ("menu closed", key("clear"), "F1 Pay", 1200),
    ("unknown code", "5449000000996\r", "5449000000996", 130),
    ("unknown scans", "/unmatched\r", "UNKNOWN", 800),
    ("unknown scans closed", key("clear"), "F1 Pay", 850),
    ("help of a word", "/help cash\r", "/cash", 900),
    ("help closed", key("clear"), "F1 Pay", 900),
    ("hold", "/hold bob\r", "held", 700),
    ("held sales", key("f7"), "bob", 900),
    ("recall", "/recall H1\r", "41 items", 1450),
    ("redraw", "\x0c", "F1 Pay", 1100),
]  # fmt: skip
Step = tuple[str, str, str, int]


@pytest.fixture
def till(tmp_path: Path) -> Iterator[PtyTill]:
    """A till on a Linux console of 80x24."""
    with PtyTill(new_shop(tmp_path)) as started:
        yield started.start()


def cost(till: PtyTill, keys: str, seen: str) -> int:
    """Bytes from the keys until the screen rests, with a text on it."""
    before = till.written
    till.send(keys)
    till.wait(lambda text: seen in text and till.written > before)
    till.settle()
    return till.written - before


def over_budget(till: PtyTill, steps: list[Step]) -> list[str]:
    """What cost more than it may."""
    costs = [(name, cost(till, keys, seen), budget) for name, keys, seen, budget in steps]
    return [f"{name}: {spent} of {budget}" for name, spent, budget in costs if spent > budget]


def ring(till: PtyTill, count: int) -> list[int]:
    """Rings so many different items; returns the cost of each."""
    return [cost(till, f"{ean(n)}\r", f"Item {n:05d}") for n in range(1, count + 1)]


def test_the_first_screen(till: PtyTill) -> None:
    till.settle()
    assert till.written <= FIRST_SCREEN


def test_scans_and_digits(till: PtyTill) -> None:
    till.settle()
    scans = ring(till, 60)
    assert statistics.median(scans) <= SCAN
    assert max(scans) <= HALF_PAGE
    assert sorted(scans)[-8] <= 1.2 * SCAN, "only a full ledger jumps"
    typed = "5449000000"
    digits = [cost(till, digit, typed[: end + 1]) for end, digit in enumerate(typed)]
    assert max(digits) <= DIGIT


@pytest.mark.parametrize(
    "steps", [CORRECTIONS, FIND, TENDER, SCREENS], ids=["corrections", "find", "tender", "screens"]
)
def test_actions(till: PtyTill, steps: list[Step]) -> None:
    till.settle()
    ring(till, 40)
    assert not over_budget(till, steps)


def test_scans_at_one_each_300_ms_never_fall_behind_on_9600_baud(till: PtyTill) -> None:
    till.settle()
    waiting, left = 0, []
    for spent in ring(till, 60):
        waiting = max(waiting + spent - _LINE_TAKES, 0)
        left.append(waiting)
    assert all(0 in left[place : place + 4] for place in range(len(left) - 3)), left


def test_an_idle_till_is_silent(till: PtyTill) -> None:
    till.send(f"{ean(1)}\r")
    till.wait("Item 00001")
    till.settle(0.3)
    before, minute = till.written, time.localtime().tm_min
    end = time.monotonic() + 2
    while (left := end - time.monotonic()) > 0:
        till.pump(left)
    new_minute = time.localtime().tm_min != minute
    assert till.written - before <= (20 if new_minute else 0), "nothing but a new minute is worth a byte"
