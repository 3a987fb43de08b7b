"""The power goes at each changing call; the disk keeps what was synced and, of the rest, what chance
keeps."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.faults.campaign import power_cut_at, prepared_shop


def test_a_power_cut_at_a_call_loses_nothing(tmp_path: Path) -> None:
    base = prepared_shop(tmp_path / "base")
    when = 0
    while True:
        when += 1
        folder = tmp_path / "run"
        shutil.copytree(base, folder)
        violations, died = power_cut_at(folder, tmp_path / "image", when, seed=when)
        assert violations == [], f"call {when}"
        shutil.rmtree(folder)
        if not died:
            break
    assert when > 20
