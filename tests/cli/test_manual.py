"""The manual page, completion in shells, unit files: what comes with the program and is not run by it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from .test_conventions import ALL, options

if TYPE_CHECKING:
    from .conftest import Pos

ROOT = Path(__file__).parents[2]
SYSTEM = ROOT / "pos_tui" / "system"
UNITS = [*sorted(path.name for path in SYSTEM.glob("*.service")), "pos-backup.timer"]


def test_the_manual_has_every_command_and_option(pos: Pos) -> None:
    text = pos("man").stdout.replace(r"\-", "-")
    for name, command in ALL.items():
        found = re.search(rf"\n\.SS pos {name}( .*)?\n", text)
        assert found is not None, name
        section = text[found.start() : text.find("\n.S", found.end())]
        for option in options(command):
            if option.startswith("-"):
                assert option in section, f"{name} {option}"
    for part in ("NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "COMMANDS", "EXIT STATUS", "ENVIRONMENT"):
        assert f"\n.SH {part}\n" in text
    assert '"Corner Shop"' in text, "quotes stay in examples"


@pytest.mark.skipif(shutil.which("groff") is None, reason="needs groff to set the page")
def test_it_is_set_without_a_complaint(pos: Pos) -> None:
    page = pos("man").stdout
    done = subprocess.run(
        ["groff", "-man", "-Tutf8", "-ww"], input=page, capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    assert "pos doctor" in re.sub(r"\x1b\[\d*m|.\x08", "", done.stdout)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_complete_commands_and_options(shell: str) -> None:
    def completed(words: str, place: int) -> str:
        asked = {
            "_POS_COMPLETE": f"complete_{shell}",
            "COMP_WORDS": words,
            "COMP_CWORD": str(place),
            "_TYPER_COMPLETE_ARGS": words,
            "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        }
        done = subprocess.run(
            [sys.executable, "-m", "pos_tui"],
            cwd=ROOT,
            env=os.environ | asked,
            capture_output=True,
            text=True,
        )
        return done.stdout

    assert "doctor" in completed("pos doc", 1)
    assert "verify" in completed("pos journal ver", 2)
    assert "--deep" in completed("pos journal verify --d", 3)


@pytest.mark.parametrize("name", UNITS)
def test_units_are_what_systemd_takes(name: str, tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("needs systemd-analyze to judge unit files")
    for unit in UNITS:
        text = (SYSTEM / unit).read_text()
        # The program is not installed where the example says, nor is its page.
        text = re.sub(r"^ExecStart=/opt/pos/bin/pos", "ExecStart=/bin/true", text, flags=re.MULTILINE)
        (tmp_path / unit).write_text(re.sub(r"^Documentation=.*\n", "", text, flags=re.MULTILINE))
    done = subprocess.run(
        ["systemd-analyze", "verify", str(tmp_path / name)], capture_output=True, text=True, check=False
    )
    ours = [line for line in done.stderr.splitlines() if "pos-" in line]
    assert (done.returncode, ours) == (0, []), done.stderr


def test_units_say_what_pos_takes() -> None:
    for unit in UNITS:
        for line in re.findall(
            r"^ExecStart=/opt/pos/bin/pos (.+)$", (SYSTEM / unit).read_text(), re.MULTILINE
        ):
            words = line.split(" ")
            assert words[:2] == ["--store", "/srv/shop"]
            if words[2:]:
                ALL[words[2]].make_context(words[2], words[3:]).close()


def test_tmpfiles_are_private() -> None:
    lines = [line.split() for line in (SYSTEM / "pos-tui.conf").read_text().splitlines() if line[0] != "#"]
    assert {words[1]: words[2] for words in lines} == {"/var/lib/pos-tui": "0700", "/srv/shop": "0700"}
    assert all(len(words) == 7 and words[0] == "d" for words in lines)
