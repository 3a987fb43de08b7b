"""Each store with a fault built in is caught by at least one experiment."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.campaign import beside_at, crash_at, fail_at, power_cut_at, prepared_shop
from tests.faults.mutants import MUTANTS, mutant

CALLS = 100
"""More than a business day makes between two closings."""


def experiments(base: Path, folder: Path, name: str) -> Iterator[list[str]]:
    """The experiments that are meant to catch a fault, one result each."""
    for when in range(1, CALLS):
        shutil.copytree(base, folder / "run")
        if name == "no undo":
            yield fail_at(folder / "run", when, errno.EIO)[0]
        elif name == "goes on in a segment that was being left":
            yield beside_at(folder / "run", when)[0]
        elif name in ("a line an operation", "snapshot in place", "any tail is damage"):
            yield crash_at(folder / "run", when, halfway=True)[0]
        else:
            yield power_cut_at(folder / "run", folder / "image", when, seed=when)[0]
        shutil.rmtree(folder / "run")


@pytest.mark.parametrize("name", MUTANTS)
def test_a_planted_fault_is_caught(tmp_path: Path, name: str) -> None:
    base = prepared_shop(tmp_path / "base")
    with mutant(name):
        caught = next((found for found in experiments(base, tmp_path, name) if found), None)
    assert caught, f"nothing notices: {name}"
