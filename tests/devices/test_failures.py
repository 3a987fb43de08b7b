"""A printer on the network that misbehaves in every way we know of: what must hold then."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from devices.address import parse
from devices.document import Cut, Document, Text
from devices.printing import TOO_LATE, Printer, PrinterStatus
from tests.devices.fake_cups import CupsPeer
from tests.devices.fake_usb import UsbPeer
from tests.devices.peer import Peer, unanswered

SOON = 30.0


@pytest.fixture
def peer() -> Iterator[Peer]:
    made = Peer()
    yield made
    made.close()


Make = Callable[..., Printer]


@pytest.fixture
def make(peer: Peer, tmp_path: Path) -> Iterator[Make]:
    printers: list[Printer] = []

    def printer(options: str = "", on_status: Callable[[PrinterStatus], None] | None = None) -> Printer:
        address = parse(f"tcp://127.0.0.1:{peer.port}{options}")
        printers.append(Printer(address, tmp_path / "spool", on_status=on_status, backoff=(0.05,)))
        return printers[-1]

    yield printer
    for made in printers:
        made.close(0.5)


def slip(text: str, lines: int = 1) -> Document:
    return Document((*(Text(f"{text} {n}") for n in range(lines)), Cut()), text)


def until(what: Callable[[], bool]) -> None:
    end = time.monotonic() + SOON
    while not what():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.01)


def state(printer: Printer) -> list[str]:
    return [job.state for job in printer.status.jobs]


@pytest.mark.parametrize("ack", ["", "?ack=gsr", "?ack=pid"])
def test_a_good_printer_says_that_it_printed(peer: Peer, make: Make, ack: str) -> None:
    printer = make(ack)
    printer.submit(slip("one"))
    assert printer.close(SOON)
    assert peer.texts == ["one 0"]
    assert (printer.status.printed, printer.status.answers) == (1, True)


def test_no_paper_before_a_job_holds_it_and_prints_it_once_after_the_refill(peer: Peer, make: Make) -> None:
    peer.paper_out = True
    printer = make()
    printer.submit(slip("one"))
    until(lambda: state(printer) == ["held"])
    assert printer.status.trouble == "the printer is out of paper"
    assert peer.jobs == []
    peer.paper_out = False
    until(lambda: printer.status.printed == 1)
    assert printer.close(SOON)
    assert peer.texts == ["one 0"]


def test_paper_that_runs_out_under_way_is_told_and_the_job_printed_once(peer: Peer, make: Make) -> None:
    peer.rate = 2000
    seen: list[PrinterStatus] = []
    printer = make("?ack=gsr&rate=2000", seen.append)
    printer.submit(slip("a long receipt", 120))
    until(lambda: state(printer) == ["sending"])
    until(lambda: peer.taken > 200)
    peer.paper_out = True
    until(lambda: "the printer is out of paper" in {status.trouble for status in seen})
    peer.paper_out = False
    until(lambda: printer.status.printed == 1)
    assert printer.close(SOON)
    assert len(peer.jobs) == 1
    assert peer.texts[0].endswith("a long receipt 119")


def test_a_connection_torn_in_a_job_leaves_it_unsure(peer: Peer, make: Make) -> None:
    peer.drop_after = 700
    printer = make()
    printer.submit(slip("a long receipt", 200))
    printer.submit(slip("next"))
    until(lambda: "unsure" in state(printer))
    peer.drop_after = 0
    until(lambda: peer.texts == ["next 0"])
    printer.retry(1)
    until(lambda: len(peer.jobs) == 2)
    assert peer.texts[1].startswith("COPY")
    assert "MAYBE PRINTED TWICE" in peer.texts[1]


def test_a_deaf_printer_is_given_up_and_nothing_waits_for_it(
    peer: Peer, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("devices.delivering._STALL_SECONDS", 0.3)
    peer.deaf = True
    printer = make()
    began = time.monotonic()
    printer.submit(slip("a very long receipt", 4000))
    assert time.monotonic() - began < SOON / 10
    until(lambda: state(printer) in (["unsure"], ["held"]))
    assert not printer.close(0.01)


def test_a_slow_printer_keeps_the_order_and_its_answer_is_waited_for(peer: Peer, make: Make) -> None:
    peer.rate = 3000
    printer = make()
    for number in range(3):
        printer.submit(slip(f"receipt {number}", 20))
    assert printer.close(SOON)
    assert [text.split("\n")[0] for text in peer.texts] == [f"receipt {number} 0" for number in range(3)]
    assert printer.status.printed == 3


def test_what_a_mute_printer_was_sent_is_not_said_to_be_on_paper(peer: Peer, make: Make) -> None:
    peer.mute = True
    printer = make()
    printer.submit(slip("one"))
    assert printer.close(SOON)
    assert peer.texts == ["one 0"]
    assert printer.status.answers is False


def test_a_printer_that_fell_silent_gets_nothing(peer: Peer, make: Make) -> None:
    printer = make()
    printer.submit(slip("one"))
    until(lambda: printer.status.printed == 1)
    peer.mute = True
    printer.submit(slip("two"))
    until(lambda: state(printer) == ["held"])
    assert printer.status.trouble == "the printer does not answer"
    peer.mute = False
    assert_printed_twice(printer, peer)


def assert_printed_twice(printer: Printer, peer: Peer) -> None:
    until(lambda: printer.status.printed == 2)
    assert peer.texts == ["one 0", "two 0"]


def test_automatic_status_before_the_answers_is_no_answer(peer: Peer, make: Make) -> None:
    peer.noise = b"\x10\x00\x00\x00"
    printer = make()
    printer.submit(slip("one"))
    assert printer.close(SOON)
    assert printer.status.answers is True
    assert peer.texts == ["one 0"]


def test_a_printer_that_is_off_gets_its_jobs_when_it_comes_back(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as reserved:
        port = reserved.getsockname()[1]
    address = parse(f"tcp://127.0.0.1:{port}")
    printer = Printer(address, tmp_path, backoff=(0.05,))
    printer.submit(slip("one"))
    printer.submit(slip("two"))
    until(lambda: state(printer) == ["held", "queued"])
    assert "refused" in printer.status.trouble
    assert not printer.close(SOON)
    seen: list[str] = []
    again = Printer(address, tmp_path, backoff=(0.05,), on_status=lambda status: seen.append(status.trouble))
    again.start()
    until(lambda: bool(again.status.jobs) and again.status.jobs[0].attempts >= 4)
    back = Peer(port)
    until(lambda: again.status.printed == 2)
    assert again.close(SOON)
    assert back.texts == ["one 0", "two 0"]
    told = [trouble for trouble, before in zip(seen, ["", *seen], strict=False) if trouble != before]
    assert len([trouble for trouble in told if trouble]) == 1, "the cashier is told once"
    back.close()


def test_a_file_is_sent_to_and_nothing_is_said_of_paper(tmp_path: Path) -> None:
    printer = Printer(parse(f"file://{tmp_path}/paper.bin"), tmp_path / "spool")
    printer.submit(slip("one"))
    assert printer.close(SOON)
    assert (printer.status.printed, printer.status.answers) == (1, False)


def test_a_usb_port_without_paper_holds_a_job_although_the_printer_says_nothing(tmp_path: Path) -> None:
    end = UsbPeer(tmp_path)
    end.usb.lines = 0x38
    printer = Printer(parse(end.address), tmp_path / "spool", backoff=(0.05,))
    printer.submit(slip("one"))
    until(lambda: state(printer) == ["held"])
    assert printer.status.trouble == "the printer is out of paper"
    assert b"one 0" not in end.usb.taken
    end.usb.lines = 0x18
    until(lambda: printer.status.printed == 1)
    assert printer.status.answers is False
    assert end.usb.taken.count(b"one 0") == 1
    assert printer.close(SOON)
    end.close()


def test_a_queue_that_refuses_keeps_the_job_waiting_here(tmp_path: Path) -> None:
    end = CupsPeer(tmp_path)
    (end.folder / "refuses").touch()
    printer = Printer(parse(end.address), tmp_path / "spool", backoff=(0.05,))
    printer.submit(slip("one"))
    until(lambda: state(printer) == ["held"])
    assert "not accepting" in printer.status.trouble
    (end.folder / "refuses").unlink()
    assert_handed_over_once(printer, end)
    end.close()


def assert_handed_over_once(printer: Printer, end: CupsPeer) -> None:
    until(lambda: printer.status.printed == 1)
    assert printer.status.answers is False
    assert printer.close(SOON)
    assert [b"one 0" in job for job in end.jobs()] == [True]


def test_a_printer_that_neither_answers_nor_refuses_holds_the_job(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("devices.delivering._OPEN_SECONDS", 0.2)
    with unanswered() as port:
        printer = Printer(parse(f"tcp://127.0.0.1:{port}"), tmp_path, backoff=(0.05,))
        began = time.monotonic()
        printer.submit(slip("one"))
        assert time.monotonic() - began < 0.1
        until(lambda: state(printer) == ["held"])
        assert "no answer" in printer.status.trouble
        printer.close(SOON)


def kicked(printer: Printer) -> str:
    said: list[str] = []
    printer.kick("2", said.append)
    until(lambda: bool(said))
    return said[0]


def test_the_drawer_opens_at_once(peer: Peer, make: Make) -> None:
    assert kicked(make()) == ""
    until(lambda: peer.kicks == 1)
    assert peer.jobs == []


def test_a_drawer_on_a_printer_without_paper_stays_shut_for_good(peer: Peer, make: Make) -> None:
    peer.paper_out = True
    printer = make()
    assert kicked(printer) == "the printer is out of paper"
    peer.paper_out = False
    printer.submit(slip("one"))
    assert printer.close(SOON)
    assert peer.kicks == 0


def test_a_drawer_order_that_comes_too_late_is_not_carried_out(
    peer: Peer, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("devices.printing.KICK_SECONDS", 0.2)
    peer.rate = 1000
    printer = make()
    printer.submit(slip("a long receipt", 60))
    until(lambda: state(printer) == ["sending"])
    assert kicked(printer) == TOO_LATE
    assert peer.kicks == 0


def test_a_mute_printer_opens_no_drawer_unless_it_was_said_to_be_mute(peer: Peer, make: Make) -> None:
    peer.mute = True
    assert kicked(make()) == "the printer does not answer"
    assert kicked(make("?ack=none")) == ""
    until(lambda: peer.kicks == 1)


@pytest.mark.parametrize("level", ["high", "low"])
def test_an_open_drawer_is_seen_until_it_is_closed(
    peer: Peer, make: Make, level: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("devices.printing.SENSE_SECONDS", (0.05, 0.05))
    peer.open_is_high = level == "high"
    printer = make(f"?drawer=2&drawer_open={level}")
    printer.start()
    until(lambda: printer.status.drawer_open is False)
    assert kicked(printer) == ""
    until(lambda: printer.status.drawer_open is True)
    peer.drawer_open = False
    until(lambda: printer.status.drawer_open is False)
    until(lambda: printer._sense_due is None)  # a closed drawer is not looked at


def test_a_drawer_that_does_not_move_is_told(peer: Peer, make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("devices.delivering._KICK_SECONDS", 0.5)
    peer.is_stuck = True
    printer = make("?drawer=2&drawer_open=high")
    assert kicked(printer) == "the drawer did not move"
    assert peer.kicks == 1, "it is not tried again"


def test_a_drawer_nobody_can_see_is_not_said_to_be_open_or_closed(peer: Peer, make: Make) -> None:
    peer.drawer_open = True
    printer = make("?drawer=2")
    assert kicked(printer) == ""
    assert printer.status.drawer_open is None
