"""A scanner on a serial line of its own: what it scans goes where the cashier is, and presses nothing."""

from __future__ import annotations

import os
import pty
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from .pty_till import PtyTill
from .shop import ean, new_shop

Scan = Callable[[str], None]


@pytest.fixture
def line() -> Iterator[tuple[str, Scan]]:
    master, slave = pty.openpty()
    yield os.ttyname(slave), lambda code: os.write(master, f"{code}\r".encode()) and None
    os.close(slave)
    os.close(master)


@pytest.fixture
def till(tmp_path: Path, line: tuple[str, Scan]) -> Iterator[PtyTill]:
    shop = new_shop(tmp_path)
    environ = {"POS_SCANNER": f"serial://{line[0]}", "POS_STATE": str(tmp_path / "state")}
    with PtyTill(shop, environ=environ).start() as till:
        till.wait("Menu")
        opened(till, line[0])
        yield till


def opened(till: PtyTill, path: str) -> None:
    """Waits until the till has opened a line; what stood in it before is thrown away."""
    descriptors = Path(f"/proc/{till.process.pid}/fd")
    while not any(str(fd.readlink()) == path for fd in descriptors.iterdir() if fd.is_symlink()):
        till.pump(0.02)
    till.settle(0.3)


def test_a_scan_sells_whatever_is_typed_and_a_quantity_before_it_counts(
    till: PtyTill, line: tuple[str, Scan]
) -> None:
    _, scan = line
    till.send("mil")
    till.wait("mil_")
    scan(ean(1))
    till.wait("1 item")
    assert "mil_" in till.text
    till.send("\x15" + "\x18" + "3*")
    till.wait("3*_")
    scan(ean(2))
    till.wait("2 items")
    assert "3*_" not in till.text


def test_a_scan_answers_no_question_and_is_sold_afterwards(till: PtyTill, line: tuple[str, Scan]) -> None:
    _, scan = line
    scan(ean(1))
    till.wait("1 item")
    till.send("/card\r")
    till.wait("approved?")
    scan(ean(2))
    till.wait("1 scan")
    assert "approved?" in till.text
    till.send("\x1b")
    till.wait("2 items")


def test_another_scanner_is_taken_up_while_the_till_is_open(tmp_path: Path, line: tuple[str, Scan]) -> None:
    shop = new_shop(tmp_path)
    with PtyTill(shop, environ={"POS_STATE": str(tmp_path / "state")}).start() as till:
        path, scan = line
        till.send("/devices\r")
        till.wait("Scanner")
        steps = {"scanner": "Set up another", "3": "Type its address", "type": "address:"}
        for answer, seen in steps.items():
            till.send(f"{answer}\r")
            till.wait(seen)
        till.send(f"\x1b[200~serial://{path}\x1b[201~\r")
        till.wait("trying")
        opened(till, path)
        scan(ean(1))
        till.wait("came")
        till.settle(0.4)
        till.send("1\r")
        till.wait("is used from now on")
        opened(till, path)
        scan(ean(2))
        till.wait("1 scan")
        for _step in range(3):
            till.send("\x18")
            till.settle(0.1)
        till.wait("1 item")
        scan(ean(3))
        till.wait("2 items")
