"""A till on a simulated counter: a printer and drawer from outside, with faults, from sale to paper."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pos_tui.bootstrap import Shopfront, open_register, open_shop, trying
from pos_tui.bootstrap.sample import make_sample
from pos_tui.register.register import Register
from tests.devices.emupos import SOON, Emupos, emupos

__all__ = ["emupos"]  # the fixture

Till = tuple[Shopfront, Register]


@pytest.fixture
def till(emupos: Emupos, tmp_path: Path) -> Iterator[Till]:
    """A till whose printer and drawer are there."""
    make_sample(tmp_path / "store", tmp_path / "state")
    address = (
        f"tcp://127.0.0.1:{emupos.printer_port}?profile=TM-T20II&ack=gsr&drawer=2&drawer_open=high&kanji=none"
    )
    opened = open_shop(tmp_path / "store", environ={}, flags={"printer": address}, state=tmp_path / "state")
    with opened as front, open_register(front) as register:
        yield front, register


def sell(register: Register, by: str = "/cash 20") -> str:
    assert register.run(register.find("milk")[0].sku).ok
    assert register.run(by).kind == "sale"
    return str((register.last_sale or {})["number"])


def until(what: Callable[[], bool]) -> None:
    end = time.monotonic() + SOON
    while not what():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.05)


def close_drawer(emupos: Emupos, front: Shopfront) -> None:
    emupos.ask("POST", "/front/drawer/close")
    assert front.printer is not None
    printer = front.printer
    until(lambda: printer.status.drawer_open is False)


def test_b34_cash_opens_the_drawer_and_the_receipt_says_what_was_sold(emupos: Emupos, till: Till) -> None:
    front, register = till
    number = sell(register)
    until(lambda: emupos.state()["drawer"] == "open")
    assert front.printer is not None
    printer = front.printer
    until(lambda: printer.status.printed == 1)
    assert printer.status.answers is True
    until(lambda: any(number in receipt for receipt in emupos.receipts()))
    (paper,) = [receipt for receipt in emupos.receipts() if number in receipt]
    sale = register.last_sale or {}
    shown = front.receipt_text(sale).splitlines()
    printed = [" ".join(line.split()) for line in paper.splitlines()]
    assert all(" ".join(line.split()) in printed for line in shown if "milk" in line.lower())
    close_drawer(emupos, front)


def test_b50_without_paper_it_sells_and_everything_comes_out_in_order_after_the_refill(
    emupos: Emupos, till: Till
) -> None:
    front, register = till
    assert front.printer is not None
    printer = front.printer
    emupos.fault("paper-out")
    try:
        numbers = [sell(register, "/card"), sell(register, "/card")]
        numbers.append(sell(register))
        until(lambda: bool(front.warnings))
        assert "open the drawer with its key" in front.warnings[-1]
        until(lambda: len(printer.status.jobs) == len(numbers))
    finally:
        emupos.repair("paper-out")
    printer.retry()
    until(lambda: printer.status.printed == len(numbers))
    assert emupos.state()["drawer"] == "closed", "it does not open at the refill"
    papers = emupos.receipts(least=len(numbers))[-len(numbers) :]
    assert [number in paper for number, paper in zip(numbers, papers, strict=True)] == [True] * len(numbers)
    assert not any("COPY" in paper for paper in papers)


def test_set_up_finds_the_speed_and_the_switch(emupos: Emupos) -> None:
    found = trying.probe_printer(f"serial://{emupos.port('line')}")
    assert found.endswith("?baud=9600")
    try:
        with_drawer = trying.open_drawer(found, "2")
        assert with_drawer.endswith("&drawer=2&drawer_open=high")
        assert emupos.state("line")["drawer"] == "open"
    finally:
        emupos.ask("POST", "/line/drawer/close")
