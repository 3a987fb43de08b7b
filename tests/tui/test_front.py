"""What the screen shows of the world around the register: time, printer, warnings, a store that fails."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest

from data.errors import StoreFull
from pos_tui.app import Till
from pos_tui.core.wedge import Wedge

from .conftest import Driven
from .shop import ean, now


@dataclass
class FakeFront:
    """A front whose printer says what a test wants."""

    printer: Any = None
    warnings: list[str] = field(default_factory=list)
    listener: Callable[[], None] = print
    rescan: Callable[[], None] = print
    heeded: int = 0
    steps: int = 3
    """What can wait until the screen is there."""
    wedge: Wedge = field(default_factory=Wedge)

    def clock(self) -> datetime:
        return now()

    def supervisor(self, scanned: Any, tell: Any) -> None:
        return None

    def setting(self, key: str) -> str:
        return {"locale": "en", "sounds": "true"}.get(key, "")

    @property
    def key_choices(self) -> dict[str, tuple[str, ...]]:
        return {}

    def preparing(self) -> Iterator[None]:
        while self.steps:
            self.steps -= 1
            yield


def printer(trouble: str, *, drawer_open: bool | None = None, answers: bool | None = True) -> Any:
    status = SimpleNamespace(trouble=trouble, jobs=(), drawer_open=drawer_open, answers=answers)
    return SimpleNamespace(status=status)


@pytest.mark.parametrize(
    ("front", "shown"),
    [
        (FakeFront(), "no printer"),
        (FakeFront(printer("")), "printer ok"),
        (FakeFront(printer("no paper")), "PRINTER no paper"),
        (FakeFront(printer("192.0.2.7 port 9100: connection refused")), "| connection refused"),
        (FakeFront(printer("", drawer_open=False)), "printer ok"),
        (FakeFront(printer("", drawer_open=True)), "DRAWER OPEN"),
        (FakeFront(printer("", answers=False)), "printer: sent"),
        (FakeFront(warnings=["the journal's tail was set aside"]), "! the journal's tail was set aside"),
        (FakeFront(), "Mon 23 Nov 14:05"),
    ],
)
async def test_the_screen_says_it(till: Till, front: FakeFront, shown: str) -> None:
    watched = Till(till.desk.register, front)
    async with watched.run_test(size=(80, 24)) as pilot:
        screen = Driven(watched, pilot)
        await screen.settle()
        assert shown in screen.text


async def test_what_can_wait_is_done_once_the_screen_is_there(till: Till) -> None:
    front = FakeFront()
    watched = Till(till.desk.register, front)
    async with watched.run_test(size=(80, 24)) as pilot:
        await Driven(watched, pilot).press(ean(1), "enter")
        while front.steps:
            await asyncio.sleep(0.01)
    assert len(watched.desk.register.basket.lines) == 1


async def test_a_printer_that_fails_is_seen_at_once_and_so_is_its_return(till: Till) -> None:
    front = FakeFront(printer(""))
    watched = Till(till.desk.register, front)
    async with watched.run_test(size=(80, 24)) as pilot:
        screen = Driven(watched, pilot)
        await screen.settle()
        for trouble, shown in (("no paper", "! printer: no paper"), ("", "printer ok")):
            front.printer = printer(trouble)
            await asyncio.to_thread(front.listener)
            await screen.settle()
            assert shown in screen.text
    front.listener()


async def test_b37_an_open_drawer_is_to_be_closed_before_the_next_sale(till: Till) -> None:
    front = FakeFront(printer("", drawer_open=True))
    watched = Till(till.desk.register, front)
    async with watched.run_test(size=(80, 24)) as pilot:
        screen = Driven(watched, pilot)
        await screen.settle()
        assert "close the drawer" not in screen.text
        await screen.press(ean(1), "enter")
        assert "! close the drawer" in screen.text
        await screen.press(ean(2), "enter")
        assert "! close the drawer" not in screen.text, "once is enough"
        assert "DRAWER OPEN" in screen.text
        for is_open in (False, True):
            front.printer = printer("", drawer_open=is_open)
            front.listener()
            await screen.settle()
        await screen.press(ean(3), "enter")
        assert "close the drawer" in screen.text
        front.printer = printer("", drawer_open=False)
        front.listener()
        await screen.settle()
        assert "close the drawer" not in screen.text


async def test_b51_what_waited_too_long_is_asked_about(till: Till) -> None:
    front = FakeFront(printer("it has waited"))
    front.printer.status.jobs = (SimpleNamespace(state="old"),)
    watched = Till(till.desk.register, front)
    async with watched.run_test(size=(80, 24)) as pilot:
        screen = Driven(watched, pilot)
        await screen.settle()
        assert "! printer: it has waited; /jobs prints or drops it" in screen.text


async def test_the_key_of_the_drawer_is_not_forgotten_for_its_printer(till: Till) -> None:
    front = FakeFront(printer(""))
    watched = Till(till.desk.register, front)
    async with watched.run_test(size=(80, 24)) as pilot:
        screen = Driven(watched, pilot)
        await screen.settle()
        front.warnings.append("open the drawer with its key: no paper")
        front.listener()
        await screen.settle()
        front.printer = printer("no paper")
        front.listener()
        await screen.settle()
        assert "! open the drawer with its key: no paper" in screen.text


async def test_a_full_disk_is_told_in_place_and_the_sale_stays(
    till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    register: Any = till.desk.register

    def full(**_: Any) -> None:
        raise StoreFull("the disk is full")

    async with till.run_test(size=(80, 24)) as pilot:
        screen = Driven(till, pilot)
        await screen.press(ean(1), "enter", "f1")
        with monkeypatch.context() as patch:
            patch.setattr(register.counter.ledger, "transaction", full)
            await screen.press("20", "enter")
        assert "! the disk is full" in screen.text
        assert "TO PAY" in screen.text
        await screen.press("20", "enter")
        assert "CHANGE DUE" in screen.text
