"""A morning on kinds of terminals and through a real sshd: what the shop recorded is what was sold.

A few sales each here; `python -m tests.acceptance.morning` plays sixty on each.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from .morning import on_a_terminal, over_ssh
from .sshd import missing

SALES = 15


@pytest.mark.parametrize("term", ["linux", "vt100"])
def test_on_a_terminal(tmp_path: Path, term: str) -> None:
    on_a_terminal(tmp_path, term, SALES)


@pytest.mark.skipif(bool(missing()), reason=f"not installed: {missing()}")
def test_through_sshd(tmp_path: Path) -> None:
    over_ssh(tmp_path, SALES)
