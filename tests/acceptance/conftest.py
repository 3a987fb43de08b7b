"""A `pos` to run as a shopkeeper would."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
Pos = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def pos(tmp_path: Path) -> Pos:
    """Runs `pos` on a store of its own in a process of its own."""
    environ = {key: value for key, value in os.environ.items() if not key.startswith("POS_")}
    environ |= {"POS_STORE": str(tmp_path / "store"), "POS_STATE": str(tmp_path / "state")}

    def run(*words: str, code: int | None = 0, stdin: str = "") -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "pos_tui", *words],
            cwd=ROOT,
            env=environ,
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        assert code is None or done.returncode == code, done.stderr + done.stdout[-2000:]
        return done

    return run
