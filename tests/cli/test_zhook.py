"""A program of the owner's gets each Z once it is recorded, and can neither hold up a closing nor fail it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from .conftest import Pos

KEEP = """#!/bin/sh
cat > "$1"; echo "$POS_Z" >> "$1.number"; echo noise; exit ${2:-0}
"""


@pytest.fixture
def program(tmp_path: Path) -> Path:
    path = tmp_path / "keep it.sh"
    path.write_text(KEEP)
    path.chmod(0o700)
    return path


def close(shop: Pos) -> str:
    shop("shift", "open", "100")
    shop("ring", stdin="MILK\n/cash 5\n")
    shop("shift", "count", "101.19")
    return shop("shift", "z", "100").stderr


def test_it_gets_the_record_and_the_paper(shop: Pos, program: Path, tmp_path: Path) -> None:
    shop("config", "set", "z.hook", f"'{program}' '{tmp_path}/got; touch x'")
    assert "z.hook" not in close(shop)
    told = json.loads((tmp_path / "got; touch x").read_text())
    assert (told["number"], told["kind"], told["day"] != "") == ("1-Z000001", "z", True)
    assert told["signature"]
    assert "Z REPORT" in told["text"]
    assert (tmp_path / "got; touch x.number").read_text() == "1-Z000001\n"
    assert not (tmp_path / "x").exists(), "no shell reads the arguments"


def test_one_that_fails_is_told_and_the_z_stands(shop: Pos, program: Path, tmp_path: Path) -> None:
    shop("config", "set", "z.hook", f"'{program}' {tmp_path}/got 3")
    assert "1-Z000001 is recorded; z.hook failed: it ended with 3" in close(shop)
    shop("config", "set", "z.hook", str(tmp_path / "nothing"))
    assert "z.hook failed: No such file" in close(shop)
    assert len(json.loads(shop("shift", "list", "--format", "json").stdout)) == 2


@pytest.mark.parametrize(
    ("text", "why"), [("mail-z", "no whole name"), ("/bin/sh 'x", "a quote that does not end")]
)
def test_what_is_no_program_is_no_setting(shop: Pos, text: str, why: str) -> None:
    assert why in shop("config", "set", "z.hook", text, code=2).stderr


def test_one_that_hangs_is_ended_with_what_it_started_and_the_log_says_so(
    shop: Pos, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pos_tui.bootstrap.zhook._SECONDS", 0.5)
    hangs = tmp_path / "hangs.sh"
    hangs.write_text("#!/bin/sh\necho 'Ada Byron, ada@example.org'\nsleep 600 &\necho $! > \"$1\"\nwait\n")
    hangs.chmod(0o700)
    shop("config", "set", "z.hook", f"{hangs} {tmp_path}/child")
    assert "z.hook failed: it took longer than" in close(shop)
    assert _is_gone(int((tmp_path / "child").read_text()))
    log = next(tmp_path.rglob("pos.log")).read_text()
    assert "hook z=1-Z000001 trouble=" in log and "seconds=" in log
    assert "Ada" not in log and "example.org" not in log


def _is_gone(pid: int) -> bool:
    """Ended, if nobody has waited for it yet."""
    try:
        return "\nState:\tZ" in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return True
