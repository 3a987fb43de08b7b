"""A `pos` to run as a shopkeeper would."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.tui.pty_till import PtyTill
from tests.tui.shop import new_shop

if TYPE_CHECKING:
    from .tills import Spawn

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


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A fresh shop."""
    return new_shop(tmp_path, 300)


@pytest.fixture
def spawn(folder: Path) -> Iterator[Spawn]:
    """Starts tills in it, and ends what still runs."""
    tills: list[PtyTill] = []

    def start(**options: Any) -> PtyTill:
        tills.append(PtyTill(folder, **options))
        return tills[-1]

    yield start
    for till in tills:
        till.close()
