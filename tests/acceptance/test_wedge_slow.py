"""The keyboard wedge on a machine that is slow or not yet ready, and on a slow line."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.tui.shop import ean

from .tills import Spawn, codes, pay_and_leave, scans, sold

if TYPE_CHECKING:
    from tests.tui.pty_till import PtyTill

LINE_HOLDS = 16_000
"""Bytes that a pseudo terminal takes while nobody reads."""
WHOLE_SCREEN = 1500
SLOW_HANDLER = """
import time
from pos_tui.register.register import Register
run = Register.run
def slow(*arguments, **options):
    time.sleep(0.06)
    return run(*arguments, **options)
Register.run = slow
from pos_tui.__main__ import main
main()
"""


@contextmanager
def share_of_a_core(till: PtyTill, percent: int) -> Iterator[None]:
    """Lets the till run only for a part of each tenth of a second, as a supervisor of CPU time does."""
    over = threading.Event()

    def cycle() -> None:
        while not over.is_set():
            os.killpg(till.process.pid, signal.SIGCONT)
            time.sleep(percent / 1000)
            os.killpg(till.process.pid, signal.SIGSTOP)
            time.sleep((100 - percent) / 1000)

    thread = threading.Thread(target=cycle)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
        os.killpg(till.process.pid, signal.SIGCONT)


def test_scans_at_a_tenth_of_a_core(folder: Path, spawn: Spawn) -> None:
    till = spawn()
    with share_of_a_core(till, 10):
        till.pump(0.3)
        till.send(scans(40))
        till.wait("Item 00040")
        till.send(scans(20, first=41), 500)
        till.wait("Item 00060")
    pay_and_leave(till)
    assert sold(folder) == [codes(60)]


def test_scans_in_a_slow_handler(folder: Path, spawn: Spawn) -> None:
    till = spawn(command=(sys.executable, "-c", SLOW_HANDLER)).start()
    till.send(scans(20), 500)
    pay_and_leave(till)
    assert sold(folder) == [codes(20)]


@pytest.mark.parametrize(("delay", "suffix"), [(0.0, "\n"), (0.1, "\r\n"), (0.2, "\n")])
def test_line_ends_before_the_first_paint(folder: Path, spawn: Spawn, delay: float, suffix: str) -> None:
    till = spawn()
    till.pump(delay)
    till.send(scans(20, suffix))
    pay_and_leave(till.start())
    assert sold(folder) == [codes(20)]


def test_300_scans_while_the_till_still_loads(folder: Path, spawn: Spawn) -> None:
    till = spawn()
    till.wait(lambda text: text.strip() != "")
    till.send(scans(300))
    pay_and_leave(till.start())
    assert sold(folder) == [codes(300)]


def test_a_line_that_takes_nothing_for_a_while_gets_the_last_frame_and_no_stale_ones(
    folder: Path, spawn: Spawn
) -> None:
    till = spawn().start()
    till.settle()
    draft = folder / "drafts" / "1.jsonl"
    for number in range(1, 301):
        before = draft.stat().st_size if draft.exists() else 0
        till.type_blindly(f"{ean(number)}\r")
        while not draft.exists() or draft.stat().st_size == before:
            time.sleep(0.001)
    unread = till.written
    till.wait("Item 00300")
    till.settle()
    assert till.written - unread < LINE_HOLDS + 2 * WHOLE_SCREEN
    till.send("\x0c")
    till.settle()
    assert "300 items" in till.text
    pay_and_leave(till)
    assert sold(folder) == [codes(300)]
