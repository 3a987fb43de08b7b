"""The first milliseconds, and how the terminal is found afterwards."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import termios
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pos_tui.__main__ import _BEHIND, _TAKES_VALUE, _word_of, opens_screen, options_of
from pos_tui.cli.main import app
from pos_tui.terminal.early import Terminal

ROOT = Path(__file__).parents[2]
LINUX = {"TERM": "linux"}


@pytest.fixture
def ends() -> Iterator[tuple[int, int]]:
    master, slave = pty.openpty()
    yield master, slave
    os.close(slave)
    os.close(master)


def test_the_terminal_is_taken_and_left_as_it_was_found(ends: tuple[int, int]) -> None:
    master, slave = ends
    before = termios.tcgetattr(slave)
    terminal = Terminal(slave, slave)
    terminal.start("pos-tui ...")
    assert b"pos-tui ..." in os.read(master, 4096)
    assert termios.tcgetattr(slave) != before
    os.write(master, b"5449000000996\r")
    terminal.pump()
    assert b"".join(data for data, _ in terminal.read) == b"5449000000996\r"
    terminal.restore()
    terminal.restore()
    assert os.read(master, 4096).count(b"\x1b[?1049l") == 1
    assert termios.tcgetattr(slave) == before


@pytest.mark.parametrize(
    "arguments", [[], ["--store", "x"], ["--store=x", "--till", "2"], ["demo"], ["--set", "a=b", "demo"]]
)
def test_calls_that_show_a_screen(arguments: list[str]) -> None:
    assert opens_screen(arguments, LINUX)
    assert not opens_screen(arguments, {"TERM": "dumb"})
    assert not opens_screen(arguments, {})


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["--version"],
        ["ring"],
        ["--store"],
        ["demo", "--help"],
        ["--store", "x", "items"],
        ["--plain"],
    ],
)
def test_calls_that_show_none(arguments: list[str]) -> None:
    assert not opens_screen(arguments, LINUX)


def test_the_options_read_early_are_those_of_the_commands() -> None:
    import typer.main

    group: Any = typer.main.get_command(app)
    declared = {name for option in group.params if not option.is_flag for name in option.opts}
    # Who acts is asked for on the command line only: with these, Typer reads all of it.
    assert declared - {"--as", "--role"} == set(_TAKES_VALUE)
    assert options_of(["--as", "ann"]) is None
    assert options_of(["--store=a=b", "--till", "2"]) == [("--store", "a=b"), ("--till", "2")]


def test_taking_the_terminal_imports_nothing_heavy() -> None:
    code = (
        "import sys, pos_tui.__main__, pos_tui.terminal.early\n"
        "print(len(sys.modules), 'textual' in sys.modules)"
    )
    bare = subprocess.check_output([sys.executable, "-c", "import sys; print(len(sys.modules))"], cwd=ROOT)
    done = subprocess.check_output([sys.executable, "-c", code], cwd=ROOT, text=True).split()
    assert done[1] == "False"
    assert int(done[0]) - int(bare) < 40


def test_a_shop_that_cannot_be_opened_says_so_on_the_terminal_it_gave_back(tmp_path: Path) -> None:
    (tmp_path / "store.json").write_text("no store at all")
    master, slave = pty.openpty()
    before = termios.tcgetattr(slave)
    environ = {**os.environ, "TERM": "linux", "PYTHONPATH": str(ROOT), "POS_STATE": str(tmp_path / "state")}
    command = [sys.executable, "-m", "pos_tui", "--store", str(tmp_path)]
    done = subprocess.run(
        command, stdin=slave, stdout=slave, stderr=slave, env=environ, cwd=ROOT, check=False
    )
    shown = os.read(master, 65536)
    assert done.returncode == 4
    assert shown.index(b"\x1b[?1049l") < shown.index(b"pos: ")
    assert termios.tcgetattr(slave) == before
    os.close(master)
    os.close(slave)


def test_what_reads_much_is_known_by_its_name() -> None:
    from pos_tui.cli.commands import COMMANDS

    assert set(COMMANDS) >= _BEHIND
    assert _word_of(["--role", "viewer", "--as", "ann", "dashboard", "--once"]) == "dashboard"
    assert _word_of(["--role"]) == _word_of([]) == ""
