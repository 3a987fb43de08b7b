"""The stockroom's screens of the real `pos` in a terminal of 80x24, killed in the middle."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.tui.pty_till import PtyTill, key
from tests.tui.shop import ean, new_shop

ROOT = Path(__file__).parents[2]
Pos = Callable[..., str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return new_shop(tmp_path)


@pytest.fixture
def pos(folder: Path) -> Pos:
    """Another program on the same shop."""
    environ = dict(os.environ, POS_STORE=str(folder), POS_STATE=str(folder.parent / "state"))

    def run(*words: str) -> str:
        command = [sys.executable, "-m", "pos_tui", *words]
        done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


@pytest.fixture
def spawn(folder: Path) -> Iterator[Callable[..., PtyTill]]:
    tills: list[PtyTill] = []

    def start(**options: Any) -> PtyTill:
        tills.append(PtyTill(folder, **options).start())
        return tills[-1]

    yield start
    for till in tills:
        till.close()


def test_a_count_is_scanned_killed_and_gone_on_with(spawn: Callable[..., PtyTill], pos: Pos) -> None:
    till = spawn(term="vt100")
    till.send("/sheet count\r")
    till.wait("COUNT  1")
    till.send(f"{ean(1)}\r" * 30 + f"12*{ean(2)}\r9999999999994\r")
    till.wait("9999999999994: nobody knows it")
    till.wait("30 Item 00001")
    till.process.send_signal(signal.SIGKILL)
    till.ended()
    again = spawn(term="vt100")
    again.send("/sheet 1\r")
    again.wait("30 Item 00001")
    assert "12 Item 00002" in again.text and "nobody knows" in again.text
    pos("stock", "count", "add", "1", "20*MILK")  # a second person, somewhere else
    again.send(f"{ean(3)}\r")
    again.wait("20 Semi-skimmed milk")
    again.send(key("f1", "vt100"))
    again.wait("-4  Semi-skimmed milk")
    again.send(key("f1", "vt100"))
    again.wait("sheet 1 is posted")
    assert again.quit() == 0
    assert "S1,Item 00001,shop,30" in pos("stock", "list", "--format", "csv")
    pos("stock", "check")


def test_an_item_on_its_page_while_another_program_books_in(spawn: Callable[..., PtyTill], pos: Pos) -> None:
    till = spawn()
    pos("stock", "receive", "6*MILK@0.60")
    till.send("/stock semi\r")
    till.wait("no item has the code")
    till.send("semi", per_second=10)
    till.wait("Semi-skimmed milk 1 l")
    till.send(key("down"))
    till.settle(0.4)
    till.send("\r")
    till.wait("Margin            39.5 %")
    assert "Cost              0.60" in till.text and "shop                30" in till.text
    till.send(key("escape"))
    till.wait("STOCK OF AN ITEM")
    till.send(key("escape"))
    till.wait("F1 Pay")
    assert till.quit() == 0
