"""The devices on the screen: how they do, now; trying one; setting one up and using it at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from devices.finding import Found
from devices.virtual.printer import VirtualPrinter, virtual_printer
from pos_tui.app import Till
from pos_tui.core.roles import ROLES
from pos_tui.screens.devices import DevicesView, DeviceView, Finding, Trying
from pos_tui.terminal.router import Stroke

from .conftest import Driven
from .shop import ean, new_shop, open_till

SOON = 20.0


@pytest.fixture
def paper(request: pytest.FixtureRequest) -> VirtualPrinter:
    return virtual_printer(request.node.name)


@pytest.fixture
def till(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[Till]:
    """A till without devices; one virtual printer is plugged into its machine."""
    plugged = (Found(f"dummy://{request.node.name}", "USB printer lp0", "/dev/usb/lp0"),)
    monkeypatch.setattr("pos_tui.bootstrap.kindsof.usb_printers", lambda: plugged)
    monkeypatch.setattr("pos_tui.bootstrap.kindsof.serial_ports", tuple)
    with open_till(new_shop(tmp_path)) as (front, register):
        yield Till(register, front)


def printer_of(till: Till) -> Any:
    front: Any = till.desk.front
    return front.printer


SET_UP = ("/devices", "enter", "receipt", "enter", "1", "enter", "1", "enter")


async def test_a_printer_is_found_tried_and_used_at_once(till: Till, paper: VirtualPrinter) -> None:
    async with till.run_test(size=(80, 24)) as pilot:
        screen = Driven(till, pilot)
        await screen.press("/devices", "enter")
        assert "Receipt printer  none is set" in screen.text
        assert "like a keyboard" in screen.text
        await screen.press("receipt", "enter", "1", "enter")
        assert "USB printer lp0" in screen.text
        assert isinstance(till.desk.view, Finding)
        await screen.press("1", "enter")
        assert isinstance(till.desk.view, Trying)
        assert "a test page went to dummy://" in screen.text
        assert paper.wait_for(1, SOON)
        assert printer_of(till) is None, "it is not set before a person has seen the page"
        await screen.press("1", "enter")
        assert isinstance(till.desk.view, DeviceView)
        assert "is used from now on" in screen.text
        await screen.press("escape", "escape", ean(1), "enter", "/cash 20", "enter")
        assert paper.wait_for(2, SOON)


async def test_narrow_paper_is_seen_on_the_page_and_tried_again(till: Till, paper: VirtualPrinter) -> None:
    async with till.run_test(size=(80, 24)) as pilot:
        screen = Driven(till, pilot)
        await screen.press(*SET_UP)
        assert paper.wait_for(1, SOON)
        await screen.press("broken", "enter")
        assert paper.wait_for(2, SOON)
        wide, narrow = paper.receipts
        assert ("-" * 42 in wide.lines, "-" * 32 in narrow.lines) == (True, True)
        assert "Lines are broken" not in screen.text
        await screen.press("1", "enter")
        front: Any = till.desk.front
        assert front.settings.printer.endswith("?columns=32")


async def test_one_that_does_not_work_says_why_and_can_be_typed_again(till: Till) -> None:
    async with till.run_test(size=(80, 24)) as pilot:
        screen = Driven(till, pilot)
        await screen.press("/devices", "enter", "receipt", "enter", "1", "enter", "type", "enter")
        await screen.press("tpc://127.0.0.1", "enter")
        assert "did you mean 'tcp'" in screen.text
        await screen.press("127.0.0.1:1", "enter")
        assert "is it on" in screen.text
        assert printer_of(till) is None


async def test_a_scan_in_set_up_is_no_address_and_sells_afterwards(till: Till) -> None:
    async with till.run_test(size=(80, 24)) as pilot:
        screen = Driven(till, pilot)
        await screen.press("/devices", "enter", "receipt", "enter", "1", "enter", "type", "enter")
        keys = [(character, character) for character in ean(1)] + [("enter", "\r")]
        for place, (key, character) in enumerate(keys):
            till.router.feed(Stroke(key, character, screen._time + 1 + place / 1000))
        await screen.settle()
        assert [entry.text for entry in till.desk.waiting] == [ean(1)]
        await screen.press("escape", "escape", "escape", "escape")
        assert till.desk.shown.count == 1


async def test_it_is_asked_while_it_is_looked_at(till: Till, paper: VirtualPrinter) -> None:
    async with till.run_test(size=(80, 24)) as pilot:
        screen = Driven(till, pilot)
        await screen.press(*SET_UP, "1", "enter", "escape")
        assert isinstance(till.desk.view, DevicesView)
        paper.paper_out = True
        till.desk.front.devices.refresh()  # type: ignore[union-attr]
        await screen.until(lambda: "! Receipt printer  the printer is out of paper" in screen.text)
        paper.paper_out = False
        till.desk.front.devices.refresh()  # type: ignore[union-attr]
        await screen.until(lambda: "+ Receipt printer  ok" in screen.text)


async def test_it_can_be_tried_taken_up_again_and_done_without(till: Till, paper: VirtualPrinter) -> None:
    async with till.run_test(size=(80, 24)) as pilot:
        screen = Driven(till, pilot)
        await screen.press(*SET_UP, "1", "enter", "try", "enter")
        assert "look at the printer" in screen.text
        assert paper.wait_for(2, SOON)
        before = printer_of(till)
        await screen.press("take", "enter")
        assert "is taken up again" in screen.text
        assert printer_of(till) is not before
        await screen.press("use none", "enter")
        await screen.until(lambda: printer_of(till) is None)
        assert "none is used from now on" in screen.text


async def test_a_drawer_is_opened_recorded_and_set_with_its_switch(till: Till, paper: VirtualPrinter) -> None:
    async with till.run_test(size=(80, 24)) as pilot:
        screen = Driven(till, pilot)
        await screen.press(*SET_UP, "1", "enter", "escape", "drawer", "enter", "1", "enter", "1", "enter")
        await screen.until(lambda: "did the drawer open?" in screen.text)
        assert paper.kicks == 1
        await screen.press("1", "enter")
        front: Any = till.desk.front
        assert front.settings.printer.endswith("?drawer=2&drawer_open=high")
        assert [row["reason"] for row in front.store.documents("cash")] == ["the drawer is set up"]
        await screen.press("escape")
        await screen.until(lambda: "! Cash drawer      open: close it" in screen.text)
        await screen.press("drawer", "enter", "use none", "enter")
        await screen.until(lambda: front.drawer is None and front.printer is not None)
        assert "drawer" not in front.settings.printer.partition("?")[2]


async def test_who_may_change_no_settings_sets_nothing_up_and_opens_no_drawer(
    till: Till, paper: VirtualPrinter
) -> None:
    async with till.run_test(size=(80, 24)) as pilot:
        screen = Driven(till, pilot)
        await screen.press(*SET_UP, "1", "enter", "escape", "escape")
        register: Any = till.desk.register
        register.counter.rights = ROLES["cashier"].rights
        await screen.press("/devices", "enter", "drawer", "enter", "1", "enter", "1", "enter")
        assert not isinstance(till.desk.view, Trying)
        assert till.desk.notice.sound == "refused"
        assert paper.kicks == 0
        await screen.press(
            "escape", "escape", "escape", "/devices", "enter", "receipt", "enter", "use none", "enter"
        )
        assert till.desk.notice.sound == "refused"
        assert printer_of(till) is not None
        await screen.press("escape", "escape", "/settings", "enter", "sounds", "enter")
        assert "sounds are off" in screen.text
