"""The keyboard wedge: the real `pos` in a pty, judged by what its store holds afterwards.

Every scan must be in the sale, none lost, none doubled, in the order in which it came.
"""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests.tui.pty_till import key

from .tills import SALES, Spawn, codes, pay_and_leave, sales, scans, sold


@pytest.mark.parametrize(
    ("count", "per_second"),
    [(50, 0), (300, 0), (50, 1000), (20, 500)],
    ids=["one-write", "300-in-one-write", "1000-a-s", "500-a-s"],
)
def test_scans_at_speed(folder: Path, spawn: Spawn, count: int, per_second: int) -> None:
    till = spawn().start()
    till.send(scans(count), per_second)
    pay_and_leave(till)
    assert sold(folder) == [codes(count)]
    if not per_second:
        # Paced keys are as far apart as this machine makes them.
        assert {line["entered"] for line in sales(folder)[0]["lines"]} == {"scan"}


@pytest.mark.parametrize("suffix", ["\r", "\n", "\r\n"], ids=["CR", "LF", "CRLF"])
def test_suffixes(folder: Path, spawn: Spawn, suffix: str) -> None:
    till = spawn().start()
    till.send(scans(10, suffix), 2000)
    pay_and_leave(till)
    assert sold(folder) == [codes(10)]


@pytest.mark.parametrize("delay", [0.0, 0.15])
def test_scans_before_the_first_paint(folder: Path, spawn: Spawn, delay: float) -> None:
    till = spawn()
    if delay:
        till.pump(delay)
    till.send(scans(20))
    till.start()
    pay_and_leave(till)
    assert sold(folder) == [codes(20)]


def test_a_supervisors_sigcont_spoils_no_scan(folder: Path, spawn: Spawn) -> None:
    till = spawn().start()
    for _ in range(3):
        till.process.send_signal(signal.SIGCONT)
    till.send(scans(50), 1000)
    pay_and_leave(till)
    assert sold(folder) == [codes(50)]


def test_a_paste(folder: Path, spawn: Spawn) -> None:
    till = spawn().start()
    till.send("\x1b[200~" + "\r\n".join(codes(12)) + "\r\n\x1b[201~")
    pay_and_leave(till)
    assert sold(folder) == [codes(12)]


def test_b03_scans_as_a_dialog_opens_wait_and_are_sold_after_it(folder: Path, spawn: Spawn) -> None:
    till = spawn().start()
    till.send(scans(1) + "/card\r" + scans(5, first=2))
    till.wait("5 scans wait")
    till.send(key("f1"))  # the card terminal approved
    till.wait("5 items")
    pay_and_leave(till)
    assert sold(folder) == [codes(1), codes(5, first=2)]
    assert [sale["tenders"][0]["type"] for sale in sales(folder)] == ["card", "cash"]


def test_scans_on_the_tender_screen_are_sold_before_it_is_paid(folder: Path, spawn: Spawn) -> None:
    till = spawn().start()
    till.send(scans(1) + key("f1") + scans(5, first=2, suffix="\r\n"))
    till.wait("6 items")
    pay_and_leave(till)
    assert sold(folder) == [codes(6)]


def test_b15_what_is_typed_ahead_of_a_slow_command_keeps_its_order(folder: Path, spawn: Spawn) -> None:
    till = spawn().start()
    till.send("".join(scans(2, first=number) + SALES for number in range(1, 21, 2)))
    till.wait("1-000010")
    till.wait("CHANGE DUE")
    assert till.quit() == 0
    assert sold(folder) == [codes(2, first=number) for number in range(1, 21, 2)]


def test_a_scan_never_confirms_a_card_payment(folder: Path, spawn: Spawn) -> None:
    till = spawn().start()
    till.send(scans(1) + "/card\r" + "\r\n" * 3 + scans(3, first=2, suffix="\r\n"), 1000)
    till.wait("3 scans wait")
    till.send("\x18")  # Clear: declined
    till.wait("4 items")
    pay_and_leave(till)
    assert sold(folder) == [codes(4)]
    assert [tender["type"] for tender in sales(folder)[0]["tenders"]] == ["cash"]


@pytest.mark.parametrize("opens", [key("f12"), "/held\r", "/help cash\r", "/unmatched\r", "milk", "4*\r"])
def test_scans_right_behind_what_opens_a_page_are_sold(folder: Path, spawn: Spawn, opens: str) -> None:
    till = spawn().start()
    for first in (1, 6):
        till.send(opens + key("clear") + scans(5, first=first))
    till.wait("10 items")
    till.send(opens)
    till.send(scans(5, first=11) if opens[-1] == "\r" or opens == key("f12") else key("clear"))
    pay_and_leave(till)
    expected = codes(10) + (codes(5, first=11) if opens[-1] == "\r" or opens == key("f12") else [])
    assert sold(folder) == [expected]
