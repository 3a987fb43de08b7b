"""An unknown code from the miss to the sale: on the real register, and in the real program in a pty."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .conftest import Driven
from .pty_till import PtyTill
from .shop import ean, new_shop

if TYPE_CHECKING:
    from pathlib import Path

    from pos_tui.app import Till

NEW = "4006381333931"
SIZES = [(80, 24), (40, 20), (120, 40)]


@pytest.mark.parametrize("size", SIZES)
async def test_the_item_is_made_and_known_from_then_on(till: Till, size: tuple[int, int]) -> None:
    async with till.run_test(size=size) as pilot:
        screen = Driven(till, pilot)
        await screen.press(f"2*{NEW}", "enter")
        assert "F2 New?" in screen.text
        await screen.press("f2", "1", "enter", "Pen", "enter", "0", "enter")
        assert "above zero" in screen.text
        await screen.press("1.50", "enter")
        assert "Fruit & Veg" in screen.text
        await screen.press("news", "enter")
        assert till.desk.notice.text == "new: Pen 1.50, News; 2 x Pen @ 1.50 = 3.00"
        assert "3.00" in screen.text
        await screen.press(NEW, "enter")
        assert [(line.name, line.tax) for line in till.desk.shown.lines] == [("Pen", "zero")] * 2


async def test_a_misread_code_makes_no_item(till: Till) -> None:
    async with till.run_test(size=(80, 24)) as pilot:
        screen = Driven(till, pilot)
        await screen.press("4006381333930", "enter", "f2", "f1")
        assert "the check digit is wrong" in till.desk.notice.text
        assert "UNKNOWN CODE" in screen.text


@pytest.mark.parametrize("size", SIZES)
async def test_sold_by_department_with_its_code(till: Till, size: tuple[int, int]) -> None:
    async with till.run_test(size=size) as pilot:
        screen = Driven(till, pilot)
        await screen.press("3*", "enter", NEW, "enter", "f2", "2", "enter", "2", "enter")
        assert "amount for one" in screen.text
        await screen.press("0.80", "enter")
        [line] = till.desk.shown.lines
        assert (line.name, line.code, line.tax, str(line.quantity)) == ("Fruit & Veg", NEW, "zero", "3")
        assert "2.40" in screen.text


async def test_found_by_its_last_digits(till: Till) -> None:
    async with till.run_test(size=(80, 24)) as pilot:
        screen = Driven(till, pilot)
        await screen.press(f"777{ean(12)[3:]}", "enter", "f2", "f3")
        assert "Item 00012" in screen.text
        await screen.press(ean(13)[-4:], "enter")
        assert [line.name for line in till.desk.shown.lines] == ["Item 00013"]
        assert till.desk.shown.lines[0].entered == "search"


@pytest.mark.parametrize("term", ["linux", "vt100"])
def test_b03_scans_in_every_step_are_sold_after_it_and_answer_nothing(tmp_path: Path, term: str) -> None:
    with PtyTill(new_shop(tmp_path), term=term) as till:
        till.start()
        till.send(f"{NEW}\r")
        till.wait("F2 New?")
        till.send("\x1bOQ" if term == "vt100" else "\x1b[[B")
        till.wait("UNKNOWN CODE")
        for waiting, (answer, seen) in enumerate(
            [("1\r", "name: _"), ("Ink pen\r", "price: _"), ("1.25\r", "department: _")], 1
        ):
            till.send(f"{ean(waiting)}\r\n", 1000)
            till.wait(f"{waiting} scan")
            till.send(answer, 8)
            till.wait(seen)
        till.send("ne", 8)
        till.settle(0.3)  # until a hand has reached for the scanner
        till.send(f"{ean(4)}\r\n")
        till.wait("4 scans wait")
        till.wait("department: ne_")
        till.settle(0.3)
        till.send("\r", 8)
        till.wait("5 items")
        for name in ("Ink pen", *(f"Item 0000{number}" for number in range(1, 5))):
            assert name in till.text
        assert till.quit() == 0
