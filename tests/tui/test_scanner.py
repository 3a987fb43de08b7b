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
        descriptors = Path(f"/proc/{till.process.pid}/fd")
        while not any(str(fd.readlink()) == line[0] for fd in descriptors.iterdir() if fd.is_symlink()):
            till.pump(0.02)
        till.pump(0.2)  # what stood in the line before it was opened is thrown away
        yield till


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
