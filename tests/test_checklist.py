"""Each behaviour that a professional till has to show is a test named after its number: `test_b28_...`."""

from __future__ import annotations

import ast
import re
from pathlib import Path

TESTS = Path(__file__).parent
LATER = {
    77: "the kitchen gets only changes: with the restaurant",
    78: "a bill is split by items, seats or amount: with the restaurant",
    79: "a kiosk's order reaches the kitchen when it is paid: with the kiosk",
    80: "bookings warn of tables that would overrun: with the restaurant",
    81: "what was sold offline is uploaded once: with the hub",
    89: "at 80x24, in 16 colours or none, by keyboard: all of tests/tui is about it",
    90: "who reads figures over SSH slows nobody: figures of two programs, in tests/bench",
}
"""Numbers that no test is named after, and why."""
_NUMBERS = re.compile(r"_b(\d\d)(?=_)")


def numbered() -> dict[int, list[str]]:
    """The tests of each number."""
    found: dict[int, list[str]] = {}
    for path in sorted(TESTS.rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            is_test = isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name.startswith(
                "test_b"
            )
            for number in _NUMBERS.findall(node.name) if is_test else ():  # type: ignore[attr-defined]
                found.setdefault(int(number), []).append(f"{path.relative_to(TESTS)}::{node.name}")  # type: ignore[attr-defined]
    return found


def test_every_number_has_its_test_or_a_reason() -> None:
    missing = set(range(1, 91)) - numbered().keys()
    assert missing <= LATER.keys()


def test_numbers_have_two_digits_and_are_of_the_list() -> None:
    """A test of one digit, or of none that there is, would count for nothing."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in TESTS.rglob("test_*.py"))
    assert re.findall(r"def (test_b\d(?!\d)\w*)", text) == []
    assert all(1 <= number <= 90 for number in numbered())
