"""Scanners of every make at the real `pos`, judged by what its store holds afterwards."""

from __future__ import annotations

import os
import pty
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.tui.pty_till import PtyTill, key
from tests.tui.shop import ean

from .tills import Spawn, codes, pay_and_leave, sales, sold

CARD = "4111111111111111"
STRIPE = f"%B{CARD}^DOE/JOHN^2812101000000000000?\r;{CARD}=28121010000000000000?\r"
ITEMS = 300


@dataclass
class Scanner:
    """One on a serial line."""

    master: int
    address: str

    def plugged(self, till: PtyTill) -> None:
        """Waits until the till has opened the line; what stood in it before is thrown away."""
        path = self.address.removeprefix("serial://").partition("?")[0]
        descriptors = Path(f"/proc/{till.process.pid}/fd")
        while not any(str(fd.readlink()) == path for fd in descriptors.iterdir() if fd.is_symlink()):
            till.pump(0.02)
        till.pump(0.2)

    def send(self, till: PtyTill, data: bytes) -> None:
        """As fast as the line takes it; the till's screen is read meanwhile."""
        while data:
            try:
                data = data[os.write(self.master, data) :]
            except BlockingIOError:
                till.pump(0.001)
            till.pump(0)

    def answer(self, till: PtyTill, seconds: float = 20.0) -> bytes:
        """What the till said to it; nothing where it says nothing."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                return os.read(self.master, 10)
            except BlockingIOError:
                till.pump(0.01)
        return b""


@pytest.fixture
def scanner() -> Iterator[Scanner]:
    master, slave = pty.openpty()
    os.set_blocking(master, False)
    yield Scanner(master, f"serial://{os.ttyname(slave)}")
    os.close(slave)
    os.close(master)


@pytest.mark.parametrize(("count", "end"), [(1000, "\r"), (100, "\r\n")], ids=["CR", "CRLF"])
def test_a_thousand_scans_at_full_serial_speed(
    folder: Path, spawn: Spawn, scanner: Scanner, count: int, end: str
) -> None:
    till = spawn(environ={"POS_SCANNER": scanner.address}).start()
    scanner.plugged(till)
    wanted = [ean(number % ITEMS + 1) for number in range(count)]
    scanner.send(till, "".join(code + end for code in wanted).encode())
    till.wait(f"{count} items")
    till.send("/cash\r")
    till.wait("1-000001: total")
    assert till.quit() == 0
    assert sold(folder) == [wanted]
    assert {line["entered"] for line in sales(folder)[0]["lines"]} == {"scan"}


def test_a_scanner_is_told_whether_its_scan_was_sold(spawn: Spawn, scanner: Scanner) -> None:
    till = spawn(environ={"POS_SCANNER": f"{scanner.address}?good=%06&bad=%15"}).start()
    scanner.plugged(till)
    for opens, code, answer in (
        ("", ean(1), b"\x06"),
        ("", "4006381333931", b"\x15"),
        ("", f"\x1d01{ean(2).zfill(14)}", b"\x06"),
        ("/card\r", ean(3), b"\x15"),
    ):
        till.send(opens)
        till.settle()
        scanner.send(till, f"{code}\r".encode())
        assert scanner.answer(till) == answer
    till.send(key("clear"))
    till.wait("3 items")
    assert scanner.answer(till, 0.2) == b"", "one answer a scan"


@pytest.mark.parametrize(
    ("address", "sent"),
    [
        ("wedge://?suffix=tab", "{code}\t"),
        ("wedge://?prefix=%02&suffix=etx", "\x02{code}\x03"),
        ("wedge://?prefix=~", "~{code}\r\n"),
        ("wedge://", "]E0{code}\r"),
        ("wedge://", "{code}\t"),
    ],
)
def test_b07_wedges_as_they_are_set_up(folder: Path, spawn: Spawn, address: str, sent: str) -> None:
    till = spawn(environ={"POS_SCANNER": address}).start()
    till.send("".join(sent.format(code=code) for code in codes(20)), 2000)
    till.wait("20 items")
    pay_and_leave(till)
    assert [[code[-13:] for code in sale] for sale in sold(folder)] == [codes(20)]


def test_b07_a_wedge_that_sends_no_end(folder: Path, spawn: Spawn) -> None:
    till = spawn(environ={"POS_SCANNER": "wedge://?suffix=none"}).start()
    for number, code in enumerate(codes(5), 1):
        till.send(code, 500)
        till.wait("1 item" if number == 1 else f"{number} items")
    pay_and_leave(till)
    assert sold(folder) == [codes(5)]


@pytest.mark.parametrize("stand_in", ["\x1d", "|"])
def test_gs1_codes_from_a_wedge(folder: Path, spawn: Spawn, stand_in: str) -> None:
    till = spawn(environ={"POS_SCANNER": "wedge://?gs=%7C"}).start()
    for number in (1, 2):
        till.send(f"]d201{ean(number).zfill(14)}10LOT-{number}{stand_in}21SERIAL{number}\r", 500)
    till.wait("2 items")
    pay_and_leave(till)
    lines = sales(folder)[0]["lines"]
    assert [line["sku"] for line in lines] == ["S1", "S2"]
    assert [line["traits"] for line in lines] == [
        {"lot": f"LOT-{number}", "serial": f"SERIAL{number}"} for number in (1, 2)
    ]


def test_b82_a_cards_stripe_is_swallowed_whole(folder: Path, spawn: Spawn, scanner: Scanner) -> None:
    till = spawn(environ={"POS_SCANNER": scanner.address}).start()
    scanner.plugged(till)
    till.send(f"{ean(1)}\r")
    till.wait("1 item")
    for opens in ("", key("f1"), "/card\r", "/held\r", "/sales\r"):
        till.send(opens)
        till.settle()
        till.send(STRIPE, 1000)
        scanner.send(till, STRIPE.encode())
        till.wait("payment card")
        till.send(key("up"))
        till.settle()
        assert CARD[:6] not in till.text
        for _step in range(3):
            till.send(key("clear"))
            till.settle(0.05)
    till.send(CARD)  # left in the prompt when the till is killed
    till.settle()
    till.process.kill()
    till.process.wait()
    assert CARD.encode() not in till.raw
    files = [file for file in folder.parent.rglob("*") if file.is_file()]
    assert files and not any(CARD.encode() in file.read_bytes() for file in files)
    assert sold(folder) == []


def test_the_terminal_marks_pastes_and_one_into_a_field_is_its_text(folder: Path, spawn: Spawn) -> None:
    till = spawn().start()
    assert till.raw.count(b"\x1b[?2004h") == 1
    till.send("4006381333931\r")
    till.wait("what now?")
    for sent, seen in ((key("f2"), "make the item"), (key("f1"), "name:")):
        till.send(sent)
        till.wait(seen)
    till.send("\x1b[200~Fountain pen, blue\x1b[201~")
    till.wait("name: Fountain pen, blue_")
    till.send("\r")
    till.wait("price:")
    assert "waits" not in till.text
    till.send(key("clear") * 4)
    till.settle()
    assert till.quit() == 0
    assert till.raw.count(b"\x1b[?2004l") == 1
