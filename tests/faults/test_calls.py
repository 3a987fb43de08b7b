"""Each changing call of the operating system fails once, or from then on, or is the last the process makes.

Each fails with one of two errors here, in turn; `python -m tests.faults --calls` tries both at each.
"""

from __future__ import annotations

import errno
import shutil
from pathlib import Path

import pytest

from tests.faults.campaign import beside_at, crash_at, fail_at, prepared_shop

ERRORS = (errno.EIO, errno.ENOSPC)
MODES = {
    "once": (ERRORS, False, False),
    "from then on": (ERRORS[::-1], True, False),
    "short write": (ERRORS, False, True),
}


@pytest.mark.parametrize("mode", MODES)
def test_a_call_that_fails_loses_nothing(tmp_path: Path, mode: str) -> None:
    numbers, lasting, short = MODES[mode]
    base = prepared_shop(tmp_path / "base")
    when = 0
    while True:
        when += 1
        folder = tmp_path / "run"
        shutil.copytree(base, folder)
        violations, calls = fail_at(folder, when, numbers[when % 2], lasting=lasting, short=short)
        assert violations == [], f"call {when}"
        shutil.rmtree(folder)
        if calls < when:
            break
    assert when > 20


@pytest.mark.parametrize("halfway", [False, True])
def test_a_process_that_dies_at_a_call_loses_nothing(tmp_path: Path, halfway: bool) -> None:
    base = prepared_shop(tmp_path / "base")
    when = 0
    while True:
        when += 1
        folder = tmp_path / "run"
        shutil.copytree(base, folder)
        violations, died = crash_at(folder, when, halfway=halfway)
        assert violations == [], f"call {when}"
        shutil.rmtree(folder)
        if not died:
            break
    assert when > 20


def test_a_process_that_dies_beside_another_loses_nothing(tmp_path: Path) -> None:
    base = prepared_shop(tmp_path / "base")
    when = 0
    while True:
        when += 1
        folder = tmp_path / "run"
        shutil.copytree(base, folder)
        violations, died = beside_at(folder, when)
        assert violations == [], f"call {when}"
        shutil.rmtree(folder)
        if not died:
            break
    assert when > 20
