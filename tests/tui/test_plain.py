"""`pos --plain` on a dumb terminal: the real program in a pty, and every byte it writes."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.tui.pty_till import PtyTill
from tests.tui.shop import HOSTILE, ean, new_shop, open_till

Spawn = Callable[..., PtyTill]
READY = "/quit leaves"
_ODD = re.compile(rb"[^\x20-\x7e\x80-\xff\r\n\x07]|\r(?!\n)")
"""What no teletype prints: controls, and a carriage return that is no end of a line."""


@pytest.fixture
def spawn(tmp_path: Path) -> Iterator[Spawn]:
    """Starts tills in one fresh shop, and looks at all they wrote in the end."""
    folder = new_shop(tmp_path)
    tills: list[PtyTill] = []

    def start(**options: Any) -> PtyTill:
        till = PtyTill(folder, term="dumb", size=(120, 200), arguments=["--plain"], **options)
        tills.append(till)
        till.wait(READY)
        return till

    yield start
    for till in tills:
        till.close()
        assert not _ODD.search(till.raw), till.raw


def said(till: PtyTill) -> str:
    return till.raw.decode().replace("\r\n", "\n")


def ask(till: PtyTill, entry: str, answer: str) -> str:
    """Enters a line and reads until it is answered; returns what was written since."""
    before = len(till.raw)

    def since(_: str) -> str:
        return till.raw[before:].decode(errors="replace").replace("\r\n", "\n")

    till.send(f"{entry}\r")
    till.wait(lambda text: answer in since(text) and since(text).endswith(("> ", "? ", " ")))
    return since("")


def test_a_morning_at_the_teletype(spawn: Spawn) -> None:
    till = spawn()
    assert said(till).startswith("Corner Shop, till 1, owner. Next receipt 1-000001.\n")
    ask(till, ean(1), "1 x Item 00001 @ 2.01 = 2.01\ntotal 2.01, 1 line\n")
    ask(till, "2*MILK\n", "total 4.39, 2 lines")
    ask(till, "NOSUCH1", "refused: no item has the code NOSUCH1\n")
    ask(till, "choco", "1. Milk chocolate bar, 0.85, code CHOC\n1-1> ")
    ask(till, "1", "total 5.24, 3 lines")
    ask(till, "/void #1", "total 3.23, 2 lines")
    ask(till, "/hold ada", "held as ")
    ask(till, ean(2), "total 3.02, 1 line")
    ask(till, "/cash 5", "CHANGE DUE 1.98\n> ")
    ask(till, "/recall", "1. H1 ada, 3.23, held at")
    ask(till, "1", "total 3.23")
    ask(till, "/cash 1", "still due 2.23")
    ask(till, "/card", "Card 2.23: ")
    ask(till, ean(3), f"{ean(3)} waits")
    ask(till, "yes", "1-000002: total 3.23\n1 x Item 00003 @ 4.03 = 4.03\n")
    ask(till, "/find choco", "1. Milk chocolate bar")
    ask(till, "/nosale change", "drawer opened: change")
    assert till.quit() == 0
    assert said(till).endswith("The open sale is kept for the next start: total 4.03, 1 line\n")
    assert till.terminal_restored()


def test_hostile_names_are_lines_of_text(spawn: Spawn) -> None:
    till = spawn()
    for number in range(len(HOSTILE)):
        ask(till, f"X{number}", f"total {number + 1}.00")
    ask(till, "\x1b[2J\x1b]0;x\x1b", "refused: ")
    ask(till, "/list", f"total {len(HOSTILE)}.00")


def test_the_end_of_input_keeps_the_sale_and_the_next_start_says_so(spawn: Spawn) -> None:
    till = spawn()
    ask(till, ean(1), "total 2.01")
    till.send("\x04")
    assert till.ended() == 0
    assert "kept for the next start: total 2.01, 1 line\n" in said(till)
    assert "open sale restored: 1 line, 2.01\n" in said(spawn())


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_keeps_the_sale(spawn: Spawn, number: signal.Signals) -> None:
    till = spawn()
    ask(till, ean(1), "total 2.01")
    till.process.send_signal(number)
    assert till.ended() == 128 + number
    assert "open sale restored: 1 line, 2.01" in said(spawn())


def test_a_terminal_that_goes_away_keeps_the_sale(spawn: Spawn) -> None:
    till = spawn()
    ask(till, ean(1), "total 2.01")
    till.hang_up()
    assert till.process.wait(60) == 128 + signal.SIGHUP
    assert "open sale restored: 1 line, 2.01" in said(spawn())


def test_control_c_clears_the_line_and_nothing_else(spawn: Spawn) -> None:
    till = spawn()
    ask(till, ean(1), "total 2.01")
    ask(till, "GARBAGE\x03\x1a\x03MILK", "total 3.20, 2 lines")
    till.process.send_signal(signal.SIGINT)
    ask(till, "CHOC", "total 4.05, 3 lines")
    assert "GARBAGE" not in "".join(re.findall(r"refused: .*", said(till)))


def test_scans_during_slow_commands_are_sold_in_order(spawn: Spawn, tmp_path: Path) -> None:
    """Each sale waits for the disk; it all is more than a terminal keeps of lines that nobody reads."""
    till, rounds = spawn(), 120
    for number in range(rounds):
        end = "\r\n" if number % 2 else "\n"
        till.send(f"{ean(1)}\r{ean(2)}\r2*{ean(3)}{end}/cash 50\r" + " " * 40 + f"{ean(4)}\r/cash\r")
    till.wait(lambda _: f"1-{2 * rounds:06d}: total" in said(till))
    assert till.quit() == 0
    with open_till(tmp_path / "store") as (front, _register):
        sold = [
            [(line["sku"], line["qty"]) for line in sale["lines"]] for sale in front.store.documents("sales")
        ]
    assert sold == [[("S1", "1"), ("S2", "1"), ("S3", "2")], [("S4", "1")]] * rounds


def test_a_printer_in_trouble_is_told_while_the_till_waits(spawn: Spawn) -> None:
    till = spawn(environ={"POS_PRINTER": "tcp://127.0.0.1:1"})
    ask(till, "MILK", "total 1.19")
    till.send("/cash\r")
    till.wait(lambda _: re.search(r"printer: [^\n]+\n> \Z", said(till)) is not None)
    ask(till, "MILK", "total 1.19, 1 line")


def test_input_that_is_no_utf8(spawn: Spawn) -> None:
    till = spawn()
    till.send_bytes(b"M\xffK\r")
    till.wait("refused: byte 2 is not UTF-8")


def test_a_pipe_is_shown_to_line_mode(tmp_path: Path) -> None:
    folder = new_shop(tmp_path, items=1)
    command = [sys.executable, "-m", "pos_tui", "--store", str(folder), "--plain"]
    done = subprocess.run(command, input=b"MILK\n", capture_output=True, check=False)
    assert done.returncode == 2
    assert b"pos ring reads the same entries from a file or a pipe" in done.stderr


def test_a_dumb_terminal_is_shown_to_plain_lines(tmp_path: Path) -> None:
    with PtyTill(new_shop(tmp_path, items=1), term="dumb").start() as till:
        till.wait("pos --plain")
        assert till.quit() == 0


def test_the_sample_shop_in_plain_lines(tmp_path: Path) -> None:
    with PtyTill(tmp_path / "none", term="dumb", arguments=["--plain", "demo"]) as till:
        till.wait(READY)
        till.send("milk\r/quit\r")
        assert till.ended() == 0
        assert b"\x1b" not in till.raw
