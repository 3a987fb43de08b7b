"""Printer and drawer against a simulator from outside: faults, the drawer and its switch, letters, codes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from devices.address import Address, parse
from devices.delivering import Delivery
from devices.document import HEADING, QR, Barcode, Cut, Document, Row, Text
from devices.links import link_to
from devices.printing import Printer
from tests.devices.emupos import SOON, Emupos, emupos

__all__ = ["emupos"]  # the fixture

FAULTS = {
    "paper-out": "the printer is out of paper",
    "cover-open": "the printer's cover is open",
    "offline": "the printer is offline",
}


Make = Callable[..., Printer]


@pytest.fixture(params=["front", "line"])
def device(request: pytest.FixtureRequest) -> str:
    """On the network, and on a serial line."""
    return str(request.param)


@pytest.fixture
def make(emupos: Emupos, tmp_path: Path) -> Iterator[Make]:
    printers: list[Printer] = []

    def printer(device: str, options: str = "") -> Printer:
        made = Printer(address_of(emupos, device, options), tmp_path / device, backoff=(0.1,))
        printers.append(made)
        return made

    yield printer
    for made in printers:
        made.close(1)


def address_of(emupos: Emupos, device: str, options: str = "") -> Address:
    there = (
        f"tcp://127.0.0.1:{emupos.printer_port}" if device == "front" else f"serial://{emupos.port('line')}"
    )
    return parse(f"{there}?profile=TM-T20II{options}")


def slip(text: str, lines: int = 1) -> Document:
    rows = [Row(f"{text} {number}", "4.90") for number in range(lines)]
    return Document((Text("Kiosk", "center", HEADING), *rows, Cut()), text)


def until(what: Callable[[], bool]) -> None:
    end = time.monotonic() + SOON
    while not what():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.02)


def out(emupos: Emupos, device: str, text: str) -> int:
    """How many receipts say this."""
    return sum(text in receipt for receipt in emupos.receipts(device))


@pytest.mark.parametrize("ack", ["&ack=gsr&rate=960", "&ack=gsr"])
def test_a_receipt_comes_out_and_the_printer_says_so(
    emupos: Emupos, make: Make, device: str, ack: str
) -> None:
    name = f"good{ack}"
    printer = make(device, ack)
    printer.submit(slip(name))
    assert printer.close(SOON)
    assert (printer.status.printed, printer.status.answers) == (1, True)
    until(lambda: out(emupos, device, f"{name} 0") == 1)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_before_the_job_holds_it_and_it_comes_out_once(
    emupos: Emupos, make: Make, device: str, fault: str
) -> None:
    emupos.fault(fault, device=device)
    try:
        printer = make(device, "&ack=gsr")
        printer.submit(slip(fault))
        until(lambda: [job.state for job in printer.status.jobs] == ["held"])
        assert printer.status.trouble == FAULTS[fault]
        assert out(emupos, device, f"{fault} 0") == 0
    finally:
        emupos.repair(fault, device=device)
    assert_printed(printer)
    until(lambda: out(emupos, device, f"{fault} 0") == 1)


def assert_printed(printer: Printer) -> None:
    until(lambda: printer.status.printed == 1)
    assert printer.close(SOON)


def test_low_paper_stops_nothing_and_is_seen(emupos: Emupos, make: Make, device: str) -> None:
    emupos.fault("paper-near-end", device=device)
    try:
        address = address_of(emupos, device)
        look = Delivery(address, link_to(address)).look()
        assert (look.reached, look.answers, look.trouble, look.paper_low) == (True, True, "", True)
        printer = make(device, "&ack=gsr")
        printer.submit(slip("low"))
        assert printer.close(SOON)
    finally:
        emupos.repair("paper-near-end", device=device)
    assert printer.status.printed == 1


def kicked(printer: Printer) -> str:
    said: list[str] = []
    printer.kick("2", said.append)
    until(lambda: bool(said))
    return said[0]


def test_the_drawer_opens_is_seen_and_is_seen_closed(
    emupos: Emupos, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("devices.printing.SENSE_SECONDS", (0.1, 0.1))
    printer = make("front", "&drawer=2&drawer_open=high")
    printer.start()
    until(lambda: printer.status.drawer_open is False)
    assert kicked(printer) == ""
    assert emupos.state()["drawer"] == "open"
    until(lambda: printer.status.drawer_open is True)
    emupos.ask("POST", "/front/drawer/close")
    until(lambda: printer.status.drawer_open is False)


def test_a_drawer_on_a_printer_without_paper_stays_shut_when_it_is_refilled(
    emupos: Emupos, make: Make
) -> None:
    assert emupos.state()["drawer"] == "closed"
    emupos.fault("paper-out")
    try:
        printer = make("front", "&drawer=2")
        assert kicked(printer) == FAULTS["paper-out"]
    finally:
        emupos.repair("paper-out")
    printer.submit(slip("refilled"))
    assert_printed(printer)
    assert emupos.state()["drawer"] == "closed"


def test_what_comes_out_reads_as_what_was_sent(emupos: Emupos, make: Make) -> None:
    """Letters, changes of page and codes are what an outside reader makes of them, codes from their dots."""
    printer = make("front", "&ack=gsr&kanji=none")
    names = ("Crème brûlée 2×50 g", "Zażółć gęślą jaźń", "Молоко и хлеб")
    codes = (Barcode("3F9A1-000142X"), Barcode("5449000000996", "EAN13"), QR("4711", 6))
    printer.submit(Document((*(Row(name, "1.19") for name in names), *codes, Cut()), "letters"))
    assert printer.close(SOON)
    until(lambda: out(emupos, "front", "Crème brûlée") == 1)
    (text,) = [receipt for receipt in emupos.receipts() if "Crème" in receipt]
    assert [name in text for name in names] == [True, True, True], text
    assert emupos.codes("Crème brûlée") == {"3F9A1-000142X", "5449000000996", "4711"}
