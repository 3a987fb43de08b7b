"""What the customer sees while things are rung up, paid and taken back."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import pytest

from devices.address import parse
from devices.virtual.display import VirtualDisplay, virtual_display
from pos_tui.bootstrap import customer

if TYPE_CHECKING:
    from .conftest import NewTill
    from .shop import Till

ADDRESS = "cd5220+dummy://pole"


@pytest.fixture
def display() -> VirtualDisplay:
    found = virtual_display(parse(ADDRESS))
    found.state = "ready"
    return found


@pytest.fixture
def till(new_till: NewTill, display: VirtualDisplay) -> Till:
    made: Till = new_till(settings={"display": ADDRESS})
    assert display.wait_for("Corner Shop")
    return made


def seen(display: VirtualDisplay, upper: str) -> str:
    """The lower row, once the upper one is this."""
    assert display.wait_for(upper), display.lines
    return " ".join(display.lines[1].split())


def test_idle_it_greets(till: Till, display: VirtualDisplay) -> None:
    assert seen(display, "Corner Shop") == "Welcome"


def test_each_line_and_the_total_as_it_is_sold(till: Till, display: VirtualDisplay) -> None:
    till("COLA")
    assert seen(display, "Cola 0.33 l     1.19") == "TOTAL 1.19"
    till("3*COLA")
    assert seen(display, "3 x Cola 0.33 l 3.57") == "TOTAL 4.76"
    till("0.734*4011")
    assert seen(display, "0.734 kg Banana 1.46") == "TOTAL 6.22"
    till("/void #2")
    assert seen(display, "3 x Cola 0.33 l void") == "TOTAL 2.65"
    till("/undo")
    assert seen(display, "3 lines") == "TOTAL 6.22"


def test_what_is_paid_still_due_and_given_back(till: Till, display: VirtualDisplay) -> None:
    till("CASE", "/cash 10")
    assert seen(display, "PAID           10.00") == "STILL DUE 13.90"
    till("/cash 20")
    assert seen(display, "TOTAL          23.90") == "CHANGE 6.10"
    till("BOOK", "/card")
    assert seen(display, "TOTAL           9.99") == "Thank you"


def test_after_the_change_the_next_customer_is_greeted(
    till: Till, display: VirtualDisplay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(customer, "_CHANGE_SECONDS", 0.1)
    till("BOOK", "/cash 10")
    assert seen(display, "Corner Shop") == "Welcome"


def test_nothing_of_a_sale_that_ended_otherwise_stays(till: Till, display: VirtualDisplay) -> None:
    till("BOOK", "/hold")
    assert seen(display, "Corner Shop") == "Welcome"
    till(f"/recall {till.register.held()[0].id}")
    assert seen(display, "1 line") == "TOTAL 9.99"
    till("/cancel")
    assert seen(display, "Corner Shop") == "Welcome"


def test_what_only_the_cashier_looks_at_is_not_shown(till: Till, display: VirtualDisplay) -> None:
    till("BOOK")
    seen(display, "Book            9.99")
    for entry in ("/find milk", "nothing", "999999", "/help", "3*"):
        till.register.run(entry)
    assert seen(display, "Book            9.99") == "TOTAL 9.99"


def test_a_restored_sale_is_shown(till: Till, display: VirtualDisplay) -> None:
    till("BOOK")
    till.restart()
    assert seen(display, "1 line") == "TOTAL 9.99"


def test_the_shops_own_greeting(new_till: NewTill, display: VirtualDisplay) -> None:
    new_till(settings={"display": ADDRESS, "display_greeting": "Grüß Gott\nOpen till 18:00"})
    assert seen(display, "Grüß Gott") == "Open till 18:00"


def test_one_that_is_gone_is_told_once_and_stops_no_sale(till: Till, display: VirtualDisplay) -> None:
    display.switch_off()
    till("BOOK", "/cash 10", "BOOK", "/cash 10")
    end = time.monotonic() + 10
    while not till.front.warnings:
        assert time.monotonic() < end
        time.sleep(0.01)
    assert len(till.sales()) == 2
    assert [text for text in till.front.warnings if "customer display is gone" in text] == till.front.warnings


def test_an_address_that_is_none_is_told_and_stops_no_till(new_till: NewTill) -> None:
    till = new_till()
    (till.front.store.folder / "config.toml").write_text(
        'display = "serial:///dev/ttyS9"\nscale = "wedge://"\n'
    )
    till.restart()
    told = "; ".join(till.front.warnings)
    assert "setting display" in told and "setting scale" in told
    till("BOOK")


def test_a_display_that_hangs_holds_no_sale_up(
    till: Till, display: VirtualDisplay, monkeypatch: pytest.MonkeyPatch
) -> None:
    hangs, may_go = threading.Event(), threading.Event()

    def hang(data: bytes) -> None:
        hangs.set()
        may_go.wait(60)

    monkeypatch.setattr(display, "take", hang)
    till("BOOK")
    assert hangs.wait(10)
    till("BOOK", "/cash 20", "COLA", "/cash 5")
    assert not may_go.is_set() and len(till.sales()) == 2
    monkeypatch.undo()
    may_go.set()
    assert seen(display, "TOTAL           1.19") == "CHANGE 3.81"
